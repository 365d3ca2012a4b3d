import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPrintable, printable } from './printable.ts'
import { Problem } from './problem.ts'

describe('printable', () => {
  it.each([
    ['data/train.parquet', 'data/train.parquet'],
    ['naïve 東京 שלום', 'naïve 東京 שלום'],
    ['a\nb\tc', 'a\\nb\\tc'],
    ['\u001b[31mred', '\\u001b[31mred'],
    ['\u009b2J', '\\u009b2J'],
    ['gnp.\u202efdp', 'gnp.\\u202efdp'],
    ['\u200f\u2066', '\\u200f\\u2066'],
    ['\u2028', '\\u2028'],
    ['\u{e0001}', '\\u{e0001}'],
    ['\ud800', '\\ud800'],
  ])('%j is printed as %s', (text, printed) => {
    expect(printable(text)).toBe(printed)
  })

  it('leaves nothing unseen, and leaves what can be seen alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(isPrintable(printable(text))).toBe(true)
        if (isPrintable(text)) expect(printable(text)).toBe(text)
      }),
    )
  })

  it('is how a Problem is printed, its place too', () => {
    const problem = new Problem('unknown key `a\u001b[2J\n`.', { file: 'x\u202e\n.yaml', line: 3, column: 1 })
    expect(problem.line()).toBe('x\\u202e\\n.yaml:3:1: unknown key `a\\u001b[2J\\n`.')
  })
})
