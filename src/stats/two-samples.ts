/** Two samples of numbers, each sorted: Kolmogorov and Smirnov's largest distance with its p, and Wasserstein's. */
import { kolmogorovUpper } from './kolmogorov.ts'

/** Up to so many rows on each side, or pairs of rows, p is exact; beyond, by the limit, which is then right to four digits. */
const exactUpToRows = 10_000
const exactUpToPairs = 4e6
/** Beyond this scaled distance p is below 1e-31, and its digits are nobody's concern. */
const farthest = 6

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
 * Chance that a random order of n + m distinct values strays at least `gap` / (nm) from the diagonal. Only the orders that
 * stay near it are walked, row by row of a grid: all others are known to have strayed.
 */
const kolmogorovExact = (gap: number, n: number, m: number): number => {
  if (gap <= 0) return 1
  const row = new Float64Array(m + 1).fill(1)
  for (let i = 0; i <= n; i += 1) {
    const from = Math.max(0, Math.floor((i * m - gap) / n) + 1)
    const to = Math.min(m, Math.ceil((i * m + gap) / n) - 1)
    if (from > 0) row[from - 1] = 1
    for (let j = from; j <= to; j += 1)
      row[j] = i + j === 0 ? 0 : (i * (row[j] as number) + (j > 0 ? j * (row[j - 1] as number) : 0)) / (i + j)
  }
  return row[m] as number
}

/** The limit, moved by what samples of this size lack of it (Vrbik's correction of 1 / 6√n and (z − 1) / 4n). */
const kolmogorovNear = (d: number, n: number, m: number): number => {
  const size = (n * m) / (n + m)
  const z = d * Math.sqrt(size)
  return kolmogorovUpper(z + 1 / (6 * Math.sqrt(size)) + (z - 1) / (4 * size))
}

/**
 * D = sup |F − G| and its two-sided p, every value taken as distinct as scipy does, so that ties only make p larger: exact up
 * to 10,000 rows a side. Undefined when a side is empty; throws on NaN.
 */
export const kolmogorovSmirnov = (sortedA: Float64Array, sortedB: Float64Array): { d: number; p: number } | undefined => {
  const n = sortedA.length
  const m = sortedB.length
  if (n === 0 || m === 0) return undefined
  let gap = 0
  walk(sortedA, sortedB, (_, i, j) => {
    gap = Math.max(gap, Math.abs(i * m - j * n))
  })
  const d = gap / (n * m)
  const few = n * m <= exactUpToPairs || (Math.max(n, m) <= exactUpToRows && d * Math.sqrt((n * m) / (n + m)) <= farthest)
  const p = few ? kolmogorovExact(gap, n, m) : kolmogorovNear(d, n, m)
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
