/** Days as spreadsheets count them. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isDateFormat, isoOf } from './serial-date.ts'

test.each([
  [1, '1900-01-01'],
  [59, '1900-02-28'],
  [60, undefined],
  [61, '1900-03-01'],
  [46_328, '2026-11-02'],
  [46_328.25, '2026-11-02T06:00:00'],
  [2_958_465, '9999-12-31'],
  [2_958_466, undefined],
  [0.5, undefined],
  [-1, undefined],
])('%d is %s', (serial, text) => {
  expect(isoOf(serial, false)).toBe(text)
})

test('from 1904 the same day is 1462 days less', () => {
  fc.assert(fc.property(fc.integer({ min: 1462, max: 2_958_465 }), (serial) => isoOf(serial, false) === isoOf(serial - 1462, true)))
})

test.each<[number, string | undefined, boolean]>([
  [14, undefined, true],
  [2, undefined, false],
  [164, 'yyyy\\-mm\\-dd', true],
  [164, 'd. mmm yy', true],
  [164, '[h]:mm', true],
  [164, '0.00" days"', false],
  [164, '[Red]0.0', false],
  [164, '#,##0\\ \\m', false],
  [164, 'General', false],
  [164, '@', false],
])('format %d %s is a date: %s', (id, code, date) => {
  expect(isDateFormat(id, code)).toBe(date)
})
