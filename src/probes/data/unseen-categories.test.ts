import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { folder } from '../../collect/sources/tables/testing/folder.ts'
import type { Roles } from '../../model/handles.ts'
import { lineOf, look, type Tables, tables } from './testing/tables.ts'
import unseenCategories from './unseen-categories.ts'

let made: Tables
beforeAll(async () => {
  made = tables(await folder())
})
afterAll(() => made.close())

const unseen = async (train: string, test: string, roles: Roles = {}, testRoles: Roles = roles) =>
  look(unseenCategories, { train: await made.table('tables.train', train, roles), test: await made.table('tables.test', test, testRoles) })

const of = (rows: string, columns = 'c') => `select * from (values ${rows}) t(${columns})`

const cases: [string, string, string, number, number | null][] = [
  ['a new value in two of five rows', of("('a'), ('b')"), of("('a'), ('z'), ('z'), ('y'), ('b')"), 2, 0.6],
  ['missing is not unseen', of("('a')"), of("('a'), (null), (''), ('NaN')"), 0, 0],
  ['the share is of all rows, missing ones too', of("('a')"), of("('z'), (null)"), 1, 0.5],
  ['nothing new', of("('a'), ('b')"), of("('b')"), 0, 0],
  ['letter case and blanks make another value', of("('a')"), of("('A'), ('a ')"), 2, 1],
  ['booleans', of('(true)'), of('(true), (false), (null)'), 1, 1 / 3],
  ['no training rows: all unseen', of("('a')").concat(' where false'), of("('a'), ('b')"), 2, 1],
  ['training all missing', of('(null::varchar)'), of("('a')"), 1, 1],
  ['no test rows', of("('a')"), of("('a')").concat(' where false'), 0, null],
  ['codes that one file holds as numbers', of("('1'), ('2'), ('x')"), of('(2), (3)'), 1, 0.5],
]
test.each(cases)('%s', async (_, train, test, values, share) => {
  expect((await unseen(train, test)).facts.columns).toEqual([{ column: 'c', unseen_values: values, unseen_rows_share: share }])
})

describe('which columns', () => {
  test('text and booleans; no numbers, times, ids or entities; the label too', async () => {
    const columns = 'id, e, t, n, c, b, y'
    const row = (id: string, c: string) => `('${id}', 'e${id}', '2024-01-01'::timestamp, 1, '${c}', true, 'yes')`
    const { facts } = await unseen(of(row('1', 'a'), columns), of(row('2', 'b'), columns), { id: 'id', entity: 'e', time: 't', label: 'y' })
    expect(facts.columns).toEqual([
      { column: 'c', unseen_values: 1, unseen_rows_share: 1 },
      { column: 'b', unseen_values: 0, unseen_rows_share: 0 },
      { column: 'y', unseen_values: 0, unseen_rows_share: 0 },
    ])
  })
  test('none: an empty table', async () => {
    expect((await unseen(of('(1)'), of('(2)'))).facts.columns).toEqual([])
  })
  test('a text column that training lacks is named', async () => {
    const { limits } = await unseen(of("('a')"), of("('a', 'b')", 'c, d'))
    expect(limits.join(' ')).toContain('"d"')
  })
  test('hostile names, CSV against Parquet', async () => {
    const { facts } = await unseen('v,"a""b",n\nx,p,q\n', of("('x', 'p', 'r')", '"v", "a""b", "n"'))
    expect(lineOf(facts, 'a"b')).toMatchObject({ unseen_values: 0 })
    expect(lineOf(facts, 'n')).toMatchObject({ unseen_values: 1 })
    expect(lineOf(facts, 'v')).toMatchObject({ unseen_values: 0 })
  })
})

test('values are counted, never told', async () => {
  const { items, limits } = await unseen(of("('a')"), of("('secret-word')"))
  expect(items[0]).toMatchObject({ table: 'tables.test', column: 'c' })
  expect(JSON.stringify([items, limits])).not.toContain('secret-word')
})
