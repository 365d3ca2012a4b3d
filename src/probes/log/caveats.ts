/** What a reader must know of a log before trusting a number from it: repeated ids, rows that hang together, weights, gaps. */
import type { TableHandle } from '../../model/handles.ts'
import { sameValue } from '../../model/sql.ts'
import { columnIfDeclared } from './columns.ts'
import { rowsThatHave } from './rows-that-have.ts'

/** Rows whose id stands in an earlier row already; undefined when no id is declared. */
export const readRepeatedIds = async (log: TableHandle): Promise<number | undefined> => {
  const id = columnIfDeclared(log, 'id')
  if (id === undefined) return undefined
  const [row] = await log.query(`SELECT count(k) - count(DISTINCT k) AS n FROM (SELECT ${sameValue(id)} AS k FROM ${log.from})`)
  return Number(row?.n ?? 0)
}

export const repeatedSaid = (repeated: number | undefined): string[] =>
  rowsThatHave(repeated ?? 0, 'the id of another row and count as rows; if they are copies, sums are too large and intervals too narrow')

/** `repeated` as `readRepeatedIds` gave it. */
export const caveats = (log: TableHandle, repeated: number | undefined): string[] => {
  const limits = repeatedSaid(repeated)
  if (log.roles.entity !== undefined)
    limits.push(`intervals take rows to be independent, though rows of one "${log.roles.entity}" may hang together`)
  if (log.roles.weight !== undefined) limits.push(`the weights in "${log.roles.weight}" are not used; every row counts once`)
  return limits
}
