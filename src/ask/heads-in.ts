/** How many people there are, as an answer says it: all, engineers, those who build models, those who build their platform. */
import { type Headcount, sayNumber } from '../model/index.ts'
import { askBack, either, type Offer } from './offer.ts'
import { numberPattern, readNumber } from './read-number.ts'
import { boundBefore, type Part } from './sentences.ts'

const topics = /^(team_shape|roles|hiring|leaders|problem|portfolio|build_or_buy)(\.|$)/

/** A whole company, not whoever else is counted in people. */
const wholeCompany =
  /(?<!\p{L})(we are|we're|we have|there are|company|employ\w*|headcount|staff|in total|altogether|wir sind|wir haben|insgesamt|firma|unternehmen|nous sommes|société|entreprise)(?!\p{L})/iu
const otherPeople = /(?<!\p{L})(teams? of|users?|customers?|patients?|asked|interviewed|trained on|year|client\w*)(?!\p{L})/iu

const roles: [Headcount, string][] = [
  ['ml_platform_engineers', '(?:(?:ml|machine[- ]learning)[- ])?platform engineers?|mlops(?:[- ]engineers?)?'],
  [
    'ml_engineers',
    '(?:of (?:them|us|the \\d+)\\s)?(?:build|train|make)s? (?:the |our )?models|data scientists?|(?:ml|machine[- ]learning) (?:engineers?|developers?)|ml-ingenieur\\p{L}*|datenwissenschaftler\\p{L}*|ingénieurs? ml',
  ],
  ['engineers', '(?:software )?(?:engineers?|developers?)|ingenieur\\p{L}*|entwickler\\p{L}*|ingénieurs?|développeurs?'],
  ['people', 'people|employees|staff|ftes?|heads|mitarbeiter\\p{L}*|leute|beschäftigte|personnes|salariés|employés'],
]

const definitions: { [head in Headcount]: string } = {
  people: 'people in the whole company',
  engineers: 'engineers in the whole company, those for machine learning among them',
  ml_engineers: 'people who build models (data scientists and machine-learning engineers)',
  ml_platform_engineers: 'engineers who build the platform for models',
}

/** Small numbers are written out more often than not. */
const spelled: { [word: string]: number } = Object.fromEntries(
  [
    ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
    ['ein', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun', 'zehn', 'elf', 'zwölf'],
    ['un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix', 'onze', 'douze'],
  ].flatMap((words) => words.map((word, at) => [word, at + 1] as const)),
)
const inDigits = (text: string): string =>
  text.replace(/(?<!\p{L})\p{L}{2,6}(?!\p{L})/gu, (word) => String(spelled[word.toLowerCase()] ?? word))

/** `A company of 140`, with nothing else counted behind it. */
const ofCompany = (number: string): RegExp =>
  new RegExp(
    `(?<!\\p{L})(?:company|firm|start-?up|headcount|unternehmen|firma|entreprise|société)\\s(?:(?:of|is|with|von|mit|de)\\s)?(?<n>${number})(?=\\s*(?:[.,;)]|$))`,
    'giu',
  )

const adjectives = '(?:of (?:them|us)\\s(?:are\\s)?)?(?:(?:senior|junior|full-time|other|more|good|software|erfahrene|our)\\s)?'

const counted = (head: Headcount, part: Part, written: string, at: number): Offer => {
  const read = readNumber(written, part.continental)
  if ('either' in read) return either(part.sentence, written, read.either)
  const fact = `company.${head}`
  const range = /\d\s?(-|–|to|bis|à)\s?$/u.test(part.sentence.slice(0, at))
  if (range || boundBefore(part.sentence, at) !== undefined) return askBack(part.text, `How many exactly: ${definitions[head]}?`)
  return {
    is: 'claim',
    words: part.sentence.trim(),
    claim: { fact, is: read.value },
    sentence: `${sayNumber(read.value)} ${definitions[head]} (${fact})`,
  }
}

/** `3 of our 20 engineers are data scientists`. */
const amongEngineers = (part: Part): Offer[] => {
  const number = numberPattern(part.continental)
  const builders = roles[1]?.[1] ?? ''
  const engineers = roles[2]?.[1] ?? ''
  const pattern = new RegExp(
    `(?<n>${number})\\s(?:of|von|sur)\\s(?:\\p{L}+\\s)?(?:${number})\\s(?:${engineers})\\s(?:are|sind|sont)\\s(?:${builders})(?!\\p{L})`,
    'iu',
  )
  const it = pattern.exec(part.sentence)
  return it === null ? [] : [counted('ml_engineers', part, it.groups?.n ?? '', it.index)]
}

const inSentence = (part: Part): Offer[] => {
  const number = numberPattern(part.continental)
  const taken: [number, number][] = []
  const each = roles.flatMap(([head, pattern]) => {
    if (head === 'people' && (!wholeCompany.test(part.sentence) || otherPeople.test(part.sentence))) return []
    const named = [...part.sentence.matchAll(new RegExp(`(?<n>${number})\\s${adjectives}(?:${pattern})(?!\\p{L})`, 'giu'))]
    const found = [...named, ...(head === 'people' ? part.sentence.matchAll(ofCompany(number)) : [])].filter(
      (it) => !taken.some(([from, to]) => it.index < to && it.index + it[0].length > from),
    )
    for (const it of found) taken.push([it.index, it.index + it[0].length])
    if (found.length > 1) return [askBack(part.sentence, `How many altogether: ${definitions[head]}?`)]
    return found.map((it) => counted(head, part, it.groups?.n ?? '', it.index))
  })
  return [...amongEngineers(part), ...each]
}

/** A sentence is read as one: "of 20 engineers" belongs to what stands before it. */
export const headsIn = (parts: readonly Part[], topic: string): Offer[] => {
  if (!topics.test(topic)) return []
  const last = new Map(parts.map((it) => [it.sentence, { ...it, sentence: inDigits(it.sentence), whole: it.before === it.sentence }]))
  return [...last.values()].filter((it) => it.whole).flatMap(inSentence)
}
