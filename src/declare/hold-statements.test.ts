import { describe, expect, it } from 'vitest'
import type { Statement, Target } from '../model/index.ts'
import { holdStatements, holdTargets, type Known } from './hold-statements.ts'
import type { YamlFile } from './read-yaml.ts'

const yaml: YamlFile = {
  file: 'f',
  data: {},
  place: (path, of = 'key') => ({ file: `${path.join('.')} ${of}`, line: 1, column: path.join('.').length }),
}
const known: Known = {
  facts: new Map([['serving.latency.p95_ms', { kind: 'measured', columns: [], probe: 'serving.latency' }]]),
  topics: new Set(['latency', 'rollout.canary']),
  materials: ['repo', 'tables.train', 'predictions.current'],
}
const fact = 'serving.latency.p95_ms'
const hold = (it: Statement) => () => holdStatements(yaml, [it], known)

describe('holdStatements', () => {
  it.each<[string, Statement]>([
    ['prose', { says: 'x' }],
    ['a topic alone', { topic: 'latency' }],
    ['a level of a topic', { topic: 'rollout.canary', level: 'automatic' }],
    ['a claim', { claim: { fact, at_most: 50 } }],
    ['a claim on a material', { claim: { fact, of: 'predictions.current', is: 3 } }],
    ['a claim of 0', { claim: { fact, at_most: 0 } }],
  ])('takes %s', (_, it) => {
    expect(hold(it)).not.toThrow()
  })

  it.each<[string, Statement, string, string]>([
    ['nothing said', { by: 'CTO' }, 'statements.0 key', 'says nothing'],
    ['a level without a topic', { says: 'x', level: 'yes' }, 'statements.0.level key', 'stands without a topic'],
    ['an unknown topic', { topic: 'latenzy' }, 'statements.0.topic value', 'did you mean `latency`?'],
    ['an unknown fact', { claim: { fact: 'serving.p95_ms', at_most: 1 } }, 'statements.0.claim.fact value', 'no probe gives'],
    [
      'a material half named',
      { claim: { fact, of: 'current', at_most: 1 } },
      'statements.0.claim.of value',
      'did you mean `predictions.current`?',
    ],
    [
      'a material like none',
      { claim: { fact, of: 'zzzz', at_most: 1 } },
      'statements.0.claim.of value',
      'there are repo, tables.train, predictions.current.',
    ],
    ['no limit', { claim: { fact } }, 'statements.0.claim key', 'has no limit'],
    ['two limits', { claim: { fact, at_most: 1, above: 0 } }, 'statements.0.claim.at_most key', 'has 2 limits, at_most and above'],
  ])('refuses %s', (_, it, place, says) => {
    expect(hold(it)).toThrow(
      expect.objectContaining({ place: expect.objectContaining({ file: place }), message: expect.stringContaining(says) }),
    )
  })
})

describe('holdTargets', () => {
  it('takes a range, and refuses a target without an end', () => {
    const target = (rest: Partial<Target>) => () => holdTargets(yaml, [{ fact, ...rest }], known)
    expect(target({ at_least: 1, at_most: 5 })).not.toThrow()
    expect(target({})).toThrow('has no limit')
    expect(target({ of: 'tables.tran', at_most: 1 })).toThrow('did you mean `tables.train`?')
  })
})
