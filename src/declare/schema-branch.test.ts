import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Rule, Section, Subject } from '../model/index.ts'
import { branchesOf, branchFor, keysOf, schemaAt, wantedOf } from './schema-branch.ts'

const rules = branchesOf(Rule) ?? []
const keysMeant = (value: unknown): string[] => {
  const meant = branchFor(rules, value)
  return meant === undefined ? [] : keysOf(meant, value)
}

describe('branchFor', () => {
  it.each<[string, unknown, string]>([
    ['its own key', { all: [] }, 'all'],
    ['a key of it, mistyped', { anny: [] }, 'any'],
    ['other keys of it', { at_least: 5 }, 'fact'],
    ['most keys', { fact: 'x', all: [] }, 'fact'],
    ['a mistyped key beside a known one', { fcat: 'x', is: 1 }, 'fact'],
  ])('goes by %s', (_, value, first) => {
    expect(keysMeant(value)[0]).toBe(first)
  })

  it.each([[{}], [{ zzzz: 1 }], ['text'], [[]], [null]])('is none for %j', (value) => {
    expect(branchFor(rules, value)).toBeUndefined()
  })

  it('tells list, number and map apart', () => {
    const branches = [z.number(), z.array(z.string()), z.strictObject({ a: z.string() }), z.literal('x')]
    expect([1, ['a'], { b: 1 }, 'x'].map((it) => branches.indexOf(branchFor(branches, it) as never))).toEqual([0, 1, 2, 3])
  })
})

describe('schemaAt', () => {
  it('goes through lists, records, optional keys and rules in rules', () => {
    const data = { tables: { train: { path: 'x' } }, gates: [{ id: 'g', require: [{ score: 'total', at_least: 1 }] }] }
    expect(keysOf(schemaAt(Subject, data, ['tables', 'train']) as z.ZodType, {})).toContain('entity')
    expect(wantedOf(schemaAt(Subject, data, ['gates', 0, 'require', 0, 'at_least']) as z.ZodType)).toBe('a number')
    const section = { criteria: [{ met: { all: [{ none: [{ fact: 'x' }] }] } }] }
    expect(wantedOf(schemaAt(Section, section, ['criteria', 0, 'met', 'all', 0, 'none', 0, 'fact']) as z.ZodType)).toBe('text')
  })

  it('is nothing for keys that are not there, also those that objects have of themselves', () => {
    expect(schemaAt(Subject, {}, ['none'])).toBeUndefined()
    expect(schemaAt(Subject, {}, ['constructor'])).toBeUndefined()
    expect(schemaAt(Subject, {}, ['assay', 'x'])).toBeUndefined()
  })
})

describe('wantedOf', () => {
  it.each<[z.ZodType, string]>([
    [z.string(), 'text'],
    [z.number().optional(), 'a number'],
    [z.number().int(), 'a whole number'],
    [z.boolean().default(false), '`true` or `false`'],
    [z.array(z.string()), 'a list'],
    [z.record(z.string(), z.string()), 'a map of keys'],
    [z.strictObject({ a: z.string().optional() }), 'a map of keys'],
    [z.strictObject({ a: z.string(), b: z.string(), c: z.number().default(1) }), 'a map with `a` and `b`'],
    [z.literal(1), '`1`'],
    [z.enum(['a', 'b']), 'one of a, b'],
    [z.union([z.number(), z.union([z.string(), z.number()])]), 'a number or text'],
  ])('%#: %s', (schema, words) => {
    expect(wantedOf(schema)).toBe(words)
  })
})
