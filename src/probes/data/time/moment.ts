/** Columns that hold moments: as SQL in UTC, and the newest one of a table. */
import type { Column, TableHandle } from '../../../model/handles.ts'
import { columnSql, missing } from '../../../model/sql.ts'

/** SQL timestamp in UTC, null where there is no moment. Text must start with a digit (`infinity` and `epoch` are words). */
export function utc(column: Column, alias?: string): string {
  const it = columnSql(column, alias)
  if (column.kind === 'text') {
    const text = `${it}::varchar`
    return `(case when (${text})[1] between '0' and '9' then try_cast(${text} as timestamptz) at time zone 'UTC' end)`
  }
  const inUtc = column.sql === 'TIMESTAMP WITH TIME ZONE' ? `(${it} at time zone 'UTC')` : `${it}::timestamp`
  return `(case when ${missing(column, alias)} then null else ${inUtc} end)`
}

/** SQL integer that orders moments exactly: nanoseconds since 1970. */
export function nanoseconds(column: Column, alias?: string): string {
  const whole = `(epoch_us(${utc(column, alias)})::hugeint * 1000)`
  if (column.sql !== 'TIMESTAMP_NS') return whole
  return `(case when ${missing(column, alias)} then null else epoch_ns(${columnSql(column, alias)})::hugeint end)`
}

/** The newest moment of the table's `time` role, ISO 8601 in UTC; undefined without one. */
export async function newest(table: TableHandle, time: string | undefined): Promise<string | undefined> {
  const column = table.columns.find((it) => it.name === time)
  if (column === undefined || (column.kind !== 'time' && column.kind !== 'text')) return undefined
  const [row] = await table.query(`select max(${utc(column)}) as newest from ${table.from}`)
  return typeof row?.newest === 'string' ? row.newest : undefined
}
