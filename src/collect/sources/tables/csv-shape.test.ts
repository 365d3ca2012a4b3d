/** Delimiters, quotes and column names of CSV. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvShape, distinctNames, records } from './csv-shape.ts'

test.each([
  ['a,b\n1,2\n', ',', ['a', 'b']],
  ['a;b\n1,5;2,5\n', ';', ['a', 'b']],
  ['a\tb,c\n1\t2\n', '\t', ['a', 'b,c']],
  ['a|b|c\n1|2|3\n', '|', ['a', 'b', 'c']],
  ['"a,x";b\n"1;2";3\n', ';', ['a,x', 'b']],
  ['a\n1\n2\n', ',', ['a']],
  ['text,b\n"one\ntwo, three",2\n', ',', ['text', 'b']],
])('%j', (text, delimiter, header) => {
  expect(csvShape(text, true)).toMatchObject({ delimiter, header })
})

const field = fc.string({ unit: fc.constantFrom('a', 'b', ',', ';', '"', '\n', ' ', 'é') })
const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`

test('what is written by the rules is read back', () => {
  fc.assert(
    fc.property(fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }), (rows) => {
      const text = rows.map((row) => row.map(quoted).join(',')).join('\n')
      expect(records(`${text}\n`, ',', 100, true)).toEqual(rows)
    }),
  )
})

test('names can be told apart without regard to letter case, and good names stay', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'A', 'a_1', 'b', '', ' '), { maxLength: 12 }), (names) => {
      const { names: distinct } = distinctNames(names)
      expect(new Set(distinct.map((name) => name.toLowerCase())).size).toBe(names.length)
      const first = new Map(names.toReversed().map((name, back) => [name.toLowerCase(), names.length - 1 - back]))
      for (const [name, at] of first) if (name.trim() !== '') expect(distinct[at]).toBe(names[at])
    }),
  )
})
