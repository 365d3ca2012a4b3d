/** Tells whether a test command finds any test in the tree. */
import { parse } from 'smol-toml'
import { under } from './runners/expansion.ts'
import { type Ini, readIni } from './runners/ini.ts'
import type { Language, TestCommand } from './test-command.ts'
import { globFits, type Tree } from './tree.ts'

const testsIn: { [L in Exclude<Language, 'python'>]: { path: RegExp; text: RegExp } } = {
  javascript: {
    path: /(\.(test|spec|cy)\.[cm]?[jt]sx?|(^|\/)(__tests__|tests?|e2e|cypress)\/.*\.[cm]?[jt]sx?)$/,
    text: /\b(test|it|describe)\b/,
  },
  go: { path: /_test\.go$/, text: /func (Test|Example|Fuzz)/ },
  rust: { path: /\.rs$/, text: /#\[(\w+::)?test\b/ },
  java: { path: /\.(java|kt|scala|groovy|clj)$/, text: /@Test\b|extends \w*(Spec|Suite|TestCase)|deftest|class \w+(Spec|Test)\b/ },
  r: { path: /(^|\/)(tests|inst\/tinytest)\/.*\.[rR]$/, text: /\S/ },
  other: { path: /test|spec/i, text: /\S/ },
}

const pythonTest = /^\s*(async\s+)?def\s+test|^\s*class\s+\w*(Test|Spec)\w*\b|>>>\s|^\s*@(given|when|then)\b/m

/** `cwd` null (known only to a run) means that any test of the tree counts. */
export const testsExist = async (command: TestCommand, cwd: string | null, tree: Tree): Promise<boolean> => {
  if (command.language !== 'python') {
    const { path, text } = testsIn[command.language]
    return anyFile(tree, (one) => path.test(one) && (cwd === null || cwd === '' || one.startsWith(`${cwd}/`)), text)
  }
  const settings = await pytestSettings(cwd ?? '', tree)
  if (command.tool === 'pytest' && settings.collectsOnly) return false
  const fixed = command.targets.filter((target) => !/[$`{]/.test(target) && !target.startsWith('/'))
  const named =
    fixed.length > 0 ? fixed : command.targets.length === 0 && command.tool === 'pytest' ? livingPaths(settings.paths, cwd, tree) : []
  const places =
    cwd === null ? named.map((target) => target.replace(/^(\.\.?\/)+/, '')) : named.flatMap((target) => under(cwd, target) ?? [])
  if (cwd !== null && fixed.length > 0 && places.length === 0) return false
  // In a folder that only a run knows, a path may lie anywhere in the tree.
  const within = (path: string, place: string) =>
    path === place || path.startsWith(`${place}/`) || (cwd === null && (path.endsWith(`/${place}`) || path.includes(`/${place}/`)))
  const below = (path: string) =>
    places.length === 0
      ? cwd === null || cwd === '' || path.startsWith(`${cwd}/`)
      : places.some(
          (place) => place === '' || within(path, place) || `${place}.py` === path || (/[*?[]/.test(place) && globFits(place, path, true)),
        )
  const isTest = (path: string) => {
    const name = path.slice(path.lastIndexOf('/') + 1)
    // A file named outright is collected whatever its name.
    return (
      path.endsWith('.py') &&
      (places.some((place) => path === place || (cwd === null && path.endsWith(`/${place}`))) ||
        `${places[0]}.py` === path ||
        (command.pattern !== undefined && globFits(command.pattern, name)) ||
        (command.tool === 'pytest' ? settings.files.some((glob) => globFits(glob, name)) : /test|spec|steps/i.test(path)))
    )
  }
  if (await anyFile(tree, (path) => isTest(path) && below(path), pythonTest)) return true
  // Doctests and notebook plugins collect other files than those named for tests.
  return settings.otherFiles && (await anyFile(tree, (path) => /\.(py|ipynb|md|rst)$/.test(path) && below(path), />>>\s|"cell_type"/))
}

/** pytest looks everywhere when no place of its `testpaths` is there. */
const livingPaths = (paths: string[], cwd: string | null, tree: Tree): string[] =>
  cwd === null || paths.some((one) => /[*?[]/.test(one) || tree.has(under(cwd, one) ?? '') || tree.hasFolder(under(cwd, one) ?? ''))
    ? paths
    : []

const anyFile = async (tree: Tree, fits: (path: string) => boolean, text: RegExp): Promise<boolean> => {
  for (const path of tree.paths) if (fits(path) && text.test((await tree.read(path)) ?? '')) return true
  return false
}

type Settings = { files: string[]; paths: string[]; collectsOnly: boolean; otherFiles: boolean }

/** pytest takes its settings from the first of these files that has a section for it, in this folder or above. */
const pytestSettings = async (cwd: string, tree: Tree): Promise<Settings> => {
  for (let folder = cwd; ; folder = folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) : '') {
    for (const [name, section] of [
      ['pytest.ini', 'pytest'],
      ['.pytest.ini', 'pytest'],
      ['pyproject.toml', ''],
      ['tox.ini', 'pytest'],
      ['setup.cfg', 'tool:pytest'],
    ] as const) {
      const text = await tree.read(folder === '' ? name : `${folder}/${name}`)
      const found = text === undefined ? undefined : name === 'pyproject.toml' ? fromToml(text) : fromIni(readIni(text), section)
      if (found) return settingsOf(found)
    }
    if (folder === '') return settingsOf({})
  }
}

type Raw = { [key: string]: string | undefined }
const fromIni = (ini: Ini, section: string): Raw | undefined =>
  ini[section] ? Object.fromEntries(Object.entries(ini[section]).map(([key, { text }]) => [key, text])) : undefined

const fromToml = (text: string): Raw | undefined => {
  try {
    const root = parse(text) as { tool?: { pytest?: { ini_options?: { [key: string]: unknown } } } }
    const options = root.tool?.pytest?.ini_options
    return (
      options &&
      Object.fromEntries(Object.entries(options).map(([key, value]) => [key, Array.isArray(value) ? value.join('\n') : String(value)]))
    )
  } catch {
    return undefined
  }
}

const settingsOf = (raw: Raw): Settings => {
  const words = (text: string | undefined) => (text ?? '').split(/[\s,]+/).filter((word) => word !== '')
  const options = words(raw.addopts)
  return {
    files:
      raw.python_files === undefined
        ? ['test_*.py', '*_test.py']
        : words(raw.python_files).map((name) => (name.includes('*') || name.endsWith('.py') ? name : `${name}*.py`)),
    paths: words(raw.testpaths),
    collectsOnly: options.some((word) => ['--collect-only', '--co', '--setup-plan', '--suppress-tests-failed-exit-code'].includes(word)),
    otherFiles: options.some((word) => /doctest|nbval|nbmake|ipynb/.test(word)),
  }
}
