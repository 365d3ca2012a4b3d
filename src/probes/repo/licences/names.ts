/** Reads what people write as the name of a licence into SPDX identifiers, and says whether two agree. */
import { expressionOf, idsIn } from './expressions.ts'
import { kindOf } from './kinds.ts'

const names: [RegExp, string][] = [
  [/\bapache\b.*\b2(\.0)?\b|^apache([- ](software )?licen[sc]e)?$|apache software license/i, 'Apache-2.0'],
  [/\bagpl|affero/i, 'AGPL-3.0-only'],
  [/\b(lgpl|lesser general public).*?2/i, 'LGPL-2.1-only'],
  [/\b(lgpl|lesser general public).*?3/i, 'LGPL-3.0-only'],
  [/\blgpl|lesser general public/i, 'LGPL'],
  [/\b(gpl|general public).*?2/i, 'GPL-2.0-only'],
  [/\b(gpl|general public).*?3/i, 'GPL-3.0-only'],
  [/\bgpl|general public/i, 'GPL'],
  [/\bbsd\b.*\b2|simplified bsd/i, 'BSD-2-Clause'],
  [/\bbsd\b.*\b3|new bsd|modified bsd/i, 'BSD-3-Clause'],
  [/\bbsd\b/i, 'BSD'],
  [/\bmpl\b|mozilla public/i, 'MPL-2.0'],
  [/\bepl\b|eclipse public/i, 'EPL-2.0'],
  [/\bboost software/i, 'BSL-1.0'],
  [/\bpsf\b|python software foundation/i, 'PSF-2.0'],
  [/\bhpnd\b|historical permission notice/i, 'HPND'],
  [/\bzlib\b/i, 'Zlib'],
  [/public[- ]domain/i, 'public domain'],
  [/\bcc0\b/i, 'CC0-1.0'],
  [/\bcc[- ]by[- ]nc[- ]sa/i, 'CC-BY-NC-SA-4.0'],
  [/\bcc[- ]by[- ]nc[- ]nd/i, 'CC-BY-NC-ND-4.0'],
  [/\bcc[- ]by[- ]nc|creative commons.*non-?commercial/i, 'CC-BY-NC-4.0'],
  [/\bcc[- ]by[- ]sa/i, 'CC-BY-SA-4.0'],
  [/\bcc[- ]by\b|creative commons attribution/i, 'CC-BY-4.0'],
  [/\bodbl\b/i, 'ODbL-1.0'],
  [/\bunlicense\b/i, 'Unlicense'],
  [/\bisc\b/i, 'ISC'],
  [/\bmit\b|\bexpat\b/i, 'MIT'],
  [/proprietary|all rights reserved|\bunlicensed\b|closed source/i, 'proprietary'],
]

/** The identifiers of a declared expression; empty when nothing is understood. */
export function licencesDeclared(text: string): string[] {
  const plain = text.trim()
  const expression = expressionOf(plain)
  if (expression !== undefined) return idsIn(expression)
  const known = names.find(([pattern]) => pattern.test(plain))
  return known === undefined || plain.length > 120 ? [] : [known[1]]
}

/**
 * The same licence, whether or not later versions are allowed or MIT is without attribution; `BSD` or `GPL` alone agrees with each of its kind,
 * `proprietary` with all that limit use. */
export const agree = (a: string, b: string): boolean => {
  const [one, other] = [a, b].map((id) =>
    id
      .replace(/-(only|or-later|0)$|\+$/, '')
      .replace(/^llama-/i, 'llama')
      .toLowerCase(),
  ) as [string, string]
  return one === other || isKindOf(one, other) || isKindOf(other, one) || isClosed(a, b) || isClosed(b, a)
}

const isKindOf = (one: string, family: string): boolean => /^(bsd|bsd-2-clause|l?gpl)$/.test(family) && one.startsWith(`${family}-`)

const isClosed = (one: string, other: string): boolean => one === 'proprietary' && ['terms', 'non-commercial'].includes(kindOf(other) ?? '')
