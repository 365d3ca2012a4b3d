import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalCdf, normalQuantile, normalUpper } from './normal.ts'
import { expectClose } from './reference/expect-close.ts'
import r from './reference/r.json' with { type: 'json' }

describe('normal', () => {
  it.each(r.normal_upper)('has the upper tail of $x', ({ x, value }) => expectClose(normalUpper(x), value, 1e-14))
  it.each(r.normal_quantile)('has the quantile of $p', ({ p, value }) => expectClose(normalQuantile(p), value, 4e-15))

  it('keeps the digits of a far tail', () => expectClose(normalCdf(-10), 7.619853024160527e-24, 1e-15))

  it('mirrors, and its quantile undoes it', () => {
    fc.assert(
      fc.property(fc.double({ min: -8, max: 8, noNaN: true }), (x) => {
        expect(normalCdf(x)).toBe(normalUpper(-x))
        expectClose(normalCdf(x) + normalUpper(x), 1, 1e-15)
        if (x < 0) expectClose(normalQuantile(normalCdf(x)), x, 1e-14 / Math.min(1, Math.abs(x)))
      }),
    )
  })

  it('answers at and past the ends', () => {
    expect([normalQuantile(0), normalQuantile(1), normalQuantile(1.1)]).toEqual([-Infinity, Infinity, Number.NaN])
    expect([normalUpper(Infinity), normalUpper(-Infinity)]).toEqual([0, 1])
  })
})
