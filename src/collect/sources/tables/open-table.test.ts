/** Types of CSV columns, times, roles and versions of a table. */
import { cp, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Folder, folder } from './testing/folder.ts'

/** pyarrow 26: columns Late, late and x, which the engine that makes the other files cannot write. */
const twoCases =
  'UEFSMRUAFRwVHCwVBBUAFQYVBhwAAAACAAAABAEJAAAACQAAABUAFRwVHCwVBBUAFQYVBhwAAAACAAAABAEAAAAAAQAAABUAFRwVHCwVBBUAFQYVBhwAAAACAAAABAEBAAAAAgAAABUEGUw1ABgGc2NoZW1hFQYAFQIlAhgETGF0ZQAVAiUCGARsYXRlABUCJQIYAXgAFgQZHBk8JgAcFQIZJQYAGRgETGF0ZRUAFgQWQhZCJghJHBUAFQAVAgA8KQYZJgAEAAAAJgAcFQIZJQYAGRgEbGF0ZRUAFgQWQhZCJkpJHBUAFQAVAgA8KQYZJgAEAAAAJgAcFQIZJQYAGRgBeBUAFgQWQhZCJowBSRwVABUAFQIAPCkGGSYABAAAABbGARYEJggWxgEAKCBwYXJxdWV0LWNwcC1hcnJvdyB2ZXJzaW9uIDI2LjAuMRk8HAAAHAAAHAAAAPMAAABQQVIx'

let at: Folder
beforeAll(async () => {
  at = await folder()
})
afterAll(() => at.close())

const typeOf = async (values: string[]) => {
  await at.write('t.csv', `v,end\n${values.map((value) => `${value},.\n`).join('')}`)
  const opened = await at.table('t.csv')
  const column = opened.handle.columns[0]
  const rows = (await at.rows(opened)) as { v: unknown }[]
  return { sql: column?.sql, null_text_rows: column?.null_text_rows, values: rows.map((row) => row.v) }
}

test.each<[string, string[], string, unknown[]]>([
  ['whole numbers', ['1', '-2', '+3'], 'BIGINT', [1, -2, 3]],
  ['whole numbers past 2^53', ['9007199254740993', '1'], 'BIGINT', ['9007199254740993', 1]],
  ['whole numbers past 2^63', ['18446744073709551615', '1'], 'HUGEINT', ['18446744073709551615', 1]],
  ['numbers', ['1', '1.5', '-1e-3'], 'DOUBLE', [1, 1.5, -0.001]],
  ['small numbers are not rounded to whole ones', ['1e-3', '2'], 'DOUBLE', [0.001, 2]],
  ['numbers with infinity', ['1', 'inf'], 'DOUBLE', [1, Number.POSITIVE_INFINITY]],
  ['hexadecimal stays text', ['0x1F', '1'], 'VARCHAR', ['0x1F', '1']],
  ['booleans', ['true', 'False', 'TRUE'], 'BOOLEAN', [true, false, true]],
  ['0 and 1 are numbers', ['0', '1'], 'BIGINT', [0, 1]],
  ['dates', ['2026-05-04', '2026-12-31'], 'DATE', ['2026-05-04', '2026-12-31']],
  [
    'times with and without a zone',
    ['2026-05-04 10:00:00', '2026-05-04T10:00:00+02:00', '2026-05-04'],
    'TIMESTAMP WITH TIME ZONE',
    ['2026-05-04T10:00:00.000Z', '2026-05-04T08:00:00.000Z', '2026-05-04T00:00:00.000Z'],
  ],
  ['words of the engine for times stay text', ['epoch', 'infinity', 'today'], 'VARCHAR', ['epoch', 'infinity', 'today']],
  ['days written in another order stay text', ['04/05/2026', '31/12/2026'], 'VARCHAR', ['04/05/2026', '31/12/2026']],
  ['text keeps its spaces and its NA', [' a', 'NA', 'b '], 'VARCHAR', [' a', 'NA', 'b ']],
  ['one odd value makes it text', ['1', '2', 'x'], 'VARCHAR', ['1', '2', 'x']],
  ['nothing at all', ['', ''], 'VARCHAR', [null, null]],
])('%s', async (_, given, sql, values) => {
  expect(await typeOf(given)).toMatchObject({ sql, values })
})

test('an odd value far down is seen as well', async () => {
  const many = Array.from({ length: 5000 }, (_, n) => String(n))
  expect((await typeOf([...many, 'x'])).sql).toBe('VARCHAR')
  expect((await typeOf([...many, '0.5'])).sql).toBe('DOUBLE')
  expect((await typeOf([...many, '99999999999999999999'])).sql).toBe('HUGEINT')
})

test('null-like text among numbers is null and is counted', async () => {
  expect(await typeOf(['1', 'NA', 'n/a', '', '2'])).toEqual({ sql: 'BIGINT', null_text_rows: 2, values: [1, null, null, null, 2] })
})

test.each(['case.csv', 'case.parquet'])('a role finds its column beside one whose name differs in letter case alone: %s', async (name) => {
  await at.write('case.csv', 'Late,late,x\n9,0,1\n9,1,2\n')
  await at.write('case.parquet', Buffer.from(twoCases, 'base64'))
  const { handle } = await at.table(name, { label: 'late', features: ['Late', 'x'] })
  expect(handle.roles).toEqual({ label: 'late_1', features: ['Late', 'x'] })
  expect(handle.limits).toEqual(['Two columns are called "late"; the one in place 2 is called "late_1".'])
  expect(await handle.query(`select late_1 from ${handle.from}`)).toEqual([{ late_1: 0 }, { late_1: 1 }])
})

test('the same rows are the same rows from every kind of file', async () => {
  await at.parquet('k.parquet', "select 1.0::double as n, 'x' as s, timestamp '2026-01-01 10:00:00' as t, true as b")
  await at.write('k.csv', 'n,s,t,b\n1,x,2026-01-01T10:00:00Z,true\n')
  await at.write('k.jsonl', '{"n":1,"s":"x","t":"2026-01-01T10:00:00Z","b":true}\n')
  const files = await Promise.all(['k.parquet', 'k.csv', 'k.jsonl'].map(async (name) => at.rows(await at.table(name))))
  expect(files[1]).toEqual(files[0])
  expect(files[2]).toEqual(files[0])
})

test('a time column that is text is read as times, and what is no time is counted', async () => {
  await at.parquet('time.parquet', "select unnest(['2026-01-02', '2026-01-02T10:00:00+01:00', 'yesterday', 'NA', null]) as at")
  const opened = await at.table('time.parquet', { time: 'at' })
  expect(opened.handle.columns).toEqual([{ name: 'at', kind: 'time', sql: 'TIMESTAMP WITH TIME ZONE', null_text_rows: 1 }])
  expect(opened.handle.limits).toEqual(['1 value of the time column "at" could not be read as a time; it counts as missing.'])
  expect(await at.rows(opened)).toEqual([
    { at: '2026-01-02T00:00:00.000Z' },
    { at: '2026-01-02T09:00:00.000Z' },
    { at: null },
    { at: null },
    { at: null },
  ])
})

test.each([
  ['seconds', '1767225600', '2026-01-01T00:00:00.000Z'],
  ['milliseconds', '1767225600123', '2026-01-01T00:00:00.123Z'],
  ['microseconds', '1767225600123456', '2026-01-01T00:00:00.123456Z'],
  ['nanoseconds', '1767225600123456789', '2026-01-01T00:00:00.123456Z'],
])('a time column of Unix %s', async (unit, value, moment) => {
  await at.write('unix.csv', `at,x\n${value},1\n,2\n`)
  const opened = await at.table('unix.csv', { time: 'at' })
  expect(opened.handle.limits).toEqual([`The time column "at" was read as Unix ${unit}.`])
  expect((await at.rows(opened))[0]).toMatchObject({ at: moment })
})

test('a time column of other numbers stays numbers, and that is said', async () => {
  await at.write('steps.csv', 'at\n1\n2\n')
  const { handle } = await at.table('steps.csv', { time: 'at' })
  expect(handle.columns[0]?.kind).toBe('number')
  expect(handle.limits).toEqual(['The time column "at" holds plain numbers; they are ordered as numbers.'])
})

test('the version is of names and bytes, whatever folder they lie in', async () => {
  await at.write('one/a.csv', 'a\n1\n')
  await at.write('one/b.csv', 'a\n2\n')
  const version = async (path: string) => (await at.table(path)).version
  const before = await version('one/*.csv')
  expect(await version('one')).toBe(before)
  expect(await version('one/{b,a}.csv')).toBe(before)
  expect(await version('one/a.csv')).not.toBe(before)
  await rename(join(at.path, 'one/b.csv'), join(at.path, 'one/c.csv'))
  expect(await version('one/*.csv')).not.toBe(before)
  const other = await folder()
  await cp(join(at.path, 'one'), join(other.path, 'one'), { recursive: true })
  expect((await other.table('one/*.csv')).version).toBe(await version('one/*.csv'))
  await other.close()
})

test('a missing role names the nearest column, and hidden files of a folder are passed over', async () => {
  await at.write('f/.hidden.csv', 'x\n1\n')
  await at.write('f/a.csv', 'flight_id,late\n1,0\n')
  await expect(at.table('f', { id: 'flightid' })).rejects.toThrow(/"flightid".*nearest is "flight_id"/)
  await expect(at.table('f', { features: ['late', 'flight'] })).rejects.toThrow(/"flight", which its features should be.*"flight_id"/)
  expect((await at.table('f', { id: 'flight_id' })).handle.rows).toBe(1)
})
