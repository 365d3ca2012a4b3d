/** Numbers of a log for each week that it spans. */
import type { Row } from '../../model/fact.ts'
import type { TableHandle } from '../../model/handles.ts'
import { columnIfDeclared } from '../log/columns.ts'
import { asDay, momentOf, mondayOf } from '../log/times.ts'

/** One record a week (`week`, `n` and what is asked for as `<sql> AS <name>`), oldest first, over the rows that `where` keeps; undefined without times. */
export const readByWeek = async (log: TableHandle, where: string, wanted: string[]): Promise<Row[] | undefined> => {
  const time = columnIfDeclared(log, 'time')
  if (time === undefined || time.kind !== 'time') return undefined
  const names = wanted.map((it) => it.slice(it.lastIndexOf(' ') + 1))
  return log.query(
    `SELECT ${[`${asDay('w')} AS week`, 'n', ...names].join(', ')} FROM
       (SELECT ${[`${mondayOf(momentOf(time))} AS w`, 'count(*) AS n', ...wanted].join(', ')} FROM ${log.from} WHERE ${where} GROUP BY ALL)
     WHERE w IS NOT NULL ORDER BY w`,
  )
}
