/** Whether a model still ranks as well at the end of a log as at its beginning. */
import { z } from 'zod'
import type { Measured as MeasuredNumber, Row } from '../../model/fact.ts'
import type { Column, TableHandle } from '../../model/handles.ts'
import { found, probe } from '../../model/probe.ts'
import { type Auc, auc } from '../../stats/auc.ts'
import { twoSidedPoint } from '../../stats/proportion.ts'
import { columnOf } from '../log/columns.ts'
import { stopWhenTold } from '../log/stop.ts'
import { isFew } from '../log/stray.ts'
import { allUnknown, cells, Measured, measured, tell, type Why } from '../log/telling.ts'
import { inWeek, momentOf, readSpan, readTimeless, readWeeks } from '../log/times.ts'
import { readBinaryShape, readRanked } from './quality/binary-log.ts'
import { meanLoss, squaredError, worst } from './quality/losses.ts'
import { probabilities } from './quality/probabilities.ts'
import { type Ranked, size, together } from './quality/ranked.ts'

type Sql = { score: string; truth: string }

const area = (ranked: Ranked): Auc | undefined => {
  const { scores, positive } = together(ranked)
  return auc(scores, positive)
}

/** `areProbabilities` is decided over the whole log, so that a week's Brier score never depends on that week alone. */
const lineOf = (week: string, n: number, ranked: Ranked, areProbabilities: boolean): Row => {
  const ofWeek = area(ranked)
  const inside = areProbabilities ? probabilities(ranked).inside : undefined
  return cells({
    week,
    n,
    labelled: size(ranked),
    auc: ofWeek && measured(ofWeek),
    base_rate: size(ranked) === 0 ? undefined : ranked.positives.length / size(ranked),
    brier: inside && meanLoss(inside, squaredError, worst.squaredError)?.value,
  })
}

const readAreProbabilities = async (log: TableHandle, { score, truth }: Sql, rows: number): Promise<boolean> => {
  const [row] = await log.query(`SELECT count(*) AS n FROM ${log.from} WHERE (${score}) NOT BETWEEN 0 AND 1 AND (${truth}) IS NOT NULL`)
  return isFew(Number(row?.n), rows)
}

const readLines = async (log: TableHandle, sql: Sql, time: Column, areProbabilities: boolean, signal: AbortSignal): Promise<Row[]> => {
  const lines: Row[] = []
  for (const { week, n } of await readWeeks(log, time)) {
    stopWhenTold(signal)
    lines.push(lineOf(week, n, await readRanked(log, sql, inWeek(time, week)), areProbabilities))
  }
  return lines
}

/** Rows up to the quarter of the labelled rows, and past the third quarter; rows of one moment stay together. */
const readQuarters = async (log: TableHandle, sql: Sql, moment: string): Promise<{ first: Ranked; last: Ranked }> => {
  const labelled = `${moment} IS NOT NULL AND (${sql.score}) IS NOT NULL AND (${sql.truth}) IS NOT NULL`
  const [row] = await log.query(
    `SELECT CAST(quantile_disc(epoch_us(m), 0.25) AS VARCHAR) AS a, CAST(quantile_disc(epoch_us(m), 0.75) AS VARCHAR) AS b FROM (SELECT ${moment} AS m FROM ${log.from} WHERE ${labelled})`,
  )
  const none = { positives: new Float64Array(), negatives: new Float64Array() }
  if (typeof row?.a !== 'string' || typeof row.b !== 'string') return { first: none, last: none }
  return {
    first: await readRanked(log, sql, `epoch_us(${moment}) <= ${row.a}`),
    last: await readRanked(log, sql, `epoch_us(${moment}) > ${row.b}`),
  }
}

/** The two quarters share no rows, so their variances add. */
const fallOf = (first: Auc, last: Auc): MeasuredNumber => {
  const value = first.value - last.value
  const reach = twoSidedPoint(0.95) * Math.hypot(first.se, last.se)
  return { value, low: Math.max(-1, value - reach), high: Math.min(1, value + reach) }
}

const names = ['weeks', 'first', 'last', 'fall'] as const

export default probe({
  id: 'model.by-week',
  version: 1,
  title: 'Quality of a model by week',
  measures: 'How well scores rank the labels in each week of a log, and how far that fell from the first quarter of its rows to the last.',
  method: 'measured',
  needs: { predictions: { kinds: ['predictions'], with: ['score', 'label', 'time'] } },
  options: z.strictObject({}),
  facts: z.object({
    rows: z.number(),
    labelled_rows: z.number(),
    weeks: z.array(
      z.object({
        week: z.string(),
        n: z.number(),
        labelled: z.number(),
        auc: Measured.nullable(),
        base_rate: z.number().nullable(),
        brier: z.number().nullable(),
      }),
    ),
    first: Measured,
    last: Measured,
    fall: Measured,
  }),
  async collect({ predictions: log }, { signal }) {
    const time = columnOf(log, 'time')
    const moment = momentOf(time)
    const { rows, labelled_rows, sql, why, limits: said } = await readBinaryShape(log)
    const limits = [...said, ...(await readTimeless(log, time))]
    const until = (await readSpan(log))?.to
    const head = { rows, labelled_rows }
    if (sql === undefined) return found(head, { limits, until, unknown: allUnknown(names, why ?? ['no_rows', 'no row can be ranked']) })
    stopWhenTold(signal)
    const weeks = await readLines(log, sql, time, await readAreProbabilities(log, sql, labelled_rows), signal)
    const quarters = await readQuarters(log, sql, moment)
    const [first, last] = [area(quarters.first), area(quarters.last)]
    const oneClass = (which: string): Why => ['one_class', `the ${which} quarter of the labelled rows does not hold both classes`]
    const told = tell({
      ...head,
      weeks,
      first: first ? measured(first) : oneClass('first'),
      last: last ? measured(last) : oneClass('last'),
      fall: first && last ? fallOf(first, last) : oneClass(first ? 'last' : 'first'),
    })
    return found(told.facts, {
      unknown: told.unknown,
      until,
      limits: [...limits, 'weeks begin on Monday, UTC; fall is the AUC of the first quarter of the labelled rows minus that of the last'],
    })
  },
})
