/** How far the shares of categories lie apart: Jensen and Shannon's distance with base 2, and its p. */
import { chiSquaredQuantile, chiSquaredUpper } from '../../../stats/chi-squared.ts'
import { jsDistanceFloor } from '../../../stats/divergence.ts'
import { gammaUpper } from '../../../stats/gamma.ts'
import { chanceDivergence, divergencePart } from './chance-divergence.ts'
import { chanceOf, everyTable, reachedWith } from './chance-tables.ts'
import { chiSquaredReach, type Distance, exactDistance, noDistance, thinness } from './distance.ts'

/** `count` categories that have `a` rows on one side and `b` on the other, a + b > 0. */
export type Cell = { a: number; b: number; count: number }

const measure = 'js_distance'

/** Both sides have rows. p: Pearson's test when every expected count is at least 5, else the distance's own spread by chance. */
export function categoryDistance(cells: readonly Cell[]): Distance {
  const n = sum(cells, (it) => it.a)
  const m = sum(cells, (it) => it.b)
  const k = sum(cells, () => 1)
  if (k < 2) return noDistance(measure, n, m)
  const unit = Math.sqrt(thinness(n, m) / 8 / Math.LN2)
  const rest = { error: unit, counts: true }
  const leastExpected = (Math.min(n, m) * Math.min(...cells.map((it) => it.a + it.b))) / (n + m)
  if (leastExpected < 5 && k === 2) {
    const [a, b] = [cells[0]?.a ?? 0, cells[0]?.b ?? 0]
    const effectOf = (x: number, y: number) => distanceOf(divergencePart(x, y, n, m) + divergencePart(n - x, m - y, n, m))
    return { ...exactDistance(measure, [a, n], [b, m], effectOf), ...rest, reach: chiSquaredReach(1) }
  }
  const divergence = sum(cells, (it) => divergencePart(it.a, it.b, n, m))
  const effect = distanceOf(divergence)
  if (leastExpected < 5) return { measure, n, m, effect, ...byChance(cells, n, m, divergence), ...rest }
  const statistic = sum(cells, ({ a, b }) => (a * m - b * n) ** 2 / (a + b)) / n / m
  return {
    measure,
    n,
    m,
    effect,
    p: chiSquaredUpper(statistic, k - 1),
    floor: (level) => Math.min(1, jsDistanceFloor(k, n, m, level)),
    reach: chiSquaredReach(k - 1),
    ...rest,
  }
}

const distanceOf = (divergence: number): number => Math.min(1, Math.sqrt(Math.max(0, divergence) / Math.LN2))

/** Every table there can be, when they are few; else a gamma distribution with the mean and variance that the divergence has when the rows are dealt out by chance. */
function byChance(cells: readonly Cell[], n: number, m: number, divergence: number): Pick<Distance, 'p' | 'floor' | 'reach'> {
  const few = sum(cells, () => 1) <= 20 ? everyTable(totalsOf(cells), n, m) : undefined
  if (few !== undefined)
    return {
      p: chanceOf(few, divergence),
      floor: (level) => distanceOf(reachedWith(few, level)),
      reach: chiSquaredReach(sum(cells, () => 1) - 1),
    }
  const { mean, variance } = chanceDivergence(cells, n, m)
  if (variance <= 1e-12 * mean * mean) return { p: 1, floor: () => distanceOf(mean), reach: () => 1 }
  const shape = (mean * mean) / variance
  const scale = variance / mean
  const quantile = (p: number) => (chiSquaredQuantile(1 - p, 2 * shape) / 2) * scale
  return {
    p: gammaUpper(shape, divergence / scale),
    floor: (level) => distanceOf(quantile(level)),
    reach: (p) => Math.sqrt(quantile(p)),
  }
}

const totalsOf = (cells: readonly Cell[]): number[] => cells.flatMap(({ a, b, count }) => Array<number>(count).fill(a + b))

const sum = (cells: readonly Cell[], of: (cell: Cell) => number): number => cells.reduce((total, cell) => total + cell.count * of(cell), 0)
