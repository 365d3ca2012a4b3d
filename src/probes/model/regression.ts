/** How far predicted numbers lie from the labels that came. */

import { z } from 'zod'
import type { Measured as MeasuredNumber } from '../../model/fact.ts'
import type { TableHandle } from '../../model/handles.ts'
import { found, probe } from '../../model/probe.ts'
import { meanInterval } from '../../stats/mean.ts'
import { momentsOf, sumOf } from '../../stats/moments.ts'
import { caveats, readRepeatedIds } from '../log/caveats.ts'
import { columnOf, notANumber, numberOf } from '../log/columns.ts'
import { rowsThatHave } from '../log/rows-that-have.ts'
import { stopWhenTold } from '../log/stop.ts'
import { allUnknown, Measured, tell, type Why } from '../log/telling.ts'
import { readSpan } from '../log/times.ts'
import { noRows } from './quality/binary-log.ts'

const oneRow: Why = ['too_small', 'one row has no interval; two rows or more are needed']

const intervalOf = (values: Float64Array, of: (error: number) => number): MeasuredNumber | undefined => {
  const moments = momentsOf(values.length, (index) => of(values[index] as number))
  return moments?.sd === undefined ? undefined : meanInterval({ n: moments.n, mean: moments.mean, sd: moments.sd })
}

const rootOf = ({ value, low, high }: MeasuredNumber): MeasuredNumber => ({
  value: Math.sqrt(value),
  low: Math.sqrt(Math.max(0, low)),
  high: Math.sqrt(high),
})

const notBelowZero = (it: MeasuredNumber): MeasuredNumber => ({ ...it, low: Math.max(0, it.low) })

/** 1 − Σ error² / Σ (label − mean label)². */
const explained = (errors: Float64Array, labels: Float64Array): number | Why => {
  const mean = momentsOf(labels.length, (index) => labels[index] as number)?.mean ?? Number.NaN
  const total = sumOf(labels.length, (index) => ((labels[index] as number) - mean) ** 2)
  if (labels[0] === labels.at(-1)) return ['undefined', 'every label is the same']
  return 1 - sumOf(errors.length, (index) => (errors[index] as number) ** 2) / total
}

const readCounts = async (log: TableHandle): Promise<{ rows: number; n: number; limits: string[] }> => {
  const [score, label] = [columnOf(log, 'score'), columnOf(log, 'label')]
  const [row] = await log.query(
    `SELECT count(*) AS rows, count(*) FILTER (WHERE p IS NULL) AS scoreless, count(*) FILTER (WHERE y IS NULL) AS unlabelled,
       count(*) FILTER (WHERE p IS NOT NULL AND y IS NOT NULL) AS n, count(*) FILTER (WHERE t) AS text
     FROM (SELECT ${numberOf(score)} AS p, ${numberOf(label)} AS y, ${notANumber(score)} OR ${notANumber(label)} AS t FROM ${log.from})`,
  )
  const of = (name: string): number => Number(row?.[name] ?? 0)
  return {
    rows: of('rows'),
    n: of('n'),
    limits: [
      ...rowsThatHave(of('scoreless'), 'no predicted number (null, NaN or infinity); left out'),
      ...rowsThatHave(of('unlabelled'), 'no label (null, NaN or infinity); left out, which flatters if they are the hard ones'),
      ...rowsThatHave(of('text'), 'text that is no number, which counts as missing'),
    ],
  }
}

/** Errors and labels of the rows that have both, each sorted so that sums come out the same in every run. */
const readErrors = async (log: TableHandle, signal: AbortSignal): Promise<{ errors: Float64Array; labels: Float64Array }> => {
  const pairs = `(SELECT ${numberOf(columnOf(log, 'score'))} AS p, ${numberOf(columnOf(log, 'label'))} AS y FROM ${log.from})`
  const errors = (await log.doubles(`SELECT p - y FROM ${pairs} WHERE p IS NOT NULL AND y IS NOT NULL`)).sort()
  stopWhenTold(signal)
  const labels = (await log.doubles(`SELECT y FROM ${pairs} WHERE p IS NOT NULL AND y IS NOT NULL`)).sort()
  return { errors, labels }
}

export default probe({
  id: 'model.regression',
  version: 1,
  title: 'Quality of predicted numbers on a log',
  measures: 'How far the predicted numbers of a log lie from the labels, and to which side.',
  method: 'measured',
  needs: { predictions: { kinds: ['predictions'], with: ['score', 'label'] } },
  options: z.strictObject({}),
  facts: z.object({ rows: z.number(), n: z.number(), mae: Measured, rmse: Measured, bias: Measured, r2: z.number() }),
  async collect({ predictions: log }, { signal }) {
    const { rows, n, limits } = await readCounts(log)
    const until = (await readSpan(log))?.to
    const all = [...caveats(log, await readRepeatedIds(log)), ...limits]
    if (n === 0) return found({ rows, n }, { limits: all, until, unknown: allUnknown(['mae', 'rmse', 'bias', 'r2'], noRows(rows)) })
    stopWhenTold(signal)
    const { errors, labels } = await readErrors(log, signal)
    const mae = intervalOf(errors, Math.abs)
    const mse = intervalOf(errors, (error) => error ** 2)
    const told = tell({
      rows,
      n,
      mae: mae ? notBelowZero(mae) : oneRow,
      rmse: mse ? rootOf(mse) : oneRow,
      bias: intervalOf(errors, (error) => error) ?? oneRow,
      r2: explained(errors, labels),
    })
    if (n > 1 && errors[0] === errors.at(-1))
      all.push('every error is the same, so the intervals have no width; they say nothing of rows unlike these')
    return found(told.facts, { unknown: told.unknown, until, limits: [...all, 'bias is prediction minus label'] })
  },
})
