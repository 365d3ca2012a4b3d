import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folder } from '../../collect/sources/tables/testing/folder.ts'
import type { Row } from '../../model/fact.ts'
import type { Roles } from '../../model/handles.ts'
import { foundIn, type Logs, openLogs } from './testing/open-log.ts'
import weakSlices from './weak-slices.ts'

let logs: Logs
beforeAll(async () => {
  logs = openLogs(await folder())
})
afterAll(() => logs.close())

const measure = async (select: string, roles: Roles = {}) =>
  foundIn(
    await weakSlices.collect(
      { predictions: await logs.open(select, { score: 's', label: 'y', id: 'id', ...roles }) },
      { options: {}, signal: new AbortController().signal },
    ),
  )
const slicesOf = (finding: Awaited<ReturnType<typeof measure>>): Row[] => finding.facts.slices as Row[]

/** A share in 0–1 that depends on i alone and repeats nothing the columns use. */
const chance = (salt: string): string => `(('0x' || substr(md5(i::VARCHAR || '${salt}'), 1, 7))::BIGINT / 268435456.0)`

/** `wrong`: SQL of the chance that a row's label differs from its prediction. */
const log = (wrong: string, n = 8000): string =>
  `SELECT i AS id, s, CASE WHEN ${chance('wrong')} < ${wrong} THEN (s < 0.5)::INT ELSE (s >= 0.5)::INT END AS y, * EXCLUDE (i, s) FROM
   (SELECT i, ${chance('score')} AS s, ['north', 'south', 'east', 'west'][1 + floor(4 * ${chance('region')})::INT] AS region,
     ${chance('age')} * 80 AS age, ${chance('new')} < 0.3 AS new, floor(${chance('hour')} * 24)::INT AS hour,
     md5(i::VARCHAR) AS note, 'u' || floor(${chance('user')} * 300)::INT AS shop FROM range(${n}) t(i))`

describe('two classes', () => {
  it('finds nothing where errors fall evenly', async () => {
    const finding = await measure(log('0.1'))
    expect(slicesOf(finding)).toEqual([])
    expect(finding.facts.slices_tried).toBeGreaterThan(100)
    expect(finding.facts.overall).toBeCloseTo(0.1, 1)
    expect(finding.limits.join()).toContain('note')
  })

  it('finds one weak group and folds its children', async () => {
    const lines = slicesOf(await measure(log("CASE WHEN region = 'east' THEN 0.3 ELSE 0.1 END")))
    expect(lines.map((it) => it.slice)).toEqual(['region = east'])
    expect(lines[0]).toMatchObject({ metric: 'error_share' })
    expect(lines[0]?.rows as number).toBeGreaterThan(1800)
    expect(lines[0]?.low as number).toBeLessThan(0.3)
    expect(lines[0]?.high as number).toBeGreaterThan(0.3)
    expect(lines[0]?.p_adjusted as number).toBeLessThan(1e-6)
  })

  it('finds a weak pair and folds what it explains', async () => {
    const lines = slicesOf(await measure(log("CASE WHEN region = 'east' AND new THEN 0.6 ELSE 0.1 END")))
    expect(lines.map((it) => it.slice)).toEqual(['region = east and new = true'])
  })

  it('names numbers by range, with the weak range first', async () => {
    const lines = slicesOf(await measure(log('CASE WHEN age > 72.5 THEN 0.4 ELSE 0.1 END')))
    expect(lines[0]?.slice).toMatch(/^age 7\d(\.\d)? to 80 \(range 10 of 10\)$/)
  })

  it('takes whole numbers with few values one by one', async () => {
    const lines = slicesOf(await measure(log('CASE WHEN hour = 5 THEN 0.5 ELSE 0.1 END')))
    expect(lines.map((it) => it.slice)).toEqual(['hour = 5'])
  })

  it('never prints a value of a column with many, and finds missing values', async () => {
    const common = `SELECT * REPLACE (CASE WHEN id % 5 = 0 THEN 'main street' ELSE shop END AS shop, CASE WHEN id % 7 = 0 THEN NULL ELSE hour END AS hour) FROM (${log('CASE WHEN i % 5 = 0 OR i % 7 = 0 THEN 0.4 ELSE 0.1 END')})`
    const lines = slicesOf(await measure(common))
    const names = lines.map((it) => String(it.slice))
    expect(names).toContain('shop: most frequent value')
    expect(names).toContain('hour is missing')
    expect(JSON.stringify(lines)).not.toContain('main street')
  })

  it('looks only at declared features', async () => {
    const lines = slicesOf(await measure(log("CASE WHEN region = 'east' THEN 0.3 ELSE 0.1 END"), { features: ['age', 'new'] }))
    expect(lines).toEqual([])
  })

  it('copies of a row prove no more than the row does', async () => {
    // Fifty rows, each copied forty times: chance makes some group look weak, and its copies would show it again.
    const few = `SELECT r.* FROM (${log('0.3', 50)}) r, range(40)`
    const finding = await measure(few, { features: ['region', 'new', 'hour'] })
    expect(finding.unknown.slices).toBe('too_small')
    expect(finding.limits.join()).toContain('count once')
  })

  it('raises hardly an alarm over many logs with even errors', async () => {
    const labels = (salt: string): string =>
      `SELECT * REPLACE (CASE WHEN ${chance(salt).replaceAll('i::', 'id::')} < 0.2 THEN 1 - y ELSE y END AS y) FROM (${log('0', 3000)})`
    let alarms = 0
    for (let at = 0; at < 20; at += 1) alarms += slicesOf(await measure(labels(`even ${at}`))).length > 0 ? 1 : 0
    expect(alarms).toBeLessThanOrEqual(1)
  })

  it('gives the same facts twice', async () => {
    const roles = { score: 's', label: 'y', id: 'id' }
    const select = log('CASE WHEN age > 40 THEN 0.3 ELSE 0.1 END')
    expect((await measure(select, roles)).facts).toEqual((await measure(select, roles)).facts)
  })

  it('is too small to tell, or has no columns or rows', async () => {
    expect((await measure(log('0.1', 40))).unknown.slices).toBe('too_small')
    expect((await measure('SELECT i AS id, 0.5 AS s, i % 2 AS y FROM range(1000) t(i)')).unknown.slices).toBe('no_role')
    expect((await measure(log('0.1', 0))).unknown.slices).toBe('no_rows')
  })
})

describe('numbers', () => {
  const numbers = (scale: string): string =>
    `SELECT id, region, age, new, 10 + age AS s, 10 + age + (${scale}) * (${chance('error').replaceAll('i::', 'id::')} - 0.5) AS y FROM (${log('0')})`

  it('finds the group with larger errors', async () => {
    const lines = slicesOf(await measure(numbers("CASE WHEN region = 'west' THEN 4 ELSE 1 END")))
    expect(lines.map((it) => it.slice)).toEqual(['region = west'])
    expect(lines[0]).toMatchObject({ metric: 'mae' })
    expect(lines[0]?.value as number).toBeCloseTo(1, 1)
  })

  it('finds nothing where errors are alike', async () => {
    expect(slicesOf(await measure(numbers('1')))).toEqual([])
  })
})
