/** The gamma function and the regularised incomplete gamma functions, lower and upper each without cancellation. */
import { logStirling, poissonWeight } from './saddle-point.ts'

const tiny = 1e-300

/** ln Γ(x) for x > 0. */
export const logGamma = (x: number): number => (x === 1 || x === 2 ? 0 : logStirling(x))

const lowerSeries = (a: number, x: number): number => {
  let term = 1
  let sum = 1
  for (let k = 1; ; k += 1) {
    term *= x / (a + k)
    const next = sum + term
    if (next === sum) return sum * poissonWeight(a, x)
    sum = next
  }
}

/** Modified Lentz on the continued fraction of Γ(a, x), for x > a + 1. */
const upperFraction = (a: number, x: number): number => {
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / b
  let h = d
  for (let k = 1; k < 1e7; k += 1) {
    const an = -k * (k - a)
    b += 2
    d = an * d + b
    if (Math.abs(d) < tiny) d = tiny
    c = b + an / c
    if (Math.abs(c) < tiny) c = tiny
    d = 1 / d
    const delta = d * c
    h *= delta
    if (!(Math.abs(delta - 1) >= 2e-16)) break
  }
  return h * poissonWeight(a, x) * a
}

/** P(a, x) = γ(a, x) / Γ(a), a > 0. */
export const gammaLower = (a: number, x: number): number => {
  if (!(a > 0) || Number.isNaN(x)) return Number.NaN
  if (x <= 0) return 0
  if (x === Infinity) return 1
  return x < a + 1 ? lowerSeries(a, x) : 1 - upperFraction(a, x)
}

/** Q(a, x) = Γ(a, x) / Γ(a), a > 0. */
export const gammaUpper = (a: number, x: number): number => {
  if (!(a > 0) || Number.isNaN(x)) return Number.NaN
  if (x <= 0) return 1
  if (x === Infinity) return 0
  return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x)
}
