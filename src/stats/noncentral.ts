/** The upper tail of the noncentral t distribution, which the power of a t-test needs. */
import { betaLowerPair } from './beta.ts'
import { poissonWeight } from './saddle-point.ts'

/** P(T > t) for t ≥ 0, df > 0 and noncentrality ≥ 0: a Poisson mixture over whole and half steps of beta tails. */
export const noncentralStudentUpper = (t: number, df: number, noncentrality: number): number => {
  const rate = (noncentrality * noncentrality) / 2
  const x = (t * t) / (df + t * t)
  const y = df / (df + t * t)
  if (rate === 0) return betaLowerPair(y, x, df / 2, 0.5) / 2
  const reach = 9 * Math.sqrt(rate) + 40
  let sum = 0
  for (let s = Math.max(0, Math.floor(rate - reach)); s <= rate + reach; s += 0.5) {
    sum += poissonWeight(s, rate) * betaLowerPair(y, x, df / 2, s + 0.5)
  }
  return sum / 2
}
