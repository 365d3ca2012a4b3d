/** The AUC of one column as categories against a label, every pair of rows being scored by all the others. */
import type { Column, TableHandle } from '../../model/handles.ts'
import { canonicalText, missing } from '../../model/sql.ts'
import { aucFromGroups, type ScoreGroup } from '../../stats/auc.ts'
import type { Sides } from './label-sides.ts'

/** `values` different values that have `rows` rows each, `positives` of them positive. */
type Group = { values: number; rows: number; positives: number }

/**
 * Of several classes, the AUC of the class told best from all others. The folds are as fine as can be: each
 * pair of a positive and a negative row is left out, and both are scored by the share of positives that their values
 * (missing is one) have in the rows left, with one more row of the overall share. So the order of rows does not matter,
 * values that never come twice tell nothing (0.5), and labels without a pattern give 0.5 on average. Which way a column
 * points is learnt from the other rows, so an area below 0.5 is chance, not a column that points the other way.
 */
export async function categoryAuc(table: TableHandle, column: Column, { taken, sides }: Sides): Promise<number> {
  const compared = sides.length === 2 ? sides.slice(0, 1) : sides
  let best = 0.5
  for (const side of compared) best = Math.max(best, leavingPairsOut(await groupsOf(table, column, taken, side.test)))
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

function leavingPairsOut(groups: readonly Group[]): number {
  const rows = sum(groups, (it) => it.rows)
  const positives = sum(groups, (it) => it.positives)
  const overall = rows > 2 ? (positives - 1) / (rows - 2) : 0.5
  const scores = groups.flatMap((it): ScoreGroup[] => {
    const negatives = it.rows - it.positives
    return [
      { score: (it.positives - 1 + overall) / it.rows, positives: it.values * it.positives, negatives: 0 },
      { score: (it.positives + overall) / it.rows, positives: 0, negatives: it.values * negatives },
    ]
  })
  const between = area(scores)
  if (between === undefined) return 0.5
  // Two rows of one value cannot be told apart: half a pair each, where their scores, one row short, would say none.
  const within = sum(groups, (it) => it.positives * (it.rows - it.positives))
  const a = between + within / 2 / positives / (rows - positives)
  return Math.max(a, 0.5)
}

/** Groups of one score are put together, so that ties count half. */
function area(groups: readonly ScoreGroup[]): number | undefined {
  const byScore = [...Map.groupBy(groups, (it) => it.score)].sort(([x], [y]) => x - y)
  return aucFromGroups(
    byScore.map(([score, those]) => ({
      score,
      positives: those.reduce((total, it) => total + it.positives, 0),
      negatives: those.reduce((total, it) => total + it.negatives, 0),
    })),
  )?.value
}

const sum = (groups: readonly Group[], of: (group: Group) => number): number =>
  groups.reduce((total, group) => total + group.values * of(group), 0)
