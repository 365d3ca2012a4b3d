import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mcnemar, mcnemarChiSquared, mcnemarExact, pairedDifference } from './mcnemar.ts'
import { expectClose } from './reference/expect-close.ts'
import r from './reference/r.json' with { type: 'json' }

describe('mcnemar', () => {
  it.each(r.mcnemar)('equals R for $b and $c', ({ b, c, plain, continuity, exact }) => {
    expectClose(mcnemarChiSquared(b, c).p, plain)
    expectClose(mcnemarChiSquared(b, c, 'continuity').p, continuity)
    expectClose(mcnemarExact(b, c), exact)
  })

  it('is exact while few rows differ', () => {
    expect(mcnemar(14, 10)).toEqual({ p: mcnemarExact(14, 10), by: 'exact' })
    expect(mcnemar(15, 10)).toEqual({ p: mcnemarChiSquared(15, 10).p, by: 'chi_squared' })
    expect(mcnemar(0, 0)).toEqual({ p: 1, by: 'exact' })
  })

  it("has Newcombe's published intervals", () => {
    const shown = (...of: [number, number, number, number]): string[] => {
      const { low, high } = pairedDifference(...of) ?? { low: Number.NaN, high: Number.NaN }
      return [low.toFixed(4), high.toFixed(4)]
    }
    expect(shown(36, 12, 2, 0)).toEqual(['0.0569', '0.3404'])
    expect(shown(54, 0, 0, 0)).toEqual(['-0.0664', '0.0664'])
    expect(pairedDifference(0, 0, 0, 0)).toBeUndefined()
  })

  it('holds the difference and turns with its sides', () => {
    const count = fc.integer({ min: 0, max: 500 })
    fc.assert(
      fc.property(count, count, count, count, (both, first, second, neither) => {
        fc.pre(both + first + second + neither > 0)
        const a = pairedDifference(both, first, second, neither) ?? { value: Number.NaN, low: 0, high: 0 }
        const b = pairedDifference(both, second, first, neither) ?? { value: Number.NaN, low: 0, high: 0 }
        expect(a.low <= a.value + 1e-15 && a.value <= a.high + 1e-15).toBe(true)
        expect(a.low).toBeCloseTo(-b.high, 12)
      }),
    )
  })
})
