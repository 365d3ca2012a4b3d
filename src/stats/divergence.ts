/** How far two distributions over the same bins or categories lie apart. */

export { chiSquaredContingency, cramersV } from './contingency.ts'
export { jsDistanceFloor, ksFloor } from './noise-floor.ts'
export { kolmogorovSmirnov } from './two-samples.ts'

/** Counts or shares, one for each bin, in the same order on both sides. */
export type Bins = ArrayLike<number>

/** Shares that add to 1. All zero when there is nothing. */
const shares = (bins: Bins): number[] => {
  const all = Array.from(bins)
  const total = all.reduce((sum, v) => sum + v, 0)
  return total === 0 ? all : all.map((v) => v / total)
}

/** Adds up `of(p, q)` over the bins. */
const over = (reference: Bins, current: Bins, of: (p: number, q: number) => number): number => {
  const q = shares(current)
  return shares(reference).reduce((sum, p, i) => sum + of(p, q[i] ?? 0), 0)
}

/** Population stability index, Σ (r − c)·ln(r / c). A share of 0 counts as `least`, without adding up to 1 again. */
export const psi = (reference: Bins, current: Bins, least = 1e-4): number =>
  over(reference, current, (p, q) => {
    const r = p === 0 ? least : p
    const c = q === 0 ? least : q
    return (r - c) * Math.log(r / c)
  })

/** Square root of the Jensen–Shannon divergence in logarithms of `base`: at most 1 for base 2, 0.8326 for e. */
export const jsDistance = (reference: Bins, current: Bins, base = 2): number => {
  const part = (p: number, middle: number): number => (p === 0 ? 0 : p * Math.log(p / middle))
  const sum = over(reference, current, (p, q) => part(p, (p + q) / 2) + part(q, (p + q) / 2))
  return Math.sqrt(Math.max(0, sum / 2 / Math.log(base)))
}

/** Half the sum of absolute differences: the share of rows that would have to move. */
export const totalVariation = (reference: Bins, current: Bins): number => over(reference, current, (p, q) => Math.abs(p - q)) / 2

/** ‖√p − √q‖ / √2, from 0 to 1. */
export const hellinger = (reference: Bins, current: Bins): number =>
  Math.sqrt(over(reference, current, (p, q) => (Math.sqrt(p) - Math.sqrt(q)) ** 2) / 2)
