/** What is added to an answers file reads back as it was said, and what stood there is not touched. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { levels, Problem, type Statement } from '../model/index.ts'
import { appendAnswers } from './append-answers.ts'
import { yamlOf } from './read-yaml.ts'

const statementsIn = (text: string): unknown => (yamlOf(text, 'answers.yaml').data as { statements: unknown }).statements
const said: Statement = { topic: 'latency', level: 'yes', says: 'about 50 ms', by: 'Ana', on: '2026-05-04' }

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '-', ':', '#', '"', "'", '|', '\r', '\u2028', '\u202e', '\u0085', 'a') }),
  fc.constantFrom(
    '=cmd()',
    'yes',
    '12',
    '~',
    '2026-05-04',
    '\ud800',
    '\udc00x',
    '\ufffe',
    '\u{e0001}',
    '\u{1fffe}',
    '__proto__',
    '<b>',
    '[',
    '{a: 1}',
  ),
)
const statement = fc.record(
  { topic: fc.constant('latency'), level: fc.constantFrom(...levels), says: anyText, by: anyText, quote: anyText, note: anyText },
  { requiredKeys: ['topic', 'says'] },
)

/** Answers files as people write them. */
const files: [name: string, text: string][] = [
  ['plain', 'answers: 1\nstatements:\n  - topic: latency\n    level: no\n'],
  ['not indented, no line end', 'statements:\n- {topic: latency, level: no}'],
  ['with comments', '# ours\nstatements:\n  # first\n  - topic: latency # fast?\n    level: no\n  # end of Ana\n# end\n'],
  ['the list first', 'statements:\n  - topic: latency\n    says: |+\n      many\n\nanswers: 1\n'],
  ['ends in a block', 'statements:\n  - topic: latency\n    says: >-\n      many\n      lines\n'],
  ['in brackets', 'statements: [{topic: latency, level: no}]\n'],
  ['in brackets over lines', 'answers: 1\nstatements: [\n  {topic: latency, level: no}, # first\n]\n# end\n'],
  ['empty brackets', 'answers: 1\nstatements: []\n'],
  ['line ends of two', 'answers: 1\r\nstatements:\r\n  - topic: latency\r\n    level: no\r\n'],
  ['marks around it', '---\nstatements:\n  - topic: latency\n    level: no\n...\n'],
  ['a dash alone', 'statements:\n  -\n    topic: latency\n    level: no\n'],
]

describe('appending', () => {
  test.each(files)('keeps what stood there: %s', (_, text) => {
    const next = appendAnswers(text, [said, { ...said, by: 'Ben' }], 'answers.yaml')
    expect(statementsIn(next)).toEqual([...(statementsIn(text) as unknown[]), said, { ...said, by: 'Ben' }])
    for (const line of text.split(/\r?\n/).filter((it) => it.includes('#'))) expect(next).toContain(line)
  })

  test.each(files.filter(([, text]) => !text.includes('[')))('only adds, and byte for byte: %s', (_, text) => {
    const next = appendAnswers(text, [said], 'answers.yaml')
    let kept = 0
    for (const it of next) if (kept < text.length && it === text[kept]) kept++
    expect(kept).toBe(text.length)
    expect(statementsIn(appendAnswers(next, [said], 'answers.yaml'))).toHaveLength((statementsIn(text) as unknown[]).length + 2)
  })

  test('any text whatever comes back as it was', () => {
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 4 }), fc.nat(files.length), (added, which) => {
        const text = files[which]?.[1]
        const next = appendAnswers(text, added, 'answers.yaml')
        expect(statementsIn(next)).toEqual([...(text === undefined ? [] : (statementsIn(text) as unknown[])), ...added])
      }),
      { numRuns: 400 },
    )
  })

  test('nothing that is not seen stands in the file as it is', () => {
    const next = appendAnswers(undefined, [{ ...said, says: 'a\u202eb\u0000c\u0085d\ufeff' }], 'answers.yaml')
    expect(next).toContain('"a\\u202eb\\u0000c\\u0085d\\ufeff"')
  })

  test('a file of comments alone keeps them', () => {
    expect(appendAnswers('# answers of our founders', [said], 'answers.yaml')).toMatch(
      /^# answers of our founders\nanswers: 1\nstatements:\n {2}- topic: latency\n/,
    )
  })

  test('a list that stands elsewhere is refused and not rewritten', () => {
    const text = 'answers: 1\nstatements: &a\n  - &b {topic: latency, level: no}\n  - *b\n'
    expect(statementsIn(appendAnswers(text, [said], 'answers.yaml'))).toHaveLength(3)
    const aliased = 'x: &list\n  - {topic: latency, level: no}\nstatements: *list\n'
    expect(() => appendAnswers(aliased, [said], 'answers.yaml')).toThrow(Problem)
  })
})
