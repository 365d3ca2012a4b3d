import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folder } from '../../collect/sources/tables/testing/folder.ts'
import type { Measured } from '../../model/fact.ts'
import type { Roles } from '../../model/handles.ts'
import { foundIn, type Logs, openLogs } from '../model/testing/open-log.ts'
import latency from './latency.ts'

let logs: Logs
beforeAll(async () => {
  logs = openLogs(await folder())
})
afterAll(() => logs.close())

const measure = async (select: string, roles: Roles = {}) =>
  foundIn(
    await latency.collect(
      { predictions: await logs.open(select, { latency_ms: 'ms', ...roles }) },
      { options: {}, signal: new AbortController().signal },
    ),
  )
const value = (fact: unknown): number => (fact as Measured).value

describe('quantiles', () => {
  it('are of type 7', async () => {
    const { facts } = await measure('SELECT i AS ms FROM range(1, 11) t(i)')
    expect(facts).toMatchObject({ rows: 10, n: 10, negative_rows: 0, zero_rows: 0 })
    expect(value(facts.mean_ms)).toBe(5.5)
    expect(value(facts.p50_ms)).toBe(5.5)
    expect(value(facts.p95_ms)).toBeCloseTo(9.55, 12)
    expect(value(facts.p99_ms)).toBeCloseTo(9.91, 12)
  })

  it('have intervals of order statistics: the binomial ones of 100 rows at the median are the 40th and the 61st', async () => {
    const { facts } = await measure('SELECT i AS ms FROM range(1, 101) t(i)')
    expect(facts.p50_ms).toEqual({ value: 50.5, low: 40, high: 61 })
  })

  it('say when rows are too few to bound them', async () => {
    expect((await measure('SELECT i AS ms FROM range(100) t(i)')).limits.join()).toContain('p99_ms: 100 rows are too few')
    expect((await measure('SELECT i + 1 AS ms FROM range(400) t(i)')).limits.join()).not.toContain('too few')
  })
})

describe('rows that count', () => {
  it('leaves out missing and negative ones, and says so', async () => {
    const { facts, limits } = await measure("SELECT * FROM (VALUES (10::DOUBLE), (20), (NULL), ('nan'), ('inf'), (-1), (-0.5)) t(ms)")
    expect(facts).toMatchObject({ rows: 7, n: 2, negative_rows: 2 })
    expect(value(facts.mean_ms)).toBe(15)
    expect(limits.join()).toContain('3 rows have no latency')
    expect(limits.join()).toContain('2 rows have a negative latency')
  })

  it('no rows, none with a value, one row', async () => {
    for (const select of ['SELECT 1.0 AS ms WHERE false', 'SELECT NULL::DOUBLE AS ms', 'SELECT -5 AS ms']) {
      const { facts, unknown } = await measure(select)
      expect(facts.n).toBe(0)
      expect(unknown).toMatchObject({ mean_ms: 'no_rows', p50_ms: 'no_rows', p95_ms: 'no_rows', p99_ms: 'no_rows', from: 'no_role' })
      expect(facts).not.toHaveProperty('p95_ms')
    }
    const one = await measure('SELECT 12.5 AS ms')
    expect(one.facts).toMatchObject({ n: 1, p50_ms: { value: 12.5, low: 12.5, high: 12.5 } })
    expect(one.unknown.mean_ms).toBe('too_small')
  })

  it('failures logged as 0 ms do not pass in silence', async () => {
    const { facts, limits } = await measure('SELECT CASE WHEN i < 900 THEN 0 ELSE i END AS ms FROM range(1000) t(i)')
    expect(facts.zero_rows).toBe(900)
    expect(limits.join()).toMatch(/900 rows have exactly 0 ms.*without them p95_ms is 994\.05/)
  })
})

describe('times', () => {
  const timed = `SELECT * FROM (VALUES (10, '2026-05-04T00:00:00Z'), (20, '2026-05-10T23:59:59Z'), (30, '2026-05-11T01:00:00+02:00'), (40, '2026-05-11'), (NULL, '2027-01-01'), (50, 'soon')) t(ms, moment)`

  it('weeks begin on Monday in UTC, and zones are instants', async () => {
    const { facts, until } = await measure(timed, { time: 'moment' })
    expect(facts).toMatchObject({ n: 5, from: '2026-05-04T00:00:00.000Z', to: '2026-05-11T00:00:00.000Z' })
    expect(facts.by_week).toEqual([
      { week: '2026-05-04', n: 3, p50_ms: 20, p95_ms: 29 },
      { week: '2026-05-11', n: 1, p50_ms: 40, p95_ms: 40 },
    ])
    expect(until).toBe('2027-01-01T00:00:00.000Z')
  })
})
