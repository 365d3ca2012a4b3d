/** Mean of differences between two losses on the same rows, with its interval. */
import type { Measured } from '../../../model/fact.ts'
import { meanInterval } from '../../../stats/mean.ts'
import type { Moments } from '../../../stats/moments.ts'
import { wilson } from '../../../stats/proportion.ts'

/**
 * Student's interval over the rows' differences; undefined below two rows. With `most` (no difference is larger) rows that all differ by
 * the same amount get Wilson's interval instead, since a few rows alike prove little; no difference at all is a gain of exactly 0.
 */
export const pairedGain = (moments: Moments | undefined, most?: number): Measured | undefined => {
  if (moments?.sd === undefined) return undefined
  const { n, mean, sd } = moments
  if (sd > 0 || mean === 0 || most === undefined) return meanInterval({ n, mean, sd })
  const share = wilson(((mean / most + 1) / 2) * n, n)
  return { value: mean, low: Math.min(mean, (2 * share.low - 1) * most), high: Math.max(mean, (2 * share.high - 1) * most) }
}

/** The gain as a share of what the baseline loses, which is the most that can be gained. */
export const relative = (gain: Measured, baseline: number): Measured => ({
  value: gain.value / baseline,
  low: gain.low / baseline,
  high: Math.min(1, gain.high / baseline),
})
