/** The area under the ROC curve (ties count half) with DeLong's interval, in O(n log n). */
import { type Interval, twoSidedPoint, wilson } from './proportion.ts'

/** All rows of one score; scores need not be given, only their order. */
export type ScoreGroup = { score: number; positives: number; negatives: number }

export type Auc = Interval & { se: number }

type Visit = (positives: number, negatives: number) => void

/** How the groups, from the lowest score up, are walked; it is walked three times. */
type Walk = (visit: Visit) => void

const area = (walk: Walk, positives: number, negatives: number): number => {
  let below = 0
  let pairs = 0
  walk((pos, neg) => {
    pairs += pos * (below + neg / 2)
    below += neg
  })
  return pairs / positives / negatives
}

/** DeLong's variance: the spread of each row's share of the other class it stands on the right side of. */
const variance = (walk: Walk, positives: number, negatives: number, value: number): number => {
  let negativesBelow = 0
  let positivesBelow = 0
  let ofPositives = 0
  let ofNegatives = 0
  walk((pos, neg) => {
    ofPositives += pos * ((negativesBelow + neg / 2) / negatives - value) ** 2
    ofNegatives += neg * ((positives - positivesBelow - pos / 2) / positives - value) ** 2
    negativesBelow += neg
    positivesBelow += pos
  })
  return ofPositives / (positives - 1) / positives + ofNegatives / (negatives - 1) / negatives
}

const withInterval = (walk: Walk, confidence: number): Auc | undefined => {
  let positives = 0
  let negatives = 0
  walk((pos, neg) => {
    positives += pos
    negatives += neg
  })
  if (positives === 0 || negatives === 0) return undefined
  const value = area(walk, positives, negatives)
  const fewest = Math.min(positives, negatives)
  const se = fewest > 1 ? Math.sqrt(variance(walk, positives, negatives, value)) : 0
  if (se > 0) {
    const reach = twoSidedPoint(confidence) * se
    return { value, low: Math.max(0, value - reach), high: Math.min(1, value + reach), se }
  }
  // DeLong sees no spread in perfectly parted classes or a class of one. The variance never exceeds A(1 − A) over the smaller class
  // (Birnbaum and Klose), which makes Wilson's interval of that many rows an honest stand-in.
  return { ...wilson(value * fewest, fewest, confidence), value, se: Math.sqrt((value * (1 - value)) / fewest) }
}

/** Sorted scores of the rows whose label is `label`. */
const sortedOf = (scores: Float64Array, positive: Uint8Array, label: 0 | 1): Float64Array => {
  const out = new Float64Array(scores.length)
  let n = 0
  for (let i = 0; i < scores.length; i += 1) if ((positive[i] as number) === label) out[n++] = scores[i] as number
  return out.subarray(0, n).sort()
}

/** Walks two sorted lists at once, one call for each distinct value. */
const mergeWalk =
  (positives: Float64Array, negatives: Float64Array): Walk =>
  (visit) => {
    let i = 0
    let j = 0
    while (i < positives.length || j < negatives.length) {
      const score = Math.min(positives[i] ?? Infinity, negatives[j] ?? Infinity)
      if (Number.isNaN(score)) throw new RangeError('a score is not a number')
      const fromI = i
      const fromJ = j
      while (i < positives.length && positives[i] === score) i += 1
      while (j < negatives.length && negatives[j] === score) j += 1
      visit(i - fromI, j - fromJ)
    }
  }

/** `positive` holds 1 or 0 for each score. Undefined when one class has no rows; throws on NaN. */
export const auc = (scores: Float64Array, positive: Uint8Array, confidence = 0.95): Auc | undefined =>
  withInterval(mergeWalk(sortedOf(scores, positive, 1), sortedOf(scores, positive, 0)), confidence)

/** The same from counts for each distinct score, lowest first. */
export const aucFromGroups = (rows: Iterable<ScoreGroup>, confidence = 0.95): Auc | undefined => {
  const groups = [...rows]
  return withInterval((visit) => {
    for (const group of groups) visit(group.positives, group.negatives)
  }, confidence)
}
