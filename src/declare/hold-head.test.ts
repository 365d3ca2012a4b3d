import { describe, expect, it } from 'vitest'
import { FrameworkHead, Section } from '../model/index.ts'
import { holdCriteria } from './hold-criteria.ts'
import { holdHead } from './hold-head.ts'
import { holdRule } from './hold-rule.ts'
import type { YamlFile } from './read-yaml.ts'

const yaml: YamlFile = { file: 'f', data: {}, place: (path, of = 'key') => ({ file: `${path.join('.')} ${of}`, line: 7 }) }
const facts = new Map([['x.rows', { kind: 'number' as const, columns: [], probe: 'x' }]])
const texts = { title: 't', question: 'q', why: 'w', fix: 'f', should: 's', topic: 'latency', remedy: { do: 'd', effort: 'days' } }
const met = { fact: 'x.rows', at_least: 1 }
const sectionOf = (...criteria: object[]): Section =>
  Section.parse({ id: 'one', title: 'One', criteria: criteria.map((it, index) => ({ id: `c${index}`, ...texts, met, ...it })) })
const headOf = (rest: object) =>
  FrameworkHead.parse({ id: 'i', version: 1, title: 't', asks: 'a', source: 's', license: 'l', sections: ['one'], ...rest })
const at = (place: string, says: string) =>
  expect.objectContaining({ place: expect.objectContaining({ file: place }), message: expect.stringContaining(says) })

describe('holdHead', () => {
  const holding = { facts, topics: new Set(['latency']), frameworks: [] }
  const hold = (rest: object) => () => holdHead(yaml, headOf(rest), [sectionOf({})], holding)
  const gate = (need: object) => ({ gates: [{ id: 'g', require: [need] }] })

  it('takes gates and conclusions on what is there, and leaves other frameworks to themselves', () => {
    expect(hold(gate({ criterion: 'c0', at_least: 'met' }))).not.toThrow()
    expect(hold(gate({ score: 'total', at_least: 1 }))).not.toThrow()
    expect(hold(gate({ score: 'one', at_least: 1 }))).not.toThrow()
    expect(hold(gate({ criterion: 'z', at_least: 'met', framework: 'other' }))).not.toThrow()
    expect(hold({ bands: [{ up_to: 0, says: 'a' }, { up_to: 1, says: 'b' }, { says: 'c' }] })).not.toThrow()
    expect(hold({ conclusions: [{ id: 'c', cases: [{ when: met, say: 'x' }, { say: 'y' }] }] })).not.toThrow()
  })

  it('refuses what is not', () => {
    expect(hold(gate({ criterion: 'c9', at_least: 'met' }))).toThrow(at('gates.0.require.0.criterion value', 'no criterion `c9`'))
    expect(hold(gate({ score: 'two', at_least: 1 }))).toThrow(at('gates.0.require.0.score value', 'no section or `total`'))
    expect(
      hold({
        bands: [
          { up_to: 1, says: 'a' },
          { up_to: 1, says: 'b' },
        ],
      }),
    ).toThrow(at('bands.1 key', 'can never be reached'))
    expect(hold({ conclusions: [{ id: 'c', cases: [{ when: { fact: 'y', is: 1 }, say: 'x' }] }] })).toThrow(
      at('conclusions.0.cases.0.when.fact value', 'no probe gives'),
    )
  })
})

describe('holdCriteria', () => {
  const hold =
    (...criteria: object[]) =>
    () =>
      holdCriteria(yaml, sectionOf(...criteria), {
        facts,
        topics: new Set(['latency']),
        frameworks: [],
        seen: new Map([['old', 'other.yaml:4']]),
      })

  it('takes criteria of their own', () => {
    expect(hold({}, { partial: met, condition: met, applies: met })).not.toThrow()
  })

  it.each<[string, object, string, string]>([
    ['an id of another section', { id: 'old' }, 'criteria.0.id value', 'the first is at other.yaml:4'],
    ['an unknown topic', { topic: 'latenci' }, 'criteria.0.topic value', 'did you mean `latency`?'],
    ['an unknown fact', { partial: { fact: 'x.row', is: 1 } }, 'criteria.0.partial.fact value', 'did you mean `x.rows`?'],
  ])('refuses %s', (_, criterion, place, says) => {
    expect(hold(criterion)).toThrow(at(place, says))
  })
})

it('holdRule takes what is not there, and points at the key that asks wrongly', () => {
  const holding = { facts, topics: new Set(['latency']), frameworks: ['ml-test-score'] }
  expect(() => holdRule(yaml, undefined, [], holding)).not.toThrow()
  expect(() => holdRule(yaml, { fact: 'x.rows', some: { a: { is: 1 } } }, ['met'], holding)).toThrow(at('met.some key', 'is not a table'))
})
