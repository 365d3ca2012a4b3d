import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quantile, quantileInterval, quantileRowsNeeded } from './quantile.ts'
import { expectClose } from './reference/expect-close.ts'
import r from './reference/r.json' with { type: 'json' }

const numbers = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => (((i + 1) * 7919) % 1009) / 10 + 1000).sort()
const ranksTo = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => i + 1)

describe('quantile', () => {
  it.each(r.quantile)('type 7 of $n at $p', ({ n, p, value }) => expectClose(quantile(numbers(n), p), value, 1e-14))

  it.each(r.quantile_ranks)('takes the order statistics of the binomial, $n at $p', ({ n, p, low, high }) => {
    const interval = quantileInterval(ranksTo(n), p)
    expect(interval?.low).toBe(Math.max(1, low))
    expect(interval?.high).toBe(Math.min(n, high))
  })

  it('says from how many rows on both ends hold', () => {
    expect([quantileRowsNeeded(0.5), quantileRowsNeeded(0.95), quantileRowsNeeded(0.99), quantileRowsNeeded(0.01)]).toEqual([
      6, 72, 368, 368,
    ])
    const enough = quantileRowsNeeded(0.99)
    // With as many rows the top value is a true bound: its chance to lie below the quantile is 2.5 %.
    expect(0.99 ** enough).toBeLessThanOrEqual(0.025)
    expect(0.99 ** (enough - 1)).toBeGreaterThan(0.025)
  })

  it('holds the value and has no value without rows', () => {
    expect(quantileInterval(new Float64Array(), 0.5)).toBeUndefined()
    expect(quantile(new Float64Array(), 0.5)).toBeNaN()
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (list, p) => {
        const sorted = Float64Array.from(list).sort()
        const { value, low, high } = quantileInterval(sorted, p) ?? { value: Number.NaN, low: 0, high: 0 }
        expect(low <= value && value <= high).toBe(true)
      }),
    )
  })
})
