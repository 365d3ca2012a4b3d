/** A quantile of sorted values (Hyndman and Fan's type 7) with an interval from order statistics that assumes nothing of their shape. */
import { betaRegularised } from './beta.ts'
import type { Interval } from './proportion.ts'

/** Type 7, as R and numpy have it; NaN when there are no values. */
export const quantile = (sorted: Float64Array, p: number): number => {
  if (sorted.length === 0) return Number.NaN
  const at = (sorted.length - 1) * p
  const below = Math.floor(at)
  const low = sorted[below] as number
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number
  return low === high ? low : low + (at - below) * (high - low)
}

/** P(B ≤ k) for B binomial of n at p. */
const binomialLower = (k: number, n: number, p: number): number => {
  if (k < 0) return 0
  return k >= n ? 1 : betaRegularised(1 - p, n - k, k + 1)
}

/** Largest k in 0…n for which `holds`, which holds for 0 and then stops holding. */
const lastThat = (holds: (k: number) => boolean, n: number): number => {
  let low = 0
  let high = n
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (holds(middle)) low = middle
    else high = middle - 1
  }
  return low
}

/** Ranks, from 1 to n, of the two order statistics; 0 or n + 1 where no value can bound the quantile on that side. */
const ranks = (n: number, p: number, confidence: number): { low: number; high: number } => {
  const side = (1 - confidence) / 2
  // The low rank l is safe while P(fewer than l values lie below the quantile) ≤ side; the high one mirrors it.
  const low = lastThat((l) => binomialLower(l - 1, n, p) <= side, n)
  const fromTop = lastThat((l) => binomialLower(l - 1, n, 1 - p) <= side, n)
  return { low, high: n + 1 - fromTop }
}

/**
 * The quantile and the order statistics that hold it with at least `confidence`; undefined when there are no values.
 * Where there are too few values to bound a side, that end is the sample's own extreme and the promise is weaker: see `quantileRowsNeeded`.
 */
export const quantileInterval = (sorted: Float64Array, p: number, confidence = 0.95): Interval | undefined => {
  const n = sorted.length
  if (n === 0) return undefined
  const value = quantile(sorted, p)
  const rank = ranks(n, p, confidence)
  const low = sorted[Math.max(rank.low, 1) - 1] as number
  const high = sorted[Math.min(rank.high, n) - 1] as number
  // Far out in a small sample type 7 interpolates past the order statistic that already bounds the quantile.
  return { value, low: Math.min(low, value), high: Math.max(high, value) }
}

/** Fewest rows with which both ends of `quantileInterval` keep their promise: 368 for the 99th percentile at 95 %. */
export const quantileRowsNeeded = (p: number, confidence = 0.95): number =>
  Math.ceil(Math.log((1 - confidence) / 2) / Math.log(Math.max(p, 1 - p)))
