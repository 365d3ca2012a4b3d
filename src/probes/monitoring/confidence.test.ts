import { afterAll, beforeAll, expect, it } from 'vitest'
import { folder } from '../../collect/sources/tables/testing/folder.ts'
import type { Row } from '../../model/fact.ts'
import type { Roles } from '../../model/handles.ts'
import { foundIn, type Logs, openLogs } from '../model/testing/open-log.ts'
import confidence from './confidence.ts'

let logs: Logs
beforeAll(async () => {
  logs = openLogs(await folder())
})
afterAll(() => logs.close())

const measure = async (select: string, roles: Roles = {}) =>
  foundIn(
    await confidence.collect(
      { predictions: await logs.open(select, { score: 's', time: 'moment', ...roles }) },
      { options: {}, signal: new AbortController().signal },
    ),
  )

/** Four weeks of 500 rows, scores even on 0–1 but for `shift`, SQL that may look at the week `w`. */
const weeks = (shift: string): string =>
  `SELECT least(1, greatest(0, ((i * 7919) % 10007) / 10007.0 + ${shift})) AS s, TIMESTAMP '2026-05-04' + INTERVAL (7 * w) DAY + INTERVAL (i) MINUTE AS moment
   FROM (SELECT r.i + 500 * w AS i, w FROM range(500) r(i), range(4) v(w))`

it('works out each week by hand', async () => {
  const { facts, until } = await measure(
    "SELECT * FROM (VALUES (0.9, '2026-05-10T23:59:59Z'), (0.2, '2026-05-04'), (0.5, '2026-05-11'), (NULL, '2026-05-12'), (0.3, NULL)) t(s, moment)",
  )
  const [first, second] = facts.weeks as Row[]
  expect(first).toMatchObject({
    week: '2026-05-04',
    n: 2,
    predicted_positive_share: 0.5,
    mean_confidence: { value: expect.closeTo(0.85, 14) },
  })
  expect(first?.mean_score).toBeCloseTo(0.55, 14)
  expect(second).toEqual({ week: '2026-05-11', n: 1, mean_score: 0.5, mean_confidence: null, predicted_positive_share: 1 })
  expect(facts).toMatchObject({ rows: 5, n: 3 })
  expect(until).toBe('2026-05-12T00:00:00.000Z')
})

it('sees no shift in even weeks, and one in the week that has it', async () => {
  const even = await measure(weeks('0'))
  expect(even.facts).toMatchObject({ shifted_weeks: 0, reference_week: '2026-05-04' })
  const shifted = await measure(weeks('CASE WHEN w = 3 THEN 0.2 ELSE 0 END'))
  const lines = shifted.facts.shift as Row[]
  expect(lines.map((it) => [it.week, it.significant])).toEqual([
    ['2026-05-11', false],
    ['2026-05-18', false],
    ['2026-05-25', true],
  ])
  expect(lines[2]?.effect as number).toBeGreaterThan(lines[2]?.floor as number)
  expect(lines[2]).toMatchObject({ measure: 'ks', n: 500, m: 500 })
})

it('does not compare with a first week of a few rows', async () => {
  const { facts } = await measure(`SELECT 0.99 AS s, TIMESTAMP '2026-05-03' AS moment FROM range(5) UNION ALL ${weeks('0')}`)
  expect(facts).toMatchObject({ reference_week: '2026-05-04', shifted_weeks: 0 })
  expect(facts.weeks).toHaveLength(5)
})

it('has no confidence for log-odds, no shift for one week, nothing for no rows', async () => {
  const odds = await measure(weeks('0').replace('SELECT least(1,', 'SELECT 10 * least(1,'))
  expect((odds.facts.weeks as Row[])[0]?.mean_confidence).toBeNull()
  expect(odds.limits.join()).toContain('not probabilities')
  expect((await measure("SELECT 0.4 AS s, TIMESTAMP '2026-05-04' AS moment")).unknown).toEqual({
    shift: 'too_small',
    shifted_weeks: 'too_small',
  })
  expect((await measure("SELECT 0.4 AS s, TIMESTAMP '2026-05-04' AS moment WHERE false")).unknown.weeks).toBe('no_rows')
})

it('a time that is no time is a failure, not a guess', async () => {
  await expect(measure('SELECT 0.4 AS s, 3 AS moment')).rejects.toMatchObject({ code: 'not_supported' })
})
