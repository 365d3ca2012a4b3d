import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Words } from './words.ts'

const sourcesOf = (texts: string[]) => texts.map((text, at) => ({ path: `${at}.py`, text }))
const pathsOf = (sources: Iterable<{ path: string }>) => [...sources].map(({ path }) => path).sort()
const word = fc.oneof(fc.stringMatching(/^\w{1,4}$/), fc.stringMatching(/^\w{1,2}[-.é]\w{1,2}$/))
const texts = fc.array(
  fc.array(fc.oneof(word, fc.constantFrom('.', ' ', '(', '\n', '-')), { maxLength: 12 }).map((parts) => parts.join('')),
  {
    maxLength: 6,
  },
)

describe('Words', () => {
  test('finds what a search through every text finds', () => {
    fc.assert(
      fc.property(texts, word, (all, wanted) => {
        const sources = sourcesOf(all)
        const pattern = new RegExp(`\\b${wanted.replaceAll(/[^\w]/g, '\\$&')}\\b`)
        expect(new Words(sources).holding(wanted)).toEqual(sources.filter(({ text }) => pattern.test(text)))
      }),
    )
  })

  test('finds parts of words too', () => {
    fc.assert(
      fc.property(texts, word, (all, wanted) => {
        const sources = sourcesOf(all)
        expect(pathsOf(new Words(sources).holdingPart(wanted))).toEqual(pathsOf(sources.filter(({ text }) => text.includes(wanted))))
      }),
    )
  })

  test('a name of the language is a word like others', () => {
    expect(new Words(sourcesOf(['constructor = 1', '__proto__', 'x'])).holding('constructor')).toHaveLength(1)
  })
})
