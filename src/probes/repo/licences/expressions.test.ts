import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Expression, expressionOf, idsIn, kindIn } from './expressions.ts'

const read: [string, string[] | undefined, string | undefined][] = [
  ['MIT', ['MIT'], 'permissive'],
  ['mit', ['MIT'], 'permissive'],
  ['MIT OR GPL-2.0-only', ['MIT', 'GPL-2.0-only'], 'permissive'],
  ['MIT AND GPL-2.0-only', ['MIT', 'GPL-2.0-only'], 'strong copyleft'],
  ['MIT OR GPL-2.0-only AND MPL-2.0', ['MIT', 'GPL-2.0-only', 'MPL-2.0'], 'permissive'],
  ['(MIT OR GPL-2.0-only) AND MPL-2.0', ['MIT', 'GPL-2.0-only', 'MPL-2.0'], 'weak copyleft'],
  ['GPL-2.0-only WITH Classpath-exception-2.0', ['GPL-2.0-only'], 'weak copyleft'],
  ['GPL-2.0-or-later WITH 389-exception', ['GPL-2.0-or-later'], 'strong copyleft'],
  ['GPL-2.0+', ['GPL-2.0+'], 'strong copyleft'],
  ['Apache-2.0+', ['Apache-2.0'], 'permissive'],
  ['MIT/Apache-2.0', ['MIT', 'Apache-2.0'], 'permissive'],
  ['LicenseRef-Ours', ['LicenseRef-Ours'], undefined],
  ['MIT OR LicenseRef-Ours', ['MIT', 'LicenseRef-Ours'], 'permissive'],
  ['GPL-3.0-only OR LicenseRef-Ours', ['GPL-3.0-only', 'LicenseRef-Ours'], undefined],
  ['MIT AND LicenseRef-Ours', ['MIT', 'LicenseRef-Ours'], undefined],
  ['CC-BY-NC-4.0 AND LicenseRef-Ours', ['CC-BY-NC-4.0', 'LicenseRef-Ours'], 'non-commercial'],
  ['AFL-1.2', ['AFL-1.2'], 'permissive'],
  ['Watcom-1.0', ['Watcom-1.0'], undefined],
  ['ours', undefined, undefined],
  ['MIT License', undefined, undefined],
  ['MIT OR', undefined, undefined],
  ['OR MIT', undefined, undefined],
  ['(MIT', undefined, undefined],
  ['MIT)', undefined, undefined],
  ['MIT WITH', undefined, undefined],
  ['MIT WITH AND ISC', undefined, undefined],
  ['', undefined, undefined],
]
test.each(read)('%s', (text, ids, kind) => {
  const expression = expressionOf(text)
  expect([expression && idsIn(expression), expression && kindIn(expression)]).toEqual([ids, kind])
})

test('what is written comes back as it was meant, however it is nested', () => {
  const leaf = fc.constantFrom('MIT', 'ISC', 'GPL-3.0-only', 'CC-BY-4.0').map((licence): Expression => ({ licence }))
  const { tree } = fc.letrec<{ tree: Expression }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.record({ of: fc.constantFrom('AND' as const, 'OR' as const), parts: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }) }),
    ),
  }))
  const written = (it: Expression): string => ('licence' in it ? it.licence : `(${it.parts.map(written).join(` ${it.of} `)})`)
  fc.assert(
    fc.property(tree, (it) => {
      fc.pre(written(it).length <= 400)
      expect(expressionOf(written(it))).toEqual(it)
    }),
  )
})
