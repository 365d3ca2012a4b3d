import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kolmogorovUpper } from './kolmogorov.ts'
import { expectClose } from './reference/expect-close.ts'
import r from './reference/r.json' with { type: 'json' }
import { kolmogorovSmirnov, wasserstein } from './two-samples.ts'

const sorted = (values: number[]): Float64Array => Float64Array.from(values).sort()
const sample = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 60 })

/** The exact p by counting, in whole numbers, the orders of n + m distinct values that stay nearer than the seen distance. */
const byCounting = (d: number, n: number, m: number): number => {
  const gap = Math.round(d * n * m)
  const count = (stays: (i: number, j: number) => boolean): bigint => {
    const row = new Array<bigint>(m + 1).fill(0n)
    for (let i = 0; i <= n; i += 1) {
      for (let j = 0; j <= m; j += 1) {
        const ways = i + j === 0 ? 1n : (i > 0 ? (row[j] as bigint) : 0n) + (j > 0 ? (row[j - 1] as bigint) : 0n)
        row[j] = stays(i, j) ? ways : 0n
      }
    }
    return row[m] as bigint
  }
  const orders = count(() => true)
  const scale = 10n ** 40n
  return Number(((orders - count((i, j) => Math.abs(i * m - j * n) < gap)) * scale) / orders) / 1e40
}

describe('two samples', () => {
  it.each(r.ks.map((one, at) => ({ at, one })))('has D and the exact p of pair $at, ties not counted on', ({ one }) => {
    const got = kolmogorovSmirnov(sorted(one.x), sorted(one.y)) ?? { d: Number.NaN, p: Number.NaN }
    expectClose(got.d, one.d)
    expectClose(got.p, byCounting(one.d, one.x.length, one.y.length))
    // R 4.2 knows the ties, which can only make so large a distance rarer; it takes its p from 1, so the last digits are rounding.
    expect(got.p).toBeGreaterThan(one.exact - 1e-13)
    const scale = Math.sqrt((one.x.length * one.y.length) / (one.x.length + one.y.length))
    expect(Math.abs(kolmogorovUpper(one.d * scale) - one.limit)).toBeLessThan(1e-6)
  })

  it('has the p of scipy 1.17.1, exact to 10,000 rows a side and by its limit beyond', () => {
    // scipy.stats.ks_2samp(range(n), [shift + i * step for i in range(m)])
    const pair = (n: number, m: number, shift: number, step: number) =>
      kolmogorovSmirnov(
        Float64Array.from({ length: n }, (_, i) => i),
        Float64Array.from({ length: m }, (_, i) => shift + i * step),
      )?.p
    expectClose(pair(3000, 3000, 90.5, 1), 0.12651410782157416, 1e-9)
    expectClose(pair(5000, 2500, 150.5, 2), 0.09500426899157353, 1e-9)
    expectClose(pair(10000, 7000, 100.25, 1.4), 0.7890810088327949, 1e-9)
    expectClose(pair(9999, 10000, 133.3, 1), 0.3175980488503367, 1e-9)
    expectClose(pair(20000, 20000, 270.5, 1), 0.05038706608656174, 1e-3)
    expectClose(pair(30000, 11000, 300.5, 2.7), 0.388847448698468, 1e-3)
    expectClose(pair(12000, 50000, 150.5, 0.24), 0.09076947620717923, 1e-3)
  })

  it('keeps D and p within 0–1, turns sides freely, and sees no distance from itself', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const one = kolmogorovSmirnov(sorted(a), sorted(b)) ?? { d: Number.NaN, p: Number.NaN }
        const other = kolmogorovSmirnov(sorted(b), sorted(a)) ?? { d: Number.NaN, p: Number.NaN }
        expect(one.d >= 0 && one.d <= 1 && one.p > 0 && one.p <= 1).toBe(true)
        expect(other.d).toBe(one.d)
        expectClose(other.p, one.p, 1e-9)
        expect(kolmogorovSmirnov(sorted(a), sorted(a))).toEqual({ d: 0, p: 1 })
      }),
    )
  })

  it('moves as far as the values were moved', () => {
    fc.assert(
      fc.property(sample, fc.integer({ min: -50, max: 50 }), (a, shift) => {
        expect(wasserstein(sorted(a), sorted(a.map((v) => v + shift)))).toBeCloseTo(Math.abs(shift), 9)
        expect(wasserstein(sorted(a), sorted([...a, ...a]))).toBeCloseTo(0, 12)
      }),
    )
  })

  it('refuses what is not a number', () => expect(() => wasserstein(sorted([1, Number.NaN]), sorted([1]))).toThrow('not a number'))

  it('has nothing to say of an empty side', () => {
    expect(kolmogorovSmirnov(sorted([]), sorted([1]))).toBeUndefined()
    expect(wasserstein(sorted([]), sorted([1]))).toBeNaN()
  })
})
