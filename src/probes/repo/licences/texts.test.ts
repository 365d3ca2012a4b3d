import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { common, kindOf } from './kinds.ts'
import { knownNumbers } from './known-numbers.ts'
import { digits, likeness, numbersOf, range, shinglesOf, wordsOf } from './shingles.ts'
import { licenceOfText, licencesWithin } from './texts.ts'

/** Texts as makers of packages give them out. */
const textOf = (file: string): string => readFileSync(new URL(`../../../../${file}`, import.meta.url), 'utf8')
const packaged = (name: string, file = 'LICENSE'): string => textOf(`node_modules/${name}/${file}`)
const told = (text: string): string => {
  const named = licenceOfText(text)
  return named === undefined ? 'none' : `${named.licence}${named.more ? ' and more' : ''}`
}
const apache = textOf('LICENSE')
const mit = packaged('zod')
const isc = packaged('d3-array')
const bsd3 = packaged('vega')
const mpl = packaged('lightningcss')

const twins: [string, string][] = [
  ['MIT', mit],
  ['MIT-0', mit.replace(/The above copyright notice[\s\S]*?Software\.\s/, '')],
  ['ISC', isc],
  ['0BSD', packaged('vega-lite/node_modules/tslib', 'LICENSE.txt')],
  ['BSD-2-Clause', packaged('webidl-conversions', 'LICENSE.md')],
  ['BSD-2-Clause-Views', packaged('uri-js')],
  ['BSD-3-Clause', bsd3],
  ['Apache-2.0', apache],
  ['Apache-2.0', apache.slice(0, apache.indexOf('APPENDIX'))],
  ['MPL-2.0', mpl],
  ['BlueOak-1.0.0', packaged('graceful-fs', 'LICENSE.md')],
  ['Unlicense', packaged('robust-predicates')],
]
test.each(twins)('a text of %s is told from its near twins (%#)', (licence, text) => {
  expect(told(text)).toBe(licence)
})

const changed: [string, string, string][] = [
  ['lines broken elsewhere', 'Apache-2.0', apache.replaceAll(/\s+/g, ' ')],
  ['every line a comment', 'MIT', mit.replaceAll(/^/gm, '# ')],
  [
    'another owner and year',
    'BSD-3-Clause',
    bsd3.replaceAll(/University of Washington[\w ,&]*/g, 'Ada Lovelace').replaceAll(/\d{4}/g, '1843'),
  ],
  ['quotes and marks of a web page', 'MIT', mit.replaceAll('"', '“').replaceAll('.', ' .')],
  ['a word lost in every sixty', 'MPL-2.0', everyLost(mpl, 60)],
  [
    'a letter wrong in every fiftieth word',
    'Apache-2.0',
    apache
      .split(' ')
      .map((word, at) => (at % 50 === 7 ? `x${word}` : word))
      .join(' '),
  ],
  ['two licences, the first counts', 'ISC and more', `${isc}\n\n---\n${mit}`],
  [
    'a list of the makers behind it',
    'MIT and more',
    `${mit}\n${Array.from({ length: 90 }, (_, at) => `Part ${at} was made by house ${at * 7}.`).join('\n')}`,
  ],
  [
    'an evasion: the heading and the first lines of MIT, then other terms',
    'none',
    `${mit.slice(0, 300)}\n${'Whoever earns with it pays us a tenth of all. '.repeat(30)}`,
  ],
  ['an evasion: permissions turned into bans', 'none', apache.replaceAll(/\b(grants?|may|any|license)\b/gi, 'never')],
  [
    'an evasion: a sentence that takes it back',
    'MIT, with limits of its own',
    `${mit}\nThe Software may not be used for any commercial purpose.\n`,
  ],
  [
    'an evasion: a clause put before it',
    'Apache-2.0, with limits of its own',
    `"Commons Clause" License Condition v1.0\nThe right to Sell is not granted.\n\n${apache}`,
  ],
  ['no evasion: research is what it is for, and all else is allowed', 'MIT', `Code of the paper on research and commercial use.\n\n${mit}`],
  ['prose about licences', 'none', 'The MIT licence and the Apache licence are both permissive. '.repeat(30)],
  ['nothing', 'none', ''],
]
function everyLost(text: string, one: number): string {
  return text
    .split(' ')
    .filter((_, at) => at % one !== 5)
    .join(' ')
}
test.each(changed)('%s: %s', (_, expected, text) => {
  expect(told(text)).toBe(expected)
})

const useBased = `${'You agree to follow the use-based restrictions of Attachment A. '.repeat(40)}`
const titled: [string, string, string][] = [
  ['CreativeML-OpenRAIL-M', 'terms', `CreativeML Open RAIL-M\ndated 2022\n\n${useBased}`],
  ['RAIL', 'terms', `Example Responsible AI License (RAIL)\n\n${useBased}`],
  [
    'Llama-3.1',
    'terms',
    `LLAMA 3.1 COMMUNITY LICENSE AGREEMENT\n\n${'If monthly active users are greater than 700 million, ask first. '.repeat(40)}`,
  ],
  [
    'non-commercial terms of its own',
    'non-commercial',
    `Example Source Code License-NC\n\n${'It may be used non-commercially only. '.repeat(60)}`,
  ],
]
test.each(titled)('%s, which asks %s, by its title and its clause', (licence, kind, text) => {
  expect([told(text), kindOf(licence)]).toEqual([licence, kind])
})

test.each([
  ['a page that names one', 'Our weights are under the CreativeML Open RAIL-M; see its use-based restrictions.'],
  ['a heading without the clause', `CreativeML Open RAIL-M\n\n${'Do what you like. '.repeat(200)}`],
  ['a paper that compares them', `On models\n\n${'text '.repeat(300)}\nCreativeML Open RAIL-M has use-based restrictions.`],
])('%s is no licence of models', (_, text) => {
  expect(told(text)).toBe('none')
})

const notices: [string, string][] = [
  [
    'GPL-3.0-or-later',
    'redistribute it under the terms of the GNU General Public License as published by the FSF, either version 3 of the License, or (at your option) any later version.',
  ],
  ['GPL-2.0-only', 'redistribute it under the terms of the GNU General Public License as published by the FSF; version 2.'],
  [
    'LGPL-2.1-or-later',
    'under the terms of the GNU Lesser General Public License; either version 2.1 of the License, or (at your option) any later version.',
  ],
  ['Apache-2.0', 'Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance with it.'],
  [
    'none',
    'under the terms of the GNU General Public License, either version 2 or any later version. As a special exception you may link it with anything.',
  ],
]
test.each(notices)('a notice of %s (%#)', (licence, text) => {
  expect(told(text)).toBe(licence)
})

test('a file of notices: every licence that is whole in it', () => {
  expect(licencesWithin(`A 1.0\n${mit}\n\nB 2.0\n${bsd3}\n\nC\n${mpl}`).sort()).toEqual(['BSD-3-Clause', 'MIT', 'MPL-2.0'])
})

test('the numbers are whole: a line a licence, each with its hashes in order and below their bound', () => {
  const lines = knownNumbers
    .trim()
    .split('\n')
    .map((line) => line.split(' ') as [string, string, string])
  expect(lines.map(([id]) => id)).toEqual(common)
  for (const [id, below, hashes] of lines) {
    const read = hashes.match(new RegExp(`.{${digits}}`, 'g'))?.map((it) => Number.parseInt(it, 36)) ?? []
    expect(read, id).toEqual([...new Set(read)].sort((a, b) => a - b))
    expect(read.at(-1), id).toBeLessThan(Number(below))
    expect(Number(below) === range || read.length === 192, id).toBe(true)
  }
})

test('whatever the text: it is wholly like itself, a damaged copy stays near, another text does not come near', () => {
  const text = fc.array(fc.stringMatching(/^[a-z]{3,7}$/), { minLength: 150, maxLength: 900 })
  fc.assert(
    fc.property(text, text, (words, others) => {
      const known = numbersOf(words.join(' '), 192)
      const like = (some: string[]): number => likeness(shinglesOf(wordsOf(some.join(' '))), known).like
      expect(like(words)).toBe(1)
      expect(like(words.filter((_, at) => at % 100 !== 50))).toBeGreaterThan(0.88)
      expect(like(others)).toBeLessThan(0.5)
    }),
    { numRuns: 50 },
  )
})
