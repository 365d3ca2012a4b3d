import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { betaQuantile, betaRegularised } from './beta.ts'
import { expectClose } from './reference/expect-close.ts'
import r from './reference/r.json' with { type: 'json' }

describe('beta', () => {
  it.each(r.beta)('has I at $x for $a, $b', ({ x, a, b, value }) =>
    expectClose(betaRegularised(x, a, b), value, value < 1e-290 ? 1e-9 : 5e-12),
  )
  it.each(r.beta_quantile)('has the quantile of $p for $a, $b', ({ p, a, b, value }) => expectClose(betaQuantile(p, a, b), value, 5e-12))

  it('mirrors and rises', () => {
    const size = fc.double({ min: 0.1, max: 1e4, noNaN: true })
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(share, share, size, size, (x, y, a, b) => {
        const low = betaRegularised(Math.min(x, y), a, b)
        const high = betaRegularised(Math.max(x, y), a, b)
        expect(low).toBeLessThanOrEqual(high + 1e-13)
        expectClose(betaRegularised(1 - x, b, a) + betaRegularised(1 - (1 - x), a, b), 1, 1e-12)
      }),
    )
  })

  it('answers at the ends and refuses what is outside', () => {
    expect([betaRegularised(0, 2, 3), betaRegularised(1, 2, 3), betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1, 0, 1])
    expect([betaRegularised(-0.1, 2, 3), betaQuantile(0.5, 0, 3)]).toEqual([Number.NaN, Number.NaN])
  })
})
