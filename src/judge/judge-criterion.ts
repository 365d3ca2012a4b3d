/** One criterion → its verdict in each of the three readings, with the sentence that says why. */
import {
  atomsOf,
  type Collected,
  type Criterion,
  type Framework,
  type Grade,
  type Method,
  methods,
  type Rule,
  stages,
  type Unknown,
  type Verdict,
} from '../model/index.ts'
import { recordsFor } from './answer-atom.ts'
import { answerRule } from './answer-rule.ts'
import { askedTargets, because, few, ownSentence } from './because.ts'
import { contextFor, type JudgedBefore, type JudgingContext, methodsIn, weaker } from './context.ts'
import { better, poorer, type SaidOn, saidOn, saySaid } from './said.ts'
import { type Answer, unknown } from './truth.ts'

type Range = { from: Grade; to: Grade }

/** The table of judging.md: what `met` and `partial` leave open. */
export const rangeOf = (met: Answer, partial: Answer | undefined): Range => {
  if (met.truth === 'true') return { from: 'met', to: 'met' }
  const from = partial?.truth === 'true' ? 'partial' : 'unmet'
  if (met.truth === 'unknown') return { from, to: 'met' }
  return { from, to: partial === undefined || partial.truth === 'false' ? 'unmet' : 'partial' }
}

/** The rules that settle the verdict. */
const rulesOf = ({ met, partial }: Criterion): Rule[] => [met, partial].filter((it) => it !== undefined)

/** Whether anything but words bears on the criterion in a reading. */
const bears = (criterion: Criterion, collected: Collected, reading: Method): boolean =>
  rulesOf(criterion)
    .flatMap(atomsOf)
    .some((atom) =>
      recordsFor(atom, collected.evidence).some(
        (it) => (it.state === 'found' || it.state === 'absent') && methodsIn(reading).includes(weaker(it.method, atom.as)),
      ),
    )

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

/** Only people can say that a criterion without a rule is met. */
const answerMet = (criterion: Criterion, context: JudgingContext): Answer => {
  if (criterion.met !== undefined) return answerRule(criterion.met, context)
  const answered = saidOn(criterion.topic, context.evidence, ['statement', 'document.quote']) !== undefined
  return unknown(
    'person',
    answered ? 'only people can tell, and there is no more than their word' : 'only people can tell, and nobody has answered',
  )
}

type Settled = { range: Range; why: string; evidence: string[]; reason: Unknown }

/** Words found in a document answer what only people can tell; where a rule asks facts, paper about them is no fact. */
const withPaper = (criterion: Criterion, collected: Collected, reading: Method, settled: Settled): Settled => {
  if (criterion.met !== undefined) return settled
  const paper = saidOn(criterion.topic, collected.evidence, ['document.quote'], criterion.levels)
  if (paper === undefined) return settled
  // Paper never shows more than there is, so what it lacks is lacking in the measured reading too.
  const from = reading === 'measured' ? settled.range.from : better(settled.range.from, paper.grade)
  return told(settled, { from, to: better(from, paper.grade) }, `in their documents: ${saySaid(paper.records)}`, paper)
}

const told = (settled: Settled, range: Range, words: string, said: SaidOn): Settled => {
  if (range.from === settled.range.from && range.to === settled.range.to) return settled
  return {
    range,
    why: range.from === range.to ? words : `${words}; ${settled.why}`,
    evidence: [...new Set([...settled.evidence, ...said.records.map((it) => it.id)])],
    reason: settled.reason,
  }
}

/** In the claimed reading a statement stands in for the rule; where nothing else can show that it is met, it caps every reading. */
const withWords = (criterion: Criterion, collected: Collected, reading: Method, settled: Settled): Settled => {
  const said = saidOn(criterion.topic, collected.evidence, ['statement'], criterion.levels)
  if (said === undefined) return settled
  let { range } = settled
  if (reading === 'claimed') range = { from: better(range.from, said.grade), to: better(range.to, said.grade) }
  if (criterion.met === undefined || !bears(criterion, collected, reading))
    range = { from: range.from, to: better(range.from, poorer(range.to, said.grade)) }
  const words = reading === 'claimed' ? saySaid(said.records) : `by their own word: ${saySaid(said.records)}`
  const after = told(settled, range, words, said)
  return after === settled || reading === 'claimed' ? after : { ...after, reason: 'not_given' }
}

const conditionOf = (criterion: Criterion, framework: Framework, collected: Collected): Verdict['condition'] => {
  if (criterion.condition === undefined) return undefined
  const { truth } = answerRule(criterion.condition, contextFor(collected, framework, criterion, 'measured'))
  return truth === 'true' ? 'ok' : truth === 'false' ? 'failing' : 'unknown'
}

const verdictIn = (
  reading: Method,
  framework: Framework,
  criterion: Criterion,
  collected: Collected,
  judged: JudgedBefore | undefined,
): Verdict => {
  const context = contextFor(collected, framework, criterion, reading, judged)
  const met = answerMet(criterion, context)
  const partial = criterion.partial === undefined ? undefined : answerRule(criterion.partial, context)
  const shown = shownFor(criterion, framework, collected)
  const own = ownSentence(criterion, met.truth, context)
  const byRule: Settled = {
    range: rangeOf(met, partial),
    why: because(rangeOf(met, partial), met, partial, own === undefined ? undefined : `${own}${askedTargets(criterion, collected)}`),
    evidence: [...new Set([...met.evidence, ...(partial?.evidence ?? [])])],
    reason: reasonOf(met, partial),
  }
  const { range, why, evidence, reason } = withWords(criterion, collected, reading, withPaper(criterion, collected, reading, byRule))
  const outcome = shown.shown !== 'applies' ? shown.shown : range.from === range.to ? range.from : 'unknown'
  const condition = conditionOf(criterion, framework, collected)
  return {
    framework: framework.id,
    criterion: criterion.id,
    topic: criterion.topic,
    reading,
    outcome,
    from: range.from,
    to: range.to,
    ...(outcome === 'unknown' ? { reason } : {}),
    ...(condition === undefined ? {} : { condition }),
    because: shown.shown === 'applies' ? why : shown.because,
    evidence: evidence.sort(),
  }
}

export const judgeCriterion = (framework: Framework, criterion: Criterion, collected: Collected, judged?: JudgedBefore): Verdict[] =>
  methods.map((reading) => verdictIn(reading, framework, criterion, collected, judged))
