/** Two models (or two moments) on the same rows: McNemar's test on the rows where they differ, and the difference with its interval. */

import { betaRegularised } from './beta.ts'
import { chiSquaredUpper } from './chi-squared.ts'
import { type Interval, wilson } from './proportion.ts'

/** b and c: rows that only the first, and only the second, has right. p is exact (binomial). */
export const mcnemarExact = (b: number, c: number): number => {
  const fewer = Math.min(b, c)
  if (b === c) return 1
  return Math.min(1, 2 * betaRegularised(0.5, b + c - fewer, fewer + 1))
}

/** The chi-squared form, with the continuity correction only if asked. */
export const mcnemarChiSquared = (b: number, c: number, correction: 'none' | 'continuity' = 'none'): { statistic: number; p: number } => {
  if (b + c === 0) return { statistic: 0, p: 1 }
  const gap = Math.max(0, Math.abs(b - c) - (correction === 'continuity' ? 1 : 0))
  const statistic = (gap * gap) / (b + c)
  return { statistic, p: chiSquaredUpper(statistic, 1) }
}

/** Exact below 25 rows that differ, else chi-squared without correction. */
export const mcnemar = (b: number, c: number): { p: number; by: 'exact' | 'chi_squared' } =>
  b + c < 25 ? { p: mcnemarExact(b, c), by: 'exact' } : { p: mcnemarChiSquared(b, c).p, by: 'chi_squared' }

/**
 * Share the first has right minus share the second has, on the same rows, with Newcombe's interval (his method 10).
 * Rows: both right, only the first, only the second, neither. Undefined with no rows.
 */
export const pairedDifference = (both: number, first: number, second: number, neither: number, confidence = 0.95): Interval | undefined => {
  const n = both + first + second + neither
  if (n === 0) return undefined
  const one = wilson(both + first, n, confidence)
  const two = wilson(both + second, n, confidence)
  const margins = (both + first) * (second + neither) * (both + second) * (first + neither)
  const cross = both * neither - first * second
  const lean = cross > n / 2 ? cross - n / 2 : Math.min(cross, 0)
  const phi = margins === 0 ? 0 : lean / Math.sqrt(margins)
  const reach = (x: number, y: number): number => Math.sqrt(Math.max(0, x * x - 2 * phi * x * y + y * y))
  const value = (first - second) / n
  return {
    value,
    low: value - reach(one.value - one.low, two.high - two.value),
    high: value + reach(one.high - one.value, two.value - two.low),
  }
}
