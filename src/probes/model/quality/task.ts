/** Tells whether a log's labels are two classes or numbers. */
import type { TableHandle } from '../../../model/handles.ts'
import { columnOf, numberOf } from '../../log/columns.ts'
import type { Why } from '../../log/telling.ts'

/** Labels with at most this many whole values, beside scores within 0–1, are names of classes and not amounts. */
const fewValues = 20

export type Task = 'classes' | 'numbers' | Why

export const readTask = async (log: TableHandle): Promise<Task> => {
  const label = columnOf(log, 'label')
  if (label.kind !== 'number' || log.roles.positive !== undefined) return 'classes'
  const [row] = await log.query(
    `SELECT count(DISTINCT y) AS values, bool_and(y IN (0, 1)) OR bool_and(y IN (-1, 1)) AS binary, bool_and(y = floor(y)) AS whole,
       max(y) > 1 AND bool_and(s BETWEEN 0 AND 1) AS unlike
     FROM (SELECT ${numberOf(label)} AS y, ${numberOf(columnOf(log, 'score'))} AS s FROM ${log.from}) WHERE y IS NOT NULL AND s IS NOT NULL`,
  )
  const values = Number(row?.values ?? 0)
  if (values === 0 || row?.binary === true) return 'classes'
  if (values > fewValues || row?.whole !== true || row.unlike !== true) return 'numbers'
  return values === 2
    ? 'classes'
    : ['undefined', `the label "${label.name}" looks like ${values} classes; say which is positive: \`positive: <label>\``]
}
