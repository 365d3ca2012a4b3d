import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { folder } from '../../collect/sources/tables/testing/folder.ts'
import type { Roles } from '../../model/handles.ts'
import rowOverlap from './row-overlap.ts'
import { look, type Tables, tables } from './testing/tables.ts'

let made: Tables
beforeAll(async () => {
  made = tables(await folder())
})
afterAll(() => made.close())

const overlap = async (train: string, test: string, roles: Roles = {}, testRoles: Roles = roles) =>
  look(rowOverlap, { train: await made.table('tables.train', train, roles), test: await made.table('tables.test', test, testRoles) })

const values = (rows: string, columns: string) => `select * from (values ${rows}) t(${columns})`

describe('the same value', () => {
  const cases: [string, string, string, number][] = [
    ['1 is 1.0', values('(1)', 'a'), values('(1.0::double)', 'a'), 1],
    ['1 is 1.00', values('(1::bigint)', 'a'), values('(1.00::decimal(9, 2))', 'a'), 1],
    ['-0 is 0', values('(0.0::double)', 'a'), values('(-0.0::double)', 'a'), 1],
    ['null is NaN', values('(null::double), (1)', 'a'), values("('nan'::double)", 'a'), 1],
    ['null is null, whatever type', values('(null::int, 1)', 'a, b'), values('(null::varchar, 1)', 'a, b'), 1],
    ['infinity is infinity, not null', values("('inf'::double)", 'a'), values("('inf'::double), (null)", 'a'), 1],
    ['integers past 2^53 exactly', values('(9007199254740993)', 'a'), values('(9007199254740992), (9007199254740993)', 'a'), 1],
    ['integers past 2^53 against doubles', values('(9007199254740993)', 'a'), values('(9007199254740992::double)', 'a'), 0],
    ['text byte for byte', values("('a'), ('é')", 'a'), values("('a '), ('A'), ('e\u0301'), ('a')", 'a'), 1],
    ['empty text is not null', values("(''), ('x')", 'a'), values('(null)', 'a'), 0],
    ['lists as lists', values('([1, 2]), ([3])', 'a'), values('([1.0, 2.0]), ([2, 1])', 'a'), 1],
    [
      'times with and without a zone',
      values("('2024-05-01 10:00:00'::timestamp)", 'a'),
      values("('2024-05-01 12:00:00+02'::timestamptz)", 'a'),
      1,
    ],
    ['true is true', values('(true)', 'a'), values('(true), (false), (null)', 'a'), 1],
  ]
  test.each(cases)('%s', async (_, train, test, rows) => {
    const { facts } = await overlap(train, test)
    expect(facts.overlap_rows).toBe(rows)
  })

  test('CSV against Parquet and JSON lines', async () => {
    const csv = 'a,b,c\n1,x,2024-01-02\n2,,2024-01-03\n'
    const parquet = `select * from (values (1.0::double, 'x', '2024-01-02'::timestamp), (2, null, '2024-01-03')) t(a, b, c)`
    const lines = '{"a": 1, "b": "x", "c": "2024-01-02"}\n{"a": 2.5, "b": null, "c": "2024-01-03"}\n'
    expect((await overlap(csv, parquet)).facts.overlap_rows).toBe(2)
    expect((await overlap(parquet, csv)).facts.overlap_rows).toBe(2)
    expect((await overlap(csv, lines)).facts.overlap_rows).toBe(1)
  })
})

describe('what is counted', () => {
  test('id and label are left out; labels that differ are counted apart', async () => {
    const train = values("(1, 5, 'x', 1), (2, 6, 'y', 0), (3, 6, 'y', 1)", 'id, a, b, late')
    const test = values("(7, 5, 'x', 0), (8, 6, 'y', 1), (9, 6, 'z', 1), (10, 6, 'y', null)", 'id, a, b, late')
    const { facts, items } = await overlap(train, test, { id: 'id', label: 'late' })
    expect(facts).toMatchObject({ train_rows: 3, test_rows: 4, overlap_rows: 3, overlap_share: 0.75, overlap_same_label_rows: 1 })
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({ table: 'tables.test' })
  })

  test('values of two train rows do not make one', async () => {
    const { facts } = await overlap(values('(1, 2), (3, 4)', 'a, b'), values('(1, 4), (3, 2)', 'a, b'))
    expect(facts.overlap_rows).toBe(0)
  })

  test('repeated test rows each count; repeated train rows do not multiply', async () => {
    const { facts } = await overlap(values('(1), (1), (1)', 'a'), values('(1), (1), (2)', 'a'))
    expect(facts.overlap_rows).toBe(2)
  })

  test('declared features only, those of the training table when the other declares none', async () => {
    const train = values('(1, 10, 0), (2, 20, 1)', 'a, noise, y')
    const test = values('(1, 11, 0), (2, 21, 0), (3, 10, 0)', 'a, noise, y')
    const { facts, limits } = await overlap(train, test, { features: ['a'], label: 'y' }, {})
    expect(facts).toMatchObject({ overlap_rows: 2, overlap_same_label_rows: 1 })
    expect(limits.join(' ')).toContain('"a"')
  })

  test('columns in another order, and one more of them', async () => {
    const { facts } = await overlap(values('(1, 2, 3)', 'a, b, c'), values('(2, 1, 9)', 'b, a, d'))
    expect(facts.overlap_rows).toBe(1)
  })

  test('hostile column names', async () => {
    const names = '"f0", "y", "h", "v", "select", "a""b", "t.f0", "n", "place"'
    const { facts } = await overlap(
      values('(1, 2, 3, 4, 5, 6, 7, 8, 9)', names),
      values('(1, 2, 3, 4, 5, 6, 7, 8, 9), (0, 2, 3, 4, 5, 6, 7, 8, 9)', names),
      { label: 'y', id: 'h' },
    )
    expect(facts).toMatchObject({ overlap_rows: 1, overlap_same_label_rows: 1 })
  })
})

describe('nothing to count', () => {
  test('no features in common: unknown', async () => {
    const { facts, unknown } = await overlap(values('(1)', 'a'), values('(1)', 'b'))
    expect(facts).toEqual({ train_rows: 1, test_rows: 1 })
    expect(unknown.overlap_rows).toBe('undefined')
  })
  test('only the id in common: unknown', async () => {
    const { facts } = await overlap(values('(1, 2)', 'id, a'), values('(1, 2)', 'id, b'), { id: 'id' })
    expect(facts).not.toHaveProperty('overlap_rows')
  })
  test('no label: the same-label count is unknown', async () => {
    const { facts, unknown } = await overlap(values('(1)', 'a'), values('(1)', 'a'))
    expect(facts.overlap_rows).toBe(1)
    expect(unknown).toEqual({ overlap_same_label_rows: 'no_role' })
  })
  test('no rows', async () => {
    const empty = 'select 1 as a where false'
    expect((await overlap(empty, values('(1)', 'a'))).facts).toMatchObject({
      overlap_rows: 0,
      overlap_share: 0,
      expected_by_chance_rows: 0,
    })
    const none = await overlap(values('(1)', 'a'), empty)
    expect(none.facts).toMatchObject({ overlap_rows: 0, expected_by_chance_rows: 0 })
    expect(none.unknown.overlap_share).toBe('no_rows')
  })
})

describe('somebody hides the overlap', () => {
  const rows = 'select i as id, i * 7 % 1009 as a, i * 1.5 as b, (i % 3 = 0) as c from range(500) t(i)'
  test('other row order, column order, types and file type are seen through', async () => {
    const disguised = `select (i % 3 = 0)::int as c, (i * 1.5)::varchar as b, (i * 7 % 1009)::double as a, -i as id from range(499, -1, -1) t(i)`
    const { facts, limits } = await overlap(rows, disguised, { id: 'id' })
    expect(facts.overlap_rows).toBe(500)
    expect(limits.join(' ')).toContain('Not of one kind')
  })
  test('one stray word turns a CSV column into text', async () => {
    const csv = (extra: string) => `a,b\n${Array.from({ length: 20 }, (_, i) => `${i}.50,${i}\n`).join('')}${extra}`
    expect((await overlap(csv('oops,1\n'), csv(''))).facts.overlap_rows).toBe(20)
  })
  test('a tiny change is not found, and the limits say so', async () => {
    const { facts, limits } = await overlap(rows, `select id, a, b + 1e-9 as b, c from (${rows})`, { id: 'id' })
    expect(facts.overlap_rows).toBe(0)
    expect(limits.join(' ')).toContain('however little')
  })
})

describe('by chance', () => {
  /** The definition, written out. */
  const expected = (train: unknown[][], test: unknown[][]): number =>
    test.reduce<number>((sum, row) => {
      const chance = row.reduce<number>((p, value, at) => p * (train.filter((other) => other[at] === value).length / train.length), 1)
      return sum + 1 - (1 - chance) ** train.length
    }, 0)
  const sql = (rows: (number | string | null)[][]) =>
    values(
      rows.map((row) => `(${row.map((it) => (it === null ? 'null' : typeof it === 'string' ? `'${it}'` : it)).join(', ')})`).join(', '),
      row(rows),
    )
  const row = (rows: unknown[][]) => (rows[0] ?? []).map((_, at) => `c${at}`).join(', ')

  test('is the definition', async () => {
    const train = Array.from({ length: 40 }, (_, i) => [i % 2, i % 3 === 0 ? null : 'x', i % 5])
    const test = Array.from({ length: 15 }, (_, i) => [i % 3, i % 2 === 0 ? 'x' : null, i % 4])
    const { facts } = await overlap(sql(train), sql(test))
    expect(facts.expected_by_chance_rows).toBeCloseTo(expected(train, test), 10)
  })
  test('one column with one value: every row', async () => {
    expect((await overlap(values('(1), (1)', 'a'), values('(1), (1), (1)', 'a'))).facts.expected_by_chance_rows).toBe(3)
  })
  test('many columns, done in turns', async () => {
    const columns = Array.from({ length: 60 }, (_, c) => `((i * ${c + 3}) % 2 = 0) as c${c}`).join(', ')
    const train = `select ${columns} from range(8) t(i)`
    const { facts } = await overlap(train, `select ${columns} from range(3) t(i)`)
    // Half of the columns are constant (odd multipliers alternate): p is 1 or 1/2 for each.
    const chance = (i: number) =>
      Array.from({ length: 60 }, (_, c) => ((c + 3) % 2 === 0 ? 1 : 0.5)).reduce((p, share) => p * share, i >= 0 ? 1 : 0)
    expect(facts.expected_by_chance_rows).toBeCloseTo(
      [0, 1, 2].reduce((sum, i) => sum + -Math.expm1(8 * Math.log1p(-chance(i))), 0),
      20,
    )
  })
  test('many different values, few of them shared', async () => {
    const train = 'select i as a, i * 2 as b, i % 7 as c from range(5000) t(i)'
    const test = 'select i + 4990 as a, (i + 4990) * 2 as b, (i + 4990) % 7 as c from range(1000) t(i)'
    const { facts } = await overlap(train, test)
    expect(facts.overlap_rows).toBe(10)
    const share = (c: number) => Math.ceil((5000 - c) / 7) / 5000
    const sum = Array.from({ length: 10 }, (_, i) => 1 - (1 - share((i + 4990) % 7) / 5000 ** 2) ** 5000).reduce((x, y) => x + y, 0)
    expect(facts.expected_by_chance_rows).toBeCloseTo(sum, 12)
  })
})
