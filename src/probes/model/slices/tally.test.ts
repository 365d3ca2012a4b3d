import { expect, it } from 'vitest'
import { fisher } from '../../../stats/fisher.ts'
import { intervalOf, type Tally, thinned, worseByChance } from './tally.ts'

const errors = (sum: number, n: number): Tally => ({ n, sum, squares: sum })

it("is exact where few errors are expected: Fisher's tail", () => {
  // [3 1; 1 3]: one of 70 tables has four, sixteen have three.
  expect(worseByChance(errors(3, 4), errors(1, 4), 'error_share')).toBeCloseTo(17 / 70, 12)
  expect(worseByChance(errors(4, 4), errors(0, 4), 'error_share')).toBeCloseTo(1 / 70, 12)
  // A symmetric table's two-sided p is twice the one-sided one.
  expect(worseByChance(errors(3, 4), errors(1, 4), 'error_share') * 2).toBeCloseTo(fisher(3, 1, 1, 3), 12)
})

it('the exact tail and the normal one meet where they change over', () => {
  const exact = worseByChance(errors(15, 90), errors(95, 900), 'error_share')
  const normal = worseByChance(errors(17, 100), errors(95, 900), 'error_share')
  expect(exact).toBeGreaterThan(0.01)
  expect(exact / normal).toBeGreaterThan(1)
  expect(exact / normal).toBeLessThan(4)
})

it('no errors, only errors, or one row tell nothing', () => {
  expect(worseByChance(errors(0, 50), errors(0, 50), 'error_share')).toBe(1)
  expect(worseByChance(errors(50, 50), errors(50, 50), 'error_share')).toBe(1)
  expect(worseByChance(errors(1, 1), errors(0, 50), 'error_share')).toBe(1)
})

it("is Welch's t for amounts", () => {
  // 5 rows 1…5 against 5 rows 2…6: t = -1 with 8 degrees of freedom, upper tail 1 − 0.1732967.
  const of = (values: number[]): Tally => ({
    n: values.length,
    sum: values.reduce((a, b) => a + b),
    squares: values.reduce((a, b) => a + b * b, 0),
  })
  expect(worseByChance(of([1, 2, 3, 4, 5]), of([2, 3, 4, 5, 6]), 'mae')).toBeCloseTo(1 - 0.17329675, 6)
  expect(worseByChance(of([2, 2]), of([1, 1]), 'mae')).toBe(0)
  expect(intervalOf(of([1, 2, 3, 4, 5]), 'mae')).toMatchObject({ value: 3 })
})

it('copies are worth one row each', () => {
  expect(thinned(errors(40, 400), 40, 'error_share')).toEqual({ n: 10, sum: 1, squares: 1 })
  expect(thinned({ n: 400, sum: 100, squares: 50 }, 40, 'mae')).toEqual({ n: 10, sum: 2.5, squares: 1.25 })
})
