/** Measures every column of a table: what is missing and why, distinct values, and the first moments of numbers. */
import { z } from 'zod'
import type { Cell, Row } from '../../model/fact.ts'
import type { Column, TableHandle } from '../../model/handles.ts'
import { found, probe } from '../../model/probe.ts'
import { columnSql, isNullLikeText, missing, present, sameValue } from '../../model/sql.ts'

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

/** First scan: counts of each kind of missing, range, lengths, and a first mean. */
function firstScan(column: Column, at: number): string[] {
  const x = columnSql(column)
  const there = `filter (where ${present(column)})`
  const parts = [`count(*) filter (where ${missing(column)}) as missing${at}`, `count(*) filter (where ${x} is null) as null${at}`]
  if (isFloating(column)) parts.push(`count(*) filter (where isnan(${x})) as nan${at}`)
  if (isFloating(column) || column.kind === 'time') parts.push(`count(*) filter (where isinf(${x})) as inf${at}`)
  if (column.kind === 'text')
    parts.push(
      `count(*) filter (where ${x} is not null and ${isNullLikeText(`${x}::varchar`)}) as text${at}`,
      `min(length(${x}::varchar)) ${there} as short${at}`,
      `max(length(${x}::varchar)) ${there} as long${at}`,
    )
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

/** Distinct values and the rows of the commonest one, exactly, of the rows that have a value. */
async function distinctValues(table: TableHandle, columns: Column[]): Promise<{ distinct: number; top: number }[]> {
  const one = (column: Column, at: number) =>
    `select ${at} as place, count(*) as groups, coalesce(max(n), 0) as top from
     (select count(*) as n from ${table.from} where ${present(column)} group by ${sameValue(column)})`
  const size = table.rows <= smallTable ? together : 1
  const counts = columns.map(() => ({ distinct: 0, top: 0 }))
  for (let from = 0; from < columns.length; from += size) {
    const selects = columns.slice(from, from + size).map((column, n) => one(column, from + n))
    for (const row of await table.query(selects.join(' union all ')))
      counts[Number(row.place)] = { distinct: Number(row.groups), top: Number(row.top) }
  }
  return counts
}

const endpoint = (value: Cell | undefined): number | string | null =>
  typeof value === 'string' ? value : typeof value === 'number' ? finite(value) : null

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
    const counts = await distinctValues(table, columns)
    const of = (value: Cell | undefined) => (rows === 0 ? null : Number(value ?? 0) / rows)
    const profiled = columns.map((column, at) => {
      const lacking = Number(first[`missing${at}`] ?? 0)
      const readAsNull = column.null_text_rows ?? 0
      const { distinct, top } = counts[at] ?? { distinct: 0, top: 0 }
      return {
        column: column.name,
        type: column.kind,
        sql_type: column.sql,
        missing_share: of(lacking),
        null_share: of(Number(first[`null${at}`] ?? 0) - readAsNull),
        nan_share: of(first[`nan${at}`]),
        infinite_share: of(first[`inf${at}`]),
        null_text_share: of(column.kind === 'text' ? first[`text${at}`] : readAsNull),
        distinct,
        top_share: rows === lacking ? null : top / (rows - lacking),
        min: endpoint(first[`min${at}`]),
        max: endpoint(first[`max${at}`]),
        ...moments(at, first, second),
        min_length: endpointNumber(first[`short${at}`]),
        max_length: endpointNumber(first[`long${at}`]),
      }
    })
    const newest = profiled.find((it) => it.column === table.roles.time && it.type === 'time')?.max
    return found({ rows, columns: profiled }, { until: typeof newest === 'string' ? asMoment(newest) : undefined })
  },
})

const endpointNumber = (value: Cell | undefined) => (typeof value === 'number' ? value : null)

/** A day's last moment stands for a date. */
const asMoment = (time: string) => (time.length === 10 ? `${time}T23:59:59.999Z` : time)
