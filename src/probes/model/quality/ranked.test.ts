import fc from 'fast-check'
import { expect, it } from 'vitest'
import { neighbours } from './neighbours.ts'
import { confusion, groupsOf, type Ranked, rowAt, size, together } from './ranked.ts'

const scores = fc.array(fc.integer({ min: 0, max: 10 }).map((k) => k / 10))
const ranked: fc.Arbitrary<Ranked> = fc
  .tuple(scores, scores)
  .map(([positives, negatives]) => ({ positives: Float64Array.from(positives).sort(), negatives: Float64Array.from(negatives).sort() }))

it('the four counts add up to the rows, and count score >= threshold as positive', () => {
  fc.assert(
    fc.property(ranked, fc.integer({ min: 0, max: 10 }), (it, k) => {
      const counts = confusion(it, k / 10)
      expect(counts.tp + counts.fn).toBe(it.positives.length)
      expect(counts.fp + counts.tn).toBe(it.negatives.length)
      expect(counts.tp).toBe(it.positives.filter((score) => score >= k / 10).length)
      expect(counts.fp).toBe(it.negatives.filter((score) => score >= k / 10).length)
    }),
  )
})

it('groups, rows and arrays tell of the same rows', () => {
  fc.assert(
    fc.property(ranked, (it) => {
      const groups = [...groupsOf(it)]
      expect(groups.map((group) => group.score)).toEqual([...new Set(groups.map((group) => group.score))].sort((a, b) => a - b))
      expect(groups.reduce((n, group) => n + group.positives, 0)).toBe(it.positives.length)
      expect([...neighbours(it)].reduce((n, group) => n + group.n, 0)).toBe(size(it))
      const { scores: all, positive } = together(it)
      for (let at = 0; at < size(it); at += 1) expect(rowAt(it, at)).toEqual({ score: all[at], label: positive[at] })
    }),
  )
})

it('joins neighbouring scores beyond 200,000 rows without losing one', () => {
  const many = {
    positives: Float64Array.from({ length: 300_000 }, (_, at) => at / 300_000),
    negatives: Float64Array.from({ length: 150_000 }, (_, at) => at / 150_001),
  }
  const groups = [...neighbours(many)]
  expect(groups.length).toBeLessThanOrEqual(200_000)
  expect(groups.reduce((n, group) => n + group.n, 0)).toBe(450_000)
  expect(groups.reduce((n, group) => n + group.positives, 0)).toBe(300_000)
})
