import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { f1Interval } from './f1.ts'
import { seededUniform } from './resampled-floor.ts'

describe('f1', () => {
  it('is sane when nothing, and when everything, was hit', () => {
    expect(f1Interval(0, 0, 0)).toBeUndefined()
    const none = f1Interval(0, 3, 2)
    expect(none?.value).toBe(0)
    expect(none?.low).toBe(0)
    expect(none?.high).toBeGreaterThan(0.5)
    expect(f1Interval(9, 0, 0)).toMatchObject({ value: 1, high: 1 })
  })

  it('holds 2tp / (2tp + fp + fn)', () => {
    const count = fc.integer({ min: 0, max: 1000 })
    fc.assert(
      fc.property(count, count, count, (tp, fp, fn) => {
        fc.pre(tp + fp + fn > 0)
        const { value, low, high } = f1Interval(tp, fp, fn) ?? { value: Number.NaN, low: 0, high: 0 }
        expect(value).toBeCloseTo((2 * tp) / (2 * tp + fp + fn), 12)
        expect(low <= value && value <= high).toBe(true)
      }),
    )
  })

  it('covers the truth about 95 % of the time', () => {
    // 60 rows of a model whose chances of tp, fp, fn are 0.25, 0.1, 0.15: its F1 is 0.6667.
    const uniform = seededUniform(7)
    let covered = 0
    const tries = 4000
    for (let t = 0; t < tries; t += 1) {
      const seen = [0, 0, 0, 0]
      for (let row = 0; row < 60; row += 1) {
        const u = uniform()
        const at = u < 0.25 ? 0 : u < 0.35 ? 1 : u < 0.5 ? 2 : 3
        seen[at] = (seen[at] as number) + 1
      }
      const { low, high } = f1Interval(seen[0] as number, seen[1] as number, seen[2] as number) ?? { low: 1, high: 0 }
      if (low <= 2 / 3 && 2 / 3 <= high) covered += 1
    }
    expect(covered / tries).toBeGreaterThan(0.93)
    expect(covered / tries).toBeLessThan(0.97)
  })
})
