import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Atom, PlannedProbe, Rule } from '../model/index.ts'
import { factIndex, faultOfRule } from './fact-index.ts'

const measured = z.object({ value: z.number(), low: z.number(), high: z.number() })
const facts = factIndex([
  {
    id: 'x.y',
    facts: z.strictObject({
      rows: z.number(),
      share: measured,
      by: z.string().optional(),
      fine: z.boolean().nullable(),
      lines: z.array(z.strictObject({ column: z.string(), auc: z.number() })),
    }),
  } as unknown as PlannedProbe,
])

describe('factIndex', () => {
  it('knows each fact by path, with its kind and columns', () => {
    // Heads are there without a probe.
    const ofProbes = [...facts].filter(([path]) => !path.startsWith('company.'))
    expect(facts.get('company.people')?.kind).toBe('number')
    expect(ofProbes.map(([path, it]) => [path, it.kind, it.columns])).toEqual([
      ['x.y.rows', 'number', []],
      ['x.y.share', 'measured', []],
      ['x.y.by', 'text', []],
      ['x.y.fine', 'boolean', []],
      ['x.y.lines', 'table', ['column', 'auc']],
    ])
  })
})

const atom = (rest: Partial<Atom>): Rule => ({ fact: 'x.y.rows', ...rest })

describe('faultOfRule', () => {
  it.each<[string, Rule]>([
    ['a number compared', atom({ at_least: 1 })],
    ['a fact that only has to exist', atom({ exists: true })],
    ['a table counted', { fact: 'x.y.lines', count: { at_most: 0 } }],
    ['a table where, counted', { fact: 'x.y.lines', where: { auc: { above: 0.9 } }, count: { at_most: 0 } }],
    ['rules in rules', { all: [{ any: [atom({ is: 1 })] }, { none: [atom({ below: 2 })] }] }],
  ])('is none for %s', (_, rule) => {
    expect(faultOfRule(rule, facts)).toBeUndefined()
  })

  it.each<[string, Rule, (string | number)[], string]>([
    ['an unknown fact', { fact: 'x.y.row', at_least: 1 }, ['fact'], 'did you mean `x.y.rows`?'],
    ['no comparison', atom({}), ['fact'], 'compares with nothing'],
    ['a table compared', { fact: 'x.y.lines', at_least: 1 }, ['fact'], 'is a table'],
    ['columns of a number', atom({ some: { auc: { above: 1 } } }), ['some'], 'is not a table'],
    ['an unknown column', { fact: 'x.y.lines', every: { acu: { above: 1 } } }, ['every', 'acu'], 'did you mean `auc`?'],
    ['where alone', { fact: 'x.y.lines', where: { auc: { above: 1 } }, exists: true }, ['where'], '`where` needs'],
    ['a fault deep down', { all: [atom({ is: 1 }), { none: [{ fact: 'z', is: 1 }] }] }, ['all', 1, 'none', 0, 'fact'], 'no probe gives'],
  ])('tells of %s and where', (_, rule, path, says) => {
    expect(faultOfRule(rule, facts)).toEqual({ what: expect.stringContaining(says), path })
  })
})
