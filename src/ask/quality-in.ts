/** How good a model is, as an answer says it: a named metric with its number. */
import { sayPercent } from '../model/index.ts'
import { askBack, either, type Offer, tidy } from './offer.ts'
import { numberPattern, readNumber } from './read-number.ts'
import { boundBefore, type Part } from './sentences.ts'

const topics =
  /^(metric|success|live_quality|baseline|real_ml|honest_claims|version_comparison|components\.described|prototype|state_of_the_art)(\.|$)/

/** Numbers of something else than this model on data that it has not seen, and differences. */
const otherQuality =
  /(?<!\p{L})(train\w*|labels?|label(l)?ers?|annotat\w*|human\w*|baseline|majority|dummy|random|guess\w*|balanced|macro|top-?\d+|pr[- ]?auc|auprc|average precision|improv\w*|increas\w*|rose|raised|gain\w*|points?|better|worse|higher|lower|up|down|drop\w*|fell|lost|from|published|paper|literature)(?!\p{L})/iu

const metrics: [RegExp, 'auc' | 'accuracy' | 'precision' | 'recall' | 'f1'][] = [
  [/(?<!\p{L})(?:roc[- ]?)?auc(?:[- ]?roc)?(?!\p{L})|(?<!\p{L})auroc(?!\p{L})/iu, 'auc'],
  [/(?<!\p{L})(accuracy|genauigkeit|exactitude)(?!\p{L})/iu, 'accuracy'],
  [/(?<!\p{L})(precision|präzision)(?!\p{L})/iu, 'precision'],
  [/(?<!\p{L})(recall|sensitivity|trefferquote|rappel)(?!\p{L})/iu, 'recall'],
  [/(?<!\p{L})f1(-?(score|wert))?(?!\p{L})/iu, 'f1'],
]

const definitions = {
  auc: (value: number) => `the model ranks a positive case above a negative one in @ ${sayPercent(value)} of pairs: AUC @ ${value}`,
  accuracy: (value: number) => `@ ${sayPercent(value)} of the predictions agree with the label, at the threshold in use`,
  precision: (value: number) => `@ ${sayPercent(value)} of what is predicted positive is positive, at the threshold in use`,
  recall: (value: number) => `@ ${sayPercent(value)} of the positive cases are found, at the threshold in use`,
  f1: (value: number) => `F1, at the threshold in use, is @ ${value}`,
}

type Written = { number: string; percent: boolean; at: number }

/** The number behind the metric within a few words (`accuracy of about 91 %`), or right before it (`91 % accuracy`). */
const numberAt = (part: Part, metric: RegExp): Written | undefined => {
  const named = metric.exec(part.text)
  if (named === null) return undefined
  const value = `(?<n>${numberPattern(part.continental)})\\s?(?<percent>%|per ?cent|prozent|pour cent)?`
  const end = named.index + named[0].length
  const before = new RegExp(`${value}\\s(?:of\\s|an\\s|roc\\s)?$`, 'iu').exec(part.text.slice(0, named.index))
  if (before?.groups !== undefined) return { number: before.groups.n ?? '', percent: before.groups.percent !== undefined, at: before.index }
  const behind = new RegExp(`^(?<between>\\W+(?:[\\p{L}]+\\W+){0,6}?)${value}`, 'iu').exec(part.text.slice(end))
  if (behind?.groups === undefined) return undefined
  return {
    number: behind.groups.n ?? '',
    percent: behind.groups.percent !== undefined,
    at: end + (behind.groups.between ?? '').length,
  }
}

const inPart = (part: Part): Offer[] => {
  const named = metrics.filter(([pattern]) => pattern.test(part.text))
  const [only] = named
  if (only === undefined || named.length > 1) return []
  const [pattern, metric] = only
  const written = numberAt(part, pattern)
  if (written === undefined) return []
  const read = readNumber(written.number, part.continental)
  if ('either' in read) return [either(part.text, written.number, read.either)]
  if (!written.percent && read.value > 1)
    return read.value > 100
      ? []
      : [askBack(part.text, `Is ${written.number} meant in percent? Write it with %, or as a share such as 0.91.`)]
  const value = tidy(written.percent ? read.value / 100 : read.value)
  if (value > 1) return []
  const most = boundBefore(part.text, written.at) === 'above'
  const fact = `model.classification.${metric}`
  const sentence = `${definitions[metric](value).replaceAll('@', most ? 'at most' : 'at least')} (${fact}, on a log with labels)`
  return [{ is: 'claim', words: part.text.trim(), claim: { fact, [most ? 'at_most' : 'at_least']: value }, sentence }]
}

export const qualityIn = (parts: readonly Part[], topic: string): Offer[] =>
  topics.test(topic) ? parts.filter((it) => !otherQuality.test(it.text)).flatMap(inPart) : []
