import fc from 'fast-check'
import { expect, it } from 'vitest'
import { momentsOf, sumOf } from './moments.ts'

const of = (values: number[]) => momentsOf(values.length, (index) => values[index] as number)

it('adds what plain addition loses', () => {
  expect(sumOf(4, (index) => [1, 1e100, 1, -1e100][index] as number)).toBe(2)
  expect(sumOf(10, () => 0.1)).toBe(1)
  expect(sumOf(0, () => 1)).toBe(0)
})

it('holds at large offsets', () => {
  // The shape of NIST's SmLs09, with values that doubles hold exactly.
  const moments = of([1e12 + 0.25, ...Array.from({ length: 500 }, () => [1e12 + 0.125, 1e12 + 0.375]).flat()])
  expect(moments?.mean).toBeCloseTo(1e12 + 0.25, 3)
  expect(moments?.sd).toBeCloseTo(0.125, 12)
})

it('knows nothing of no rows, and no spread of one', () => {
  expect(of([])).toBeUndefined()
  expect(of([3])).toEqual({ n: 1, mean: 3, sd: undefined })
})

it('equal values have no spread, and a shift moves only the mean', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 2, max: 50 }), (value, n) => {
      expect(of(Array.from({ length: n }, () => value))).toEqual({ n, mean: value, sd: 0 })
    }),
  )
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2 }), (values) => {
      const [here, there] = [of(values), of(values.map((it) => it + 2 ** 40))]
      expect(there?.sd).toBeCloseTo(here?.sd ?? Number.NaN, 6)
    }),
  )
})
