/** The scores of a log, sorted and apart for the two classes: everything about ranking and thresholds follows from them. */

import { firstAtLeast } from '../../../stats/sorted.ts'

/** Both ascending and finite; ties may stand in both. */
export type Ranked = { positives: Float64Array; negatives: Float64Array }

export type Confusion = { tp: number; fp: number; fn: number; tn: number }

/** Predicted positive when score >= threshold. */
export const confusion = ({ positives, negatives }: Ranked, threshold: number): Confusion => {
  const fn = firstAtLeast(positives, threshold)
  const tn = firstAtLeast(negatives, threshold)
  return { tp: positives.length - fn, fn, fp: negatives.length - tn, tn }
}

export const size = (ranked: Ranked): number => ranked.positives.length + ranked.negatives.length

/** The i-th row's score and label, negatives first: an order that is the same in every run. */
export const rowAt = (ranked: Ranked, index: number): { score: number; label: 0 | 1 } => {
  const negatives = ranked.negatives.length
  return index < negatives
    ? { score: ranked.negatives[index] as number, label: 0 }
    : { score: ranked.positives[index - negatives] as number, label: 1 }
}

/** One array of scores with its labels, as the AUC wants them. */
export const together = ({ positives, negatives }: Ranked): { scores: Float64Array; positive: Uint8Array } => {
  const scores = new Float64Array(positives.length + negatives.length)
  scores.set(negatives)
  scores.set(positives, negatives.length)
  return { scores, positive: new Uint8Array(scores.length).fill(1, negatives.length) }
}

/** Equal scores are one group, in ascending order. */
export function* groupsOf({ positives, negatives }: Ranked): Generator<{ score: number; positives: number; negatives: number }> {
  let p = 0
  let n = 0
  while (p < positives.length || n < negatives.length) {
    const score = Math.min(positives[p] ?? Infinity, negatives[n] ?? Infinity)
    const [fromP, fromN] = [p, n]
    while (p < positives.length && (positives[p] as number) <= score) p += 1
    while (n < negatives.length && (negatives[n] as number) <= score) n += 1
    yield { score, positives: p - fromP, negatives: n - fromN }
  }
}
