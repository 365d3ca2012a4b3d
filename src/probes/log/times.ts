/** Reads a log's times as instants in UTC: its span and its weeks. */
import { CannotLook, type Column, type TableHandle } from '../../model/handles.ts'
import { columnSql, missing } from '../../model/sql.ts'
import { columnIfDeclared } from './columns.ts'
import { rowsThatHave } from './rows-that-have.ts'

const isTime = (column: Column): boolean => column.kind === 'time'

/** A time column as a TIMESTAMP in UTC; a time without a zone is UTC already. NULL where there is no moment. */
export const momentOf = (column: Column): string => {
  if (!isTime(column))
    throw new CannotLook('not_supported', `the time column "${column.name}" holds ${column.sql}, which could not be read as times`)
  const it = columnSql(column)
  const inUtc = column.sql === 'TIMESTAMP WITH TIME ZONE' ? `(${it} AT TIME ZONE 'UTC')` : `CAST(${it} AS TIMESTAMP)`
  return `(CASE WHEN ${missing(column)} THEN NULL ELSE ${inUtc} END)`
}

const day = 86_400_000

/** SQL: the Monday, 00:00 UTC, that begins a moment's week. */
export const mondayOf = (moment: string): string => `date_trunc('week', ${moment})`

/** SQL: a Monday as `2026-05-04`. */
export const asDay = (monday: string): string => `strftime(${monday}, '%Y-%m-%d')`

/** SQL condition on the bare column, so that the engine can pass over what lies elsewhere: the row is of the week that begins on this Monday. */
export const inWeek = (column: Column, monday: string): string => {
  const next = new Date(Date.parse(`${monday}T00:00:00Z`) + 7 * day).toISOString().slice(0, 10)
  const bound = (it: string): string =>
    column.sql === 'TIMESTAMP WITH TIME ZONE' ? `TIMESTAMPTZ '${it} 00:00:00+00'` : `CAST('${it}' AS ${column.sql})`
  return `(${columnSql(column)} >= ${bound(monday)} AND ${columnSql(column)} < ${bound(next)})`
}

/** Each week that the rows kept by `where` fall in, oldest first, with how many they are. */
export const readWeeks = async (log: TableHandle, column: Column, where = 'true'): Promise<{ week: string; n: number }[]> => {
  const rows = await log.query(
    `SELECT ${asDay('w')} AS week, n FROM (SELECT ${mondayOf(momentOf(column))} AS w, count(*) AS n FROM ${log.from} WHERE ${where} GROUP BY ALL) WHERE w IS NOT NULL ORDER BY w`,
  )
  return rows.map(({ week, n }) => ({ week: String(week), n: Number(n) }))
}

/** ISO 8601 in UTC. */
export type Span = { from: string; to: string } | undefined

/** First and last moment of the rows that `where` keeps; undefined without a time column or a readable time. */
export const readSpan = async (log: TableHandle, where = 'true'): Promise<Span> => {
  const column = columnIfDeclared(log, 'time')
  if (column === undefined || !isTime(column)) return undefined
  const [row] = await log.query(`SELECT min(m) AS a, max(m) AS b FROM (SELECT ${momentOf(column)} AS m FROM ${log.from} WHERE ${where})`)
  return typeof row?.a === 'string' && typeof row.b === 'string' ? { from: row.a, to: row.b } : undefined
}

/** How many rows have no readable time, as a limit. */
export const readTimeless = async (log: TableHandle, column: Column): Promise<string[]> => {
  const [row] = await log.query(`SELECT count(*) AS n FROM ${log.from} WHERE ${momentOf(column)} IS NULL`)
  return rowsThatHave(Number(row?.n), `no time in "${column.name}", so no week`)
}
