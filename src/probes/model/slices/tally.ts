/** Losses of a group of rows as three sums, and what follows from them. */
import type { Measured } from '../../../model/fact.ts'
import { meanInterval } from '../../../stats/mean.ts'
import { normalUpper } from '../../../stats/normal.ts'
import { wilson } from '../../../stats/proportion.ts'
import { binomialWeight } from '../../../stats/saddle-point.ts'
import { studentUpper } from '../../../stats/student.ts'

export type Metric = 'error_share' | 'mae'

/** Rows, Σ loss and Σ loss². For errors that are 0 or 1 the two sums are the same count. */
export type Tally = { n: number; sum: number; squares: number }

export const nothing: Tally = { n: 0, sum: 0, squares: 0 }
export const plus = (a: Tally, b: Tally): Tally => ({ n: a.n + b.n, sum: a.sum + b.sum, squares: a.squares + b.squares })
/** Of a part of `a`; never below nothing, which rounding in `thinned` could otherwise reach. */
export const minus = (a: Tally, b: Tally): Tally => ({
  n: Math.max(0, a.n - b.n),
  sum: Math.max(0, a.sum - b.sum),
  squares: Math.max(0, a.squares - b.squares),
})

/** What rows that stand `times` times each on average are worth, in whole rows and whole errors, so that exact tails can count them. */
export const thinned = ({ n, sum, squares }: Tally, times: number, metric: Metric): Tally => {
  const rows = Math.round(n / times)
  const share = n === 0 ? 0 : rows / n
  const errors = metric === 'error_share' ? Math.round(sum * share) : sum * share
  return { n: rows, sum: errors, squares: metric === 'error_share' ? errors : squares * share }
}

export const meanOf = ({ n, sum }: Tally): number => sum / n

const varianceOf = ({ n, sum, squares }: Tally): number => Math.max(0, squares - (sum * sum) / n) / (n - 1)

/** Below this many expected errors, or right answers, the normal approximation is left for the exact tail. */
const fewExpected = 10

/** P(at least as many errors in the slice), the number of errors in both together being given: Fisher's one-sided p. */
const exactUpper = (slice: Tally, rest: Tally): number => {
  const n = slice.n + rest.n
  const errors = slice.sum + rest.sum
  const p = slice.n / n
  const whole = binomialWeight(slice.n, rest.n, p, 1 - p)
  let sum = 0
  for (let k = slice.sum; k <= Math.min(slice.n, errors); k += 1) {
    const weight = (binomialWeight(k, errors - k, p, 1 - p) * binomialWeight(slice.n - k, rest.n - errors + k, p, 1 - p)) / whole
    sum += weight
    if (weight < sum * 1e-17) break
  }
  return Math.min(1, sum)
}

const sharesUpper = (slice: Tally, rest: Tally): number => {
  const pooled = (slice.sum + rest.sum) / (slice.n + rest.n)
  if (pooled === 0 || pooled === 1) return 1
  const smaller = Math.min(slice.n, rest.n)
  if (smaller * Math.min(pooled, 1 - pooled) < fewExpected) return exactUpper(slice, rest)
  return normalUpper((meanOf(slice) - meanOf(rest)) / Math.sqrt(pooled * (1 - pooled) * (1 / slice.n + 1 / rest.n)))
}

/** Welch's t, one-sided. */
const meansUpper = (slice: Tally, rest: Tally): number => {
  const [a, b] = [varianceOf(slice) / slice.n, varianceOf(rest) / rest.n]
  const gap = meanOf(slice) - meanOf(rest)
  if (a + b === 0) return gap > 0 ? 0 : 1
  const df = (a + b) ** 2 / (a ** 2 / (slice.n - 1) + b ** 2 / (rest.n - 1))
  return studentUpper(gap / Math.sqrt(a + b), df)
}

/** How likely chance alone is to make the slice's errors larger than the rest's by this much; 1 when either side has fewer than two rows. */
export const worseByChance = (slice: Tally, rest: Tally, metric: Metric): number => {
  if (slice.n < 2 || rest.n < 2) return 1
  return metric === 'error_share' ? sharesUpper(slice, rest) : meansUpper(slice, rest)
}

/** Wilson's interval for shares, Student's for mean absolute errors. */
export const intervalOf = (tally: Tally, metric: Metric): Measured => {
  if (metric === 'error_share') return wilson(tally.sum, tally.n)
  const interval = meanInterval({ n: tally.n, mean: meanOf(tally), sd: Math.sqrt(varianceOf(tally)) })
  return interval === undefined ? { value: meanOf(tally), low: 0, high: Infinity } : { ...interval, low: Math.max(0, interval.low) }
}
