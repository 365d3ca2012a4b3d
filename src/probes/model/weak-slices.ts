/** Groups of rows on which a model errs clearly more than on the others. */
import { z } from 'zod'
import type { Row } from '../../model/fact.ts'
import type { TableHandle } from '../../model/handles.ts'
import { found, probe } from '../../model/probe.ts'
import { readRepeatedIds } from '../log/caveats.ts'
import { columnOf, doubleLiteral, numberOf } from '../log/columns.ts'
import { allUnknown, cells, tell, type Why } from '../log/telling.ts'
import { readSpan } from '../log/times.ts'
import { noRows, readBinaryShape } from './quality/binary-log.ts'
import { readHash } from './quality/row-hash.ts'
import { readTask } from './quality/task.ts'
import { type Losses, readCodings, readSlices, readTotals } from './slices/read-slices.ts'
import { intervalOf, type Metric, meanOf } from './slices/tally.ts'
import { type Judged, margin, mostTelling, type Totals, tried, weakOnes } from './slices/weak.ts'

const names = ['slices', 'slices_tried', 'overall'] as const
const mostShown = 20

type Reading = { losses: Losses; limits: string[] } | Why

const readLosses = async (log: TableHandle): Promise<Reading> => {
  const task = await readTask(log)
  const hashed = await readHash(log)
  const times = log.rows / Math.max(1, log.rows - ((await readRepeatedIds(log)) ?? 0))
  if (task === 'classes') {
    const { sql, why, limits } = await readBinaryShape(log)
    if (sql === undefined) return why ?? noRows(log.rows)
    const threshold = doubleLiteral(log.roles.threshold ?? 0.5)
    const loss = `CASE WHEN (${sql.score}) IS NULL THEN NULL ELSE CAST((${sql.score} >= ${threshold}) <> ${sql.truth} AS DOUBLE) END`
    return { losses: { loss, metric: 'error_share', largest: 1, times, hashed }, limits }
  }
  if (task !== 'numbers') return task
  const loss = `abs(${numberOf(columnOf(log, 'score'))} - ${numberOf(columnOf(log, 'label'))})`
  const [row] = await log.query(`SELECT max(l) AS largest FROM (SELECT ${loss} AS l FROM ${log.from})`)
  return typeof row?.largest === 'number'
    ? { losses: { loss, metric: 'mae', largest: row.largest, times, hashed }, limits: [] }
    : noRows(log.rows)
}

const isWhy = (reading: Reading): reading is Why => Array.isArray(reading)

const lineOf = (slice: Judged, totals: Totals, metric: Metric): Row =>
  cells({
    slice: slice.name,
    rows: slice.rows,
    metric,
    ...intervalOf(slice.shown, metric),
    p_adjusted: slice.p_adjusted,
    overall: meanOf(totals.shown),
  })

export default probe({
  id: 'model.weak-slices',
  version: 1,
  title: 'Groups of rows where the model is weak',
  measures:
    'Groups of one or two columns whose errors are clearly larger than those of the other rows, found on one half of the log and shown on the other.',
  method: 'measured',
  needs: { predictions: { kinds: ['predictions'], with: ['score', 'label'] } },
  options: z.strictObject({}),
  facts: z.object({
    rows: z.number(),
    slices: z.array(
      z.object({
        slice: z.string(),
        rows: z.number(),
        metric: z.string(),
        value: z.number(),
        low: z.number(),
        high: z.number(),
        p_adjusted: z.number(),
        overall: z.number(),
      }),
    ),
    slices_tried: z.number(),
    overall: z.number(),
  }),
  async collect({ predictions: log }, { signal }) {
    const reading = await readLosses(log)
    const until = (await readSpan(log))?.to
    const rows = log.rows
    if (isWhy(reading)) return found({ rows }, { unknown: allUnknown(names, reading), until })
    const { losses } = reading
    const { metric } = losses
    const totals = await readTotals(log, losses)
    const counted = totals.found.n + totals.shown.n
    const enough = Math.max(50, Math.ceil(counted / 100))
    const { codings, limits } = await readCodings(log, enough, signal)
    const candidates = tried(await readSlices(log, codings, losses, signal), totals, enough)
    const weak = mostTelling(weakOnes(candidates, totals, metric), totals, metric)
    const none: Why =
      codings.length === 0 && counted >= enough
        ? ['no_role', 'no column makes groups of rows; declare `features: [column, …]`']
        : ['too_small', `no group has ${enough} rows in all and 20 in each half (${counted} rows count)`]
    const told = tell({
      rows,
      slices: candidates.length === 0 ? none : weak.slice(0, mostShown).map((slice) => lineOf(slice, totals, metric)),
      slices_tried: candidates.length,
      overall: counted === 0 ? noRows(rows) : meanOf({ n: counted, sum: totals.found.sum + totals.shown.sum, squares: 0 }),
    })
    return found(told.facts, {
      unknown: told.unknown,
      until,
      limits: [
        ...reading.limits,
        ...limits,
        ...(losses.times > 1 ? ['rows that repeat an id count once in intervals and p values'] : []),
        ...(weak.length > mostShown ? [`only the first ${mostShown} of ${weak.length} weak slices are listed`] : []),
        `weak: at least ${Math.round((margin - 1) * 100)} % worse than all rows, beyond chance on both halves (split by a hash of ${losses.hashed.by}) and, on the second, after correction over all slices tried`,
        `groups of fewer than ${enough} rows were not looked at; value, low and high are of the second half; a slice that another explains is left out`,
      ],
    })
  },
})
