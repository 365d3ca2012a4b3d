/** Rows that repeat another, counted against plain counting. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Folder, folder } from '../../collect/sources/tables/testing/folder.ts'
import type { Roles } from '../../model/handles.ts'
import duplicates from './duplicates.ts'

let at: Folder
beforeAll(async () => {
  at = await folder()
})
afterAll(() => at.close())

const measure = async (path: string, roles: Roles = {}) => {
  const { handle } = await at.table(path, roles)
  const finding = await duplicates.collect({ table: handle }, { options: {}, signal: new AbortController().signal })
  if (finding.state !== 'found') throw new Error('nothing found')
  return finding
}
const of = async (select: string, roles: Roles = {}) => {
  await at.parquet('rows.parquet', select)
  return (await measure('rows.parquet', roles)).facts
}

test.each([
  ['equal rows', "select * from (values (1, 'a'), (1, 'a'), (1, 'a'), (2, 'a'), (1, 'A')) t(x, y)", 2],
  ['null is null and NaN', "select * from (values (null::double, 1), ('nan'::double, 1), (0.0, null), (0.0, null)) t(x, y)", 2],
  ['null is not empty text', "select unnest([null, '', 'NA', ' ']) as x", 0],
  ['minus zero is zero', "select unnest(['-0.0'::double, 0.0]) as x", 1],
  ['infinity is itself and no null', "select unnest(['inf'::double, 'inf', '-inf', null]) as x", 1],
  ['values do not run together', "select * from (values ('a', 'bc'), ('ab', 'c'), ('a,b', 'c'), ('a', 'b,c')) t(x, y)", 0],
  ['lists as lists, with NaN and null alike', "select unnest([[1.0, 'nan'::double], [1.0, null], [null, 1.0]]) as x", 1],
  ['structs', "select unnest([{'a': 1}, {'a': 1}, {'a': 2}]) as x", 1],
  ['64-bit integers exactly', 'select unnest([9007199254740992, 9007199254740993, 9007199254740993]) as x', 1],
])('%s', async (_, select, duplicate_rows) => {
  const facts = await of(select)
  expect(facts).toEqual({ rows: facts.rows, duplicate_rows, duplicate_share: duplicate_rows / Number(facts.rows) })
})

test('the declared id is left out', async () => {
  expect(await of('select range as id, range // 2 as x from range(10)', { id: 'id' })).toEqual({
    rows: 10,
    duplicate_rows: 5,
    duplicate_share: 0.5,
  })
  expect(await of('select range as id, range // 2 as x from range(10)')).toMatchObject({ duplicate_rows: 0 })
})

test('a table with nothing but its id, with no rows, with one row', async () => {
  await at.parquet('rows.parquet', 'select range as id from range(3)')
  expect(await measure('rows.parquet', { id: 'id' })).toMatchObject({
    facts: { rows: 3 },
    unknown: { duplicate_rows: 'undefined', duplicate_share: 'undefined' },
  })
  await at.write('none.csv', 'a,b\n')
  expect(await measure('none.csv')).toMatchObject({ facts: { rows: 0, duplicate_rows: 0 }, unknown: { duplicate_share: 'no_rows' } })
  expect(await of('select 1 as a')).toEqual({ rows: 1, duplicate_rows: 0, duplicate_share: 0 })
})

test('items count and show no value', async () => {
  await at.write('items.csv', 'a\nhunter2\nhunter2\nhunter2\nx\n')
  const { items } = await measure('items.csv')
  expect(items).toEqual([{ table: 'tables.t', note: '2 rows repeat another; the commonest row stands 3 times' }])
})

test('rows minus distinct rows, for any small table', async () => {
  const cell = fc.constantFrom('null', '0', '1', "'nan'")
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 30 }), async (rows) => {
      const select = `select x::double as x, y::double as y, z::double as z from (values ${rows.map((row) => `(${row.join(', ')})`).join(', ')}) t(x, y, z)`
      const distinct = new Set(rows.map((row) => row.map((value) => (value === "'nan'" ? 'null' : value)).join()))
      const typed = select.replaceAll('null', 'null::double').replaceAll("'nan'", "'nan'::double")
      expect((await of(typed)).duplicate_rows).toBe(rows.length - distinct.size)
    }),
    { numRuns: 30 },
  )
})

test('many rows spill and are still counted exactly', async () => {
  const small = await folder({ memory: '160MB' })
  await small.parquet('long.parquet', "select (range % 1999000)::varchar || repeat('x', 40) as a, range % 1999000 as b from range(2000000)")
  const { handle } = await small.table('long.parquet')
  const finding = await duplicates.collect({ table: handle }, { options: {}, signal: new AbortController().signal })
  expect(finding).toMatchObject({ facts: { rows: 2_000_000, duplicate_rows: 1000 } })
  await small.close()
})
