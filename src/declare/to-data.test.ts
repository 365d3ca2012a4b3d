import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { parseYaml } from './parse-yaml.ts'
import { toData } from './to-data.ts'

const dataOf = (text: string): unknown => {
  const { document, at } = parseYaml(text, 'f')
  return toData(document.contents, at).data
}

describe('toData', () => {
  it('is what was written', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const plain = JSON.parse(JSON.stringify(value))
        const odd = /"(__proto__|)":|"(?:[^"\\]|\\.)*\\(?:[bfnrt]|u00)/.test(JSON.stringify(plain))
        if (!odd) expect(JSON.stringify(dataOf(JSON.stringify(plain)))).toBe(JSON.stringify(plain))
      }),
    )
  })

  it('is the same from block YAML as from JSON', () => {
    const plain = { a: [1, 'x', { b: null, c: [true, [], {}] }], d: '2026-05-04' }
    expect(dataOf(stringify(plain))).toEqual(plain)
  })

  it('writes aliases out', () => {
    expect(dataOf('a: &a { x: 1 }\nb: *a\nc: [*a, *a]\n')).toEqual({ a: { x: 1 }, b: { x: 1 }, c: [{ x: 1 }, { x: 1 }] })
  })

  it('takes the last anchor before an alias, when a name is given twice', () => {
    expect(dataOf('[&a 1, *a, &a 2, *a]')).toEqual([1, 1, 2, 2])
  })

  it('keeps keys as they are written', () => {
    expect(dataOf('{ 1: a, 1.0: b, true: c, 2026-05-04: d }')).toEqual({ 1: 'a', '1.0': 'b', true: 'c', '2026-05-04': 'd' })
  })

  it('gives no object a new prototype', () => {
    const data = dataOf('{ constructor: 1, toString: 2, hasOwnProperty: 3 }') as object
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype)
    expect(Object.keys(data)).toEqual(['constructor', 'toString', 'hasOwnProperty'])
  })

  it.each([
    ['a: 1\na: 2', 2, 1],
    ['{ "a": 1, a: 2 }', 1, 11],
    ['x: { y: { z: 1, z: 2 } }', 1, 17],
    ['&a [*a]', 1, 5],
    ['a: &a { b: &b [*a] }', 1, 16],
    ['a: *b\nc: &b 1', 1, 4],
    ['<<: 1', 1, 1],
    ['__proto__: 1', 1, 1],
    ['"": 1', 1, 1],
    ['? [a]\n: 1', 1, 3],
    ['a: &a x\n*a : 1', 2, 1],
    ['"\\u202e": 1', 1, 1],
  ])('%s is refused at %i:%i', (text, line, column) => {
    expect(() => dataOf(text)).toThrow(expect.objectContaining({ name: 'Problem', place: { file: 'f', line, column } }))
  })

  it('refuses what aliases nest past all depth', () => {
    const chain = Array.from({ length: 200 }, (_, i) => `- &a${i} [${i === 0 ? 'x' : `*a${i - 1}`}]`).join('\n')
    expect(() => dataOf(chain)).toThrow('grows past all bounds')
  })
})
