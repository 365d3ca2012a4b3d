/** What a prediction costs, as an answer says it: money with its currency, and for how many predictions. */
import { askBack, either, type Offer, tidy } from './offer.ts'
import { numberPattern, readNumber } from './read-number.ts'
import { boundBefore, type Part } from './sentences.ts'

const topics = /^(cost(\.prediction)?|limits|real_ml\.claims)$/

const otherCosts = /(?<!\p{L})(re)?train\w*|labels?|label(l)?ing|annotat\w*|revenue|price|charge\w*|sav(e|es|ed|ings?)|salar\w*/iu

const one =
  '(?:predictions?|answers?|requests?|calls?|inferences?|quer(?:y|ies)|vorhersagen?|anfragen?|aufrufe?|prédictions?|requêtes?|appels?)'

/** How many predictions the money is for; undefined when it does not say. */
const forHowMany = (part: Part): number | undefined => {
  const number = numberPattern(part.continental)
  const pattern = new RegExp(
    `(?:(?<!\\p{L})(?:per|a|an|each|every|for|pro|je|par|pour)\\s+|/\\s?)(?:(?<n>${number})\\s+)?(?<word>one |thousand |million |tausend |million |mille )?${one}(?!\\p{L})`,
    'iu',
  )
  const named = pattern.exec(part.text)
  if (named === null) return undefined
  const word = (named.groups?.word ?? '').trim().toLowerCase()
  const times = word === 'thousand' || word === 'tausend' || word === 'mille' ? 1000 : word === 'million' ? 1_000_000 : 1
  if (named.groups?.n === undefined) return times
  const read = readNumber(named.groups.n, part.continental)
  return 'value' in read && read.value > 0 ? read.value * times : undefined
}

type Money = { at: number; number: string; factor: number; dollars: boolean; written: string }

const moneyIn = (part: Part): Money[] => {
  const number = numberPattern(part.continental).replaceAll('(?<![\\p{L}\\d.,])', '(?<![\\d.,])')
  const pattern = new RegExp(
    `(?<sign>US\\$|\\$|€|£)\\s?(?<a>${number})|(?<b>${number})\\s?(?<unit>US dollars?|dollars?|USD|US\\$|\\$|US cents?|cents?|¢|ct|€|EUR|euros?|£|GBP|pounds?|CHF)(?!\\p{L})`,
    'giu',
  )
  return [...part.text.matchAll(pattern)].map((it) => {
    const unit = it.groups?.sign ?? it.groups?.unit ?? ''
    return {
      at: it.index,
      written: it[0],
      number: it.groups?.a ?? it.groups?.b ?? '',
      factor: /cent|¢|^ct$/i.test(unit) ? 0.01 : 1,
      dollars: /\$|dollar|usd|cent|¢|^ct$/i.test(unit),
    }
  })
}

const inPart = (part: Part): Offer[] => {
  const all = moneyIn(part)
  const [money] = all
  if (money === undefined || all.length > 1) return []
  const many = forHowMany(part)
  if (many === undefined)
    return [askBack(part.text, `${money.written.trim()} for what? Say it for one prediction, or for a thousand predictions.`)]
  if (!money.dollars) return [askBack(part.text, `How much is ${money.written.trim()} in US dollars? Costs are measured in dollars.`)]
  const read = readNumber(money.number, part.continental)
  if ('either' in read) return [either(part.text, money.number, read.either)]
  const usd = tidy((read.value * money.factor) / many)
  const least = boundBefore(part.text, money.at) === 'below'
  const sentence = `a prediction costs ${least ? 'at least' : 'at most'} $${usd} on average, in US dollars (serving.cost.mean_usd, over a whole log of predictions)`
  return [
    { is: 'claim', words: part.text.trim(), claim: { fact: 'serving.cost.mean_usd', [least ? 'at_least' : 'at_most']: usd }, sentence },
  ]
}

export const costIn = (parts: readonly Part[], topic: string): Offer[] =>
  topics.test(topic) ? parts.filter((it) => !otherCosts.test(it.text)).flatMap(inPart) : []
