/** Works out `[ … ]`, `test` and `[[ … ]]` when both sides are fixed, so that a branch that never runs is known. */
import { isDynamic } from './words.ts'

type Sure = 'succeeds' | 'fails' | 'maybe'

const comparisons: { [operator: string]: (a: string, b: string) => boolean } = {
  '=': (a, b) => a === b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '-eq': (a, b) => Number(a) === Number(b),
  '-ne': (a, b) => Number(a) !== Number(b),
  '-lt': (a, b) => Number(a) < Number(b),
  '-le': (a, b) => Number(a) <= Number(b),
  '-gt': (a, b) => Number(a) > Number(b),
  '-ge': (a, b) => Number(a) >= Number(b),
}

/** `[ a = b ]` fails for sure; anything with a variable, a file or a pattern is left open. */
export const fixedTest = (words: readonly string[]): Sure => {
  const double = words[0]?.startsWith('[[')
  const inner = double ? (words[0] ?? '').slice(2, -2).trim().split(/\s+/) : words.slice(1).filter((word) => word !== ']')
  const [first = '', operator = '', second = ''] = inner.map((word) => (double ? word.replace(/^(["'])(.*)\1$/, '$2') : word))
  if (inner.some(isDynamic) || inner.some((word) => /[*?]/.test(word))) return 'maybe'
  const compare = inner.length === 3 ? comparisons[operator] : undefined
  if (compare) return compare(first, second) ? 'succeeds' : 'fails'
  if (inner.length === 2 && (first === '-z' || first === '-n')) return (operator === '') === (first === '-z') ? 'succeeds' : 'fails'
  return 'maybe'
}
