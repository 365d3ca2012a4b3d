import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kolmogorovUpper } from './kolmogorov.ts'
import { expectClose } from './reference/expect-close.ts'
import r from './reference/r.json' with { type: 'json' }
import { kolmogorovExact, kolmogorovSmirnov, wasserstein } from './two-samples.ts'

const sorted = (values: number[]): Float64Array => Float64Array.from(values).sort()
const sample = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 60 })

/** The exact p by counting, in whole numbers, the orders of all rows that stay nearer than the seen distance at every end of a value. */
const byCounting = (x: number[], y: number[]): number => {
  const [n, m] = [x.length, y.length]
  const all = [...x, ...y].sort((a, b) => a - b)
  const farAt = (i: number, j: number): number => (all[i + j - 1] === all[i + j] ? 0 : Math.abs(i * m - j * n))
  const upTo = (values: number[], edge: number): number => values.filter((v) => v <= edge).length
  const gap = Math.max(...all.map((edge) => Math.abs(upTo(x, edge) * m - upTo(y, edge) * n)))
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
  return Number(((orders - count((i, j) => farAt(i, j) < gap)) * scale) / orders) / 1e40
}

describe('two samples', () => {
  it.each(r.ks.map((one, at) => ({ at, one })))('has D and the exact p, with ties, of pair $at', ({ one }) => {
    const got = kolmogorovSmirnov(sorted(one.x), sorted(one.y)) ?? { d: Number.NaN, p: Number.NaN }
    expectClose(got.d, one.d)
    expectClose(got.p, byCounting(one.x, one.y))
    // R 4.2 takes its exact p from 1, so its last digits are rounding, and stops its limit at 1e-6.
    expect(Math.abs(got.p - one.exact)).toBeLessThan(1e-13)
    const scale = Math.sqrt((one.x.length * one.y.length) / (one.x.length + one.y.length))
    expect(Math.abs(kolmogorovUpper(one.d * scale) - one.limit)).toBeLessThan(1e-6)
  })

  it('is near the exact p where it turns to the limit', () => {
    const n = 2000
    for (const gap of [0.03, 0.0429, 0.06]) {
      const exact = kolmogorovExact(Math.round(gap * n * n), n, n)
      const limit = kolmogorovUpper(gap * Math.sqrt(n / 2))
      expect(Math.abs(limit / exact - 1)).toBeLessThan(0.1)
    }
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
