import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { benjaminiHochberg, holm } from './multiple.ts'
import { expectClose } from './reference/expect-close.ts'
import r from './reference/r.json' with { type: 'json' }

describe('multiple', () => {
  it('equals p.adjust', () => {
    for (const [i, p] of benjaminiHochberg(r.adjusted.p).entries()) expectClose(p, r.adjusted.bh[i] as number)
    for (const [i, p] of holm(r.adjusted.p).entries()) expectClose(p, r.adjusted.holm[i] as number)
  })

  it('has the textbook ten', () => {
    const p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216]
    const wanted = [0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.105714285714286, 0.216, 0.216, 0.216]
    for (const [i, v] of benjaminiHochberg(p).entries()) expectClose(v, wanted[i] as number)
  })

  it('never lowers a p, keeps the order, and Holm is the stricter', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (p) => {
        const bh = benjaminiHochberg(p)
        const strict = holm(p)
        p.forEach((v, i) => {
          expect(
            (bh[i] as number) >= v * (1 - 1e-15) && (strict[i] as number) >= (bh[i] as number) * (1 - 1e-15) && (strict[i] as number) <= 1,
          ).toBe(true)
          for (const [j, w] of p.entries()) expect(v < w && (bh[i] as number) > (bh[j] as number)).toBe(false)
        })
      }),
    )
    expect(benjaminiHochberg([])).toEqual([])
  })
})
