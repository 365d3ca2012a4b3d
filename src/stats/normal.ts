/** The standard normal distribution, with an upper tail that keeps its digits out to 38 standard deviations. */

const rootTwoPi = Math.sqrt(2 * Math.PI)

/** exp(−x²/2)/√2π; x² is split so that its rounding does not reach the exponent. */
export const normalDensity = (x: number): number => {
  const coarse = Math.round(x * 16) / 16
  return (Math.exp((-coarse * coarse) / 2) * Math.exp(-((x - coarse) * (x + coarse)) / 2)) / rootTwoPi
}

/** Φ(x) − ½ by a series whose terms all have the sign of x. */
const fromCentre = (x: number): number => {
  let term = x
  let sum = x
  for (let k = 3; ; k += 2) {
    term *= (x * x) / k
    const next = sum + term
    if (next === sum) return sum * normalDensity(x)
    sum = next
  }
}

/** Upper tail over density, for x ≥ 2, by its continued fraction read backwards. */
const millsRatio = (x: number): number => {
  const terms = Math.ceil(20 + 400 / (x * x))
  let tail = x
  for (let k = terms; k >= 1; k -= 1) tail = x + k / tail
  return 1 / tail
}

/** P(Z > x). */
export const normalUpper = (x: number): number => {
  if (Number.isNaN(x)) return Number.NaN
  if (x > 39) return 0
  if (x < -9) return 1
  if (x < -2) return 1 - normalDensity(x) * millsRatio(-x)
  if (x < 2) return 0.5 - fromCentre(x)
  return normalDensity(x) * millsRatio(x)
}

/** P(Z ≤ x). */
export const normalCdf = (x: number): number => normalUpper(-x)

/** First guess of the point above which `tail` lies (Abramowitz and Stegun 26.2.23). */
const roughUpper = (tail: number): number => {
  const t = Math.sqrt(-2 * Math.log(tail))
  return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
}

/** The x with P(Z ≤ x) = p; ∓Infinity at 0 and 1, NaN outside. */
export const normalQuantile = (p: number): number => {
  if (!(p >= 0 && p <= 1)) return Number.NaN
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity
  const tail = Math.min(p, 1 - p)
  if (tail === 0.5) return 0
  let x = roughUpper(tail)
  for (let step = 0; step < 4; step += 1) {
    // Near the middle the distance from ½ is what must be met; in the tail, the tail itself.
    const miss = tail > 0.25 ? 0.5 - tail - fromCentre(x) : normalUpper(x) - tail
    const move = miss / normalDensity(x)
    x += (2 * move) / (2 - x * move)
  }
  return p < 0.5 ? -x : x
}
