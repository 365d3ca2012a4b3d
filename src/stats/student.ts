/** Student's t distribution: upper tail and quantile, for whole or fractional degrees of freedom. */
import { betaLowerPair, betaQuantilePair } from './beta.ts'
import { normalQuantile, normalUpper } from './normal.ts'

/** P(T > t) for df > 0 degrees of freedom. */
export const studentUpper = (t: number, df: number): number => {
  if (Number.isNaN(t) || !(df > 0)) return Number.NaN
  if (df === Infinity) return normalUpper(t)
  if (Math.abs(t) === Infinity) return t > 0 ? 0 : 1
  const ratio = (t * t) / df
  const tail = betaLowerPair(1 / (1 + ratio), ratio / (1 + ratio), df / 2, 0.5) / 2
  return t >= 0 ? tail : 1 - tail
}

/** Three terms past the normal; the error is of order df⁻³, below the last digit from a million on. */
const largeDf = (z: number, df: number): number => {
  const s = z * z
  return z * (1 + (s + 1) / (4 * df) + (5 * s * s + 16 * s + 3) / (96 * df * df))
}

/** The t with P(T ≤ t) = p. */
export const studentQuantile = (p: number, df: number): number => {
  if (!(p >= 0 && p <= 1 && df > 0)) return Number.NaN
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity
  if (p === 0.5) return 0
  if (df > 1e6) return largeDf(normalQuantile(p), df)
  const tail = Math.min(p, 1 - p)
  const { x, y } = betaQuantilePair(2 * tail, 1 - 2 * tail, df / 2, 0.5)
  const t = Math.sqrt((df * y) / x)
  return p < 0.5 ? -t : t
}
