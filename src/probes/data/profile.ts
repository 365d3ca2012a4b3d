/** Measures every column of a table: what is missing and why, distinct values, and the first moments of numbers. */
import { z } from 'zod'
import type { Cell, Row } from '../../model/fact.ts'
import type { Column, TableHandle } from '../../model/handles.ts'
import { found, probe } from '../../model/probe.ts'
import { columnSql, missing, present, sameValue } from '../../model/sql.ts'

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
const numeric = (column: Column) => (column.kind === 'boolean' ? `${columnSql(column)}::int` : columnSql(column))

/** First scan, text left to the grouping below: counts of each kind of missing, range, and a first mean. */
function firstScan(column: Column, at: number): string[] {
  if (column.kind === 'text') return []
  const x = columnSql(column)
  const there = `filter (where ${present(column)})`
  const parts = [`count(*) filter (where ${missing(column)}) as missing${at}`, `count(*) filter (where ${x} is null) as null${at}`]
  if (isFloating(column)) parts.push(`count(*) filter (where isnan(${x})) as nan${at}`)
  if (isFloating(column) || column.kind === 'time') parts.push(`count(*) filter (where isinf(${x})) as inf${at}`)
  if (hasMoments(column)) parts.push(`avg(${numeric(column)}::double) ${there} as mean${at}`)
  if (hasMoments(column) || column.kind === 'time')
    parts.push(`min(${numeric(column)}) ${there} as min${at}`, `max(${numeric(column)}) ${there} as max${at}`)
  return parts
}

/** A double as SQL that reads back as the same double. */
const literal = (value: number) => `'${value}'::double`

/**
 * Second scan: sums of differences from a value near the mean, and their squares, so that large offsets cost no digits.
 * Whole numbers past 2^53 and decimals are shifted by their smallest value in their own arithmetic before they become doubles.
 */
function secondScan(column: Column, at: number, first: Row): string[] {
  const [mean, low] = [first[`mean${at}`], first[`min${at}`]]
  if (typeof mean !== 'number' || !Number.isFinite(mean)) return []
  const there = `filter (where ${present(column)})`
  const exact = typeof low === 'string' || typeof first[`max${at}`] === 'string'
  const x = exact ? `(${numeric(column)}::hugeint - ${String(low)}::hugeint)::double` : `${numeric(column)}::double`
  const shift = exact ? mean - Number(low) : mean
  const d = `(${x} - ${literal(shift)})`
  return [`fsum(${d}) ${there} as d${at}`, `fsum(${d} * ${d}) ${there} as dd${at}`, `count(*) ${there} as n${at}`]
}

/** Mean and sample sd (n − 1; null for fewer than two rows) from the sums of the second scan. */
function moments(at: number, first: Row, second: Row): { mean: number | null; sd: number | null } {
  const [mean, d, dd, n] = [first[`mean${at}`], second[`d${at}`], second[`dd${at}`], second[`n${at}`]]
  if (typeof mean !== 'number' || typeof d !== 'number' || typeof dd !== 'number' || typeof n !== 'number') return { mean: null, sd: null }
  const better = mean + d / n
  const variance = n < 2 ? null : Math.max(0, (dd - (d * d) / n) / (n - 1))
  return { mean: finite(better), sd: variance === null ? null : finite(Math.sqrt(variance)) }
}

const finite = (value: number) => (Number.isFinite(value) ? value : null)

async function merged(table: TableHandle, columns: Column[], parts: (column: Column, at: number) => string[]): Promise<Row> {
  const row: Row = {}
  for (let from = 0; from < columns.length; from += together) {
    const selects = columns.slice(from, from + together).flatMap((column, n) => parts(column, from + n))
    if (selects.length > 0) Object.assign(row, (await table.query(`select ${selects.join(', ')} from ${table.from}`))[0])
  }
  return row
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
  const lacking = isText ? grouped.missing : Number(first[`missing${at}`] ?? 0)
  const nulls = isText ? grouped.nulls : Number(first[`null${at}`] ?? 0)
  return {
    column: column.name,
    type: column.kind,
    sql_type: column.sql,
    missing_share: of(lacking),
    null_share: of(nulls - readAsNull),
    nan_share: of(first[`nan${at}`]),
    infinite_share: of(first[`inf${at}`]),
    null_text_share: of(grouped.nullText + readAsNull),
    distinct: grouped.distinct,
    top_share: rows === lacking ? null : grouped.top / (rows - lacking),
    min: endpoint(first[`min${at}`]),
    max: endpoint(first[`max${at}`]),
    ...moments(at, first, second),
    min_length: grouped.short,
    max_length: grouped.long,
  }
}

export default probe({
  id: 'data.profile',
  version: 1,
  title: 'Columns of a table',
  measures: 'Rows, and for every column what is missing, how many values are distinct, and range, mean and spread.',
  method: 'measured',
  needs: { table: { kinds: ['table', 'predictions'] } },
  options: z.strictObject({}),
  facts: z.object({ rows: z.number(), columns: z.array(Profiled) }),
  async collect({ table }) {
    const { columns, rows } = table
    const first = await merged(table, columns, firstScan)
    const second = await merged(table, columns, (column, at) => (hasMoments(column) ? secondScan(column, at, first) : []))
    const grouped = await groupings(table, columns)
    const profiled = columns.map((column, at) => line(column, at, rows, first, second, grouped[at] as Grouped))
    const newest = profiled.find((it) => it.column === table.roles.time && it.type === 'time')?.max
    return found({ rows, columns: profiled }, { until: typeof newest === 'string' ? asMoment(newest) : undefined })
  },
})

/** A day's last moment stands for a date. */
const asMoment = (time: string) => (time.length === 10 ? `${time}T23:59:59.999Z` : time)
