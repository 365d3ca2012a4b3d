/** The known word closest to a mistyped one, for "did you mean". */

/** Edits (insert, delete, replace, swap of neighbours) between two words. */
export const distance = (a: string, b: string): number => {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = (rows[i - 1]?.[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let best = Math.min((rows[i - 1]?.[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replace)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (rows[i - 2]?.[j - 2] ?? 0) + 1)
      row.push(best)
    }
    rows.push(row)
  }
  return rows[a.length]?.[b.length] ?? 0
}

/** How many edits two words may be apart and still count as near: a third of the longer one's letters, and one in two letters. */
const reach = (a: string, b: string): number => {
  const longest = Math.max(a.length, b.length)
  return longest < 2 ? 0 : Math.max(1, Math.floor(longest / 3))
}

/** Undefined when nothing is near. Letter case counts only between words that are otherwise as near. */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  // Nobody mistypes a word this long; comparing it would only cost time.
  if (word.length > 80) return undefined
  let best: { it: string; far: number; cased: number } | undefined
  for (const it of known) {
    if (Math.abs(it.length - word.length) > reach(it, word)) continue
    const far = distance(word.toLowerCase(), it.toLowerCase())
    if (far > reach(it, word) || (best !== undefined && far > best.far)) continue
    const cased = distance(word, it)
    const nearer = best === undefined || far < best.far || cased < best.cased || (cased === best.cased && it < best.it)
    if (nearer) best = { it, far, cased }
  }
  return best?.it
}
