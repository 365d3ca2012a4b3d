import { afterAll, beforeAll, expect, test } from 'vitest'
import { folder } from '../../collect/sources/tables/testing/folder.ts'
import type { Roles } from '../../model/handles.ts'
import entityOverlap from './entity-overlap.ts'
import { look, type Tables, tables } from './testing/tables.ts'

let made: Tables
beforeAll(async () => {
  made = tables(await folder())
})
afterAll(() => made.close())

const overlap = async (train: string, test: string, roles: Roles = { entity: 'e' }, testRoles: Roles = roles) =>
  look(entityOverlap, { train: await made.table('tables.train', train, roles), test: await made.table('tables.test', test, testRoles) })

const of = (rows: string, columns = 'e') => `select * from (values ${rows}) t(${columns})`

const cases: [string, string, string, object][] = [
  [
    'two of three rows',
    of('(1), (2), (2)'),
    of('(2), (2), (3)'),
    { shared_entities: 1, affected_test_rows: 2, affected_test_share: 2 / 3 },
  ],
  ['missing is no entity', of('(null), (1)'), of('(null), (2)'), { shared_entities: 0, affected_test_rows: 0, affected_test_share: 0 }],
  ['NaN and infinity neither', of("('nan'::double), ('inf')"), of("('nan'::double), ('inf')"), { shared_entities: 0 }],
  ['null-like text neither', of("('N/A'), (''), ('a')"), of("('N/A'), (''), ('b')"), { shared_entities: 0 }],
  ['1 is 1.0', of('(1)'), of('(1.0::double)'), { shared_entities: 1 }],
  ['numbers written as text', of('(17)'), of("('17'), ('x')"), { shared_entities: 1, affected_test_rows: 1 }],
  ['integers past 2^53', of('(9007199254740993)'), of('(9007199254740992)'), { shared_entities: 0 }],
  ['text byte for byte', of("('a')"), of("('A'), ('a ')"), { shared_entities: 0 }],
  ['missing rows count in the share', of('(1)'), of('(1), (null)'), { affected_test_rows: 1, affected_test_share: 0.5 }],
  ['no training rows', of('(1)').concat(' where false'), of('(1)'), { shared_entities: 0, affected_test_share: 0 }],
]
test.each(cases)('%s', async (_, train, test, facts) => {
  expect((await overlap(train, test)).facts).toMatchObject(facts)
})

test('hostile column name; the role of one table holds for the other', async () => {
  const { facts, items } = await overlap(of('(1, 2)', '"v", "n"'), of('(1, 2)', '"v", "n"'), { entity: 'v' }, {})
  expect(facts).toEqual({ shared_entities: 1, affected_test_rows: 1, affected_test_share: 1 })
  expect(items[0]).toMatchObject({ table: 'tables.test', column: 'v' })
})

test('no test rows: the share is unknown', async () => {
  const { facts, unknown } = await overlap(of('(1)'), of('(1)').concat(' where false'))
  expect(facts).toEqual({ shared_entities: 0, affected_test_rows: 0 })
  expect(unknown).toEqual({ affected_test_share: 'no_rows' })
})

test('no entity declared: all unknown', async () => {
  const { facts, unknown } = await overlap(of('(1)'), of('(1)'), {})
  expect(facts).toEqual({})
  expect(unknown).toEqual({ shared_entities: 'no_role', affected_test_rows: 'no_role', affected_test_share: 'no_role' })
})

test('notes name no entity', async () => {
  const { items, limits } = await overlap(of("('ann@example.org')"), of("('ann@example.org')"))
  expect(JSON.stringify([items, limits])).not.toContain('ann@')
})
