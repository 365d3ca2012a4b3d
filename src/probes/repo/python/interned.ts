/** Keeps one string for each name, however often and in however many files it stands. */
const names = new Map<string, string>()
const mostNames = 200_000

/** The same text as one shared string. */
export function interned(name: string): string {
  const known = names.get(name)
  if (known !== undefined) return known
  if (names.size >= mostNames) names.clear()
  names.set(name, name)
  return name
}
