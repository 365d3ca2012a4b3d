import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { folder } from '../../collect/sources/tables/testing/folder.ts'
import type { Roles } from '../../model/handles.ts'
import { jsDistance, kolmogorovSmirnov } from '../../stats/divergence.ts'
import { benjaminiHochberg } from '../../stats/multiple.ts'
import drift from './drift.ts'
import { type Found, lineOf, look, type Tables, tables } from './testing/tables.ts'

let made: Tables
beforeAll(async () => {
  made = tables(await folder())
})
afterAll(() => made.close())

const between = async (reference: string, current: string, roles: Roles = {}, currentRoles: Roles = roles): Promise<Found> =>
  look(drift, {
    reference: await made.table('tables.train', reference, roles),
    current: await made.table('tables.test', current, currentRoles),
  })
const of = (rows: string, columns = 'x') => `select * from (values ${rows}) t(${columns})`
type Line = {
  column: string
  measure: string
  effect: number
  floor: number
  p: number
  p_adjusted: number
  significant: boolean
  smallest_visible: number
}
const linesOf = (found: Found) => found.facts.columns as unknown as Line[]

/** `rows` rows with noise `u` and `v` on [0, 1), other for each seed. */
const noise = (seed: string, rows: number, columns: string) =>
  `select ${columns} from (select i, ('0x' || md5(i || 'u${seed}')[1:8])::bigint / 4294967296.0 as u, ('0x' || md5(i || 'v${seed}')[1:8])::bigint / 4294967296.0 as v from range(${rows}) t(i))`
const gauss = 'sqrt(-2 * ln(1 - u)) * cos(2 * pi() * v)'

describe('measures', () => {
  test('numbers with many values: Kolmogorov and Smirnov, exactly', async () => {
    const a = Array.from({ length: 60 }, (_, i) => (i * 37) % 61)
    const b = Array.from({ length: 45 }, (_, i) => (i * 29) % 53)
    const rows = (values: number[]) => of(values.map((it) => `(${it}::double)`).join(', '))
    const line = lineOf((await between(rows(a), rows(b))).facts, 'x', 'ks')
    const expected = kolmogorovSmirnov(Float64Array.from(a).sort(), Float64Array.from(b).sort())
    expect(line).toMatchObject({ effect: expected?.d, p: expected?.p, n: 60, m: 45 })
  })
  test('few numbers, text and booleans: Jensen and Shannon with base 2', async () => {
    const rows = (a: number, b: number) =>
      `select (i < ${a})::int as number, case when i < ${a} then 'p' else 'q' end as text, i < ${a} as boolean from range(${a + b}) t(i)`
    const found = await between(rows(30, 70), rows(60, 40))
    for (const column of ['number', 'text', 'boolean']) {
      const line = lineOf(found.facts, column, 'js_distance')
      expect(line?.effect).toBeCloseTo(jsDistance([30, 70], [60, 40], 2), 12)
      expect(line).toMatchObject({ significant: true, n: 100, m: 100 })
    }
    expect(found.facts.drifted_columns).toBe(3)
  })
  test('20 values are categories, 21 are numbers', async () => {
    const rows = (k: number) => `select i % ${k} as x from range(420) t(i)`
    expect(lineOf((await between(rows(20), rows(20))).facts, 'x')).toMatchObject({ measure: 'js_distance' })
    expect(lineOf((await between(rows(21), rows(21))).facts, 'x')).toMatchObject({ measure: 'ks' })
  })
  test('missing values have a line of their own and are in no other', async () => {
    const rows = (missing: number) =>
      `select case when i < ${missing} then ${missing % 2 === 0 ? 'null' : "'nan'::double"} when i % 50 = 49 then 'inf'::double else i % 100 end as x from range(1000) t(i)`
    const found = await between(rows(0), rows(301))
    expect(lineOf(found.facts, 'x', 'missing_share')?.effect).toBeCloseTo(0.295, 2)
    expect(lineOf(found.facts, 'x', 'missing_share')).toMatchObject({ significant: true, n: 1000, m: 1000 })
    expect(lineOf(found.facts, 'x', 'ks')).toMatchObject({ n: 980, significant: false })
    expect(found.facts.drifted_columns).toBe(1)
  })
  test('null-like text is missing', async () => {
    const line = lineOf((await between(of("('a'), ('N/A')"), of("('a'), ('a')"))).facts, 'x', 'missing_share')
    expect(line?.effect).toBe(0.5)
  })
  test('−0 is 0, 1 is 1.0, whatever the file', async () => {
    const found = await between('x\n0\n1\n1\n0\n', of('(-0.0::double), (1.0), (0), (1)'))
    expect(lineOf(found.facts, 'x', 'js_distance')).toMatchObject({ effect: 0, p: 1, significant: false, n: 4, m: 4 })
  })
  test('integers past 2^53 keep their order', async () => {
    const rows = (from: number) => `select 9007199254740992 + i + ${from} as x from range(300) t(i)`
    expect(lineOf((await between(rows(0), rows(1))).facts, 'x', 'ks')?.effect).toBeCloseTo(1 / 300, 12)
  })
  test('moments as numbers, with and without a zone', async () => {
    const found = await between(
      `select '2024-01-01'::timestamp + interval (i) minute as x from range(300) t(i)`,
      `select '2024-01-01 02:00:00+02'::timestamptz + interval (i) minute as x from range(300) t(i)`,
    )
    expect(lineOf(found.facts, 'x', 'ks')).toMatchObject({ effect: 0, significant: false })
  })
})

describe('columns', () => {
  const rows = 'select i as id, i as t, i as e, i % 2 as y, i / 100.0 as score, i % 3 as f from range(100) t(i)'
  test('no id, time or entity; the label and the score, yes', async () => {
    const found = await between(rows, rows, { id: 'id', time: 't', entity: 'e', label: 'y', score: 'score' })
    expect(new Set(linesOf(found).map((line) => line.column))).toEqual(new Set(['y', 'score', 'f']))
    expect(found.limits.join(' ')).toContain('"id"')
  })
  test('unless declared a feature; the roles of one table hold for the other', async () => {
    const found = await between(rows, rows, { id: 'id', time: 't', entity: 'e', features: ['e', 'f'] }, {})
    expect(new Set(linesOf(found).map((line) => line.column))).toEqual(new Set(['e', 'y', 'score', 'f']))
  })
  test('each has its line and one for missing values', async () => {
    const lines = linesOf(await between(rows, rows))
    expect(lines).toHaveLength(12)
    expect(lines.filter((line) => line.measure === 'missing_share')).toHaveLength(6)
  })
  test('columns of one side only are named', async () => {
    const { limits } = await between(of('(1, 2)', 'a, b'), of('(1, 2)', 'b, c'))
    expect(limits.join(' ')).toMatch(/tables.train has, so not compared: "a".*tables.test has, so not compared: "c"/)
  })
  test('hostile names in another order', async () => {
    const names = ['value', 'side', 'a', 'b"c', 'n0', 'd0', 'select']
    const select = (order: string[]) =>
      `select ${order.map((name, at) => `i % ${names.indexOf(name) + 2 + at * 0} as "${name.replace('"', '""')}"`).join(', ')} from range(200) t(i)`
    const found = await between(select(names), select(names.toReversed()))
    expect(linesOf(found).every((line) => line.effect === 0 && !line.significant)).toBe(true)
    expect(linesOf(found)).toHaveLength(14)
  })
})

describe('nothing to compare', () => {
  const unknown = { effect: null, floor: null, p: null, p_adjusted: null, significant: null, smallest_visible: null }
  test('no rows on one side', async () => {
    const found = await between(of('(1)'), of('(1)').concat(' where false'))
    expect(found.facts).toMatchObject({ rows_reference: 1, rows_current: 0, drifted_columns: 0 })
    expect(linesOf(found)).toEqual([
      { column: 'x', measure: 'ks', ...unknown, n: 1, m: 0 },
      { column: 'x', measure: 'missing_share', ...unknown, n: 1, m: 0 },
    ])
  })
  test('all missing on one side: only the missing share is told', async () => {
    const found = await between('select i as x from range(100) t(i)', 'select null::int as x from range(100) t(i)')
    expect(lineOf(found.facts, 'x', 'ks')).toMatchObject({ ...unknown, n: 100, m: 0 })
    expect(lineOf(found.facts, 'x', 'missing_share')).toMatchObject({ effect: 1, significant: true })
  })
  test('all missing on both sides', async () => {
    const found = await between(of('(null::int), (null)'), of('(null::int)'))
    expect(lineOf(found.facts, 'x', 'missing_share')).toMatchObject({ effect: 0, p: 1, significant: false, floor: 0 })
  })
  test('one row each: too small to tell', async () => {
    const line = lineOf((await between(of('(1)'), of('(2)'))).facts, 'x', 'js_distance') as unknown as Line
    expect(line).toMatchObject({ effect: 1, p: 1, significant: false, floor: 1, smallest_visible: 1 })
  })
  test('no columns in common', async () => {
    expect((await between(of('(1)', 'a'), of('(1)', 'b'))).facts).toMatchObject({ columns: [], drifted_columns: 0 })
  })
})

describe('types that differ', () => {
  const numbers = 'select i as x from range(300) t(i)'
  test('numbers written as text are read', async () => {
    const found = await between(numbers, 'select i::varchar as x from range(300) t(i)')
    expect(lineOf(found.facts, 'x', 'ks')).toMatchObject({ effect: 0, significant: false })
    expect(found.limits.join(' ')).toContain('Not of one kind')
  })
  test('numbers against words are compared as categories', async () => {
    const found = await between(
      'select i % 4 as x from range(300) t(i)',
      "select case when i % 4 = 0 then 'none of these' else (i % 4)::varchar end as x from range(300) t(i)",
    )
    expect(lineOf(found.facts, 'x', 'js_distance')).toMatchObject({ effect: 0.5, significant: true })
  })
  test('0 and 1 against false and true', async () => {
    const found = await between('select i % 2 as x from range(50) t(i)', 'select i % 2 = 1 as x from range(50) t(i)')
    expect(lineOf(found.facts, 'x', 'js_distance')).toMatchObject({ effect: 0, significant: false })
  })
  test('lists, and times against numbers', async () => {
    const found = await between(of("([1, 2], '2024-01-01'::date)", 'a, b'), of('([1.0, 2.0], 7)', 'a, b'))
    expect(lineOf(found.facts, 'a')).toMatchObject({ effect: 0 })
    expect(lineOf(found.facts, 'b')).toMatchObject({ effect: 1, significant: false })
  })
})

describe('correction over columns', () => {
  const many = (seed: string, shift = 0) =>
    noise(
      seed,
      500,
      [
        `${gauss} + ${shift} as shifted`,
        ...Array.from({ length: 12 }, (_, at) => `fmod(u * ${7 ** ((at % 9) + 1)} + v, 1) as n${at}`),
        "'c' || floor(u * 6) as c",
      ].join(', '),
    )
  test('p_adjusted is Benjamini and Hochberg over the lines that could differ', async () => {
    const lines = linesOf(await between(many('a'), many('b', 0.5))).filter((line) => line.measure !== 'missing_share')
    const adjusted = benjaminiHochberg(lines.map((line) => line.p))
    lines.forEach((line, at) => {
      expect(line.p_adjusted).toBeCloseTo(adjusted[at] as number, 12)
    })
  })
  test('significant, above the floor and p_adjusted up to 0.05 are one thing', async () => {
    for (const seed of ['b', 'c', 'd', 'e']) {
      for (const line of linesOf(await between(many('a'), many(seed, 0.25)))) {
        expect(line.significant).toBe(line.effect > line.floor)
        expect(line.significant).toBe(line.p_adjusted <= 0.05)
        if (line.measure !== 'missing_share') expect(line.smallest_visible).toBeGreaterThan(line.floor)
      }
    }
  })
  test('a shift is found among columns that do not change; the others stay quiet', async () => {
    const found = await between(many('a'), many('b', 0.5))
    expect(
      linesOf(found)
        .filter((line) => line.significant)
        .map((line) => line.column),
    ).toEqual(['shifted'])
    expect(found.items).toHaveLength(1)
    expect(found.items[0]).toMatchObject({ table: 'tables.test', column: 'shifted' })
  })
  test('tables of one distribution: at most 2 of 20 alarm', async () => {
    const columns = [
      gauss.concat(' as a'),
      'exp(1.5 * u) as b',
      'floor(u * 10) as c',
      "'k' || floor(v * 40) as d",
      'case when v < 0.1 then null else u end as e',
      'u < 0.3 as f',
    ].join(', ')
    let alarms = 0
    for (let time = 0; time < 20; time += 1) {
      const found = await between(noise(`r${time}`, 300, columns), noise(`s${time}`, 200, columns))
      if ((found.facts.drifted_columns as number) > 0) alarms += 1
    }
    expect(alarms).toBeLessThanOrEqual(2)
  })
})

describe('somebody hides the drift', () => {
  test('by moving values to missing', async () => {
    const found = await between(noise('a', 800, 'u as x'), noise('b', 800, 'case when u > 0.8 then null else u end as x'))
    expect(lineOf(found.facts, 'x', 'missing_share')).toMatchObject({ significant: true })
    expect(lineOf(found.facts, 'x', 'ks')).toMatchObject({ significant: true })
  })
  test('by writing numbers as text, shuffling columns and adding hundreds of quiet ones', async () => {
    const quiet = Array.from({ length: 150 }, (_, at) => `fmod(u * ${at + 3.7} + v, 1) as q${at}`).join(', ')
    const found = await between(noise('a', 1000, `u as x, ${quiet}`), noise('b', 1000, `${quiet}, (u * 0.8)::varchar as x`))
    expect(lineOf(found.facts, 'x', 'ks')).toMatchObject({ significant: true })
  })
})
