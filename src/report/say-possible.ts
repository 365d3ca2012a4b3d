/** What a conclusion still allows, in words: one thing, one of two, or what it lies open between. */

export const sayPossible = (possible: readonly string[], say: (word: string) => string): string => {
  if (possible.length <= 1) return possible[0] ?? say('not known')
  return `${say('open between')}: ${possible.join(' / ')}`
}

/** What stands large: what follows, one of two, or that it is not decided. */
export const sayVerdict = (possible: readonly string[], say: (word: string) => string): string =>
  possible.length > 2 ? say('not decided yet') : possible.join(' / ') || say('not known')

const same = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((it, at) => it === b[at])

/** Of another reading: only what is different there. */
export const sayBeside = (possible: readonly string[], lead: readonly string[] | undefined, say: (word: string) => string): string =>
  lead !== undefined && same(possible, lead) ? say('the same') : sayPossible(possible, say)
