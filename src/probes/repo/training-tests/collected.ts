/** Tells whether a test command that CI gets to collects one test function. */
import { under } from '../ci/runners/expansion.ts'
import { testCommandOf } from '../ci/test-command.ts'
import { nameOf } from '../paths.ts'

export type Asked = { path: string; name: string; unittest: boolean; marks: string[] }
/** What pytest's settings of the repository add: `testpaths` and `-m` of `addopts`. */
export type Defaults = { paths: string[]; marks: string | undefined }

const pythonTools = /^(pytest|unittest|setup\.py test|django|nose2|nosetests|nose|green|trial|twisted\.trial|xmlrunner)$/

/** Undefined when the command runs no Python tests. `cwd`: null when only a run knows. */
export function collects(
  words: readonly string[],
  { variables, cwd, defaults }: { variables: { [name: string]: string }; cwd: string | null; defaults: Defaults },
  test: Asked,
): boolean | undefined {
  const command = testCommandOf(words, variables)
  if (command === undefined || !pythonTools.test(command.tool)) return undefined
  if (command.tool !== 'pytest' && !test.unittest && /unittest|django|green|trial|xmlrunner/.test(command.tool)) return false
  const fixed = command.targets.filter((target) => !/[$`{]/.test(target) && !target.startsWith('/'))
  const named = fixed.length > 0 ? fixed : command.targets.length === 0 && command.tool === 'pytest' ? defaults.paths : []
  if (!within(named, cwd, test.path)) return false
  if (leftOut(words, cwd, test.path)) return false
  return command.tool !== 'pytest' || (marksFit(optionOf(words, '-m') ?? defaults.marks, test) && functionFits(words, test))
}

function within(named: string[], cwd: string | null, path: string): boolean {
  if (named.length === 0) return cwd === null || cwd === '' || path.startsWith(`${cwd}/`)
  return named.some((target) => {
    const plain = target.replace(/^(\.\.?\/)+/, '').replace(/\/$/, '')
    if (cwd === null)
      return plain === '' || plain === '.' || path === plain || path.endsWith(`/${plain}`) || `/${path}`.includes(`/${plain}/`)
    const place = under(cwd, target)
    return (
      place !== undefined &&
      (place === '' || path === place || path === `${place}.py` || path.startsWith(`${place}/`) || globbed(place, path))
    )
  })
}

const globbed = (place: string, path: string): boolean =>
  place.includes('*') && new RegExp(`^${place.replaceAll(/[.+^${'$'}{}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')}(/.*)?$`).test(path)

const leftOut = (words: readonly string[], cwd: string | null, path: string): boolean =>
  words.some((word, at) => {
    const value = /^--(ignore|ignore-glob|deselect)=/.test(word)
      ? word.slice(word.indexOf('=') + 1)
      : /^--(ignore|ignore-glob|deselect)$/.test(word)
        ? words[at + 1]
        : undefined
    if (value === undefined) return false
    const place = under(cwd ?? '', value.split('::')[0] ?? '') ?? value
    return path === place || path.startsWith(`${place.replace(/\/$/, '')}/`)
  })

const optionOf = (words: readonly string[], option: string): string | undefined => {
  const start = words[0] === 'python' || words[0] === 'python3' ? words.indexOf('pytest') + 1 : 1
  const at = words.findIndex((word, index) => index >= start && word === option)
  return at < 0 ? undefined : words[at + 1]
}

/** `-m "not slow and integration"` is worked out with the marks of the test; a name that is no mark counts as absent. */
export function marksFit(expression: string | undefined, { marks }: { marks: string[] }): boolean {
  if (expression === undefined || expression.trim() === '' || /[$`]/.test(expression)) return true
  const has = (name: string): boolean => marks.includes(name)
  return expression.split(/\bor\b/).some((part) =>
    part.split(/\band\b/).every((term) => {
      const word = /(not\s+)?\(?\s*(?:not\s+)?(\w+)/.exec(term)
      return word?.[2] === undefined ? true : /\bnot\b/.test(term) ? !has(word[2]) : has(word[2])
    }),
  )
}

/** `path::test_name` and `-k name` narrow a run to some functions. */
function functionFits(words: readonly string[], { path, name }: Asked): boolean {
  const picked = words.filter((word) => word.includes('::') && nameOf(word.split('::')[0] ?? '') === nameOf(path))
  if (picked.length > 0 && !picked.some((word) => (word.split('::').at(-1) ?? '').split('[')[0] === name))
    return picked.some((word) => !/^test/.test(word.split('::').at(-1) ?? ''))
  const keyword = optionOf(words, '-k')
  if (keyword === undefined || /[$`]/.test(keyword)) return true
  const simple = /^\w+$/.exec(keyword)?.[0]
  const not = /^not (\w+)$/.exec(keyword)?.[1]
  const where = `${path}::${name}`.toLowerCase()
  if (simple !== undefined) return where.includes(simple.toLowerCase())
  return not === undefined || !where.includes(not.toLowerCase())
}
