import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { enough, sayIssue, sayUnfit, valueAt } from './say-mistake.ts'

describe('sayUnfit', () => {
  it.each<[unknown, string, string]>([
    ['yes', '`true` or `false`', 'Write `true`.'],
    ['Off', '`true` or `false`', 'Write `false`.'],
    ['1e3', 'a number', 'Take the quotes away.'],
    ['1 s', 'a number', 'Change it.'],
    [{}, 'a list', 'Begin each entry with `- `.'],
    [3, 'a list', 'Put it in brackets: `[…]`.'],
  ])('of %j for %s: %s', (value, wanted, step) => {
    expect(sayUnfit(['a', 0, 'b'], value, wanted).what).toMatch(/^`a\[0\]\.b` is /)
    expect(sayUnfit(['a', 0, 'b'], value, wanted).what.endsWith(step)).toBe(true)
  })

  it('never tells the text that stands there', () => {
    expect(sayUnfit(['url'], 'hunter2', 'a list').what).not.toContain('hunter2')
  })

  it('cuts long names', () => {
    expect(sayUnfit(['x'.repeat(1000)], null, 'text').what.length).toBeLessThan(140)
  })
})

describe('sayIssue', () => {
  it('tells a stranger by the keys known at its place, and what it was meant for', () => {
    const schema = z.record(z.string(), z.strictObject({ label: z.string() }))
    const data = { train: { lable: 'x' } }
    const issues = schema.safeParse(data).error?.issues ?? []
    const told = issues.flatMap((it) => sayIssue(it, data, schema, ['tables']))
    expect(told).toContainEqual({
      what: 'unknown key `lable` in `tables.train`; did you mean `label`?',
      path: ['tables', 'train', 'lable'],
      hinted: 'label',
    })
    expect(told).toContainEqual(expect.objectContaining({ missing: 'label', path: ['tables', 'train', 'label'] }))
  })

  it('looks at no more strangers than it needs', () => {
    const data = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, 1]))
    const schema = z.strictObject({})
    const issue = schema.safeParse(data).error?.issues[0]
    expect(issue === undefined ? [] : sayIssue(issue, data, schema, [])).toHaveLength(enough)
  })
})

it('valueAt is what stands at a path, or nothing', () => {
  expect(valueAt({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1)
  expect(valueAt({ a: 'text' }, ['a', 'b', 'c'])).toBeUndefined()
  expect(valueAt(null, ['a'])).toBeUndefined()
})
