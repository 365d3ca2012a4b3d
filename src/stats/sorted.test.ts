import fc from 'fast-check'
import { expect, it } from 'vitest'
import { firstAbove, firstAtLeast } from './sorted.ts'

it('finds what a walk from the left would find', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 5 })), fc.integer({ min: -6, max: 6 }), (values, bound) => {
      const sorted = Float64Array.from(values).sort()
      const walk = (holds: (value: number) => boolean): number => {
        const at = sorted.findIndex(holds)
        return at < 0 ? sorted.length : at
      }
      expect(firstAtLeast(sorted, bound)).toBe(walk((value) => value >= bound))
      expect(firstAbove(sorted, bound)).toBe(walk((value) => value > bound))
    }),
  )
})

it('takes -0 and 0 as one value', () => {
  expect(firstAtLeast(Float64Array.from([-0, 0]), 0)).toBe(0)
  expect(firstAbove(Float64Array.from([-0, 0]), -0)).toBe(2)
})
