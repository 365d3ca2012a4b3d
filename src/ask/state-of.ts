/** What is known of a topic already: settled by evidence, answered, or not to be asked; in that order of strength. */
import { answerRule, contextFor } from '../judge/index.ts'
import {
  type AskedIn,
  type Assessment,
  type Framework,
  type Grade,
  isSaid,
  type QuestionState,
  type Stage,
  stages,
  type Verdict,
} from '../model/index.ts'

/** `verdicts` by `framework criterion reading`. */
export type Known = {
  assessment: Assessment
  frameworks: ReadonlyMap<string, Framework>
  verdicts: ReadonlyMap<string, Verdict>
  said: ReadonlySet<string>
}

export const knownFrom = (assessment: Assessment, frameworks: readonly Framework[]): Known => ({
  assessment,
  frameworks: new Map(frameworks.map((it) => [it.id, it])),
  verdicts: new Map(assessment.verdicts.map((it) => [`${it.framework} ${it.criterion} ${it.reading}`, it])),
  said: new Set(assessment.evidence.filter(isSaid).map((it) => it.id)),
})

type Fate = { is: 'asked' } | { is: 'not_applicable'; because: string } | { is: 'not_expected'; from: Stage }

/** An answer takes a question off the list; only evidence takes it off the score. */
const fateOf = ({ framework: id, criterion }: AskedIn, { assessment, frameworks, verdicts }: Known): Fate => {
  const framework = frameworks.get(id)
  const verdict = verdicts.get(`${id} ${criterion.id} measured`)
  if (verdict?.outcome === 'not_applicable') return { is: 'not_applicable', because: verdict.because }
  if (framework === undefined || framework.stages === 'ignored') return { is: 'asked' }
  if (criterion.applies !== undefined) {
    const { claims, verdicts: judged } = assessment
    const before = { framework: id, frameworks: [...frameworks.values()], verdicts: judged, claims }
    const applies = answerRule(criterion.applies, contextFor(assessment, framework, criterion, 'claimed', before))
    if (applies.truth === 'false') return { is: 'not_applicable', because: applies.because.slice(0, 2).join('; ') }
  }
  if (verdict?.outcome === 'not_expected' && criterion.expected !== undefined) return { is: 'not_expected', from: criterion.expected }
  return { is: 'asked' }
}

const truthOfApplies = ({ framework: id, criterion }: AskedIn, { assessment, frameworks }: Known): 'true' | 'unknown' | 'false' => {
  const framework = frameworks.get(id)
  if (criterion.applies === undefined || framework === undefined) return 'true'
  const before = { framework: id, frameworks: [...frameworks.values()], verdicts: assessment.verdicts, claims: assessment.claims }
  return answerRule(criterion.applies, contextFor(assessment, framework, criterion, 'claimed', before)).truth
}

/** Whether it hangs on what is not known yet that any of these is asked at all. */
export const mayNotApply = (criteria: readonly AskedIn[], known: Known | undefined): boolean =>
  criteria.every((at) => at.criterion.applies !== undefined && (known === undefined || truthOfApplies(at, known) !== 'true'))

/** The measured verdict, when evidence alone decides it. */
const settledBy = (at: AskedIn, { verdicts, said }: Known): (Verdict & { outcome: Grade }) | undefined => {
  const verdict = verdicts.get(`${at.framework} ${at.criterion.id} measured`)
  const { outcome, evidence } = verdict ?? { outcome: 'unknown', evidence: [] }
  if (verdict === undefined || (outcome !== 'met' && outcome !== 'partial' && outcome !== 'unmet')) return undefined
  return evidence.length === 0 || evidence.some((it) => said.has(it)) ? undefined : { ...verdict, outcome }
}

/** `criteria`: those for which the topic is to be asked; all of them where it is to be asked for none. */
export const stateOf = (
  topic: string,
  all: readonly AskedIn[],
  known: Known | undefined,
): { state: QuestionState; criteria: readonly AskedIn[] } => {
  if (known === undefined) return { state: { is: 'open' }, criteria: all }
  const fates = all.map((at) => ({ at, fate: fateOf(at, known) }))
  const criteria = fates.filter(({ fate }) => fate.is === 'asked').map(({ at }) => at)
  if (criteria.length === 0) return { state: notAsked(fates.map(({ fate }) => fate)), criteria: all }
  const settled = criteria.map((at) => settledBy(at, known))
  const [first] = settled
  if (first !== undefined && settled.every((it) => it !== undefined)) {
    const evidence = [...new Set(settled.flatMap((it) => it?.evidence ?? []))]
    return { state: { is: 'settled', outcome: first.outcome, because: first.because, evidence }, criteria }
  }
  const answered = (known.assessment.subject.statements ?? []).some((it) => it.topic === topic && it.level !== undefined)
  return { state: { is: answered ? 'answered' : 'open' }, criteria }
}

/** What will be expected one day is not expected; only what will never apply does not apply. */
const notAsked = (fates: readonly Fate[]): QuestionState => {
  const later = fates.flatMap((it) => (it.is === 'not_expected' ? [it.from] : []))
  const [from] = later.sort((a, b) => stages.indexOf(a) - stages.indexOf(b))
  if (from !== undefined) return { is: 'not_expected', from }
  const because = fates.find((it) => it.is === 'not_applicable')?.because ?? ''
  return { is: 'not_applicable', because }
}
