/** The exact AUC of one column with an order against a label, missing values being one more value. */
import type { Column, TableHandle } from '../../../model/handles.ts'
import { columnSql, present } from '../../../model/sql.ts'
import { nanoseconds } from '../time/moment.ts'
import type { Sides } from './label-sides.ts'

/**
 * max(a, 1 − a), ties counting half; of several classes, that of the class told best from all others. Missing values are
 * put below all others and above all others, and the larger AUC counts. `order` is a SQL double, null where missing.
 */
export async function rankAuc(table: TableHandle, order: string, { taken, sides }: Sides): Promise<number> {
  const values: Float64Array[] = []
  for (const side of sides) values.push((await table.doubles(`select ${order} from ${table.from} where ${taken} and ${side.test}`)).sort())
  const compared = sides.length === 2 ? sides.slice(0, 1) : sides
  return Math.max(...compared.map((_, at) => oneAgainstRest(values, sides, at)))
}

function oneAgainstRest(values: readonly Float64Array[], sides: Sides['sides'], at: number): number {
  const own = values[at] ?? new Float64Array()
  const ownMissing = (sides[at]?.rows ?? 0) - own.length
  let won = 0
  let rest = 0
  let restMissing = 0
  for (const [other, side] of sides.entries()) {
    if (other === at) continue
    const theirs = values[other] ?? new Float64Array()
    won += wins(own, theirs)
    rest += side.rows
    restMissing += side.rows - theirs.length
  }
  const pairs = (sides[at]?.rows ?? 0) * rest
  const tied = (ownMissing * restMissing) / 2
  const areas = [won + tied + own.length * restMissing, won + tied + ownMissing * (rest - restMissing)].map((it) => it / pairs)
  return Math.max(...areas.map((area) => Math.max(area, 1 - area)))
}

/** Pairs in which the first sorted list has the larger value, ties half. */
function wins(high: Float64Array, low: Float64Array): number {
  let below = 0
  let notAbove = 0
  let sum = 0
  for (const value of high) {
    while (below < low.length && (low[below] as number) < value) below += 1
    while (notAbove < low.length && (low[notAbove] as number) <= value) notAbove += 1
    sum += (below + notAbove) / 2
  }
  return sum
}

const wideIntegers = /^U?(BIGINT|HUGEINT)$/
const exactUpTo = 2 ** 53

/** SQL double that keeps the order of a column, null where it has no value; undefined for text and lists. */
export async function orderOf(table: TableHandle, column: Column): Promise<string | undefined> {
  const it = columnSql(column)
  if (column.kind === 'boolean') return `${it}::int::double`
  if (column.kind === 'time') return fromLeast(table, nanoseconds(column))
  if (column.kind !== 'number') return undefined
  if (wideIntegers.test(column.sql)) return fromLeast(table, it)
  return `(case when ${present(column)} then ${it}::double end)`
}

/** Doubles tell integers apart up to 2^53 only, so larger ones are counted from the smallest. */
async function fromLeast(table: TableHandle, integer: string): Promise<string> {
  const [row] = await table.query(
    `select min(${integer})::varchar as least, min(${integer})::double as low, max(${integer})::double as high from ${table.from}`,
  )
  const farthest = Math.max(Math.abs(Number(row?.low ?? 0)), Math.abs(Number(row?.high ?? 0)))
  return farthest >= exactUpTo ? `((${integer})::hugeint - ${row?.least}::hugeint)::double` : `(${integer})::double`
}
