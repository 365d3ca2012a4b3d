/** The AUC of one column as categories against a label, every row being scored by rows of other folds. */
import type { Column, TableHandle } from '../../../model/handles.ts'
import { canonicalText, missing } from '../../../model/sql.ts'
import { seededUniform } from '../../../stats/resampled-floor.ts'
import type { Sides } from './label-sides.ts'

/** `values` different values that have `rows` rows each, `positives` of them positive. */
type Group = { values: number; rows: number; positives: number }

const folds = 10
/** Small tables are dealt again and again, so that no one way of dealing decides. */
const mostDeals = 20
const rowsInAllDeals = 200_000

/**
 * Of several classes, the AUC of the class told best from all others. Each value (missing is one) deals its rows to ten
 * folds in random order; a row's score is the share of positives that its value has in the other folds, with one more row
 * of the overall share. Rows are compared within folds, so values that never come twice tell nothing (0.5), and labels
 * without a pattern give 0.5 on average. The draws are seeded, and only counts matter, so the order of rows does not.
 * Which way a column points is learnt from the other rows, so an area below 0.5 is chance, not the other way.
 */
export async function categoryAuc(table: TableHandle, column: Column, { taken, sides }: Sides): Promise<number> {
  const compared = sides.length === 2 ? sides.slice(0, 1) : sides
  let best = 0.5
  for (const side of compared) best = Math.max(best, outOfFold(await groupsOf(table, column, taken, side.test)))
  return best
}

async function groupsOf(table: TableHandle, column: Column, taken: string, positive: string): Promise<Group[]> {
  const value = `case when ${missing(column)} then null else ${canonicalText(column)} end`
  const rows = await table.query(
    `select n, p, count(*) as "values" from
     (select v, count(*) as n, count(*) filter (where pos) as p from (select ${value} as v, ${positive} as pos from ${table.from} where ${taken}) group by v)
     group by n, p order by n, p`,
  )
  return rows.map((row) => ({ values: Number(row.values), rows: Number(row.n), positives: Number(row.p) }))
}

function outOfFold(groups: readonly Group[]): number {
  const rows = groups.reduce((sum, it) => sum + it.values * it.rows, 0)
  const overall = groups.reduce((sum, it) => sum + it.values * it.positives, 0) / rows
  const deals = Math.max(1, Math.min(mostDeals, Math.floor(rowsInAllDeals / rows)))
  const uniform = seededUniform(rows)
  let won = 0
  let pairs = 0
  for (let deal = 0; deal < deals; deal += 1) {
    for (const fold of dealt(groups, overall, uniform)) {
      const area = winsOf(fold)
      won += area.won
      pairs += area.pairs
    }
  }
  return pairs === 0 ? 0.5 : Math.max(0.5, won / pairs)
}

/** By score, the positives and negatives of a fold that have it. */
type Fold = Map<number, { positives: number; negatives: number }>

function dealt(groups: readonly Group[], overall: number, uniform: () => number): Fold[] {
  const made = Array.from({ length: folds }, (): Fold => new Map())
  const add = (fold: Fold | undefined, score: number, positives: number, negatives: number) => {
    const before = fold?.get(score)
    if (before === undefined) fold?.set(score, { positives, negatives })
    else {
      before.positives += positives
      before.negatives += negatives
    }
  }
  for (const { values, rows, positives } of groups) {
    if (rows === 1) {
      for (const fold of made) add(fold, overall, (values * positives) / folds, (values * (1 - positives)) / folds)
      continue
    }
    for (let value = 0; value < values; value += 1) {
      const own = dealtValue(rows, positives, uniform)
      for (let at = 0; at < folds; at += 1) {
        const [n, p] = [own.rows[at] as number, own.positives[at] as number]
        if (n > 0) add(made[at], (positives - p + overall) / (rows - n + 1), p, n - p)
      }
    }
  }
  return made
}

/** The rows of one value, in random order, to one fold after the other from a random one on. */
function dealtValue(rows: number, positives: number, uniform: () => number): { rows: Uint32Array; positives: Uint32Array } {
  const own = { rows: new Uint32Array(folds), positives: new Uint32Array(folds) }
  let at = Math.floor(uniform() * folds)
  let left = positives
  for (let row = rows; row > 0; row -= 1) {
    own.rows[at] = (own.rows[at] as number) + 1
    if (uniform() * row < left) {
      own.positives[at] = (own.positives[at] as number) + 1
      left -= 1
    }
    at = (at + 1) % folds
  }
  return own
}

/** Pairs of a positive and a negative of one fold, and those in which the positive scores higher, ties half. */
function winsOf(fold: Fold): { won: number; pairs: number } {
  let won = 0
  let below = 0
  let above = 0
  for (const [, { positives, negatives }] of [...fold].sort(([x], [y]) => x - y)) {
    won += positives * (below + negatives / 2)
    below += negatives
    above += positives
  }
  return { won, pairs: below * above }
}
