/** How large a distance chance alone reaches between two samples of n and m rows of one distribution; `alpha` of the time it is larger. */
import { chiSquaredQuantile } from './chi-squared.ts'
import { kolmogorovUpperQuantile } from './kolmogorov.ts'

const thinness = (n: number, m: number): number => 1 / n + 1 / m

/** Of `psi` over k bins. Runs low when bins expect fewer than five rows: then use `resampledFloor`. */
export const psiFloor = (k: number, n: number, m: number, alpha = 0.05): number =>
  k < 2 ? 0 : thinness(n, m) * chiSquaredQuantile(1 - alpha, k - 1)

/** Of `jsDistance` in the same base; of Hellinger's distance with base e. */
export const jsDistanceFloor = (k: number, n: number, m: number, alpha = 0.05, base = 2): number =>
  Math.sqrt(psiFloor(k, n, m, alpha) / 8 / Math.log(base))

/** Of the Kolmogorov–Smirnov distance: 1.358·√(1/n + 1/m) at 0.05, at most 1. */
export const ksFloor = (n: number, m: number, alpha = 0.05): number =>
  Math.min(1, kolmogorovUpperQuantile(alpha) * Math.sqrt(thinness(n, m)))

/** Of `wasserstein` at 0.05, in the values' own unit, from the pooled sorted values: 1.7 times its mean under no change. */
export const wassersteinFloor = (sortedPooled: Float64Array, n: number, m: number): number => {
  const all = sortedPooled.length
  let spread = 0
  for (let i = 1; i < all; i += 1) {
    const below = i / all
    spread += Math.sqrt(below * (1 - below)) * ((sortedPooled[i] as number) - (sortedPooled[i - 1] as number))
  }
  return 1.7 * Math.sqrt(2 / Math.PI) * Math.sqrt(thinness(n, m)) * spread
}
