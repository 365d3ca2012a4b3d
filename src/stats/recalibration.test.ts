import { describe, expect, it } from 'vitest'
import { logisticRecalibration } from './recalibration.ts'
import { expectClose } from './reference/expect-close.ts'
import r from './reference/r.json' with { type: 'json' }

describe('recalibration', () => {
  it.each(r.recalibration.map((one, at) => ({ at, one })))('equals glm on curve $at', ({ one }) => {
    const groups = one.score.map((score, i) => ({ score, n: one.n[i] as number, positives: one.positives[i] as number }))
    const got = logisticRecalibration(groups)
    const z = 1.959963984540054
    expectClose(got?.slope.value, one.slope, 1e-9)
    expectClose(got?.intercept.value, one.intercept, 1e-9)
    expectClose(((got?.slope.high ?? 0) - (got?.slope.low ?? 0)) / 2 / z, one.slope_se, 1e-7)
    expectClose(((got?.intercept.high ?? 0) - (got?.intercept.low ?? 0)) / 2 / z, one.intercept_se, 1e-7)
    const byRow = groups.flatMap(({ score, n, positives }) =>
      Array.from({ length: n }, (_, i) => ({ score, n: 1, positives: i < positives ? 1 : 0 })),
    )
    expectClose(logisticRecalibration(byRow)?.slope.value, one.slope, 1e-9)
  })

  it('has no line for one class, one score, a clean parting or no rows', () => {
    const row = (score: number, positives: number): { score: number; n: number; positives: number } => ({ score, n: 20, positives })
    expect(logisticRecalibration([row(0.2, 0), row(0.7, 0)])).toBeUndefined()
    expect(logisticRecalibration([row(0.2, 20), row(0.7, 20)])).toBeUndefined()
    expect(logisticRecalibration([row(0.3, 8)])).toBeUndefined()
    expect(logisticRecalibration([row(0.2, 0), row(0.7, 20)])).toBeUndefined()
    expect(logisticRecalibration([])).toBeUndefined()
  })

  it('bears scores of exactly 0 and 1', () => {
    const got = logisticRecalibration([
      { score: 0, n: 500, positives: 0 },
      { score: 0.4, n: 500, positives: 210 },
      { score: 0.8, n: 500, positives: 390 },
      { score: 1, n: 500, positives: 500 },
    ])
    expect(got?.slope.low).toBeGreaterThan(0)
    expect(Number.isFinite(got?.slope.high)).toBe(true)
  })

  it('has the line through scores that are all 0 or 1', () => {
    // The line through two points is exact: the logit of each share at ±logit(0.999999).
    const got = logisticRecalibration([
      { score: 0, n: 1000, positives: 880 },
      { score: 1, n: 1000, positives: 940 },
    ])
    const far = Math.log(0.999999 / 0.000001)
    const [low, high] = [Math.log(0.88 / 0.12), Math.log(0.94 / 0.06)]
    expect(got?.slope.value).toBeCloseTo((high - low) / (2 * far), 10)
    expect(got?.intercept.value).toBeCloseTo((high + low) / 2, 8)
  })
})
