/** Tells whether scores are probabilities, and leaves out the few stray ones that lie outside 0–1. */

import { firstAbove, firstAtLeast } from '../../../stats/sorted.ts'
import { rowsThatHave } from '../../log/rows-that-have.ts'
import { isFew } from '../../log/stray.ts'
import { type Ranked, size } from './ranked.ts'

const within = (sorted: Float64Array): Float64Array => sorted.subarray(firstAtLeast(sorted, 0), firstAbove(sorted, 1))

/** `inside`: the rows whose score lies in 0–1; undefined when too many do not, as with log-odds or percent. */
export const probabilities = (ranked: Ranked): { inside: Ranked | undefined; stray: number } => {
  const inside = { positives: within(ranked.positives), negatives: within(ranked.negatives) }
  const stray = size(ranked) - size(inside)
  return { inside: isFew(stray, size(ranked)) ? inside : undefined, stray }
}

export const strayLimit = (stray: number): string[] =>
  rowsThatHave(stray, 'a score outside 0–1, which ranks but is left out of Brier score, log-loss and calibration')

export const notProbabilities = (stray: number, rows: number): readonly ['undefined', string] => [
  'undefined',
  `${stray} of ${rows} scores lie outside 0–1, so they are not probabilities`,
]
