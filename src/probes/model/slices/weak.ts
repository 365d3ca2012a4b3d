/** Which slices are weak: clearly worse than the other rows on the half where they were found, and again on the other half. */
import { benjaminiHochberg } from '../../../stats/multiple.ts'
import { keyOf, parentKeys, type Slice } from './slice.ts'
import { intervalOf, type Metric, meanOf, minus, plus, type Tally, worseByChance } from './tally.ts'

/** Level of each look, and by how much worse than all rows a slice must be to matter. */
const level = 0.05
export const margin = 1.1
/** How much worse than the rest of a weak slice a pair within it must be to be told beside it. */
const marginWithin = 1.25
/** A half of a slice with fewer rows than this tells nothing. */
const leastHalf = 20

export type Totals = { found: Tally; shown: Tally }
export type Judged = Slice & { p_adjusted: number }

const outside = (total: Tally, slice: Tally): Tally => minus(total, slice)

/** Slices with `enough` rows in both halves together; a pair that is the whole of one of its columns' groups is no slice of its own. */
export const tried = (slices: Map<string, Slice>, totals: Totals, enough: number): Slice[] =>
  [...slices.values()].filter((slice) => {
    const rows = slice.found.n + slice.shown.n
    const whole = rows === totals.found.n + totals.shown.n
    const sameAsParent = parentKeys(slice).some((key) => {
      const parent = slices.get(key)
      return parent !== undefined && parent.found.n + parent.shown.n === rows
    })
    return rows >= enough && Math.min(slice.found.n, slice.shown.n) >= leastHalf && !whole && !sameAsParent
  })

const worse = (slice: Tally, all: Tally, metric: Metric, by = margin): boolean =>
  meanOf(slice) >= by * meanOf(all) && worseByChance(slice, outside(all, slice), metric) <= level

/** p is that of the half where nothing was chosen, corrected over every slice that was tried. */
export const weakOnes = (candidates: Slice[], totals: Totals, metric: Metric): Judged[] => {
  const p = candidates.map(({ shown }) => worseByChance(shown, outside(totals.shown, shown), metric))
  const adjusted = benjaminiHochberg(p)
  return candidates
    .map((slice, at) => ({ ...slice, p_adjusted: adjusted[at] ?? 1 }))
    .filter((it) => it.p_adjusted <= level && worse(it.found, totals.found, metric) && worse(it.shown, totals.shown, metric))
}

/** A pair within a weak slice stays only when it is worse than the rest of that slice, on both halves. */
const ownWeakness = (pair: Judged, weak: Map<string, Judged>, metric: Metric): boolean =>
  parentKeys(pair).every((key) => {
    const parent = weak.get(key)
    return (
      parent === undefined ||
      (worse(pair.found, parent.found, metric, marginWithin) && worse(pair.shown, parent.shown, metric, marginWithin))
    )
  })

/** A slice is explained by pairs within it when its other rows are no worse than the rows outside it. */
const explained = (single: Judged, pairs: Judged[], totals: Totals, metric: Metric): boolean => {
  const [own] = single.parts
  const within = pairs.filter((pair) => pair.parts.includes(own ?? ''))
  const columns = new Set(within.map((pair) => pair.parts.find((part) => part !== own)?.split('/')[0]))
  return [...columns].some((column) => {
    const alike = within.filter((pair) => pair.parts.some((part) => part !== own && part.split('/')[0] === column))
    const left = (half: 'found' | 'shown'): Tally => minus(single[half], alike.map((pair) => pair[half]).reduce(plus))
    const stillWorse = (half: 'found' | 'shown'): boolean => {
      const rest = left(half)
      return (
        rest.n >= 2 &&
        meanOf(rest) >= margin * meanOf(totals[half]) &&
        worseByChance(rest, outside(totals[half], single[half]), metric) <= level
      )
    }
    return !(stillWorse('found') && stillWorse('shown'))
  })
}

/** Folds slices that another tells better, and puts first those whose lower bound lies farthest above the error of all rows. */
export const mostTelling = (weak: Judged[], totals: Totals, metric: Metric): Judged[] => {
  const byKey = new Map(weak.map((it) => [keyOf(it.parts), it]))
  const pairs = weak.filter((it) => it.parts.length === 2 && ownWeakness(it, byKey, metric))
  const singles = weak.filter((it) => it.parts.length === 1 && !explained(it, pairs, totals, metric))
  const bound = (it: Judged): number => intervalOf(it.shown, metric).low
  return [...singles, ...pairs].sort((a, b) => bound(b) - bound(a) || (a.name < b.name ? -1 : 1))
}
