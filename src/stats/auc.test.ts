import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Auc, auc, aucFromGroups, type ScoreGroup } from './auc.ts'
import { expectClose } from './reference/expect-close.ts'
import r from './reference/r.json' with { type: 'json' }

const of = (scores: number[], labels: number[]): Auc | undefined => auc(Float64Array.from(scores), Uint8Array.from(labels))

const groupsOf = (scores: number[], labels: number[]): ScoreGroup[] =>
  [...new Set(scores)]
    .sort((a, b) => a - b)
    .map((score) => {
      const here = labels.filter((_, i) => scores[i] === score)
      const positives = here.filter((label) => label === 1).length
      return { score, positives, negatives: here.length - positives }
    })

/** Every pair looked at: the definition. */
const byPairs = (scores: number[], labels: number[]): number => {
  let sum = 0
  let pairs = 0
  for (const [i, a] of scores.entries()) {
    for (const [j, b] of scores.entries()) {
      if (labels[i] !== 1 || labels[j] !== 0) continue
      pairs += 1
      sum += a > b ? 1 : a === b ? 0.5 : 0
    }
  }
  return sum / pairs
}

const rows = fc.array(fc.tuple(fc.integer({ min: -6, max: 6 }), fc.integer({ min: 0, max: 1 })), { minLength: 2, maxLength: 80 })

describe('auc', () => {
  it.each(r.auc.map((one, at) => ({ at, one })))('equals pROC on table $at', ({ one }) => {
    const got = of(one.a, one.label)
    expectClose(got?.value, one.auc)
    expectClose(got?.se, Math.sqrt(one.variance))
    expectClose(got?.low, one.low)
    expectClose(got?.high, one.high)
    expectClose(of(one.b, one.label)?.value, one.auc_b)
  })

  it('is what looking at every pair gives, by rows and by groups, and turns with the score', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const scores = list.map(([score]) => score)
        const labels = list.map(([, label]) => label)
        fc.pre(labels.includes(0) && labels.includes(1))
        const got = of(scores, labels) as Auc
        expectClose(got.value, byPairs(scores, labels), 1e-12)
        expect(got.low >= 0 && got.low <= got.value && got.value <= got.high && got.high <= 1).toBe(true)
        expect(aucFromGroups(groupsOf(scores, labels))).toEqual(got)
        const turned = of(
          scores.map((score) => 1 - score),
          labels,
        ) as Auc
        expect(turned.value).toBeCloseTo(1 - got.value, 12)
        expect(turned.low).toBeCloseTo(1 - got.high, 10)
        expect(turned.se).toBeCloseTo(got.se, 12)
      }),
    )
  })

  it('has none with one class', () => {
    expect(of([0.1, 0.2], [1, 1])).toBeUndefined()
    expect(of([], [])).toBeUndefined()
    expect(aucFromGroups([{ score: 1, positives: 0, negatives: 5 }])).toBeUndefined()
  })

  it('is not certain after a few rows that part perfectly, nor with a class of one', () => {
    const parted = of([1, 2, 3, 4, 5, 6], [0, 0, 0, 1, 1, 1])
    expect(parted).toMatchObject({ value: 1, high: 1 })
    expect(parted?.low).toBeLessThan(0.5)
    const alone = of([1, 2, 3, 4, 5], [0, 0, 0, 1, 0])
    expect(alone?.value).toBe(0.75)
    expect((alone?.high ?? 0) - (alone?.low ?? 0)).toBeGreaterThan(0.5)
  })

  it('refuses what is not a number', () => expect(() => of([0.1, Number.NaN], [0, 1])).toThrow('not a number'))

  it('ranks minus zero with zero, and infinite scores', () => expect(of([-0, 0, -Infinity, Infinity], [1, 0, 0, 1])?.value).toBe(0.875))
})
