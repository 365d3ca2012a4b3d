/** Finds data that is another git repository inside this one: git holds the commit. */
import type { RepoHandle } from '../../../model/handles.ts'
import { mentions, type Text } from './mentions.ts'
import type { Version } from './version.ts'

const isData = /(^|[/_-])(data|datasets?|corpus|corpora|rows|training[-_]?data)([/_-]|$)/i

export async function dataSubmodules(repo: RepoHandle, texts: Text[]): Promise<Version[]> {
  const text = repo.files.some(({ path }) => path === '.gitmodules') ? ((await repo.read('.gitmodules')) ?? '') : ''
  return [...text.matchAll(/^\s*path\s*=\s*(\S+)/gm)].flatMap((match): Version[] => {
    const path = match[1] as string
    if (!isData.test(path)) return []
    const used = mentions(texts, path, /^\.gitmodules$/) || texts.some((one) => one.text.includes(`${path}/`))
    const line = text.slice(0, match.index + match[0].search(/\S/)).split('\n').length
    return [{ tool: 'git submodule', path: '.gitmodules', line, pinned: true, used, note: `${path} is a repository at one commit` }]
  })
}
