/** A day that can be read in one way is read, and no other. */
import { expect, test } from 'vitest'
import type { SheetCell } from '../model/index.ts'
import { dayOf } from './day-of.ts'

const cell = (text: string, kind: SheetCell['kind'] = 'text'): SheetCell => ({ ref: 'M2', row: 2, column: 13, text, kind })

test.each([
  ['2026-05-04', '2026-05-04'],
  [' 2026-5-4 ', '2026-05-04'],
  ['2026/05/04', '2026-05-04'],
  ['2026-05-04T10:30:00', '2026-05-04'],
  ['4.5.2026', '2026-05-04'],
  ['04. 05. 2026', '2026-05-04'],
  ['5/4/2026', undefined],
  ['2026-02-30', undefined],
  ['2026-13-01', undefined],
  ['May 2026', undefined],
  ['yesterday', undefined],
])('%s is %s', (text, day) => {
  expect(dayOf(cell(text))).toBe(day)
})

test('a bare number is no day', () => {
  expect(dayOf(cell('46328', 'number'))).toBeUndefined()
  expect(dayOf(cell('2026-05-04', 'date'))).toBe('2026-05-04')
})
