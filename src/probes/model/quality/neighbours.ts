/** Groups of equal scores, or of neighbouring ones where there are too many, for fits that walk them again and again. */
import { groupsOf, type Ranked, size } from './ranked.ts'

export type Neighbours = { score: number; n: number; positives: number }

const most = 200_000

/**
 * Up to 200,000 rows: one group for each distinct score, exactly. Beyond, neighbouring scores are joined into at most so many groups
 * at their mean score, which lies within a few millionths of theirs and hardly moves a fitted line.
 */
export function* neighbours(ranked: Ranked): Generator<Neighbours> {
  const least = Math.ceil(size(ranked) / most)
  let open: { sum: number; n: number; positives: number } = { sum: 0, n: 0, positives: 0 }
  for (const group of groupsOf(ranked)) {
    const n = group.positives + group.negatives
    if (open.n === 0 && n >= least) {
      yield { score: group.score, n, positives: group.positives }
      continue
    }
    open = { sum: open.sum + group.score * n, n: open.n + n, positives: open.positives + group.positives }
    if (open.n < least) continue
    yield { score: open.sum / open.n, n: open.n, positives: open.positives }
    open = { sum: 0, n: 0, positives: 0 }
  }
  if (open.n > 0) yield { score: open.sum / open.n, n: open.n, positives: open.positives }
}
