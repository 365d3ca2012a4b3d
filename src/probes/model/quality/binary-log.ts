/** Reads a log of scores and two-class labels: how many rows count, and the scores of each class, sorted. */

import type { TableHandle } from '../../../model/handles.ts'
import { caveats, readRepeatedIds } from '../../log/caveats.ts'
import { columnOf, notANumber, numberOf } from '../../log/columns.ts'
import { rowsThatHave } from '../../log/rows-that-have.ts'
import { stopWhenTold } from '../../log/stop.ts'
import type { Why } from '../../log/telling.ts'
import { readTruth } from './labels.ts'
import type { Ranked } from './ranked.ts'

export type BinaryLog = {
  rows: number
  /** Rows with both score and label; undefined when it cannot be said which label is positive. */
  labelled_rows: number
  /** Undefined when there is nothing to rank; then `why` says so. */
  ranked: Ranked | undefined
  why: Why | undefined
  /** SQL of a row's score (DOUBLE or NULL) and of whether it is positive (NULL without a label). */
  sql: { score: string; truth: string } | undefined
  limits: string[]
}

export const noRows = (rows: number): Why => ['no_rows', rows === 0 ? 'the log has no rows' : 'no row has both a score and a label']

type Counts = { rows: number; scoreless: number; unreadable: number; labelled: number; unlabelled: number }

const readCounts = async (log: TableHandle, score: string, labelled: string, unreadable: string): Promise<Counts> => {
  const [row] = await log.query(
    `SELECT count(*) AS rows, count(*) FILTER (WHERE s IS NULL) AS scoreless, count(*) FILTER (WHERE u) AS unreadable,
       count(*) FILTER (WHERE s IS NOT NULL AND t) AS labelled, count(*) FILTER (WHERE NOT t) AS unlabelled
     FROM (SELECT ${score} AS s, ${labelled} AS t, ${unreadable} AS u FROM ${log.from})`,
  )
  const of = (name: string): number => Number(row?.[name] ?? 0)
  return {
    rows: of('rows'),
    scoreless: of('scoreless'),
    unreadable: of('unreadable'),
    labelled: of('labelled'),
    unlabelled: of('unlabelled'),
  }
}

/** Scores of one class, sorted. `where` narrows the rows further. */
const readClass = async (
  log: TableHandle,
  sql: { score: string; truth: string },
  positive: boolean,
  where: string,
): Promise<Float64Array> =>
  (
    await log.doubles(
      `SELECT s FROM (SELECT ${sql.score} AS s, ${sql.truth} AS t FROM ${log.from} WHERE ${where}) WHERE s IS NOT NULL AND t IS ${positive}`,
    )
  ).sort()

export const readRanked = async (log: TableHandle, sql: { score: string; truth: string }, where = 'true'): Promise<Ranked> => ({
  positives: await readClass(log, sql, true, where),
  negatives: await readClass(log, sql, false, where),
})

/** What a log says of its classes, without reading the scores out. */
export const readBinaryShape = async (log: TableHandle): Promise<BinaryLog> => {
  const score = numberOf(columnOf(log, 'score'))
  const truth = await readTruth(log, `(${score}) IS NOT NULL`)
  const counts = await readCounts(log, score, truth.labelled, notANumber(columnOf(log, 'score')))
  const limits = [
    ...caveats(log, await readRepeatedIds(log)),
    ...rowsThatHave(
      counts.scoreless,
      `no score (null, NaN, infinity or no number${counts.unreadable > 0 ? `; text in ${counts.unreadable} of them` : ''}); left out`,
    ),
    ...rowsThatHave(counts.unlabelled, 'no label; left out, which flatters if they are the hard ones'),
    ...truth.limits,
  ]
  const why = counts.labelled === 0 ? noRows(counts.rows) : truth.sql === undefined ? truth.why : undefined
  const sql = why === undefined && truth.sql !== undefined ? { score, truth: truth.sql } : undefined
  return { rows: counts.rows, labelled_rows: counts.labelled, ranked: undefined, why, sql, limits }
}

export const readBinaryLog = async (log: TableHandle, signal: AbortSignal): Promise<BinaryLog> => {
  const shape = await readBinaryShape(log)
  stopWhenTold(signal)
  if (shape.sql === undefined) return shape
  const ranked = await readRanked(log, shape.sql)
  stopWhenTold(signal)
  return { ...shape, ranked }
}
