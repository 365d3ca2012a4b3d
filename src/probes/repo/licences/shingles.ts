/** Turns a text into numbers: its words without what differs from owner to owner, and a hash of each two that follow each other. */

/** Words in lower case; owners, years, addresses, marks and what stands in brackets to be filled in are left out. */
export const wordsOf = (text: string): string[] =>
  text
    .replaceAll(/^.{0,100}(\bcopyright|\(c\)|©)\s.{0,80}\d{4}.{0,150}$/gim, '')
    .replaceAll(/^\s*(\/\/|#|\*|--|;|%|dnl\b)+/gm, ' ')
    .replaceAll(/<[^<>]{1,80}>/g, ' ')
    .replaceAll(/https?:\/\/\S+/gi, ' ')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')

const fnvStart = 0x811c9dc5
const fnvPrime = 0x01000193
export const digits = 5
/** Hashes lie below this, so that each is five digits of base 36. */
export const range = 36 ** digits

/** FNV-1a over the characters, its bits then mixed so that the lowest hashes are an even draw. */
function hashOf(text: string): number {
  let hash = fnvStart
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), fnvPrime)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) % range
}

/** `first`: each hash with the word at which it first stands; `sorted`: the same hashes by their value. */
export type Shingles = { first: ReadonlyMap<number, number>; sorted: number[] }

export function shinglesOf(words: readonly string[]): Shingles {
  const first = new Map<number, number>()
  for (let at = 1; at < words.length; at++) {
    const hash = hashOf(`${words[at - 1]} ${words[at]}`)
    if (!first.has(hash)) first.set(hash, at)
  }
  return { first, sorted: [...first.keys()].sort((a, b) => a - b) }
}

/** `below`: only hashes under it are kept, the same ones from whatever text they come; `hashes`: those of the text that are. */
export type Numbers = { below: number; hashes: number[] }

/** At most `most` hashes of a text, drawn by their own value: a text beside it is drawn from in the same way. */
export function numbersOf(text: string, most: number): Numbers {
  const all = shinglesOf(wordsOf(text)).sorted
  return { below: all.length <= most ? range : (all[most] as number), hashes: all.slice(0, most) }
}

/** `like`: twice what both have, by the size of both (Dice); `share`: how much of the known text is there. */
export function likeness(own: Shingles, known: Numbers): { like: number; share: number } {
  let both = 0
  for (const hash of known.hashes) if (own.first.has(hash)) both++
  const total = countBelow(own.sorted, known.below) + known.hashes.length
  return { like: total === 0 ? 0 : (2 * both) / total, share: known.hashes.length === 0 ? 0 : both / known.hashes.length }
}

function countBelow(sorted: readonly number[], bound: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) < bound) low = middle + 1
    else high = middle
  }
  return low
}

/** The word of the text in the middle of what the two share: what stands first in a file of several has the lowest. */
export function placeOf(own: Shingles, known: Numbers): number {
  const places = known.hashes.flatMap((hash) => own.first.get(hash) ?? []).sort((a, b) => a - b)
  return places[places.length >> 1] ?? 0
}
