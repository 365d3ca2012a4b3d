/** Numbers of a log for each week that it spans. */
import type { Row } from '../../model/fact.ts'
import type { TableHandle } from '../../model/handles.ts'
import { columnIfDeclared } from '../model/log/columns.ts'
import { momentOf, weekOf } from '../model/log/times.ts'

/** One record a week (`week`, `n` and what is asked for), oldest first, over the rows that `where` keeps; undefined without times. */
export const readByWeek = async (log: TableHandle, where: string, wanted: string[]): Promise<Row[] | undefined> => {
  const time = columnIfDeclared(log, 'time')
  if (time === undefined || time.kind !== 'time') return undefined
  const moment = momentOf(time)
  return log.query(
    `SELECT ${[`${weekOf(moment)} AS week`, 'count(*) AS n', ...wanted].join(', ')} FROM ${log.from} WHERE ${where} AND ${moment} IS NOT NULL GROUP BY week ORDER BY week`,
  )
}
