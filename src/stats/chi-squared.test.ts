import { describe, expect, it } from 'vitest'
import { chiSquaredQuantile, chiSquaredUpper } from './chi-squared.ts'
import { expectClose } from './reference/expect-close.ts'
import r from './reference/r.json' with { type: 'json' }

describe('chi-squared', () => {
  it.each(r.chi_squared_upper)('has the upper tail of $x on $df', ({ x, df, value }) => expectClose(chiSquaredUpper(x, df), value, 1e-12))
  it.each(r.chi_squared_quantile)('has the quantile of $p on $df', ({ p, df, value }) =>
    expectClose(chiSquaredQuantile(p, df), value, 1e-12),
  )

  it('answers at the ends', () => {
    expect([chiSquaredUpper(0, 3), chiSquaredQuantile(0, 3), chiSquaredQuantile(1, 3)]).toEqual([1, 0, Infinity])
    expect(chiSquaredQuantile(0.5, 0)).toBeNaN()
  })
})
