import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clopperPearson, rowsNeeded, shareDifference, wilson } from './proportion.ts'
import { expectClose } from './reference/expect-close.ts'
import r from './reference/r.json' with { type: 'json' }

const hitsOf = fc.integer({ min: 1, max: 3000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))

describe('proportion', () => {
  it.each(r.wilson)('Wilson of $k of $n at $confidence equals prop.test', ({ k, n, confidence, low, high }) => {
    // prop.test subtracts two near numbers for its ends and loses digits next to 0.
    expect(Math.abs(wilson(k, n, confidence).low - low)).toBeLessThan(1e-13)
    expectClose(wilson(k, n, confidence).high, high)
  })

  it.each(r.clopper_pearson)('Clopper-Pearson of $k of $n at $confidence equals binom.test', ({ k, n, confidence, low, high }) => {
    expectClose(clopperPearson(k, n, confidence).low, low)
    expectClose(clopperPearson(k, n, confidence).high, high)
  })

  it.each([wilson, clopperPearson])('%o holds the value, mirrors, and narrows as rows are added', (interval) => {
    fc.assert(
      fc.property(hitsOf, ([k, n]) => {
        const { value, low, high } = interval(k, n)
        expect(low >= 0 && low <= value && value <= high && high <= 1).toBe(true)
        const mirrored = interval(n - k, n)
        expectClose(mirrored.low, 1 - high, 1e-9 + 1e-15 / Math.max(1e-300, 1 - high))
        const more = interval(4 * k, 4 * n)
        expect(more.high - more.low).toBeLessThan(high - low)
        const surer = interval(k, n, 0.99)
        expect(surer.low <= low && surer.high >= high).toBe(true)
      }),
    )
  })

  it('knows nothing without rows', () => {
    expect(wilson(0, 0)).toEqual({ value: Number.NaN, low: 0, high: 1 })
    expect(clopperPearson(0, 0)).toEqual({ value: Number.NaN, low: 0, high: 1 })
    expect(shareDifference(0, 0, 1, 2)).toBeUndefined()
  })

  it('refuses what is no share', () => {
    for (const interval of [wilson, clopperPearson]) {
      for (const [k, n] of [
        [Number.NaN, 5],
        [6, 5],
        [-1, 5],
      ] as const)
        expect(() => interval(k, n)).toThrow('is not a share')
    }
  })

  it('says how many rows a width takes', () => {
    expect([rowsNeeded(0.8, 0.01), rowsNeeded(0.8, 0.02), rowsNeeded(0, 0.1)]).toEqual([6147, 1537, 1])
  })

  it("has Newcombe's published interval of 56/70 against 48/80", () => {
    const { value, low, high } = shareDifference(56, 70, 48, 80) ?? { value: 0, low: 0, high: 0 }
    expect([value, low, high].map((v) => v.toFixed(4))).toEqual(['0.2000', '0.0524', '0.3339'])
  })
})
