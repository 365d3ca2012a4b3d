/** One criterion → its verdict in each of the three readings, with the sentence that says why. */
import {
  atomsOf,
  type Collected,
  type Criterion,
  type Evidence,
  type Fact,
  type Framework,
  fill,
  type Grade,
  grades,
  type Level,
  type Method,
  sayIn,
  splitFact,
  stages,
  type Unknown,
  type Verdict,
} from '../model/index.ts'
import { recordsFor } from './answer-atom.ts'
import { answerRule } from './answer-rule.ts'
import { contextFor, type JudgingContext, methodsIn, weaker } from './context.ts'
import type { Answer } from './truth.ts'

const defaults: { [level in Level]: Grade } = {
  yes: 'met',
  automatic: 'met',
  partly: 'partial',
  recorded: 'partial',
  by_hand: 'unmet',
  no: 'unmet',
}

const better = (a: Grade, b: Grade): Grade => (grades.indexOf(a) >= grades.indexOf(b) ? a : b)
const poorer = (a: Grade, b: Grade): Grade => (grades.indexOf(a) <= grades.indexOf(b) ? a : b)

type Range = { from: Grade; to: Grade }

/** The table of judging.md: what `met` and `partial` leave open. */
export const rangeOf = (met: Answer, partial: Answer | undefined): Range => {
  if (met.truth === 'true') return { from: 'met', to: 'met' }
  const from = partial?.truth === 'true' ? 'partial' : 'unmet'
  if (met.truth === 'unknown') return { from, to: 'met' }
  return { from, to: partial === undefined || partial.truth === 'false' ? 'unmet' : 'partial' }
}

/** What people said on this topic: the best of it, and the records. On a parent topic it is prose. */
const saidOn = (criterion: Criterion, collected: Collected): { grade: Grade; records: Evidence[] } | undefined => {
  const records = collected.evidence.filter(
    (it) => it.probe === 'statement' && it.facts.topic === criterion.topic && typeof it.facts.level === 'string',
  )
  const said = records.map((it) => {
    const level = it.facts.level as Level
    return criterion.levels[level] ?? defaults[level]
  })
  return said.length === 0 ? undefined : { grade: said.reduce(better), records }
}

/** Whether anything but words bears on the criterion in a reading. */
const bears = (criterion: Criterion, collected: Collected, reading: Method): boolean =>
  [criterion.met, ...(criterion.partial === undefined ? [] : [criterion.partial])]
    .flatMap(atomsOf)
    .some((atom) =>
      recordsFor(atom, collected.evidence).some(
        (it) => (it.state === 'found' || it.state === 'absent') && methodsIn(reading).includes(weaker(it.method, atom.as)),
      ),
    )

const sayStatement = (records: Evidence[]): string =>
  records
    .map((it) => {
      const words = typeof it.facts.says === 'string' ? `“${it.facts.says}”` : `“${it.facts.level}”`
      return `${typeof it.facts.by === 'string' ? it.facts.by : 'somebody'} says ${words}`
    })
    .join('; ')

/** The criterion's own sentence with facts put in; undefined when one of them is not known or is a different one in several places. */
const sentenceFrom = (tells: string, evidence: readonly Evidence[]): string | undefined =>
  fill(tells, (path: string): Fact | undefined => {
    const { probe, fact } = splitFact(path)
    const having = evidence.filter((it) => it.probe === probe && it.state === 'found' && it.facts[fact] !== undefined)
    return having.length === 1 ? having[0]?.facts[fact] : undefined
  })

/** Where the same thing was measured in several places, the sentence is told of those that decide, at most two, each with its place. */
const ownSentence = (criterion: Criterion, truth: Answer['truth'], context: JudgingContext): string | undefined => {
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
    if (sentence === undefined || answerRule(criterion.met, { ...context, evidence }).truth !== truth) return []
    return [`${sentence.replace(/[.\s]+$/, '')} (${instance.inputs.map((it) => it.material).join(', ')}).`]
  })
  return sentences.length === 0 ? undefined : sentences.slice(0, 2).join(' ')
}

/** `at most 100 ms was asked`, where a rule takes its limit from the subject's own targets. */
const askedTargets = (criterion: Criterion, collected: Collected): string => {
  const asked = atomsOf(criterion.met).flatMap((atom) => {
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

const few = (clauses: string[], most = 3): string =>
  clauses.length <= most ? clauses.join('; ') : `${clauses.slice(0, most).join('; ')}; and ${clauses.length - most} more`

const because = (range: Range, met: Answer, partial: Answer | undefined, own: string | undefined): string => {
  if (range.from === range.to) {
    if (own !== undefined && (met.truth !== 'unknown' || range.to !== 'met')) return own
    if (range.to === 'met') return few(met.because)
    return few([...new Set([...(range.to === 'partial' ? (partial?.because ?? []) : []), ...met.because])])
  }
  const open = [met, ...(partial === undefined ? [] : [partial])].filter((it) => it.truth === 'unknown')
  return few([...new Set(open.flatMap((it) => it.because))])
}

/** Why a fact is lacking, in the words that a verdict has: a role is something not given, a class or a row too little. */
const verdictReason: Partial<{ [reason in Unknown]: Unknown }> = {
  no_role: 'not_given',
  one_class: 'too_small',
  no_rows: 'too_small',
  undefined: 'failed',
}

const reasonOf = (met: Answer, partial: Answer | undefined): Unknown => {
  const reason = met.reason ?? partial?.reason ?? 'not_given'
  return verdictReason[reason] ?? reason
}

type Shown = 'applies' | 'not_applicable' | 'not_expected'

/** A live log contradicts a stage before monitoring: the stage is itself a claim. */
const stageShown = (collected: Collected): number => {
  const live = collected.evidence.some(
    (it) => it.state === 'found' && (it.probe === 'serving.latency' || it.probe === 'monitoring.confidence'),
  )
  const said = collected.subject.stage
  return Math.max(said === undefined ? stages.length : stages.indexOf(said), live ? stages.indexOf('monitoring') : 0)
}

const shownFor = (criterion: Criterion, framework: Framework, collected: Collected): { shown: Shown; because: string } => {
  if (framework.stages === 'ignored') return { shown: 'applies', because: '' }
  if (criterion.applies !== undefined) {
    const applies = answerRule(criterion.applies, contextFor(collected, framework, criterion, 'documented'))
    if (applies.truth === 'false') return { shown: 'not_applicable', because: few(applies.because) }
  }
  if (criterion.expected !== undefined && stages.indexOf(criterion.expected) > stageShown(collected))
    return { shown: 'not_expected', because: `expected from stage ${criterion.expected.replaceAll('_', ' ')} on` }
  return { shown: 'applies', because: '' }
}

const verdictIn = (reading: Method, framework: Framework, criterion: Criterion, collected: Collected): Verdict => {
  const context = contextFor(collected, framework, criterion, reading)
  const met = answerRule(criterion.met, context)
  const partial = criterion.partial === undefined ? undefined : answerRule(criterion.partial, context)
  const said = saidOn(criterion, collected)
  const shown = shownFor(criterion, framework, collected)
  let range = rangeOf(met, partial)
  const own = ownSentence(criterion, met.truth, context)
  let why = because(range, met, partial, own === undefined ? undefined : `${own}${askedTargets(criterion, collected)}`)
  let evidence = [...new Set([...met.evidence, ...(partial?.evidence ?? [])])]
  let reason = reasonOf(met, partial)
  if (said !== undefined) {
    const before = range
    if (reading === 'claimed') range = { from: better(range.from, said.grade), to: better(range.to, said.grade) }
    if (!bears(criterion, collected, reading)) range = { from: range.from, to: poorer(range.to, said.grade) }
    if (range.from !== before.from || range.to !== before.to) {
      const words = reading === 'claimed' ? sayStatement(said.records) : `by their own word: ${sayStatement(said.records)}`
      why = range.from === range.to ? words : `${words}; ${why}`
      evidence = [...new Set([...evidence, ...said.records.map((it) => it.id)])]
      if (reading !== 'claimed') reason = 'not_given'
    }
  }
  const outcome = shown.shown !== 'applies' ? shown.shown : range.from === range.to ? range.from : 'unknown'
  const condition =
    criterion.condition === undefined ? undefined : answerRule(criterion.condition, contextFor(collected, framework, criterion, 'measured'))
  return {
    framework: framework.id,
    criterion: criterion.id,
    topic: criterion.topic,
    reading,
    outcome,
    from: range.from,
    to: range.to,
    ...(outcome === 'unknown' ? { reason } : {}),
    ...(condition === undefined
      ? {}
      : { condition: condition.truth === 'true' ? 'ok' : condition.truth === 'false' ? 'failing' : 'unknown' }),
    because: shown.shown === 'applies' ? why : shown.because,
    evidence: evidence.sort(),
  }
}

export const judgeCriterion = (framework: Framework, criterion: Criterion, collected: Collected): Verdict[] =>
  (['claimed', 'documented', 'measured'] as const).map((reading) => verdictIn(reading, framework, criterion, collected))
