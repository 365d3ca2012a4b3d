/** The sentence that says why a verdict is what it is: the criterion's own with facts put in, or what its rules say. */
import {
  atomsOf,
  type Collected,
  type Criterion,
  type Evidence,
  type Fact,
  fill,
  type Grade,
  lineText,
  sayIn,
  splitFact,
} from '../model/index.ts'
import { answerRule } from './answer-rule.ts'
import type { JudgingContext } from './context.ts'
import type { Answer } from './truth.ts'

/** The criterion's own sentence with facts put in; undefined when one of them is not known or is a different one in several places. */
const sentenceFrom = (tells: string, evidence: readonly Evidence[]): string | undefined => {
  const sentence = fill(tells, (path: string): Fact | undefined => {
    const { probe, fact } = splitFact(path)
    const having = evidence.filter((it) => it.probe === probe && it.state === 'found' && it.facts[fact] !== undefined)
    return having.length === 1 ? having[0]?.facts[fact] : undefined
  })
  return sentence === undefined ? undefined : inCells(sentence, evidence)
}

/** Facts know lines of the file only; the places of the records know the cells of notebooks. */
const inCells = (sentence: string, evidence: readonly Evidence[]): string => {
  let out = sentence
  for (const item of sentence.includes('.ipynb:') ? evidence.flatMap(({ items }) => items) : [])
    if (item.cell !== undefined)
      out = out.replaceAll(new RegExp(`${escaped(`${item.path}:${item.line}`)}(?!\\d)`, 'g'), `${item.path}:${lineText(item)}`)
  return out
}
const escaped = (text: string): string => text.replaceAll(/\W/g, '\\$&')

/** Where the same thing was measured in several places, the sentence is told of those that decide, at most two, each with its place. */
export const ownSentence = (criterion: Criterion, truth: Answer['truth'], context: JudgingContext): string | undefined => {
  for (const tells of [criterion.tells ?? []].flat()) {
    const sentence = toldOnce(tells, criterion, truth, context)
    if (sentence !== undefined) return sentence
  }
  return undefined
}

const toldOnce = (tells: string, criterion: Criterion, truth: Answer['truth'], context: JudgingContext): string | undefined => {
  const whole = sentenceFrom(tells, context.evidence)
  if (whole !== undefined) return whole
  const probe = splitFact(/\{([^}|]+)/.exec(tells)?.[1]?.replace(/\.\d+\.\w+$/, '') ?? '').probe
  const instances = context.evidence.filter((it) => it.probe === probe && it.state === 'found')
  const sentences = instances.flatMap((instance) => {
    const evidence = context.evidence.filter((it) => it.probe !== probe || it === instance)
    const sentence = sentenceFrom(tells, evidence)
    if (sentence === undefined || criterion.met === undefined || answerRule(criterion.met, { ...context, evidence }).truth !== truth)
      return []
    return [`${sentence.replace(/[.\s]+$/, '')} (${instance.inputs.map((it) => it.material).join(', ')}).`]
  })
  return sentences.length === 0 ? undefined : sentences.slice(0, 2).join(' ')
}

/** `at most 100 ms was asked`, where a rule takes its limit from the subject's own targets. */
export const askedTargets = (criterion: Criterion, collected: Collected): string => {
  const asked = (criterion.met === undefined ? [] : atomsOf(criterion.met)).flatMap((atom) => {
    const bound = (['at_most', 'at_least', 'below', 'above'] as const).find((it) => typeof atom[it] === 'object')
    const target =
      bound === undefined ? undefined : collected.subject.targets?.find((it) => it.fact === atom.fact && it[bound] !== undefined)
    return bound === undefined || target === undefined
      ? []
      : [
          `${bound.replace('_', ' ')} ${sayIn(splitFact(atom.fact).fact, target[bound] ?? 0)}${target.by === undefined ? '' : ` by the ${target.by}`}`,
        ]
  })
  return asked.length === 0 ? '' : ` Asked: ${asked.join(', ')}.`
}

export const few = (clauses: string[], most = 3): string =>
  clauses.length <= most ? clauses.join('; ') : `${clauses.slice(0, most).join('; ')}; and ${clauses.length - most} more`

export const because = (range: { from: Grade; to: Grade }, met: Answer, partial: Answer | undefined, own: string | undefined): string => {
  if (range.from === range.to) {
    if (own !== undefined && (met.truth !== 'unknown' || range.to !== 'met')) return own
    if (range.to === 'met') return few(met.because)
    return few([...new Set([...(range.to === 'partial' ? (partial?.because ?? []) : []), ...met.because])])
  }
  const open = [met, ...(partial === undefined ? [] : [partial])].filter((it) => it.truth === 'unknown')
  return few([...new Set(open.flatMap((it) => it.because))])
}
