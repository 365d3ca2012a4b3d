/** What a two-class model gains over always answering with the base rate, or with the more frequent class. */
import type { Fact } from '../../../model/fact.ts'
import { sayNumber } from '../../../model/say.ts'
import { momentsOf } from '../../../stats/moments.ts'
import type { Why } from '../../log/telling.ts'
import { squaredError } from './losses.ts'
import { pairedGain, relative } from './paired.ts'
import { probabilities, strayLimit } from './probabilities.ts'
import { confusion, type Ranked, rowAt, size } from './ranked.ts'

export type Gain = { facts: { [fact: string]: Fact | Why }; limits: string[] }

const oneRow: Why = ['too_small', 'one row has no interval; two rows or more are needed']

const overBaseRate = (ranked: Ranked, stray: number): Gain => {
  const n = size(ranked)
  const rate = ranked.positives.length / n
  const loss = (of: (score: number) => number) =>
    momentsOf(n, (index) => {
      const { score, label } = rowAt(ranked, index)
      return squaredError(of(score), label)
    })
  const gain = pairedGain(
    momentsOf(n, (index) => {
      const { score, label } = rowAt(ranked, index)
      return squaredError(rate, label) - squaredError(score, label)
    }),
    1,
  )
  const baseline = rate * (1 - rate)
  return {
    facts: {
      baseline: `always the base rate, ${sayNumber(rate)}`,
      metric: 'brier',
      gain: gain ?? oneRow,
      relative_gain: gain ? relative(gain, baseline) : oneRow,
      model_value: loss((score) => score)?.mean ?? oneRow,
      baseline_value: baseline,
    },
    limits: [
      ...strayLimit(stray),
      "gain is the baseline's Brier score minus the model's, row by row; the base rate is that of the log itself, which favours the baseline a little",
    ],
  }
}

/** Only rows that the model predicts to be of the rarer class differ: right ones gain a row, wrong ones lose one. */
const overMajority = (ranked: Ranked, threshold: number): Gain => {
  const { tp, fp, fn, tn } = confusion(ranked, threshold)
  const n = size(ranked)
  const positive = ranked.positives.length > ranked.negatives.length
  const [right, wrong] = positive ? [tn, fn] : [tp, fp]
  const gain = pairedGain(
    momentsOf(n, (index) => (index < right ? 1 : index < right + wrong ? -1 : 0)),
    1,
  )
  const baseline = Math.max(ranked.positives.length, ranked.negatives.length) / n
  return {
    facts: {
      baseline: `always the more frequent class, ${positive ? 'positive' : 'negative'}`,
      metric: 'accuracy',
      gain: gain ?? oneRow,
      relative_gain: gain ? relative(gain, 1 - baseline) : oneRow,
      model_value: (tp + tn) / n,
      baseline_value: baseline,
    },
    limits: [`the scores are no probabilities, so the gain is in accuracy: rows from ${threshold} on count as predicted positive`],
  }
}

/** `ranked` holds at least one row. */
export const classGain = (ranked: Ranked, threshold: number): Gain => {
  const { inside, stray } = probabilities(ranked)
  const counted = inside ?? ranked
  if (counted.positives.length === 0 || counted.negatives.length === 0) {
    const why: Why = ['one_class', 'every label is the same, so a constant answer makes no mistake']
    return { facts: Object.fromEntries(gainNames.map((name) => [name, why])), limits: [] }
  }
  return inside === undefined ? overMajority(ranked, threshold) : overBaseRate(inside, stray)
}

export const gainNames = ['baseline', 'metric', 'gain', 'relative_gain', 'model_value', 'baseline_value'] as const
