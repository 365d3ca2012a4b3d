/** How `marked` rows fall to two sides of n and m rows when only chance deals them out. */
import { logGamma } from '../../../stats/gamma.ts'

const logChoose = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)

/** `weights[i]` is the chance that `least + i` of the marked rows are on the side of n rows; they add up to 1. */
export function hypergeometric(n: number, m: number, marked: number): { least: number; weights: Float64Array } {
  const least = Math.max(0, marked - m)
  const most = Math.min(n, marked)
  const weights = new Float64Array(most - least + 1)
  for (let i = 0; i < weights.length; i += 1) {
    const k = least + i
    weights[i] = Math.exp(logChoose(n, k) + logChoose(m, marked - k) - logChoose(n + m, marked))
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return { least, weights: weights.map((weight) => weight / total) }
}

/**
 * Fisher's two-sided p for every table with these margins: `p[i]` belongs to `least + i` marked rows on the side of n rows.
 * Tables that are equally likely do not part over a rounding.
 */
export function exactPs(n: number, m: number, marked: number): { least: number; p: Float64Array } {
  const { least, weights } = hypergeometric(n, m, marked)
  const sorted = weights.toSorted()
  const sums = new Float64Array(sorted.length)
  let sum = 0
  for (let i = 0; i < sorted.length; i += 1) {
    sum += sorted[i] as number
    sums[i] = sum
  }
  const p = weights.map((weight) => Math.min(1, sums[lastUpTo(sorted, weight * (1 + 1e-7))] as number))
  return { least, p }
}

/** Index of the last of the sorted values that is not above `limit`. */
function lastUpTo(sorted: Float64Array, limit: number): number {
  let low = 0
  let high = sorted.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((sorted[middle] as number) <= limit) low = middle
    else high = middle - 1
  }
  return low
}
