import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { folder } from '../../collect/sources/tables/testing/folder.ts'
import type { Roles } from '../../model/handles.ts'
import { auc } from '../../stats/auc.ts'
import labelGiveaway from './label-giveaway.ts'
import { lineOf, look, type Tables, tables } from './testing/tables.ts'

let made: Tables
beforeAll(async () => {
  made = tables(await folder())
})
afterAll(() => made.close())

const giveaway = async (text: string, roles: Roles = { label: 'y' }) =>
  look(labelGiveaway, { table: await made.table('tables.train', text, roles) })
const of = (rows: string, columns: string) => `select * from (values ${rows}) t(${columns})`

/** 600 rows, a third positive in an order without pattern; `more` adds columns made of `i`, `y` and the noise `u`. */
const rows = (more: string, count = 600) =>
  `select y, ${more} from (select i, (md5(i::varchar || 'y') < '5555')::int as y, ('0x' || md5(i::varchar || 'u')[1:8])::bigint as u from range(${count}) t(i))`

const aucOf = async (more: string, column = 'x', roles?: Roles) => lineOf((await giveaway(rows(more), roles)).facts, column)?.auc as number

describe('numbers by rank, exactly', () => {
  test('is the AUC of statistics, ties half', async () => {
    const x = [3, 1, 2, 2, 5, 4, 2, 1, 0, 7]
    const y = [1, 0, 1, 0, 1, 1, 0, 0, 0, 1]
    const { facts } = await giveaway(of(x.map((it, at) => `(${it}::double, ${y[at]})`).join(', '), 'x, y'))
    const expected = auc(Float64Array.from(x), Uint8Array.from(y))?.value as number
    expect(lineOf(facts, 'x')?.auc).toBe(expected)
  })
  test('max(a, 1 − a)', async () => {
    const forward = await aucOf('u % 7 + y as x')
    expect(await aucOf('-(u % 7 + y) as x')).toBeCloseTo(forward, 12)
    expect(forward).toBeGreaterThan(0.5)
  })
  test('times and booleans', async () => {
    expect(await aucOf("'2024-01-01'::timestamp + interval (y) minute as x")).toBe(1)
    expect(await aucOf('y = 0 as x')).toBe(1)
  })
  test('integers past 2^53 keep their order', async () => {
    expect(await aucOf('9007199254740992 + y as x')).toBe(1)
  })
  test('−0 and 0 tie', async () => {
    expect(await aucOf('case when y = 1 then -0.0 else 0.0 end::double as x')).toBe(0.5)
  })
})

describe('a missing value is a value', () => {
  test.each([
    ['null exactly where positive', 'case when y = 1 then null else u end as x'],
    ['NaN exactly where negative', "case when y = 0 then 'nan'::double else u end as x"],
    ['infinity too', "case when y = 0 then 'inf'::double else u end as x"],
    ['text', "case when y = 1 then null else 'a' end as x"],
  ])('%s', async (_, more) => {
    expect(await aucOf(more)).toBe(1)
  })
  test('with everything missing nothing is told', async () => {
    expect(await aucOf('null::double as x')).toBe(0.5)
    expect(await aucOf('null::varchar as x')).toBe(0.5)
  })
})

describe('text out of fold', () => {
  test('a copy of the label under another name', async () => {
    expect(await aucOf("case when y = 1 then 'late' else 'on time' end as x")).toBe(1)
  })
  test('values that never come twice tell nothing, though each fits its own label', async () => {
    expect(await aucOf("'flight ' || i as x")).toBe(0.5)
  })
  test('one value tells nothing', async () => {
    expect(await aucOf("'same' as x")).toBe(0.5)
  })
  test('noise stays below the floor', async () => {
    const { facts } = await giveaway(rows("'a' || u % 5 as a, 'b' || u % 40 as b, 'c' || u % 300 as c"))
    for (const column of ['a', 'b', 'c']) {
      const line = lineOf(facts, column)
      expect(line?.auc as number).toBeLessThan(line?.floor as number)
    }
  })
  test('three in four right', async () => {
    const right = await aucOf("case when (u % 4 = 0) <> (y = 1) then 'p' else 'q' end as x")
    expect(right).toBeGreaterThan(0.7)
    expect(right).toBeLessThan(0.8)
  })
  test('two values whose shares lie close together do not hide the third', async () => {
    // Shares of 34, 44 and 44 % and a value that is always positive; scikit-learn's five folds give 0.574.
    const counts = [
      [98, 36],
      [106, 83],
      [86, 68],
      [0, 23],
    ].flatMap(([no, yes], at) => [`select 0 as y, 'v${at}' as x from range(${no})`, `select 1 as y, 'v${at}' as x from range(${yes})`])
    const { facts } = await giveaway(counts.join(' union all '))
    expect(Math.abs((lineOf(facts, 'x')?.auc as number) - 0.574)).toBeLessThan(0.02)
  })
  test('lists and structs as categories', async () => {
    expect(await aucOf('[y, 1] as x')).toBe(1)
  })
  test('a handful of rows', async () => {
    const { facts } = await giveaway(of("(0, 'a'), (0, 'a'), (0, 'a'), (1, 'b'), (1, 'b'), (1, 'b')", 'y, x'))
    expect(lineOf(facts, 'x')?.auc).toBe(1)
  })
})

describe('somebody hides the giveaway', () => {
  test('among many columns, the strongest comes first', async () => {
    const noise = Array.from({ length: 30 }, (_, at) => `('0x' || md5(i::varchar || '${at}')[1:6])::int as n${at}`).join(', ')
    const { facts, items } = await giveaway(rows(`${noise}, 7 - 3 * y as hidden`))
    const lines = facts.columns as { column: string; auc: number }[]
    expect(lines[0]).toMatchObject({ column: 'hidden', auc: 1 })
    expect(lines.map((line) => line.auc)).toEqual(lines.map((line) => line.auc).toSorted((a, b) => b - a))
    expect(facts.strongest_auc).toBe(1)
    expect(items[0]).toMatchObject({ table: 'tables.train', column: 'hidden' })
  })
  test('a number written as text', async () => {
    expect(await aucOf('(y * 1000000 + u % 1000000)::varchar as x')).toBe(1)
  })
  test('codes without order: the rank sees little, the values all', async () => {
    const { facts } = await giveaway(rows('case when y = 1 then 5 when u % 2 = 0 then 1 else 9 end as x'))
    expect(lineOf(facts, 'x')?.by_value_auc).toBe(1)
    expect(lineOf(facts, 'x')?.auc as number).toBeLessThan(0.6)
    expect(facts.strongest_auc).toBe(1)
  })
  test('the order of rows is no cover', async () => {
    const { facts } = await giveaway(`select * from (${rows("case when y = 1 then 'a' else 'b' end as x")}) order by y`)
    expect(lineOf(facts, 'x')?.auc).toBe(1)
  })
  test('hostile names', async () => {
    const { facts } = await giveaway(rows(`y::varchar || 'k' as "v", y as "place", u as "taken", 'q' || u % 3 as "a""b"`), {
      label: 'y',
      id: 'taken',
    })
    expect((facts.columns as { column: string }[]).map((line) => line.column)).toEqual(['place', 'v', 'a"b'])
  })
})

describe('which columns and which label', () => {
  test('all but id, label and time', async () => {
    const { facts, limits } = await giveaway(rows("i as id, '2024-01-01'::date + i::int as t, u as f, u % 9 as g"), {
      label: 'y',
      id: 'id',
      time: 't',
      features: ['f'],
    })
    expect((facts.columns as { column: string }[]).map((line) => line.column).toSorted()).toEqual(['f', 'g'])
    expect(limits.join(' ')).toContain('Not among the declared features: "g"')
  })
  test.each([
    ['no label', of('(1)', 'x'), {}, 'no_role'],
    ['one class', of('(1, 0), (2, 0)', 'x, y'), { label: 'y' }, 'one_class'],
    ['one class and missing', of('(1, 0), (2, null)', 'x, y'), { label: 'y' }, 'one_class'],
    ['no rows', of('(1, 0)', 'x, y').concat(' where false'), { label: 'y' }, 'no_rows'],
    ['labels all missing', of('(1, null::int)', 'x, y'), { label: 'y' }, 'no_rows'],
    ['free text as a label', rows("'w' || i as z"), { label: 'z' }, 'undefined'],
  ])('%s: unknown', async (_, text, roles, reason) => {
    const { facts, unknown } = await giveaway(text, roles)
    expect(facts).not.toHaveProperty('columns')
    expect(unknown.columns).toBe(reason)
  })
  test('rows without a label are left out and counted', async () => {
    const { facts, limits } = await giveaway(of("(1, 'yes'), (0, 'no'), (1, null)", 'x, y'))
    expect(facts).toMatchObject({ labelled_rows: 2 })
    expect(lineOf(facts, 'x')?.auc).toBe(1)
    expect(limits.join(' ')).toContain('left out: 1')
  })
  test('"none" may be a class', async () => {
    expect(lineOf((await giveaway(of("(1, 'none'), (2, 'fraud'), (1, 'none')", 'x, y'))).facts, 'x')?.auc).toBe(1)
  })
  test('three classes: the one told best', async () => {
    const three = "select i % 3 as y, (i % 3 = 2)::int as x, (i % 3)::varchar || 'c' as z from range(90) t(i)"
    const { facts, limits } = await giveaway(three)
    expect(lineOf(facts, 'x')?.auc).toBe(1)
    expect(lineOf(facts, 'z')?.auc).toBe(1)
    expect(limits.join(' ')).toContain('3 classes')
  })
  test('three classes and a declared positive', async () => {
    const three = 'select i % 3 as y, (i % 3 = 2)::int as x, (i % 3 = 1)::int as w from range(90) t(i)'
    const { facts } = await giveaway(three, { label: 'y', positive: 2 })
    expect(lineOf(facts, 'x')?.auc).toBe(1)
    expect(lineOf(facts, 'w')?.auc).toBe(0.75)
  })
  test('a label of many numbers, parted at its median', async () => {
    const { facts, limits } = await giveaway('select i * 1.5 as y, i as x, i % 2 as w from range(100) t(i)')
    expect(lineOf(facts, 'x')?.auc).toBe(1)
    expect(lineOf(facts, 'w')?.auc as number).toBeLessThan(0.6)
    expect(limits.join(' ')).toContain('median')
  })
  test('a table of nothing but the label', async () => {
    const { facts, unknown } = await giveaway(of('(0), (1)', 'y'))
    expect(facts.columns).toEqual([])
    expect(unknown.strongest_auc).toBe('undefined')
  })
})
