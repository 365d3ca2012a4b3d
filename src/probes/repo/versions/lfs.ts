/** Reads which data Git LFS holds: patterns in .gitattributes that have pointers in the tree. */
import type { RepoHandle } from '../../../model/handles.ts'
import { folderOf, isDataFile, isForeign, isRegular, joinPath, nameOf, pathKind } from '../paths.ts'
import { readEach } from '../python/sources.ts'
import { mentions, type Text } from './mentions.ts'
import type { Version } from './version.ts'

/** A pointer is three short lines. */
const largestPointer = 400
const isPointer = (text: string | undefined): boolean =>
  text?.startsWith('version https://git-lfs.github.com/spec/') === true && /^oid sha256:[0-9a-f]{64}$/m.test(text)

/** Pictures of documents and weights of models are no data sets. */
const notData = /(^|\/)(docs?|assets|images?|img|figures?|static|media|notebooks?|models?|weights|checkpoints)\//i

export async function lfsVersions(repo: RepoHandle, texts: Text[], signal: AbortSignal): Promise<Version[]> {
  const attributes = repo.files.filter(({ path }) => nameOf(path) === '.gitattributes' && !isForeign(path)).map(({ path }) => path)
  const out: Version[] = []
  for (const { path, text } of await readEach(repo, attributes, signal))
    for (const [at, line] of (text ?? '').split('\n').entries()) {
      const pattern = /^\s*(?!#)("[^"]+"|\S+)\s+.*\bfilter=lfs\b/.exec(line)?.[1]?.replaceAll('"', '')
      if (pattern !== undefined) out.push(...(await ofPattern(repo, path, at + 1, pattern, texts, signal)))
    }
  return out
}

async function ofPattern(
  repo: RepoHandle,
  path: string,
  line: number,
  pattern: string,
  texts: Text[],
  signal: AbortSignal,
): Promise<Version[]> {
  const matches = matcher(pattern, folderOf(path))
  const files = repo.files.filter(
    (file) =>
      isRegular(file.mode) &&
      matches(file.path) &&
      isDataFile(file.path) &&
      !notData.test(file.path) &&
      ['own', 'example'].includes(pathKind(file.path)),
  )
  if (files.length === 0) return []
  const small = files.filter(({ bytes }) => bytes <= largestPointer).slice(0, 200)
  const pointers = (
    await readEach(
      repo,
      small.map((file) => file.path),
      signal,
    )
  )
    .filter(({ text }) => isPointer(text))
    .map((one) => one.path)
  const named = pointers.find((one) => mentions(texts, one, /(^|\/)\.gitattributes$/))
  const note = `Git LFS holds ${pointers.length} of ${files.length} data files that ${pattern} names${named === undefined ? '' : `; ${named} is read`}`
  return [{ tool: 'Git LFS', path, line, pinned: pointers.length > 0, used: named !== undefined, note }]
}

/** The patterns of .gitattributes: without a slash they fit names anywhere below. */
function matcher(pattern: string, folder: string): (path: string) => boolean {
  const source = pattern
    .replace(/^\//, '')
    .replaceAll(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('**/', '\u0001')
    .replaceAll('**', '\u0002')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
    .replaceAll('\u0001', '(?:.*/)?')
    .replaceAll('\u0002', '.*')
  const whole = new RegExp(`^${source}$`)
  const base = joinPath(folder, '') ?? ''
  return (path) => {
    if (base !== '' && !path.startsWith(`${base}/`)) return false
    const inner = base === '' ? path : path.slice(base.length + 1)
    return whole.test(pattern.replace(/^\//, '').includes('/') ? inner : nameOf(inner))
  }
}
