/** What a conclusion still allows, in words: one thing, one of two, or what it lies open between. */

export const sayPossible = (possible: readonly string[], say: (word: string) => string): string => {
  if (possible.length <= 1) return possible[0] ?? say('not known')
  return `${say('open between')}: ${possible.join(' / ')}`
}
