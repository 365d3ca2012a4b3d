/** What predictions cost, from the dollars that a log records. */

import { z } from 'zod'
import type { TableHandle } from '../../model/handles.ts'
import { found, probe } from '../../model/probe.ts'
import { sumOf } from '../../stats/moments.ts'
import { firstAtLeast } from '../../stats/sorted.ts'
import { readRepeatedIds, repeatedSaid } from '../log/caveats.ts'
import { columnOf, numberOf } from '../log/columns.ts'
import { rowsThatHave } from '../log/rows-that-have.ts'
import { stopWhenTold } from '../log/stop.ts'
import { tell, type Why } from '../log/telling.ts'
import { readSpan } from '../log/times.ts'
import { readByWeek } from './by-week.ts'

const readRows = async (log: TableHandle): Promise<number> => Number((await log.query(`SELECT count(*) AS n FROM ${log.from}`))[0]?.n ?? 0)

/** Weekly sums in steps of 2^-50 of the largest cost, added as whole numbers, so that they come out the same in every run. */
const weekly = async (log: TableHandle, value: string, largest: number) => {
  const step = 2 ** (Math.ceil(Math.log2(largest || 1)) - 50)
  const weeks = await readByWeek(log, `(${value}) IS NOT NULL`, [
    `CAST(sum(CAST(${value} / CAST('${step}' AS DOUBLE) AS HUGEINT)) AS VARCHAR) AS steps`,
  ])
  return weeks?.map(({ week, n, steps }) => {
    const total = Number(steps) * step
    return { week: String(week), n: Number(n), mean_usd: total / Number(n), total_usd: total }
  })
}

export default probe({
  id: 'serving.cost',
  version: 1,
  title: 'Cost of predictions',
  measures: 'Mean and total of the dollars that predictions cost, over the whole log and by week.',
  method: 'measured',
  needs: { predictions: { kinds: ['predictions'], with: ['cost_usd'] } },
  options: z.strictObject({}),
  facts: z.object({
    rows: z.number(),
    n: z.number(),
    mean_usd: z.number(),
    total_usd: z.number(),
    by_week: z.array(z.object({ week: z.string(), n: z.number(), mean_usd: z.number(), total_usd: z.number() })),
  }),
  async collect({ predictions: log }, { signal }) {
    const value = numberOf(columnOf(log, 'cost_usd'))
    const rows = await readRows(log)
    stopWhenTold(signal)
    const sorted = (await log.doubles(`SELECT ${value} AS v FROM ${log.from} WHERE (${value}) IS NOT NULL`)).sort()
    stopWhenTold(signal)
    const n = sorted.length
    const total = sumOf(n, (index) => sorted[index] as number)
    const largest = Math.max(Math.abs(sorted[0] ?? 0), Math.abs(sorted.at(-1) ?? 0))
    const noRows: Why = ['no_rows', 'no row has a cost']
    const noWeeks: Why = ['no_role', 'no column with times is declared (`time:`)']
    const told = tell({
      rows,
      n,
      mean_usd: n === 0 ? noRows : total / n,
      total_usd: n === 0 ? noRows : total,
      by_week: (await weekly(log, value, largest)) ?? noWeeks,
    })
    return found(told.facts, {
      unknown: told.unknown,
      until: (await readSpan(log))?.to,
      limits: [
        ...repeatedSaid(await readRepeatedIds(log)),
        ...rowsThatHave(rows - n, 'no cost (null, NaN, infinity or no number); left out of mean and total'),
        ...rowsThatHave(firstAtLeast(sorted, 0), 'a negative cost; counted as it stands'),
      ],
    })
  },
})
