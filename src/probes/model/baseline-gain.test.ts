import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folder } from '../../collect/sources/tables/testing/folder.ts'
import type { Measured, Row } from '../../model/fact.ts'
import type { Roles } from '../../model/handles.ts'
import baselineGain from './baseline-gain.ts'
import { foundIn, type Logs, openLogs } from './testing/open-log.ts'

let logs: Logs
beforeAll(async () => {
  logs = openLogs(await folder())
})
afterAll(() => logs.close())

const measure = async (select: string, roles: Roles = {}) =>
  foundIn(
    await baselineGain.collect(
      { predictions: await logs.open(select, { score: 's', label: 'y', ...roles }) },
      { options: {}, signal: new AbortController().signal },
    ),
  )
const gainOf = (facts: { [name: string]: unknown }): Measured => facts.gain as Measured

describe('two classes', () => {
  it('is the difference of Brier scores to the base rate', async () => {
    const { facts } = await measure('SELECT * FROM (VALUES (0.9, 1), (0.4, 1), (0.6, 0), (0.1, 0)) t(s, y)')
    expect(facts).toMatchObject({ rows: 4, labelled_rows: 4, metric: 'brier', baseline: 'always the base rate, 0.5', baseline_value: 0.25 })
    expect(gainOf(facts).value).toBeCloseTo(0.25 - 0.185, 15)
    expect((facts.relative_gain as Measured).value).toBeCloseTo(1 - 0.185 / 0.25, 14)
  })

  it('a model that always answers with the base rate gains exactly nothing; one that always says no loses', async () => {
    const labels = 'SELECT CASE WHEN i % 4 = 0 THEN 1 ELSE 0 END AS y FROM range(400) t(i)'
    expect(gainOf((await measure(`SELECT 0.25 AS s, y FROM (${labels})`)).facts)).toEqual({ value: 0, low: 0, high: 0 })
    expect(gainOf((await measure(`SELECT 0.0 AS s, y FROM (${labels})`)).facts).high).toBeLessThan(0)
  })

  it('does not take high accuracy on a rare class for a gain', async () => {
    const { facts } = await measure('SELECT (i % 97) / 970.0 AS s, (i % 100 = 0)::INT AS y FROM range(10000) t(i)')
    expect(gainOf(facts).low).toBeLessThan(0)
  })

  it('is in accuracy where scores are no probabilities', async () => {
    const { facts } = await measure('SELECT * FROM (VALUES (3, 1), (-1, 1), (-2, 0), (-3, 0), (-4, 0)) t(s, y)', { threshold: 0 })
    expect(facts).toMatchObject({
      metric: 'accuracy',
      baseline: 'always the more frequent class, negative',
      model_value: 0.8,
      baseline_value: 0.6,
    })
    expect(gainOf(facts).value).toBeCloseTo(0.2, 15)
    const positive = await measure('SELECT * FROM (VALUES (3, 0), (-1, 0), (2, 1), (3, 1), (4, 1)) t(s, y)', { threshold: 0 })
    expect(gainOf(positive.facts).value).toBeCloseTo(0.2, 15)
  })

  it('is unknown with one class, one row of each kind, or no rows', async () => {
    expect((await measure('SELECT * FROM (VALUES (0.4, 0), (0.1, 0)) t(s, y)')).unknown.gain).toBe('one_class')
    expect((await measure('SELECT 0.5 AS s, 1 AS y WHERE false')).unknown.gain).toBe('no_rows')
    expect((await measure("SELECT * FROM (VALUES (0.4, 'a'), (0.1, 'b'), (0.1, 'c')) t(s, y)")).unknown.gain).toBe('undefined')
    expect((await measure('SELECT * FROM (VALUES (0.4, 0), (0.1, 1), (0.1, 2)) t(s, y)')).unknown.gain).toBe('undefined')
  })

  it('finds the one feature that does all the work, learnt on other rows', async () => {
    const rows = `SELECT i AS id, (i % 2) * 0.8 + 0.1 AS s, CASE WHEN (i * 7919) % 1000 < 100 THEN 1 - i % 2 ELSE i % 2 END AS y,
      CASE WHEN i % 2 = 1 THEN 'on' ELSE 'off' END AS switch, (i * 104729) % 1009 AS noise, md5(i::VARCHAR) AS free FROM range(4000) t(i)`
    const { facts, limits } = await measure(rows, { id: 'id', features: ['noise', 'free', 'switch'] })
    const lines = facts.single_features as Row[]
    expect(lines.map((it) => it.column)).toEqual(['switch', 'noise'])
    expect(lines[0]?.value as number).toBeCloseTo(0.09, 2)
    expect(gainOf(lines[0] ?? {}).low).toBeLessThan(0.001)
    expect(gainOf(lines[1] ?? {}).low).toBeGreaterThan(0.1)
    // Noise learnt on the same rows would beat the base rate.
    expect(lines[1]?.value as number).toBeGreaterThanOrEqual(0.2499)
    expect(limits.join()).toContain('"free" makes no groups')
  })
})

describe('numbers', () => {
  it('is the difference of mean absolute errors to the median', async () => {
    const { facts } = await measure('SELECT * FROM (VALUES (1.5, 1), (2.5, 2), (8, 9), (3.5, 3), (4.5, 4)) t(s, y)')
    expect(facts).toMatchObject({ metric: 'mae', baseline: 'always the median label, 3', baseline_value: 2, labelled_rows: 5 })
    expect(gainOf(facts).value).toBeCloseTo(2 - 0.6, 15)
  })

  it('takes the value before where that is the better rule', async () => {
    const walk = `SELECT e, i, 100 * e + i AS y, 100 * e + i + 3 AS s, TIMESTAMP '2026-01-01' + INTERVAL (i) HOUR AS moment FROM range(50) t(i), range(4) u(e)`
    const { facts, limits } = await measure(walk, { time: 'moment', entity: 'e' })
    expect(facts.baseline).toBe('the value that the same "e" had before')
    expect(facts).toMatchObject({ model_value: 3, baseline_value: 1 })
    expect(gainOf(facts)).toEqual({ value: -2, low: -2, high: -2 })
    expect(limits.join()).toContain('196 of 200 rows')
  })

  it('is unknown for no rows and for one', async () => {
    expect((await measure('SELECT 0.5 AS s, 1.5 AS y')).unknown.gain).toBe('too_small')
    expect((await measure('SELECT NULL::DOUBLE AS s, 1.5 AS y')).unknown.gain).toBe('no_rows')
  })
})
