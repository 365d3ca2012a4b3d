/** Columns measured against counts and moments worked out by hand or in plain arithmetic. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Folder, folder } from '../../collect/sources/tables/testing/folder.ts'
import type { Row } from '../../model/fact.ts'
import type { Roles } from '../../model/handles.ts'
import profile from './profile.ts'

let at: Folder
beforeAll(async () => {
  at = await folder()
})
afterAll(() => at.close())

const measure = async (path: string, roles: Roles = {}) => {
  const { handle } = await at.table(path, roles)
  const finding = await profile.collect({ table: handle }, { options: {}, signal: new AbortController().signal })
  if (finding.state !== 'found') throw new Error('nothing found')
  profile.facts.parse(finding.facts)
  return { rows: finding.facts.rows, columns: finding.facts.columns as Row[], until: finding.until, text: JSON.stringify(finding) }
}
const only = async (select: string) => {
  await at.parquet('only.parquet', select)
  return (await measure('only.parquet')).columns[0] as Row
}
const unnest = (...values: string[]) => `select unnest([${values.join(', ')}]) as v`

test('every kind of missing is counted apart and together', async () => {
  expect(await only(unnest('1.5::double', "'nan'", "'inf'", "'-inf'", 'null', '2.5', '2.5', '-0.0', '0.0', 'null'))).toMatchObject({
    type: 'number',
    missing_share: 0.5,
    null_share: 0.2,
    nan_share: 0.1,
    infinite_share: 0.2,
    null_text_share: 0,
    distinct: 3,
    top_share: 0.4,
    min: 0,
    max: 2.5,
    mean: 1.3,
    sd: expect.closeTo(1.2549900398011133, 14),
  })
  expect(await only(unnest("'a'", "'NA'", "''", 'null', "'abc'", "'a'", "'A'", "' '"))).toMatchObject({
    type: 'text',
    missing_share: 0.375,
    null_share: 0.125,
    null_text_share: 0.25,
    nan_share: 0,
    distinct: 4,
    top_share: 0.4,
    min: null,
    max: null,
    mean: null,
    sd: null,
    min_length: 1,
    max_length: 3,
  })
})

test('null-like text among the numbers of a CSV is told apart from what is empty', async () => {
  await at.write('na.csv', 'v,w\n1,x\nNA,x\n,y\n3,y\n')
  expect((await measure('na.csv')).columns[0]).toMatchObject({
    missing_share: 0.5,
    null_share: 0.25,
    null_text_share: 0.25,
    mean: 2,
    distinct: 2,
  })
})

test('booleans count as 0 and 1, times have a range, lists have neither', async () => {
  expect(await only(unnest('true', 'false', 'null', 'true'))).toMatchObject({
    type: 'boolean',
    min: 0,
    max: 1,
    mean: expect.closeTo(2 / 3, 15),
    distinct: 2,
  })
  expect(await only(unnest("timestamp '2026-01-02 10:00:00'", "timestamp '2026-01-01'", "timestamp 'infinity'", 'null'))).toMatchObject({
    type: 'time',
    missing_share: 0.5,
    infinite_share: 0.25,
    min: '2026-01-01T00:00:00.000Z',
    max: '2026-01-02T10:00:00.000Z',
    mean: null,
  })
  expect(await only(unnest('[1, 2]', '[1, 2]', '[2, 1]', 'null'))).toMatchObject({
    type: 'other',
    distinct: 2,
    missing_share: 0.25,
    min: null,
  })
})

test('whole numbers past 2^53 keep their digits', async () => {
  expect(await only(unnest('9223372036854775807', '9223372036854775805', '9223372036854775806'))).toMatchObject({
    min: '9223372036854775805',
    max: '9223372036854775807',
    mean: 9223372036854775806,
    sd: 1,
    distinct: 3,
  })
  expect(await only(unnest('(-9223372036854775808)::bigint', '9223372036854775807'))).toMatchObject({
    sd: expect.closeTo(1.3043817825332783e19, -5),
  })
})

test('a large offset costs no digits', async () => {
  const values = Array.from({ length: 2001 }, (_, n) => (n === 0 ? 1e12 + 0.4 : n % 2 === 1 ? 1e12 + 0.3 : 1e12 + 0.5))
  const offset = values.map((value) => value - 1e12)
  const mean = offset.reduce((sum, value) => sum + value, 0) / 2001
  const sd = Math.sqrt(offset.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2000)
  const got = await only(unnest(...values.map((value) => `'${value}'::double`)))
  expect(got.mean).toBe(1000000000000.4)
  expect(Math.abs(Number(got.sd) / sd - 1)).toBeLessThan(1e-12)
})

test('what cannot be worked out is null: no rows, one row, sums past any double', async () => {
  await at.write('none.csv', 'a,b\n')
  const none = await measure('none.csv')
  expect(none.rows).toBe(0)
  expect(none.columns.map((column) => [column.missing_share, column.distinct, column.top_share, column.mean])).toEqual([
    [null, 0, null, null],
    [null, 0, null, null],
  ])
  expect(await only('select 5.5::double as v')).toMatchObject({ mean: 5.5, sd: null, distinct: 1, top_share: 1 })
  expect(await only('select null::double as v')).toMatchObject({
    mean: null,
    sd: null,
    min: null,
    distinct: 0,
    top_share: null,
    missing_share: 1,
  })
  expect(await only(unnest('1e308::double', '1e308', '-1e308'))).toMatchObject({ max: 1e308, sd: null })
})

test('moments agree with two passes over any numbers', async () => {
  const number = fc.double({ min: -1e9, max: 1e9, noNaN: true })
  await fc.assert(
    fc.asyncProperty(fc.array(number, { minLength: 2, maxLength: 40 }), async (values) => {
      const got = await only(unnest(...values.map((value) => `'${value}'::double`)))
      const mean = values.reduce((sum, value) => sum + value / values.length, 0)
      const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
      // Below the smallest normal number a double keeps no digits to compare.
      const size = Math.max(...values.map(Math.abs), 1e-290)
      expect(Math.abs(Number(got.mean) - mean)).toBeLessThanOrEqual(1e-13 * size)
      expect(Math.abs(Number(got.sd) - sd)).toBeLessThanOrEqual(1e-12 * size)
      expect(got.distinct).toBe(new Set(values.map((value) => value + 0)).size)
    }),
    { numRuns: 30 },
  )
})

test('a thousand columns, and the same bytes twice, whatever order the engine adds in', async () => {
  await at.parquet('wide.parquet', `select ${Array.from({ length: 1000 }, (_, n) => `range + ${n} as c${n}`).join(', ')} from range(20)`)
  const { columns } = await measure('wide.parquet')
  expect(columns.length).toBe(1000)
  expect(columns[999]).toMatchObject({ column: 'c999', min: 999, max: 1018, distinct: 20 })
  await at.parquet('long.parquet', 'select random() as a, exp(10 * random()) as b, (random() * 1e6)::int as c from range(400000)')
  const first = (await measure('long.parquet')).text
  for (let again = 0; again < 2; again++) expect((await measure('long.parquet')).text).toBe(first)
})

test('no value of a text column leaves, and the newest time is told', async () => {
  await at.write('until.csv', 'at,name\n2026-01-01,hunter2\n2026-03-01,hunter2\n')
  const { until, text } = await measure('until.csv', { time: 'at' })
  expect(until).toBe('2026-03-01T23:59:59.999Z')
  expect(text).not.toContain('hunter2')
})

test('hostile names are names', async () => {
  await at.write('sql.csv', '"x""; drop table t; --",it\'s,__proto__\n1,2,3\n')
  const { columns } = await measure('sql.csv')
  expect(columns.map((column) => [column.column, column.mean])).toEqual([
    ['x"; drop table t; --', 1],
    ["it's", 2],
    ['__proto__', 3],
  ])
})
