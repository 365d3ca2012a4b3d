/** A mean with its Student interval, from the count, mean and standard deviation alone. */
import type { Interval } from './proportion.ts'
import { studentQuantile } from './student.ts'

/** `sd` is the sample's (n − 1). Undefined below two values, where no interval exists. */
export const meanInterval = (of: { n: number; mean: number; sd: number }, confidence = 0.95): Interval | undefined => {
  if (of.n < 2) return undefined
  const reach = (-studentQuantile((1 - confidence) / 2, of.n - 1) * of.sd) / Math.sqrt(of.n)
  return { value: of.mean, low: of.mean - reach, high: of.mean + reach }
}
