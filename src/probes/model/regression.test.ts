import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folder } from '../../collect/sources/tables/testing/folder.ts'
import type { Measured } from '../../model/fact.ts'
import type { Roles } from '../../model/handles.ts'
import regression from './regression.ts'
import { foundIn, type Logs, openLogs } from './testing/open-log.ts'

let logs: Logs
beforeAll(async () => {
  logs = openLogs(await folder())
})
afterAll(() => logs.close())

const measure = async (select: string, roles: Roles = {}) =>
  foundIn(
    await regression.collect(
      { predictions: await logs.open(select, { score: 'p', label: 'y', ...roles }) },
      { options: {}, signal: new AbortController().signal },
    ),
  )
const value = (fact: unknown): number => (fact as Measured).value

describe('errors', () => {
  it('works them out by hand', async () => {
    const { facts, unknown } = await measure('SELECT * FROM (VALUES (3, 1), (5, 6), (2.5, 2.5), (0, 4)) t(p, y)')
    expect(unknown).toEqual({})
    expect(facts).toMatchObject({ rows: 4, n: 4 })
    expect(value(facts.mae)).toBe(7 / 4)
    expect(value(facts.bias)).toBe(-3 / 4)
    expect(value(facts.rmse)).toBeCloseTo(Math.sqrt(21 / 4), 15)
    const mean = 13.5 / 4
    const total = [1, 6, 2.5, 4].reduce((sum, y) => sum + (y - mean) ** 2, 0)
    expect(facts.r2).toBeCloseTo(1 - 21 / total, 14)
    // The errors 2, −1, 0, −4 have sd 2.5; Student's 97.5 % point with 3 degrees of freedom is 3.182446305284263.
    const reach = (3.182446305284263 * 2.5) / 2
    expect((facts.bias as Measured).low).toBeCloseTo(-0.75 - reach, 11)
    expect((facts.bias as Measured).high).toBeCloseTo(-0.75 + reach, 11)
    expect((facts.mae as Measured).low).toBeGreaterThanOrEqual(0)
  })

  it('holds at large offsets', async () => {
    const { facts } = await measure('SELECT 1e9 + i + (i % 2) * 0.5 AS p, 1e9 + i AS y FROM range(1000) t(i)')
    expect(value(facts.bias)).toBe(0.25)
    expect(value(facts.mae)).toBe(0.25)
    expect(facts.r2).toBeCloseTo(1 - (500 * 0.25) / ((1000 * (1000 ** 2 - 1)) / 12), 12)
  })
})

describe('rows that count', () => {
  it('no rows and one row', async () => {
    const none = await measure('SELECT 0.5 AS p, 1 AS y WHERE false')
    expect(none.facts).toEqual({ rows: 0, n: 0 })
    expect(none.unknown).toEqual({ mae: 'no_rows', rmse: 'no_rows', bias: 'no_rows', r2: 'no_rows' })
    const one = await measure('SELECT 0.5 AS p, 1 AS y')
    expect(one.facts).toEqual({ rows: 1, n: 1 })
    expect(one.unknown).toEqual({ mae: 'too_small', rmse: 'too_small', bias: 'too_small', r2: 'undefined' })
  })

  it('leaves out null, NaN and infinity on either side', async () => {
    const { facts, limits } = await measure(
      "SELECT * FROM (VALUES (3::DOUBLE, 1::DOUBLE), (5, 6), (NULL, 1), (1, NULL), ('nan', 1), (1, 'inf'), ('-inf', 'nan')) t(p, y)",
    )
    expect(facts).toMatchObject({ rows: 7, n: 2 })
    expect(value(facts.bias)).toBe(0.5)
    expect(limits.join()).toContain('3 rows have no predicted number')
    expect(limits.join()).toContain('3 rows have no label')
  })

  it('reads numbers that are text', async () => {
    const { facts, limits } = await measure("SELECT * FROM (VALUES ('3', '1'), ('5', '6'), ('about 5', '6')) t(p, y)")
    expect(facts).toMatchObject({ rows: 3, n: 2 })
    expect(limits.join()).toContain('1 row')
  })

  it('has no r2 where every label is the same, and no number where errors cannot be added up', async () => {
    expect((await measure('SELECT * FROM (VALUES (1, 2), (3, 2)) t(p, y)')).unknown).toEqual({ r2: 'undefined' })
    const huge = await measure('SELECT * FROM (VALUES (1.5e308::DOUBLE, -1.5e308::DOUBLE), (1, 1), (2, 1)) t(p, y)')
    for (const fact of Object.values(huge.facts)) expect(JSON.stringify(fact)).not.toMatch(/null/)
    expect(huge.unknown.rmse).toBe('undefined')
  })

  it('repeated rows narrow the interval; the limits say so', async () => {
    const rows = 'SELECT i AS id, i + i % 3 AS p, i AS y FROM range(20) t(i)'
    const once = await measure(rows, { id: 'id' })
    const often = await measure(`SELECT r.* FROM (${rows}) r, range(50)`, { id: 'id' })
    const width = (it: typeof once): number => (it.facts.mae as Measured).high - (it.facts.mae as Measured).low
    expect(width(often)).toBeLessThan(width(once))
    expect(often.limits.join()).toContain('980 rows have the id of another row')
  })
})
