/** Two samples of numbers, each sorted: Kolmogorov and Smirnov's largest distance with its p, and Wasserstein's. */
import { kolmogorovUpper } from './kolmogorov.ts'

/** Above this product of sizes the exact p is left for the limiting one, which by then differs in the third digit. */
const exactUpTo = 4e6

/** Calls back once for each distinct value, lowest first, with how many of each side are at or below it. */
const walk = (a: Float64Array, b: Float64Array, visit: (value: number, upToA: number, upToB: number) => void): void => {
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    const value = Math.min(a[i] ?? Infinity, b[j] ?? Infinity)
    if (Number.isNaN(value)) throw new RangeError('a value is not a number')
    while (i < a.length && a[i] === value) i += 1
    while (j < b.length && b[j] === value) j += 1
    visit(value, i, j)
  }
}

/**
 * Chance that a random order of n + m rows strays at least `gap` / (nm) from the diagonal. `ends` marks, by rows seen so far, where a
 * distinct value ends, the only places at which tied data can be compared; left out, all values count as distinct.
 */
export const kolmogorovExact = (gap: number, n: number, m: number, ends?: Uint8Array): number => {
  if (gap <= 0) return 1
  const strays = (i: number, j: number): boolean => Math.abs(i * m - j * n) >= gap && (ends === undefined || ends[i + j] === 1)
  const row = new Float64Array(m + 1)
  for (let i = 0; i <= n; i += 1) {
    for (let j = 0; j <= m; j += 1) {
      if (strays(i, j)) row[j] = 1
      else if (i + j > 0) row[j] = (i * (row[j] as number) + (j > 0 ? j * (row[j - 1] as number) : 0)) / (i + j)
    }
  }
  return row[m] as number
}

/**
 * D = sup |F − G| and its two-sided p: exact given the ties while n·m ≤ 4 million, else by the limiting distribution.
 * Undefined when a side is empty; throws on NaN.
 */
export const kolmogorovSmirnov = (sortedA: Float64Array, sortedB: Float64Array): { d: number; p: number } | undefined => {
  const n = sortedA.length
  const m = sortedB.length
  if (n === 0 || m === 0) return undefined
  const exact = n * m <= exactUpTo
  const ends = new Uint8Array(exact ? n + m + 1 : 0)
  let gap = 0
  walk(sortedA, sortedB, (_, i, j) => {
    gap = Math.max(gap, Math.abs(i * m - j * n))
    if (exact) ends[i + j] = 1
  })
  const d = gap / (n * m)
  const p = exact ? kolmogorovExact(gap, n, m, ends) : kolmogorovUpper(d * Math.sqrt((n * m) / (n + m)))
  return { d, p: Math.min(1, p) }
}

/** Area between the two distribution functions, in the unit of the values; NaN when a side is empty. */
export const wasserstein = (sortedA: Float64Array, sortedB: Float64Array): number => {
  if (sortedA.length === 0 || sortedB.length === 0) return Number.NaN
  let sum = 0
  let last = 0
  let apart = 0
  walk(sortedA, sortedB, (value, i, j) => {
    if (apart > 0) sum += apart * (value - last)
    apart = Math.abs(i / sortedA.length - j / sortedB.length)
    last = value
  })
  return sum
}
