import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distance, nearest } from './nearest.ts'

describe('distance', () => {
  it.each([
    ['', '', 0],
    ['label', 'label', 0],
    ['lable', 'label', 1],
    ['labels', 'label', 1],
    ['tabel', 'table', 1],
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
  ])('%s to %s is %i edits', (a, b, edits) => {
    expect(distance(a, b)).toBe(edits)
  })

  it('is the same both ways, and 0 only between equals', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(distance(a, b)).toBe(distance(b, a))
        expect(distance(a, b) === 0).toBe(a === b)
      }),
    )
  })
})

describe('nearest', () => {
  it.each([
    ['lable', ['id', 'label', 'time'], 'label'],
    ['TRAIN', ['train', 'trail'], 'train'],
    ['B', ['a', 'b'], 'b'],
    ['label', ['Label', 'label'], 'label'],
    ['featurs', ['feature', 'features'], 'feature'],
    ['p95', ['p50', 'p99'], 'p99'],
  ])('%s among %j is %s', (word, known, near) => {
    expect(nearest(word, known)).toBe(near)
  })

  it.each([
    ['colour', ['id', 'label', 'time']],
    ['x', ['y', 'z']],
    ['anything', []],
    ['a'.repeat(81), ['a'.repeat(80)]],
  ])('%s among %j is nothing', (word, known) => {
    expect(nearest(word, known)).toBeUndefined()
  })

  it('does not depend on the order of what is known', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 6 }), fc.array(fc.string({ maxLength: 6 })), (word, known) => {
        expect(nearest(word, [...known].reverse())).toBe(nearest(word, known))
      }),
    )
  })
})
