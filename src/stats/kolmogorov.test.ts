import { describe, expect, it } from 'vitest'
import { kolmogorovUpper, kolmogorovUpperQuantile } from './kolmogorov.ts'
import { expectClose } from './reference/expect-close.ts'
import r from './reference/r.json' with { type: 'json' }

describe('kolmogorov', () => {
  it.each(r.kolmogorov_limit)('has the upper tail of $x', ({ x, value }) => expectClose(kolmogorovUpper(x), value, 1e-13))

  it('knows its usual critical point', () => {
    expect(kolmogorovUpperQuantile(0.05)).toBeCloseTo(1.3581, 4)
    expectClose(kolmogorovUpper(kolmogorovUpperQuantile(0.001)), 0.001)
  })
})
