import { describe, expect, it } from 'vitest'
import { aucDifference } from './auc-difference.ts'
import { expectClose } from './reference/expect-close.ts'
import r from './reference/r.json' with { type: 'json' }

describe('auc difference', () => {
  it.each(r.auc.map((one, at) => ({ at, one })))('equals roc.test on table $at', ({ one }) => {
    const got = aucDifference(Float64Array.from(one.a), Float64Array.from(one.b), Uint8Array.from(one.label))
    expectClose(got?.value, one.auc - one.auc_b, 1e-10)
    expectClose(got?.z, one.z, 1e-10)
    expectClose(got?.p, one.p, 1e-10)
  })

  it('sees none between a score and itself, and needs two rows of each class', () => {
    const score = Float64Array.of(0.1, 0.4, 0.35, 0.8)
    expect(aucDifference(score, score, Uint8Array.of(0, 0, 1, 1))).toEqual({ value: 0, low: 0, high: 0, z: 0, p: 1 })
    expect(aucDifference(score, score, Uint8Array.of(0, 0, 0, 1))).toBeUndefined()
  })
})
