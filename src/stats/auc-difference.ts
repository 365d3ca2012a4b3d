/** Whether one score ranks better than another on the same rows: DeLong's paired comparison of two areas. */
import { normalUpper } from './normal.ts'
import { type Interval, twoSidedPoint } from './proportion.ts'

/** How many of `sorted` lie below x, those equal to it counting half. */
const standing = (sorted: Float64Array, x: number): number => {
  const edge = (counts: (v: number) => boolean): number => {
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (counts(sorted[middle] as number)) low = middle + 1
      else high = middle
    }
    return low
  }
  return (edge((v) => v < x) + edge((v) => v <= x)) / 2
}

/** For each row, the share of the other class that it stands on the right side of. */
const placements = (scores: Float64Array, positive: Uint8Array): Float64Array => {
  const positives = scores.filter((_, i) => positive[i] === 1).sort()
  const negatives = scores.filter((_, i) => positive[i] === 0).sort()
  return scores.map((score, i) =>
    positive[i] === 1 ? standing(negatives, score) / negatives.length : 1 - standing(positives, score) / positives.length,
  )
}

/** Count, mean and sample variance of the values of one class. */
const moments = (values: Float64Array): { n: number; mean: number; variance: number } => {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length
  return { n: values.length, mean, variance: values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1) }
}

/**
 * AUC of `a` minus AUC of `b` with its interval and two-sided p. Undefined with fewer than two rows of a class;
 * p is 1 when the two never differ.
 */
export const aucDifference = (
  a: Float64Array,
  b: Float64Array,
  positive: Uint8Array,
  confidence = 0.95,
): (Interval & { z: number; p: number }) | undefined => {
  const ofA = placements(a, positive)
  const ofB = placements(b, positive)
  const gap = ofA.map((v, i) => v - (ofB[i] as number))
  const pos = moments(gap.filter((_, i) => positive[i] === 1))
  const neg = moments(gap.filter((_, i) => positive[i] === 0))
  if (pos.n < 2 || neg.n < 2) return undefined
  const value = pos.mean
  const se = Math.sqrt(pos.variance / pos.n + neg.variance / neg.n)
  const z = se === 0 ? (value === 0 ? 0 : Math.sign(value) * Infinity) : value / se
  const reach = twoSidedPoint(confidence) * se
  return { value, low: value - reach, high: value + reach, z, p: 2 * normalUpper(Math.abs(z)) }
}
