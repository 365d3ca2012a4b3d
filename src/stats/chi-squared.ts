/** The chi-squared distribution: upper tail and quantile. */
import { gammaLower, gammaUpper } from './gamma.ts'
import { normalQuantile } from './normal.ts'
import { risingRoot } from './root.ts'
import { poissonWeight } from './saddle-point.ts'

/** P(X > x) for X chi-squared with df > 0 degrees of freedom. */
export const chiSquaredUpper = (x: number, df: number): number => gammaUpper(df / 2, x / 2)

/** The x with P(X ≤ x) = p. */
export const chiSquaredQuantile = (p: number, df: number): number => {
  if (!(p >= 0 && p <= 1 && df > 0)) return Number.NaN
  if (p === 0 || p === 1) return p === 0 ? 0 : Infinity
  const a = df / 2
  const lower = p <= 0.5
  const goal = Math.log(lower ? p : 1 - p)
  const at = (u: number): [number, number] => {
    const half = Math.exp(u)
    const tail = lower ? gammaLower(a, half) : gammaUpper(a, half)
    const slope = (a * poissonWeight(a, half)) / tail
    return lower ? [Math.log(tail) - goal, slope] : [goal - Math.log(tail), slope]
  }
  // Wilson and Hilferty's cube root is a good first guess except far down the lower tail.
  const guess = a * (1 - 1 / (9 * a) + normalQuantile(p) / (3 * Math.sqrt(a))) ** 3
  return 2 * Math.exp(risingRoot(at, -740, 700, Math.log(Math.max(guess, 1e-9))))
}
