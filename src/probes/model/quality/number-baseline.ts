/** What predicted numbers gain over the median of the labels, or over the value that the same entity had before. */
import type { TableHandle } from '../../../model/handles.ts'
import { sayNumber } from '../../../model/say.ts'
import { columnSql, missing } from '../../../model/sql.ts'
import { momentsOf, sumOf } from '../../../stats/moments.ts'
import { quantile } from '../../../stats/quantile.ts'
import { columnIfDeclared, columnOf, doubleLiteral, numberOf } from '../../log/columns.ts'
import { stopWhenTold } from '../../log/stop.ts'
import { allUnknown, type Why } from '../../log/telling.ts'
import { momentOf } from '../../log/times.ts'
import { noRows } from './binary-log.ts'
import { type Gain, gainNames } from './class-baseline.ts'
import { pairedGain, relative } from './paired.ts'

const oneRow: Why = ['too_small', 'one row has no interval; two rows or more are needed']

/** Absolute errors of a constant or of a rule (`b`), beside those of the model, over the rows of `pairs` (p, y, b). */
const readGain = async (log: TableHandle, pairs: string) => {
  const differences = (await log.doubles(`SELECT abs(y - b) - abs(y - p) FROM ${pairs}`)).sort()
  const model = (await log.doubles(`SELECT abs(y - p) FROM ${pairs}`)).sort()
  const n = model.length
  const moments = momentsOf(n, (index) => differences[index] as number)
  const model_value = sumOf(n, (index) => model[index] as number) / n
  return { n, gain: pairedGain(moments), model_value, baseline_value: (moments?.mean ?? 0) + model_value }
}

/** Rows whose entity had a label before, with that label as `b`; undefined without time and entity. */
const previousPairs = (log: TableHandle, both: string): string | undefined => {
  const [time, entity] = [columnIfDeclared(log, 'time'), columnIfDeclared(log, 'entity')]
  if (time === undefined || entity === undefined || time.kind !== 'time') return undefined
  const rows = `SELECT ${numberOf(columnOf(log, 'score'))} AS p, ${numberOf(columnOf(log, 'label'))} AS y, ${columnSql(entity)} AS e, ${momentOf(time)} AS m FROM ${log.from} WHERE NOT ${missing(entity)}`
  return `(SELECT p, y, b FROM (SELECT p, y, lag(y) OVER (PARTITION BY e ORDER BY m, y, p) AS b FROM (${rows}) WHERE ${both} AND m IS NOT NULL) WHERE b IS NOT NULL)`
}

export const numberGain = async (log: TableHandle, signal: AbortSignal): Promise<Gain> => {
  const both = 'p IS NOT NULL AND y IS NOT NULL'
  const pairs = `(SELECT ${numberOf(columnOf(log, 'score'))} AS p, ${numberOf(columnOf(log, 'label'))} AS y FROM ${log.from})`
  const labels = (await log.doubles(`SELECT y FROM ${pairs} WHERE ${both}`)).sort()
  if (labels.length === 0) return { facts: { labelled_rows: 0, ...allUnknown(gainNames, noRows(log.rows)) }, limits: [] }
  stopWhenTold(signal)
  const median = quantile(labels, 0.5)
  const ofMedian = await readGain(log, `(SELECT p, y, ${doubleLiteral(median)} AS b FROM ${pairs} WHERE ${both})`)
  stopWhenTold(signal)
  const previous = previousPairs(log, both)
  const ofPrevious = previous === undefined ? undefined : await readGain(log, previous)
  // A rule that speaks of few rows is no baseline for the log.
  const rule = ofPrevious !== undefined && ofPrevious.n >= 2 && ofPrevious.n >= labels.length / 2 ? ofPrevious : undefined
  const best = rule !== undefined && rule.baseline_value < ofMedian.baseline_value ? rule : ofMedian
  const gain = best.gain
  return {
    facts: {
      labelled_rows: labels.length,
      baseline:
        best === rule ? `the value that the same "${log.roles.entity}" had before` : `always the median label, ${sayNumber(median)}`,
      metric: 'mae',
      gain: gain ?? oneRow,
      relative_gain:
        gain === undefined
          ? oneRow
          : best.baseline_value === 0
            ? ['undefined', 'the baseline makes no error at all']
            : relative(gain, best.baseline_value),
      model_value: best.model_value,
      baseline_value: best.baseline_value,
    },
    limits: [
      "gain is the baseline's mean absolute error minus the model's, row by row; the median is that of the log itself, which favours the baseline a little",
      ...(best === rule
        ? [`the value before is known for ${best.n} of ${labels.length} rows; it is a fair rule only if the label was known by then`]
        : []),
    ],
  }
}
