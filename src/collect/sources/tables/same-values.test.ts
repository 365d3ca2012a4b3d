/** When two values are the same, whatever type and file each side has; and what counts as missing. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Column } from '../../../model/handles.ts'
import { alike, canonicalText, missing, quoteIdentifier, quoteText, sameValue } from '../../../model/sql.ts'
import { kindOf } from './kinds.ts'
import { type Folder, folder } from './testing/folder.ts'

let at: Folder
beforeAll(async () => {
  at = await folder()
})
afterAll(() => at.close())

const columnOf = async (value: string, name = 'v'): Promise<Column> => {
  const [row] = await at.engine.run(`select typeof(${value}) as t`)
  return { name, kind: kindOf(String(row?.t)), sql: String(row?.t) }
}

const same = async (a: string, b: string) => {
  const [left, right] = [await columnOf(a), await columnOf(b)]
  const [x, y] = alike(left, right, 'a', 'b')
  const [row] = await at.engine.run(
    `select (${canonicalText(left, 'a')}) is not distinct from (${canonicalText(right, 'b')}) as by_text, (${x}) is not distinct from (${y}) as alike
     from (select ${a} as v) a, (select ${b} as v) b`,
  )
  return row
}

test.each([
  ['1', '1.0::double'],
  ['1', '1.00::decimal(10,2)'],
  ['1::tinyint', '1::hugeint'],
  ['100', '100.000::decimal(20,3)'],
  ['1::float', '1::double'],
  ['-0.0::double', '0.0::double'],
  ['-0.0::float', '0'],
  ['0.5::float', '0.5::double'],
  ['0.10::decimal(10,2)', '0.1::double'],
  ['0.00001::decimal(10,5)', '0.00001::double'],
  ['-2.50::decimal(10,2)', '-2.5::double'],
  ["'nan'::double", 'null::integer'],
  ["'nan'::float", "'nan'::double"],
  ["'inf'::double", "'inf'::float"],
  ['9007199254740993::bigint', '9007199254740993::hugeint'],
  ['9007199254740992::bigint', '9007199254740992::double'],
  ['1e20::double', '100000000000000000000::hugeint'],
  ["date '2026-01-02'", "timestamp '2026-01-02 00:00:00'"],
  ["timestamp '2026-01-02 10:00:00'", "timestamptz '2026-01-02 12:00:00+02'"],
  ["timestamp_ns '2026-01-02 10:00:00'", "timestamp '2026-01-02 10:00:00'"],
  ["'a'", "'a'::enum('b', 'a')"],
  ['[1, 2]', '[1.0, 2.0]::double[]'],
  ["['nan'::double, 1]", '[null, 1]::integer[]'],
  ["{'a': 1}", "{'a': 1}"],
  ["{'a': 1, 'b': 'x'}", "{'b': 'x', 'a': 1.0::double}"],
  ["{'a': -0.0::double}", "{'a': 0}"],
  ["{'a': 'nan'::double}", "{'a': null::integer}"],
  ["{'a b\"(,': {'c': [1, null]}}", "{'a b\"(,': {'c': [1.0::double, null]}}"],
  ["[{'a': 1}]", "[{'a': 1.0::double}]"],
  ["map {'k': 1}", "map {'k': 1.0::double}"],
  ['null::struct(a integer)', 'null::struct(a double)'],
  ["'7'", '7'],
])('%s is %s', async (a, b) => {
  expect(await same(a, b)).toEqual({ by_text: true, alike: true })
  expect(await same(b, a)).toEqual({ by_text: true, alike: true })
})

test.each([
  ['9007199254740993::bigint', '9007199254740992::double'],
  ['9223372036854775807::bigint', '9223372036854775806::bigint'],
  ['0.1::float', '0.1::double'],
  ["'a'", "'a '"],
  ["'é'", "'e\u0301'"],
  ["'A'", "'a'"],
  ["''", 'null::varchar'],
  ["'NA'", 'null::varchar'],
  ["'1.0'", '1'],
  ["'inf'::double", 'null::double'],
  ['[1, 2]', '[2, 1]'],
  ["['a,b']", "['a', 'b']"],
  ["{'a': null::integer}", 'null::struct(a integer)'],
  ["{'a': 1, 'b': 2}", "{'a': 2, 'b': 1}"],
  ["timestamp '2026-01-02 10:00:00'", "timestamp_ns '2026-01-02 10:00:00.000000001'"],
])('%s is not %s', async (a, b) => {
  expect(await same(a, b)).toEqual({ by_text: false, alike: false })
})

test('text that is a time is that time', async () => {
  expect((await same("'2026-01-02T10:00:00Z'", "timestamp '2026-01-02 10:00:00'"))?.alike).toBe(true)
  expect((await same("'soon'", "timestamp '2026-01-02 10:00:00'"))?.alike).toBe(false)
})

test('null, NaN, infinities and null-like text are missing, and nothing else is', async () => {
  const look = async (values: string[]) => {
    const column = await columnOf(`[${values.join(', ')}][1]`)
    const rows = await at.engine.run(`select (${missing(column)}) as m from (select unnest([${values.join(', ')}]) as v)`)
    return rows.map((row) => row.m)
  }
  expect(await look(["'nan'::double", "'inf'::double", "'-inf'::double", 'null', '0.0'])).toEqual([true, true, true, true, false])
  const like = ['none', 'Null', 'NAN', 'na', 'N/A', 'nil', '#n/a', ''].map(quoteText)
  expect(await look(like)).toEqual(like.map(() => true))
  const unlike = [' ', 'na ', ' NA', 'nah', '0', 'unknown', '-', 'n.a.'].map(quoteText)
  expect(await look(unlike)).toEqual(unlike.map(() => false))
  expect(await look(["timestamp 'infinity'", 'null', "timestamp '2026-01-01'"])).toEqual([true, true, false])
})

test('any name and any text can be quoted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1, unit: 'grapheme' }), async (text) => {
      fc.pre(!text.includes('\0'))
      const [row] = await at.engine.run(`select ${quoteText(text)} as ${quoteIdentifier(text)}`)
      expect(row).toEqual({ [text]: text })
    }),
    { numRuns: 60 },
  )
})

test('doubles are the same exactly when they are equal', async () => {
  const double = fc.double({ noNaN: true, noDefaultInfinity: true })
  await fc.assert(
    fc.asyncProperty(double, fc.oneof(double, fc.constant(undefined)), async (a, other) => {
      const b = other ?? a
      const column: Column = { name: 'v', kind: 'number', sql: 'DOUBLE' }
      const of = (value: number, sql: string) => `(select ${sql} from (select '${value}'::double as v))`
      const [row] = await at.engine.run(
        `select ${of(a, canonicalText(column))} is not distinct from ${of(b, canonicalText(column))} as t, ${of(a, sameValue(column))} is not distinct from ${of(b, sameValue(column))} as s`,
      )
      expect(row).toEqual({ t: a === b, s: a === b })
    }),
    { numRuns: 60 },
  )
})
