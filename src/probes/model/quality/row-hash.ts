/** Splits a log's rows by a hash that is the same on every machine: rows of one id, or of one entity, stay together. */
import type { TableHandle } from '../../../model/handles.ts'
import { canonicalText, missing } from '../../../model/sql.ts'
import { columnIfDeclared } from '../../log/columns.ts'

/** `from`: SQL to put behind FROM; `hash`: SQL of 32 hexadecimal digits for each of its rows; `by`: what was hashed. */
export type Hashed = { from: string; hash: string; by: string }

/** Row numbers keep the engine to one thread, so they are only there for rows that have no id. */
export const readHash = async (log: TableHandle): Promise<Hashed> => {
  const column = columnIfDeclared(log, 'entity') ?? columnIfDeclared(log, 'id')
  const lacking =
    column === undefined ? undefined : (await log.query(`SELECT count(*) AS n FROM ${log.from} WHERE ${missing(column)}`))[0]?.n
  if (column !== undefined && Number(lacking) === 0)
    return { from: log.from, hash: `md5(${canonicalText(column)})`, by: `"${column.name}"` }
  const names = log.columns.map((it) => it.name.toLowerCase())
  let row = 'row_of_log'
  while (names.includes(row)) row += '_'
  const from = `(SELECT *, row_number() OVER () AS ${row} FROM ${log.from})`
  const number = `CAST(${row} AS VARCHAR)`
  if (column === undefined) return { from, hash: `md5(${number})`, by: 'row number' }
  return {
    from,
    hash: `md5(CASE WHEN ${missing(column)} THEN ${number} ELSE ${canonicalText(column)} END)`,
    by: `"${column.name}", or row number where it is missing`,
  }
}

/** SQL boolean: about half of the hashes. */
export const firstHalf = (hash: string): string => `(${hash} < '8')`

/** SQL integer 0…3, about a quarter of the hashes each. */
export const foldOf = (hash: string): string => `((strpos('0123456789abcdef', ${hash}[1]) - 1) % 4)`
