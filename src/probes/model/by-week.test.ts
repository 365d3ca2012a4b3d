import { afterAll, beforeAll, expect, it } from 'vitest'
import { folder } from '../../collect/sources/tables/testing/folder.ts'
import type { Measured, Row } from '../../model/fact.ts'
import type { Roles } from '../../model/handles.ts'
import byWeek from './by-week.ts'
import { foundIn, type Logs, openLogs } from './testing/open-log.ts'

let logs: Logs
beforeAll(async () => {
  logs = openLogs(await folder())
})
afterAll(() => logs.close())

const measure = async (select: string, roles: Roles = {}) =>
  foundIn(
    await byWeek.collect(
      { predictions: await logs.open(select, { score: 's', label: 'y', time: 'moment', ...roles }) },
      { options: {}, signal: new AbortController().signal },
    ),
  )

/** Eight weeks of 1,000 rows; `noise` is SQL of the chance, by week w, that a label is drawn without regard to the score. */
const eight = (noise: string): string =>
  `SELECT s, CASE WHEN u < ${noise} THEN v < 0.5 ELSE v < s END AS y, TIMESTAMP '2026-05-04' + INTERVAL (7 * w) DAY + INTERVAL (i) MINUTE AS moment FROM
   (SELECT i, w, ((i * 7919 + w * 31) % 10007) / 10007.0 AS s, ((i * 104729 + w * 17) % 10009) / 10009.0 AS u, ((i * 1299709 + w * 7) % 10037) / 10037.0 AS v
    FROM range(1000) r(i), range(8) q(w))`

it('gives each week its AUC, and no fall where there is none', async () => {
  const { facts } = await measure(eight('0'))
  const lines = facts.weeks as Row[]
  expect(lines.map((it) => it.week)).toEqual(
    ['05-04', '05-11', '05-18', '05-25', '06-01', '06-08', '06-15', '06-22'].map((day) => `2026-${day}`),
  )
  for (const line of lines) {
    expect(line).toMatchObject({ n: 1000, labelled: 1000 })
    expect((line.auc as Measured).value).toBeCloseTo(5 / 6, 1)
    expect(line.brier as number).toBeCloseTo(1 / 6, 1)
  }
  const fall = facts.fall as Measured
  expect(fall.low).toBeLessThan(0)
  expect(fall.high).toBeGreaterThan(0)
})

it('tells a fall from the first quarter to the last', async () => {
  const { facts } = await measure(eight('w / 8.0'))
  const fall = facts.fall as Measured
  expect(fall.low).toBeGreaterThan(0.1)
  expect(fall.value).toBeCloseTo((facts.first as Measured).value - (facts.last as Measured).value, 14)
})

it('a week whose labels have not come counts its rows and claims nothing', async () => {
  const { facts, limits, until } = await measure(
    `SELECT s, CASE WHEN moment < TIMESTAMP '2026-06-22' THEN y END AS y, moment FROM (${eight('0')})`,
  )
  expect((facts.weeks as Row[]).at(-1)).toEqual({ week: '2026-06-22', n: 1000, labelled: 0, auc: null, base_rate: null, brier: null })
  expect(limits.join()).toContain('1000 rows have no label')
  expect(until).toMatch(/^2026-06-22T16:39/)
})

it('keeps rows of one moment together: a log of one day has no last quarter', async () => {
  const { unknown } = await measure("SELECT i / 100.0 AS s, i % 2 AS y, DATE '2026-05-04' AS moment FROM range(100) t(i)")
  expect(unknown).toEqual({ last: 'one_class', fall: 'one_class' })
})

it('no rows, no times, one class', async () => {
  expect((await measure("SELECT 0.5 AS s, 1 AS y, DATE '2026-05-04' AS moment WHERE false")).unknown).toMatchObject({
    weeks: 'no_rows',
    fall: 'no_rows',
  })
  expect((await measure('SELECT 0.5 AS s, 1 AS y, NULL::DATE AS moment')).unknown.fall).toBe('one_class')
  const one = await measure("SELECT i / 10.0 AS s, 0 AS y, DATE '2026-05-04' + i::INT AS moment FROM range(10) t(i)")
  expect(one.unknown.fall).toBe('one_class')
  expect((one.facts.weeks as Row[])[0]).toMatchObject({ auc: null, base_rate: 0 })
})
