/** A share with its interval: Wilson's score interval, Clopper and Pearson's exact one, and how many rows a wanted width takes. */
import { betaQuantilePair } from './beta.ts'
import { normalQuantile } from './normal.ts'

/** A value with the interval we are `confidence` sure of. */
export type Interval = { value: number; low: number; high: number }

/** The two-sided normal point of a confidence: 1.96 for 0.95. */
export const twoSidedPoint = (confidence: number): number => -normalQuantile((1 - confidence) / 2)

const mustBeShare = (k: number, n: number): void => {
  if (!(k >= 0 && k <= n)) throw new RangeError(`${k} of ${n} is not a share`)
}

/** Wilson's score interval of k out of n (k may be fractional). With n = 0 it is NaN from 0 to 1. */
export const wilson = (k: number, n: number, confidence = 0.95): Interval => {
  mustBeShare(k, n)
  if (n === 0) return { value: Number.NaN, low: 0, high: 1 }
  const z2 = twoSidedPoint(confidence) ** 2
  const p = k / n
  const centre = k + z2 / 2
  const reach = Math.sqrt(z2 * (k * (1 - p) + z2 / 4))
  return {
    value: p,
    // The product of the two roots is exact where their difference would cancel.
    low: k === 0 ? 0 : (k * p) / (centre + reach),
    high: k === n ? 1 : 1 - ((n - k) * (1 - p)) / (n - k + z2 / 2 + reach),
  }
}

/** Clopper and Pearson's exact interval of k out of n: never covers less than promised. With n = 0 it is NaN from 0 to 1. */
export const clopperPearson = (k: number, n: number, confidence = 0.95): Interval => {
  mustBeShare(k, n)
  if (n === 0) return { value: Number.NaN, low: 0, high: 1 }
  const side = (1 - confidence) / 2
  return {
    value: k / n,
    low: k === 0 ? 0 : betaQuantilePair(side, 1 - side, k, n - k + 1).x,
    high: k === n ? 1 : betaQuantilePair(1 - side, side, k + 1, n - k).x,
  }
}

/** Rows needed to know a share near p to within ± halfWidth; 6147 for 0.8 ± 0.01. */
export const rowsNeeded = (p: number, halfWidth: number, confidence = 0.95): number =>
  Math.max(1, Math.ceil((twoSidedPoint(confidence) ** 2 * p * (1 - p)) / halfWidth ** 2))

/** Newcombe's interval of the difference k1/n1 − k2/n2 of two independent shares; undefined when a side has no rows. */
export const shareDifference = (k1: number, n1: number, k2: number, n2: number, confidence = 0.95): Interval | undefined => {
  if (n1 === 0 || n2 === 0) return undefined
  const a = wilson(k1, n1, confidence)
  const b = wilson(k2, n2, confidence)
  const value = a.value - b.value
  return { value, low: value - Math.hypot(a.value - a.low, b.high - b.value), high: value + Math.hypot(a.high - a.value, b.value - b.low) }
}
