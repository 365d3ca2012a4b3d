/** Kolmogorov's limiting distribution of the largest distance between two empirical distribution functions. */

/** P(K > x), K the limit of D·√(nm/(n+m)). */
export const kolmogorovUpper = (x: number): number => {
  if (Number.isNaN(x)) return Number.NaN
  if (x <= 0) return 1
  if (x < 1) {
    const step = (-Math.PI * Math.PI) / (8 * x * x)
    let sum = 0
    for (let k = 1; k <= 9; k += 2) sum += Math.exp(k * k * step)
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum
  }
  let sum = 0
  for (let k = 5; k >= 1; k -= 1) sum = Math.exp(-2 * k * k * x * x) - sum
  return 2 * sum
}

/** The x with P(K > x) = upper, by halving; 1.3581 for 0.05. */
export const kolmogorovUpperQuantile = (upper: number): number => {
  let low = 0
  let high = 20
  while (high - low > 1e-15 * high) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) break
    if (kolmogorovUpper(middle) > upper) low = middle
    else high = middle
  }
  return (low + high) / 2
}
