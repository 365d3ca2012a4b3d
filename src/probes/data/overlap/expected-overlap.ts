/** How many test rows would have an equal train row by chance alone, were the columns independent of each other. */
import type { TableHandle } from '../../../model/handles.ts'

/** SQL of one feature on both sides, comparable by `is not distinct from`. */
export type ComparedFeature = { train: string; test: string }

/** Joins in one query; more columns are done in turns. */
const columnsATime = 24
/** A column with more different values than this is worth looking up first: most rows end there. */
const selective = 1000

/**
 * Σ over test rows of 1 − (1 − Π p)^N, where p is a value's share of the N train rows (null is a value).
 * A test row with a value that train never has adds nothing.
 */
export async function expectedOverlapRows(train: TableHandle, test: TableHandle, features: readonly ComparedFeature[]): Promise<number> {
  if (train.rows === 0 || test.rows === 0) return 0
  const first = await mostSelective(train, features)
  const possible = possibleRows(train, test, features, first)
  const [row] = first.length === 0 ? [{ n: test.rows }] : await test.query(`with ${possible} select count(*) as n from possible`)
  const count = Number(row?.n)
  if (count === 0) return 0
  const chances = new Float64Array(count).fill(1)
  for (let from = 0; from < features.length; from += columnsATime) {
    const columns = features.map((_, at) => at).slice(from, from + columnsATime)
    const shares = await test.doubles(sharesSql(train, features, columns, possible, count < test.rows / 10))
    shares.forEach((share, at) => {
      chances[at] = (chances[at] ?? 0) * share
    })
  }
  return total(chances.map((chance) => -Math.expm1(train.rows * Math.log1p(-chance))))
}

/** Smallest first, so that the order of rows does not matter and small terms are not lost. */
const total = (terms: Float64Array): number => terms.sort().reduce((sum, term) => sum + term, 0)

async function mostSelective(train: TableHandle, features: readonly ComparedFeature[]): Promise<number[]> {
  const counts = features.map((feature, at) => `approx_count_distinct(${feature.train}) as c${at}`)
  const [row] = await train.query(`select ${counts.join(', ')} from ${train.from}`)
  return features
    .map((_, at) => ({ at, distinct: Number(row?.[`c${at}`]) }))
    .filter(({ distinct }) => distinct > selective)
    .sort((x, y) => y.distinct - x.distinct)
    .slice(0, 2)
    .map(({ at }) => at)
}

/** Test rows, numbered, whose most selective values occur in train at all. */
function possibleRows(train: TableHandle, test: TableHandle, features: readonly ComparedFeature[], first: readonly number[]): string {
  const values = features.map((feature, at) => `${feature.test} as f${at}`)
  const seen = first.map(
    (at) => `semi join (select ${features[at]?.train} as v from ${train.from}) s${at} on t.f${at} is not distinct from s${at}.v`,
  )
  const rows = `select row_number() over () as place, ${values.join(', ')} from ${test.from}`
  return `possible as materialized (select t.* from (${rows}) t ${seen.join(' ')})`
}

/** For each possible row the product over some columns of its values' shares in train, in the order of the rows. */
function sharesSql(
  train: TableHandle,
  features: readonly ComparedFeature[],
  columns: readonly number[],
  possible: string,
  few: boolean,
): string {
  const joins = columns.map((at) => {
    const values = `(select ${features[at]?.train} as v from ${train.from}) x`
    const only = few ? `semi join (select distinct f${at} as v from possible) o on x.v is not distinct from o.v` : ''
    const counts = `(select x.v as v, count(*) as n from ${values} ${only} group by x.v) c${at}`
    return `left join ${counts} on p.f${at} is not distinct from c${at}.v`
  })
  const product = columns.map((at) => `(coalesce(c${at}.n, 0)::double / ${train.rows})`).join(' * ')
  return `with ${possible} select ${product} as share from possible p ${joins.join(' ')} order by p.place`
}
