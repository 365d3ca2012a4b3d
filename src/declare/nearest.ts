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

/** Undefined when nothing is near: at most a third of the letters may differ. */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  if (word.length > 80) return undefined
  const ranked = known
    .map((it) => ({ it, far: distance(word.toLowerCase(), it.toLowerCase()) }))
    .sort((a, b) => a.far - b.far || a.it.localeCompare(b.it))
  const best = ranked[0]
  return best !== undefined && best.far <= Math.max(1, Math.floor(Math.max(word.length, best.it.length) / 3)) ? best.it : undefined
}
