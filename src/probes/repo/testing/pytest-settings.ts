/** Reads what the repository's own settings say about which files are tests, and whether doctests run. */
import type { RepoHandle } from '../../../model/handles.ts'
import { nameOf } from '../paths.ts'
import { readEach } from '../python/sources.ts'

export type TestSettings = {
  isTestFile(path: string): boolean
  /** Of a function or method outside unittest's own classes. */
  isTestName(name: string): boolean
  /** `path` of the setting that runs doctests of modules; undefined when none does. */
  doctests: string | undefined
  /** Name of the distribution, and the commands it installs. */
  project: string | undefined
  commands: Set<string>
}

const settingFiles =
  /(^|\/)(pytest\.ini|\.pytest\.ini|pyproject\.toml|setup\.cfg|tox\.ini|setup\.py|Makefile|noxfile\.py|justfile)$|^\.github\/workflows\/[^/]+\.ya?ml$|^\.gitlab-ci\.yml$/

export async function testSettings(repo: RepoHandle, signal: AbortSignal): Promise<TestSettings> {
  const paths = repo.files.map(({ path }) => path).filter((path) => settingFiles.test(path) && path.split('/').length <= 3)
  const patterns: string[] = []
  const names: string[] = []
  const commands = new Set<string>()
  let doctests: string | undefined
  let project: string | undefined
  for (const { path, text } of await readEach(repo, paths, signal)) {
    if (text === undefined) continue
    const live = text.replaceAll(/^\s*[#;].*$/gm, '')
    const named = /^\s*python_files\s*=\s*(\[[^\]]*\]|[^\n]*(?:\n[ \t]+[^\n=]+)*)/m.exec(live)?.[1]
    if (named !== undefined)
      patterns.push(...(named.match(/[\w*?.[\]-]+/g) ?? []).filter((word) => /[*.]/.test(word) && word !== '[' && word !== ']'))
    const functions = /^\s*python_functions\s*=\s*(\[[^\]]*\]|[^\n]*)/m.exec(live)?.[1]
    names.push(...(functions?.match(/[\w*?]+/g) ?? []))
    if (/--doctest-modules|--xdoctest|-m doctest\b/.test(live)) doctests ??= path
    if (/(^|\/)pyproject\.toml$/.test(path)) {
      project ??= /^\s*name\s*=\s*["']([\w.-]+)["']/m.exec(live)?.[1]
      for (const line of /^\[(?:project|tool\.poetry)\.scripts\]([^[]*)/m.exec(live)?.[1]?.split('\n') ?? []) {
        const name = /^\s*["']?([\w.-]+)["']?\s*=/.exec(line)?.[1]
        if (name !== undefined) commands.add(name)
      }
    }
    for (const [, name] of live.matchAll(/["']?([\w-]+)\s*=\s*[\w.]+:\w+/g))
      if (/setup\.(py|cfg)$/.test(path) && name !== undefined) commands.add(name)
  }
  const matchers = patterns.map(globToPattern)
  const usual = /^(test[^/]*|[^/]*_tests?)\.py$/
  // A word without a star is a beginning.
  const named = names.map((name) => globToPattern(/[*?]/.test(name) ? name : `${name}*`))
  const isTestName = (name: string) => /^test/.test(name) || named.some((one) => one.test(name))
  return {
    isTestName,
    isTestFile: (path) => usual.test(nameOf(path)) || matchers.some((one) => one.test(nameOf(path))),
    doctests,
    project,
    commands,
  }
}

const globToPattern = (glob: string): RegExp =>
  new RegExp(
    `^${glob
      .replaceAll(/[.+^${}()|\\]/g, '\\$&')
      .replaceAll('*', '[^/]*')
      .replaceAll('?', '[^/]')}$`,
  )
