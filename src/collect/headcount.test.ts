/** Heads as evidence: what is declared, what was said, and a part that cannot be larger than its whole. */
import { describe, expect, test } from 'vitest'
import type { Subject } from '../model/index.ts'
import { collectHeadcount } from './headcount.ts'

const heads = (company: Subject['company'], statements: Subject['statements'] = [], asked = true) =>
  collectHeadcount({ assay: 1, subject: { name: 'X' }, ...(company === undefined ? {} : { company }), statements }, asked, '2026-07-01')[0]
const said = (fact: string, is: number) => ({ says: 'so many', claim: { fact, is } })

describe('heads', () => {
  test('are given with their ratios', () => {
    expect(heads({ people: 12, engineers: 5, ml_engineers: 1 })).toMatchObject({
      state: 'found',
      method: 'claimed',
      facts: { people: 12, engineers: 5, ml_engineers: 1, ml_share: 0.2 },
    })
  })

  test('that were said and confirmed count where nothing is declared', () => {
    expect(heads(undefined, [said('company.engineers', 20), said('company.ml_engineers', 3)])?.facts).toMatchObject({ ml_share: 0.15 })
    const both = heads({ engineers: 10 }, [said('company.engineers', 20)])
    expect(both?.facts.engineers).toBe(10)
    expect(both?.limits).toEqual([expect.stringContaining('10 is declared and 20 was said')])
  })

  test('that contradict each other give no share, and say why', () => {
    const wrong = heads({ people: 12, engineers: 5, ml_engineers: 9 })
    expect(wrong?.facts).toEqual({ people: 12, engineers: 5, ml_engineers: 9 })
    expect(wrong?.unknown).toEqual({ ml_share: 'undefined' })
    expect(wrong?.limits[0]).toMatch(/^ml_share: not known, 9 ml_engineers and 5 engineers were said/)
  })

  test('that give more engineers than people decide nothing about the size', () => {
    expect(heads({ people: 12, engineers: 45 })?.facts.people).toBeUndefined()
  })

  test('nobody gave are told as not given where somebody asks, and are no record elsewhere', () => {
    expect(heads(undefined)?.state).toBe('not_given')
    expect(heads(undefined, [], false)).toBeUndefined()
  })

  test('of no engineers give no share', () => {
    expect(heads({ people: 3, engineers: 0, ml_engineers: 0 })?.facts).not.toHaveProperty('ml_share')
  })
})
