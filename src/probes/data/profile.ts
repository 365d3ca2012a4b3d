/** Measures every column of a table: what is missing and why, distinct values, and the first moments of numbers. */
import { z } from 'zod'
import type { Cell, Row } from '../../model/fact.ts'
import type { Column, TableHandle } from '../../model/handles.ts'
import { found, probe } from '../../model/probe.ts'
import { columnSql, missing, present, sameValue } from '../../model/sql.ts'
import { type FirstLook, finite, leftovers, moments } from './columns/moments.ts'

const share = z.number().min(0).max(1).nullable()
const number = z.number().nullable()

const Profiled = z.object({
  column: z.string(),
  /** `number`, `text`, `boolean`, `time` or `other` (lists, structs, blobs). */
  type: z.string(),
  sql_type: z.string(),
  missing_share: share,
  null_share: share,
  nan_share: share,
  infinite_share: share,
  null_text_share: share,
  distinct: z.number(),
  top_share: share,
  /** Numbers (booleans as 0 and 1) and times only; whole numbers past 2^53 as text. */
  min: z.union([z.number(), z.string()]).nullable(),
  max: z.union([z.number(), z.string()]).nullable(),
  mean: number,
  sd: number,
  min_length: number,
  max_length: number,
})

/** Columns per statement: enough to share a scan, few enough to plan quickly. */
const together = 64
/** Below this many rows the distinct counts of many columns share a statement; above, each has the memory for itself. */
const smallTable = 200_000

const isFloating = (column: Column) => column.sql === 'DOUBLE' || column.sql === 'FLOAT'
const hasMoments = (column: Column) => column.kind === 'number' || column.kind === 'boolean'
const hasRange = (column: Column) => hasMoments(column) || column.kind === 'time'

/** The column as `v<at>`: null where it has no value, booleans as 0 and 1. */
function valueAs(column: Column, at: number): string {
  const x = columnSql(column)
  if (isFloating(column) || column.kind === 'time') return `case when isfinite(${x}) then ${x} end as v${at}`
  return `${column.kind === 'boolean' ? `${x}::int` : x} as v${at}`
}

/** First scan, text left to the grouping below: what is there, range, and a near mean. */
function firstScan(column: Column, at: number): string[] {
  if (column.kind === 'text') return []
  const parts = [`count(v${at}) as n${at}`, `count(x${at}) as x${at}`]
  if (hasMoments(column)) parts.push(`avg(v${at}::double) as mean${at}`, `avg(v${at}::double * v${at}::double) as square${at}`)
  if (hasRange(column)) parts.push(`min(v${at}) as min${at}`, `max(v${at}) as max${at}`)
  return parts
}

const look = (at: number, first: Row): FirstLook => ({
  low: first[`min${at}`],
  high: first[`max${at}`],
  mean: first[`mean${at}`],
  square: first[`square${at}`],
})

/** Runs the parts of all columns over `v<at>` and `x<at>` (the column as it is), many columns to a scan. */
async function scanned(table: TableHandle, parts: (column: Column, at: number) => string[]): Promise<Row> {
  const row: Row = {}
  for (let from = 0; from < table.columns.length; from += together) {
    const these = table.columns.slice(from, from + together).map((column, n) => ({ column, at: from + n, parts: parts(column, from + n) }))
    const asked = these.filter((it) => it.parts.length > 0)
    if (asked.length === 0) continue
    const inner = asked.flatMap(({ column, at }) => [`${columnSql(column)} as x${at}`, valueAs(column, at)])
    const [one] = await table.query(
      `select ${asked.flatMap((it) => it.parts).join(', ')} from (select ${inner.join(', ')} from ${table.from})`,
    )
    Object.assign(row, one)
  }
  return row
}

/** NaN and infinities apart, asked only of columns that have either. */
const oddities = (column: Column, at: number, first: Row): string[] => {
  if (column.kind === 'text' || first[`n${at}`] === first[`x${at}`]) return []
  return [
    ...(isFloating(column) ? [`count(*) filter (where isnan(x${at})) as nan${at}`] : []),
    `count(*) filter (where isinf(x${at})) as inf${at}`,
  ]
}

type Grouped = {
  distinct: number
  top: number
  missing: number
  nulls: number
  nullText: number
  short: number | null
  long: number | null
}

/** Distinct values and the rows of the commonest one, exactly, of the rows that have a value; for text also what is missing, and lengths. */
function grouping(column: Column, at: number, from: string): string {
  if (column.kind !== 'text')
    return `select ${at} as place, count(*) as groups, coalesce(max(n), 0) as top, 0::hugeint as lacking, 0::hugeint as nulls, null::bigint as short, null::bigint as long
      from (select count(*) as n from ${from} where ${present(column)} group by ${sameValue(column)})`
  const group: Column = { name: 'v', kind: 'text', sql: column.sql }
  const there = `filter (where ${present(group)})`
  return `select ${at} as place, count(*) ${there} as groups, coalesce(max(n) ${there}, 0) as top, coalesce(sum(n) filter (where ${missing(group)}), 0) as lacking,
    coalesce(sum(n) filter (where v is null), 0) as nulls, min(length(v::varchar)) ${there} as short, max(length(v::varchar)) ${there} as long
    from (select ${columnSql(column)} as v, count(*) as n from ${from} group by 1)`
}

async function groupings(table: TableHandle, columns: Column[]): Promise<Grouped[]> {
  const size = table.rows <= smallTable ? together : 1
  const all: Grouped[] = []
  for (let from = 0; from < columns.length; from += size) {
    const selects = columns.slice(from, from + size).map((column, n) => grouping(column, from + n, table.from))
    for (const row of await table.query(selects.join(' union all '))) {
      const [missing, nulls] = [Number(row.lacking), Number(row.nulls)]
      const lengths = { short: lengthOf(row.short), long: lengthOf(row.long) }
      all[Number(row.place)] = { distinct: Number(row.groups), top: Number(row.top), missing, nulls, nullText: missing - nulls, ...lengths }
    }
  }
  return all
}

const lengthOf = (value: Cell | undefined) => (typeof value === 'number' ? value : null)

const endpoint = (value: Cell | undefined): number | string | null =>
  typeof value === 'string' ? value : typeof value === 'number' ? finite(value) : null

function line(column: Column, at: number, rows: number, first: Row, second: Row, grouped: Grouped): z.infer<typeof Profiled> {
  const of = (count: Cell | undefined) => (rows === 0 ? null : Number(count ?? 0) / rows)
  const isText = column.kind === 'text'
  const readAsNull = column.null_text_rows ?? 0
  const lacking = isText ? grouped.missing : rows - Number(first[`n${at}`])
  const nulls = isText ? grouped.nulls : rows - Number(first[`x${at}`])
  return {
    column: column.name,
    type: column.kind,
    sql_type: column.sql,
    missing_share: of(lacking),
    null_share: of(nulls - readAsNull),
    nan_share: of(second[`nan${at}`]),
    infinite_share: of(second[`inf${at}`]),
    null_text_share: of(grouped.nullText + readAsNull),
    distinct: grouped.distinct,
    top_share: rows === lacking ? null : grouped.top / (rows - lacking),
    min: endpoint(first[`min${at}`]),
    max: endpoint(first[`max${at}`]),
    ...moments(at, rows - lacking, look(at, first), second),
    min_length: grouped.short,
    max_length: grouped.long,
  }
}

export default probe({
  id: 'data.profile',
  version: 2,
  title: 'Columns of a table',
  measures: 'Rows, and for every column what is missing, how many values are distinct, and range, mean and spread.',
  method: 'measured',
  needs: { table: { kinds: ['table', 'predictions'] } },
  options: z.strictObject({}),
  facts: z.object({ rows: z.number(), columns: z.array(Profiled) }),
  async collect({ table }) {
    const { columns, rows } = table
    const first = await scanned(table, firstScan)
    const second = await scanned(table, (column, at) => [
      ...(hasMoments(column) ? leftovers(`v${at}`, at, look(at, first)) : []),
      ...oddities(column, at, first),
    ])
    const grouped = await groupings(table, columns)
    const profiled = columns.map((column, at) => line(column, at, rows, first, second, grouped[at] as Grouped))
    const newest = profiled.find((it) => it.column === table.roles.time && it.type === 'time')?.max
    return found({ rows, columns: profiled }, { until: typeof newest === 'string' ? asMoment(newest) : undefined })
  },
})

/** A day's last moment stands for a date. */
const asMoment = (time: string) => (time.length === 10 ? `${time}T23:59:59.999Z` : time)
