import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { deepest, parseYaml } from './parse-yaml.ts'

const thrownBy = (act: () => unknown): unknown => {
  try {
    act()
  } catch (error) {
    return error
  }
  return undefined
}

describe('parseYaml', () => {
  it('reads back what was written', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const plain = JSON.parse(JSON.stringify(value))
        expect(parseYaml(stringify(plain), 'f').document.toJS()).toEqual(plain)
      }),
    )
  })

  it('answers every text with a document or a Problem', () => {
    const marks = fc.string({ unit: fc.constantFrom(...'[]{}:,-?!&*#|>\'"%@` \n\tab1'), maxLength: 30 })
    fc.assert(
      fc.property(marks, (text) => {
        const error = thrownBy(() => parseYaml(text, 'f'))
        if (error !== undefined) expect(error).toMatchObject({ name: 'Problem', place: { file: 'f' } })
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['2026-05-04', '2026-05-04'],
    ['yes', 'yes'],
    ['0x10', 16],
    ['0o17', 15],
    ['017', 17],
    ['1_000', '1_000'],
    ['~', null],
    ['!!str 12', '12'],
    ['"12"', '12'],
    ['12:30:45', '12:30:45'],
  ])('%s means %j', (text, value) => {
    expect(parseYaml(text, 'f').document.toJS()).toBe(value)
  })

  it('says where: lines and columns are counted from 1', () => {
    const { document, at } = parseYaml('a: 1\n\nbb:  x\n', 'f')
    expect(at(document.getIn(['bb'], true) === undefined ? 0 : 11)).toEqual({ file: 'f', line: 3, column: 6 })
  })

  it('takes what is as deep as the bound, and refuses one level more', () => {
    const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`
    expect(thrownBy(() => parseYaml(deep(deepest - 2), 'f'))).toBeUndefined()
    expect(thrownBy(() => parseYaml(deep(deepest + 1), 'f'))).toMatchObject({ name: 'Problem' })
  })

  it.each(['[', '{', '- ', '? ', 'a: [', '!a ', '&a '])('a million of %j are answered, not waited for', (mark) => {
    expect(thrownBy(() => parseYaml(mark.repeat(1_000_000 / mark.length), 'f'))).toMatchObject({ name: 'Problem' })
  })
})
