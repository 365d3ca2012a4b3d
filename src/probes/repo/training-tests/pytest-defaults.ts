/** Reads what pytest's settings in the top folder add to every run. */
import type { RepoHandle } from '../../../model/handles.ts'
import { readEach } from '../python/sources.ts'
import type { Defaults } from './collected.ts'

/** `testpaths` and `-m` of the settings in the top folder. */
export async function pytestDefaults(repo: RepoHandle, signal: AbortSignal): Promise<Defaults> {
  const names = ['pytest.ini', 'pyproject.toml', 'tox.ini', 'setup.cfg'].filter((name) => repo.files.some(({ path }) => path === name))
  for (const { text } of await readEach(repo, names, signal)) {
    const part = /^\[(?:tool\.pytest\.ini_options|pytest|tool:pytest)\]\n((?:(?!^\[\w)[^\n]*\n?)*)/m
      .exec(text ?? '')?.[1]
      ?.replaceAll(/^\s*[#;].*$/gm, '')
    if (part === undefined) continue
    const paths = /^\s*testpaths\s*=\s*(\[[^\]]*\]|[^\n]*(?:\n[ \t]+[^\n=]+)*)/m.exec(part)?.[1]?.match(/[\w./-]+/g)
    const marks = /-m[ "',]+(?:"|')?((?:not )?\w+(?: (?:and|or) (?:not )?\w+)*)/.exec(
      /^\s*addopts\s*=[^\n]*(?:\n[ \t\]"'][^\n]*)*/m.exec(part)?.[0] ?? '',
    )?.[1]
    return { paths: paths ?? [], marks }
  }
  return { paths: [], marks: undefined }
}
