/** Point weights of the Poisson and binomial families by Loader's saddle-point form, which stays accurate when the counts are in the millions. */

const halfLogTwoPi = 0.9189385332046728

/** ln Γ(n + 1) minus Stirling's n ln n − n + ½ ln 2πn, for any n > 0 (whole or not). */
export const stirlingError = (n: number): number => {
  let sum = 0
  let at = n
  // The asymptotic series is exact to the last digit from 10 on; below, step up.
  for (; at < 10; at += 1) sum += (at + 0.5) * Math.log1p(1 / at) - 1
  const r = 1 / (at * at)
  const series = 1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - r * (691 / 360360 - r / 156)))))
  return sum + series / at
}

/** x ln(x / mean) + mean − x, without the cancellation when x is near the mean. Both are positive. */
export const deviance = (x: number, mean: number): number => {
  const gap = x - mean
  // Written so that a NaN leaves here rather than in the series, which would never settle.
  if (!(Math.abs(gap) < 0.1 * (x + mean))) return x * Math.log(x / mean) + mean - x
  const v = gap / (x + mean)
  let sum = gap * v
  let term = 2 * x * v
  for (let j = 3; ; j += 2) {
    term *= v * v
    const next = sum + term / j
    if (next === sum) return sum
    sum = next
  }
}

/** mean^x e^(−mean) / Γ(x + 1) for real x ≥ 0 and mean > 0. */
export const poissonWeight = (x: number, mean: number): number => {
  if (x === 0) return Math.exp(-mean)
  return Math.exp(-stirlingError(x) - deviance(x, mean)) / Math.sqrt(2 * Math.PI * x)
}

/** Γ(a+b+1) / (Γ(a+1) Γ(b+1)) · p^a · q^b for real a, b ≥ 0 and p + q = 1; both p and q are given so that neither loses digits. */
export const binomialWeight = (a: number, b: number, p: number, q: number): number => {
  const n = a + b
  if (p <= 0) return a === 0 ? 1 : 0
  if (q <= 0) return b === 0 ? 1 : 0
  if (a === 0) return Math.exp(p < q ? n * Math.log1p(-p) : n * Math.log(q))
  if (b === 0) return Math.exp(q < p ? n * Math.log1p(-q) : n * Math.log(p))
  const log = stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * p) - deviance(b, n * q)
  return Math.exp(log) * Math.sqrt(n / (2 * Math.PI * a * b))
}

/** ln Γ(x) for x > 0. */
export const logStirling = (x: number): number => (x - 0.5) * Math.log(x) - x + halfLogTwoPi + stirlingError(x)
