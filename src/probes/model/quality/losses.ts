/** Mean losses of scores that are probabilities, each with its interval. */
import type { Measured } from '../../../model/fact.ts'
import { meanInterval } from '../../../stats/mean.ts'
import { momentsOf } from '../../../stats/moments.ts'
import { wilson } from '../../../stats/proportion.ts'
import { type Ranked, rowAt, size } from './ranked.ts'

/** Scores are clipped to this distance from 0 and 1 before their logarithm is taken (the spacing of doubles at 1). */
const clip = 2 ** -52

export const squaredError = (score: number, label: 0 | 1): number => (score - label) ** 2

export const logLoss = (score: number, label: 0 | 1): number => {
  const p = Math.min(1 - clip, Math.max(clip, score))
  return label === 1 ? -Math.log(p) : -Math.log1p(-p)
}

/** The most that one row can lose. */
export const worst = { squaredError: 1, logLoss: -Math.log(clip) }

/**
 * Student's interval of the mean loss, kept within 0 and `most`. Rows that all lose the same show no spread (one row never does);
 * then Wilson's interval of a share with the same mean stands in, since no loss within these bounds varies more than a share does.
 */
export const meanLoss = (ranked: Ranked, loss: (score: number, label: 0 | 1) => number, most: number): Measured | undefined => {
  const moments = momentsOf(size(ranked), (index) => {
    const { score, label } = rowAt(ranked, index)
    return loss(score, label)
  })
  if (moments === undefined) return undefined
  const { n, mean, sd } = moments
  const interval = sd === undefined || sd === 0 ? undefined : meanInterval({ n, mean, sd })
  if (interval !== undefined) return { value: mean, low: Math.max(0, interval.low), high: Math.min(most, interval.high) }
  const share = wilson(Math.min(1, mean / most) * n, n)
  return { value: mean, low: Math.min(mean, share.low * most), high: Math.max(mean, share.high * most) }
}
