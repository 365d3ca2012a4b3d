/** How long predictions took, from the times that a log records. */

import { z } from 'zod'
import type { Measured as MeasuredNumber } from '../../model/fact.ts'
import type { TableHandle } from '../../model/handles.ts'
import { found, probe } from '../../model/probe.ts'
import { meanInterval } from '../../stats/mean.ts'
import { momentsOf } from '../../stats/moments.ts'
import { quantile, quantileInterval, quantileRowsNeeded } from '../../stats/quantile.ts'
import { firstAbove } from '../../stats/sorted.ts'
import { readRepeatedIds, repeatedSaid } from '../log/caveats.ts'
import { columnOf, numberOf } from '../log/columns.ts'
import { rowsThatHave } from '../log/rows-that-have.ts'
import { stopWhenTold } from '../log/stop.ts'
import { allUnknown, cells, Measured, measured, tell, type Why } from '../log/telling.ts'
import { readSpan } from '../log/times.ts'
import { readByWeek } from './by-week.ts'

const quantiles = { p50_ms: 0.5, p95_ms: 0.95, p99_ms: 0.99 } as const

const readCounts = async (log: TableHandle, value: string) => {
  const [row] = await log.query(
    `SELECT count(*) AS rows, count(*) FILTER (WHERE v IS NULL) AS missing, count(*) FILTER (WHERE v < 0) AS negative FROM (SELECT ${value} AS v FROM ${log.from})`,
  )
  return { rows: Number(row?.rows), missing: Number(row?.missing), negative: Number(row?.negative) }
}

const meanOf = (sorted: Float64Array): MeasuredNumber | undefined => {
  const moments = momentsOf(sorted.length, (index) => sorted[index] as number)
  if (moments?.sd === undefined) return undefined
  const interval = meanInterval({ n: moments.n, mean: moments.mean, sd: moments.sd })
  return interval && { ...interval, low: Math.max(0, interval.low) }
}

/** Quantiles whose intervals lack rows: there an end is only the smallest or largest value seen. */
const thin = (n: number): [string, number][] => Object.entries(quantiles).filter(([, p]) => n > 0 && n < quantileRowsNeeded(p))

const thinSaid = (n: number): string[] =>
  thin(n).map(
    ([name, p]) =>
      `${name}: ${n} rows are too few to bound it on both sides (${quantileRowsNeeded(p)} would do), so an end is the extreme seen`,
  )

/** A failure that is logged as 0 ms makes a service look faster than it is. */
const zerosSaid = (sorted: Float64Array, zeros: number): string[] =>
  zeros === 0
    ? []
    : [
        zeros === sorted.length
          ? 'every row that has a time took exactly 0 ms, which no service does'
          : `${rowsThatHave(zeros, 'exactly 0 ms')}, which may stand for failures; without them p95_ms is ${quantile(sorted.subarray(zeros), 0.95)}`,
      ]

export default probe({
  id: 'serving.latency',
  version: 2,
  title: 'Time that a prediction takes',
  measures: 'Mean and quantiles of the milliseconds that predictions took, over the whole log and by week.',
  method: 'measured',
  needs: { predictions: { kinds: ['predictions'], with: ['latency_ms'] } },
  options: z.strictObject({}),
  facts: z.object({
    rows: z.number(),
    n: z.number(),
    negative_rows: z.number(),
    zero_rows: z.number(),
    from: z.string(),
    to: z.string(),
    mean_ms: Measured,
    p50_ms: Measured,
    p95_ms: Measured,
    p99_ms: Measured,
    by_week: z.array(z.object({ week: z.string(), n: z.number(), p50_ms: z.number(), p95_ms: z.number() })),
  }),
  async collect({ predictions: log }, { signal }) {
    const value = numberOf(columnOf(log, 'latency_ms'))
    const counts = await readCounts(log, value)
    stopWhenTold(signal)
    const kept = `(${value}) >= 0`
    const sorted = (await log.doubles(`SELECT ${value} AS v FROM ${log.from} WHERE ${kept}`)).sort()
    stopWhenTold(signal)
    const span = await readSpan(log, kept)
    const noSpan: Why =
      log.roles.time === undefined
        ? ['no_role', 'no time column is declared (`time:`)']
        : ['no_rows', 'no row with a latency has a readable time']
    const noRows: Why = ['no_rows', 'no row has a latency']
    const weeks = await readByWeek(log, kept, [`quantile_cont(${value}, 0.5) AS p50_ms`, `quantile_cont(${value}, 0.95) AS p95_ms`])
    const zeros = firstAbove(sorted, 0)
    const told = tell({
      rows: counts.rows,
      n: sorted.length,
      negative_rows: counts.negative,
      zero_rows: zeros,
      from: span?.from ?? noSpan,
      to: span?.to ?? noSpan,
      mean_ms: meanOf(sorted) ?? (sorted.length === 0 ? noRows : ['too_small', 'one row has no interval; two rows or more are needed']),
      by_week: weeks?.map(cells) ?? noSpan,
      ...(sorted.length === 0 ? allUnknown(Object.keys(quantiles), noRows) : {}),
    })
    for (const [name, p] of Object.entries(quantiles)) {
      const interval = quantileInterval(sorted, p)
      if (interval !== undefined) told.facts[name] = measured(interval)
    }
    return found(told.facts, {
      unknown: told.unknown,
      unbounded: Object.fromEntries(thin(sorted.length).map(([name, p]) => [name, p > 0.5 ? ('above' as const) : ('both' as const)])),
      until: (await readSpan(log))?.to,
      limits: [
        ...repeatedSaid(await readRepeatedIds(log)),
        ...rowsThatHave(counts.missing, 'no latency (null, NaN, infinity or no number); left out'),
        ...rowsThatHave(counts.negative, 'a negative latency; left out'),
        ...zerosSaid(sorted, zeros),
        ...thinSaid(sorted.length),
        'quantiles of type 7 with intervals from order statistics, rows taken to be independent; requests that never got an answer are in no log',
      ],
    })
  },
})
