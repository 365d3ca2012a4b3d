import { describe, expect, it } from 'vitest'
import { gammaLower, gammaUpper, logGamma } from './gamma.ts'
import { expectClose } from './reference/expect-close.ts'
import r from './reference/r.json' with { type: 'json' }

describe('gamma', () => {
  it.each(r.log_gamma)('has ln Γ of $x', ({ x, value }) => expectClose(logGamma(x), value, 1e-14))

  it.each(r.gamma)('has both tails of a = $a at $ratio a', ({ a, ratio, value }) => {
    // The argument itself carries a rounding, which a tail far out magnifies a times.
    expectClose(gammaLower(a, a * ratio), value.lower, 2e-12)
    expectClose(gammaUpper(a, a * ratio), value.upper, 2e-12)
  })

  it('answers at the ends', () => {
    expect([gammaLower(2, 0), gammaUpper(2, 0), gammaLower(2, Infinity), gammaUpper(2, Infinity)]).toEqual([0, 1, 1, 0])
    expect(gammaUpper(0, 1)).toBeNaN()
  })
})
