/** How long predictions take, as an answer says it: a time with its unit, and of how many answers it holds. */
import { sayNumber } from '../model/index.ts'
import { askBack, either, type Offer, tidy } from './offer.ts'
import { numberPattern, readNumber } from './read-number.ts'
import { boundBefore, type Part } from './sentences.ts'

const topics = /^(latency|limits(\.latency)?|scaling\.service_level|monitoring\.(latency|serving|service)|real_ml\.claims)$/

/** Times of something else than one answer. */
const otherTimes = /(?<!\p{L})(re)?train\w*|epochs?|batch|cold[- ]start|time-?out|database|build|start-?up|entraînement|deploy\w*/iu

const inMs: [RegExp, number][] = [
  [/^(ms|msec|millis?|milli-?seconds?|millisekunden?|millisecondes?)$/i, 1],
  [/^(µs|μs|us|micro-?seconds?|mikrosekunden?|microsecondes?)$/i, 0.001],
  [/^(s|secs?|seconds?|sekunden?|secondes?|sek)$/i, 1000],
  [/^(min|mins|minutes?|minuten?)$/i, 60_000],
]
const units =
  'ms|msec|millis?|milli-?seconds?|millisekunden?|millisecondes?|µs|μs|us|micro-?seconds?|mikrosekunden?|microsecondes?|secs?|seconds?|sekunden?|secondes?|sek|s|mins?|minutes?|minuten?'

type Quantile = 'mean_ms' | 'p50_ms' | 'p95_ms' | 'p99_ms'
/** `unknown`: one that is not measured, such as the 90th percentile or the longest of all. */
type FoundQuantile = { at: number; length: number; quantile: Quantile | 'unknown' }

const ofShare = (share: number): Quantile | 'unknown' =>
  share === 50 ? 'p50_ms' : share === 95 ? 'p95_ms' : share === 99 ? 'p99_ms' : 'unknown'

const shares = [
  /(?<![\p{L}\d])(?:p|q|perzentil |percentile |centile )\s?-?(\d+(?:[.,]\d+)?)(?![\p{L}\d])/giu,
  /(?<![\p{L}\d.,])(\d+(?:[.,]\d+)?)\s?(?:th|st|nd|rd|\.|e|ème)?[- ]?(?:percentile|perzentil|centile|quantil\w*)/giu,
  /(?<![\p{L}\d.,])(\d+(?:[.,]\d+)?)\s?(?:%|per ?cent|prozent|pour cent)\s(?:of|der|des|von|aller|de)(?!\p{L})/giu,
]
/** `95 out of 100 answers`. */
const ofHundred = /(?<![\p{L}\d.,])(\d+)\s(?:out of|of|von|sur)\s(?:every\s|each\s)?(?:100|hundred|hundert|cent)(?![\p{L}\d])/giu

const words: [RegExp, Quantile | 'unknown'][] = [
  [/(?<!\p{L})(median|médiane|zentralwert|half of (the|all))(?!\p{L})/giu, 'p50_ms'],
  [/(?<!\p{L})(on average|average|averages|mean|im schnitt|durchschnittlich|im mittel|en moyenne|moyenne)(?!\p{L})/giu, 'mean_ms'],
  [/(?<!\p{L})(worst[- ]case|slowest|longest|always|every (answer|request|prediction)|immer|toujours)(?!\p{L})/giu, 'unknown'],
]

const quantilesIn = (text: string): FoundQuantile[] => {
  const byShare = [...shares, ofHundred].flatMap((pattern) =>
    [...text.matchAll(pattern)].map((it) => ({
      at: it.index,
      length: it[0].length,
      quantile: ofShare(Number((it[1] ?? '').replace(',', '.'))),
    })),
  )
  const byWord = words.flatMap(([pattern, quantile]) =>
    [...text.matchAll(pattern)].map((it) => ({ at: it.index, length: it[0].length, quantile })),
  )
  // `95th percentile 120` names one percentile, and no 120th.
  return [...byShare, ...byWord].filter((it, _, all) => !all.some((other) => other.at < it.at && other.at + other.length > it.at))
}

type FoundTime = { at: number; written: string; number: string; factor: number }

const timesIn = (text: string, continental: boolean): FoundTime[] => {
  const number = numberPattern(continental)
  const pattern = new RegExp(
    `(?:(?:${number})\\s?(?:${units})?\\s?(?:-|–|to|bis|à)\\s?)?(?<n>${number})\\s?(?<unit>${units})(?![\\p{L}\\d])`,
    'giu',
  )
  return [...text.matchAll(pattern)].map((it) => ({
    at: it.index,
    written: it[0],
    number: it.groups?.n ?? '',
    factor: inMs.find(([unit]) => unit.test(it.groups?.unit ?? ''))?.[1] ?? 1,
  }))
}

const definitions: { [quantile in Quantile]: string } = {
  mean_ms: 'a prediction takes',
  p50_ms: 'half of the predictions take',
  p95_ms: '95 of 100 predictions take',
  p99_ms: '99 of 100 predictions take',
}

const offerOf = (part: Part, time: FoundTime, quantile: Quantile): Offer => {
  const read = readNumber(time.number, part.continental)
  if ('either' in read) return either(part.text, time.number, read.either)
  const ms = tidy(read.value * time.factor)
  const least = boundBefore(part.text, time.at) === 'below'
  const bound = least ? ('at_least' as const) : ('at_most' as const)
  const fact = `serving.latency.${quantile}`
  const sentence = `${definitions[quantile]} ${least ? 'at least' : 'at most'} ${sayNumber(ms)} ms${quantile === 'mean_ms' ? ' on average' : ''} (${fact}, over a whole log of predictions)`
  return { is: 'claim', words: part.text.trim(), claim: { fact, [bound]: ms }, sentence }
}

const whichQuantile = (written: string): string =>
  `${written.trim()} for how many answers: half of them (median), 95 of 100 (p95), 99 of 100 (p99), or on average? Only these are measured.`

const inPart = (part: Part, parts: readonly Part[]): Offer[] => {
  const times = timesIn(part.text, part.continental)
  const quantiles = quantilesIn(part.text)
  const [time] = times
  if (time === undefined) {
    const rest = quantiles.reduce((text, it) => text.slice(0, it.at) + ' '.repeat(it.length) + text.slice(it.at + it.length), part.text)
    const bare = new RegExp(numberPattern(part.continental), 'u').exec(rest)
    if (quantiles.length !== 1 || bare === null || /%/.test(rest)) return []
    return [askBack(part.text, `${bare[0]} of what: milliseconds or seconds?`)]
  }
  if (times.length > 1) return [askBack(part.text, 'Which time belongs to how many answers? Write one sentence for each.')]
  // The quantile stands elsewhere in the sentence, and there is only one time that it can mean.
  const near = parts.filter((it) => it.sentence === part.sentence)
  const alone = near.flatMap((it) => timesIn(it.text, it.continental)).length === 1
  const meant = quantiles.length > 0 || !alone ? quantiles : near.flatMap((it) => quantilesIn(it.text))
  const [only] = meant
  if (meant.length !== 1 || only === undefined || only.quantile === 'unknown') return [askBack(part.text, whichQuantile(time.written))]
  return [offerOf(part, time, only.quantile)]
}

export const latencyIn = (parts: readonly Part[], topic: string): Offer[] =>
  topics.test(topic) ? parts.filter((it) => !otherTimes.test(it.sentence)).flatMap((it) => inPart(it, parts)) : []
