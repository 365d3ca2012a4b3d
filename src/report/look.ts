/** How an edition looks and speaks: its language and direction, accent, logo, and the words it has of its own. */
import type { Edition } from '../model/index.ts'

export type Look = {
  language: string
  direction: 'ltr' | 'rtl'
  accent: string | null
  /** A data URI. */
  logo: string | null
  /** A fixed word (words.ts) in the edition's own language; any other text stays as it is. */
  say: (word: string) => string
}

/** Languages written from right to left; a script named in the tag (`az-Arab`) decides before them. */
const fromTheRight = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ks', 'ps', 'sd', 'syr', 'ug', 'ur', 'yi'])
const scriptsFromTheRight = new Set(['arab', 'hebr', 'thaa', 'syrc', 'nkoo', 'adlm', 'rohg', 'mand', 'samr'])

export const directionOf = (language: string): 'ltr' | 'rtl' => {
  const [first = '', ...rest] = language.toLowerCase().split('-')
  const script = rest.find((it) => it.length === 4)
  const right = script === undefined ? fromTheRight.has(first) : scriptsFromTheRight.has(script)
  return right ? 'rtl' : 'ltr'
}

export const plainLook: Look = { language: 'en', direction: 'ltr', accent: null, logo: null, say: (word) => word }

export const lookOf = (edition: Edition): Look => {
  const words = new Map(Object.entries(edition.words ?? {}))
  const language = edition.language ?? 'en'
  return {
    language,
    direction: directionOf(language),
    accent: edition.accent ?? null,
    logo: edition.logo ?? null,
    say: (word) => words.get(word) ?? word,
  }
}
