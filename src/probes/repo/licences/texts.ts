/** Names the licence of a text by comparing it with the texts of the common licences, both without what differs from owner to owner. */

import { licencesDeclared } from './names.ts'

/** `more`: the text holds the licence and much beside it. */
export type Named = { licence: string; more: boolean }

const common = [
  'MIT',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'GPL-2.0-only',
  'GPL-3.0-only',
  'LGPL-2.1-only',
  'LGPL-3.0-only',
  'AGPL-3.0-only',
  'MPL-2.0',
  'EPL-2.0',
  'Unlicense',
  'CC0-1.0',
  'CC-BY-4.0',
  'CC-BY-SA-4.0',
  'CC-BY-NC-4.0',
  'CC-BY-NC-SA-4.0',
  'CC-BY-NC-ND-4.0',
  'CC-BY-ND-4.0',
  'ODbL-1.0',
  'BSL-1.0',
  'Zlib',
  'WTFPL',
  'MIT-0',
  'EUPL-1.2',
]

type Pairs = Map<string, number>
let reading: Promise<[string, Pairs][]> | undefined

async function readTexts(): Promise<[string, Pairs][]> {
  return Promise.all(
    common.map(async (id): Promise<[string, Pairs]> => {
      const file = (await import(`spdx-license-list/licenses/${id}.json`, { with: { type: 'json' } })) as {
        default: { licenseText: string }
      }
      return [id, pairsOf(file.default.licenseText)]
    }),
  )
}

/** Undefined when it is none of the common licences. */
export async function licenceOfText(text: string): Promise<Named | undefined> {
  reading ??= readTexts()
  const own = pairsOf(text.slice(0, 200_000))
  const likeness = (await reading).map(([licence, theirs]) => ({ licence, ...compare(own, theirs) }))
  const best = likeness.reduce((a, b) => (b.like > a.like ? b : a))
  if (best.like >= 0.88) return { licence: best.licence, more: false }
  // Several licences in one file, or a licence with notices behind it: the longest that is there whole.
  const [held] = likeness.filter(({ share }) => share >= 0.96).sort((a, b) => b.size - a.size)
  return held === undefined ? byNotice(text) : { licence: held.licence, more: true }
}

/** A short notice that only names the licence, as Apache's appendix gives it. */
function byNotice(text: string): Named | undefined {
  if (text.length > 2500) return undefined
  const said = /\b[Ll]icensed under the ((?:[A-Z]\w*[ ,]*)+(?:\d\.\d)?)/.exec(text.replaceAll(/\s+/g, ' '))?.[1]
  const [licence] = said === undefined ? [] : licencesDeclared(said.trim())
  return licence === undefined ? undefined : { licence, more: false }
}

/** Pairs of words that follow each other, with how often; owners, years, marks and headings left out. */
function pairsOf(text: string): Pairs {
  const words = text
    .replaceAll(/^.{0,100}(\bcopyright|\(c\)|©)\s.{0,80}\d{4}.{0,150}$/gim, '')
    .replaceAll(/<[^>]{1,80}>/g, ' ')
    .toLowerCase()
    .replaceAll(/https?:\/\/\S+/g, ' ')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
  const out: Pairs = new Map()
  for (let at = 1; at < words.length; at++) {
    const pair = `${words[at - 1]} ${words[at]}`
    out.set(pair, (out.get(pair) ?? 0) + 1)
  }
  return out
}

/** `like`: twice what both have, by the size of both (Dice); `share`: how much of the licence is there. */
function compare(own: Pairs, theirs: Pairs): { like: number; share: number; size: number } {
  let both = 0
  let size = 0
  for (const [pair, count] of theirs) {
    size += count
    both += Math.min(count, own.get(pair) ?? 0)
  }
  const total = [...own.values()].reduce((sum, count) => sum + count, 0) + size
  return { like: total === 0 ? 0 : (2 * both) / total, share: size === 0 ? 0 : both / size, size }
}
