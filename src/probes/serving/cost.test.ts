import { afterAll, beforeAll, expect, it } from 'vitest'
import { folder } from '../../collect/sources/tables/testing/folder.ts'
import type { Roles } from '../../model/handles.ts'
import { foundIn, type Logs, openLogs } from '../model/testing/open-log.ts'
import cost from './cost.ts'

let logs: Logs
beforeAll(async () => {
  logs = openLogs(await folder())
})
afterAll(() => logs.close())

const measure = async (select: string, roles: Roles = {}) =>
  foundIn(
    await cost.collect(
      { predictions: await logs.open(select, { cost_usd: 'usd', ...roles }) },
      { options: {}, signal: new AbortController().signal },
    ),
  )

it('adds up to the cent over many small costs', async () => {
  const { facts } = await measure('SELECT 0.1::DOUBLE AS usd FROM range(100000)')
  expect(facts).toMatchObject({ rows: 100000, n: 100000, total_usd: 10000, mean_usd: 0.1 })
})

it('loses no small cost beside a large one', async () => {
  const { facts } = await measure('SELECT 1e12::DOUBLE AS usd UNION ALL SELECT 0.0009765625 FROM range(1024)')
  expect(facts.total_usd).toBe(1e12 + 1)
})

it('leaves out what is missing, counts what is negative, and says both', async () => {
  const { facts, limits } = await measure("SELECT * FROM (VALUES (1::DOUBLE), (3), (NULL), ('nan'), ('inf'), (-1)) t(usd)")
  expect(facts).toMatchObject({ rows: 6, n: 3, total_usd: 3, mean_usd: 1 })
  expect(limits.join()).toContain('3 rows have no cost')
  expect(limits.join()).toContain('1 row')
})

it('one row is known, no rows are not', async () => {
  expect((await measure('SELECT 0.25 AS usd')).facts).toMatchObject({ n: 1, mean_usd: 0.25, total_usd: 0.25 })
  const none = await measure('SELECT 1.0 AS usd WHERE false')
  expect(none.facts).toEqual({ rows: 0, n: 0 })
  expect(none.unknown).toEqual({ mean_usd: 'no_rows', total_usd: 'no_rows', by_week: 'no_role' })
})

it('adds up by week', async () => {
  const select = "SELECT 0.1::DOUBLE AS usd, TIMESTAMP '2026-05-04' + INTERVAL (i) DAY AS moment FROM range(10) t(i)"
  const { facts } = await measure(select, { time: 'moment' })
  expect(facts.by_week).toEqual([
    { week: '2026-05-04', n: 7, mean_usd: expect.closeTo(0.1, 14), total_usd: expect.closeTo(0.7, 14) },
    { week: '2026-05-11', n: 3, mean_usd: expect.closeTo(0.1, 14), total_usd: expect.closeTo(0.3, 14) },
  ])
})

it('retries that are logged twice cost twice; repeated ids are counted as rows', async () => {
  const once = await measure('SELECT i AS id, 0.5 AS usd FROM range(10) t(i)', { id: 'id' })
  const twice = await measure('SELECT i % 10 AS id, 0.5 AS usd FROM range(20) t(i)', { id: 'id' })
  expect(twice.facts.total_usd).toBe(2 * (once.facts.total_usd as number))
  expect(twice.limits.join()).toContain('10 rows have the id of another row')
})
