/** What a rule asks besides facts: answers of people, scores of another framework, and, in a conclusion, what was judged. */
import {
  addUp,
  type Claims,
  company,
  type Findings,
  type Framework,
  type Gated,
  type Grade,
  grades,
  type Judged,
  type Said,
  type Scored,
  sayNumber,
  severities,
  splitFact,
  type Verdict,
} from '../model/index.ts'
import type { JudgingContext } from './context.ts'
import { saidOn, saySaid } from './said.ts'
import { type Answer, type Truth, unknown } from './truth.ts'

type Bounds = { at_least?: Grade | undefined; at_most?: Grade | undefined }

const place = (grade: Grade): number => grades.indexOf(grade)

/** A range of grades against bounds. */
const within = (from: Grade, to: Grade, { at_least, at_most }: Bounds): Truth => {
  const low = at_least === undefined ? 0 : place(at_least)
  const high = at_most === undefined ? 2 : place(at_most)
  if (place(from) >= low && place(to) <= high) return 'true'
  return place(to) < low || place(from) > high ? 'false' : 'unknown'
}

/** In the measured reading nobody's word counts; in the documented one only what was found in a document. */
export const answerSaid = (rule: Said, context: JudgingContext): Answer => {
  if (context.reading === 'measured') return unknown('person', `only people can tell ${rule.said}`)
  const said = saidOn(rule.said, context.evidence, context.reading === 'claimed' ? ['statement', 'document.quote'] : ['document.quote'])
  if (said === undefined) return unknown('person', `nobody has answered ${rule.said}`)
  const truth = within(said.grade, said.grade, rule)
  return { truth, because: [saySaid(said.records)], evidence: said.records.map((it) => it.id).sort() }
}

const verdictsIn = (context: JudgingContext): readonly Verdict[] =>
  (context.judged?.verdicts ?? []).filter((it) => it.reading === context.reading)

/** What the verdicts rest on that add up to a score. */
const evidenceOf = (framework: Framework, section: string | undefined, context: JudgingContext): string[] => {
  const within = framework.sections
    .filter((it) => section === undefined || it.id === section)
    .flatMap((it) => it.criteria.map(({ id }) => id))
  const verdicts = verdictsIn(context).filter((it) => it.framework === framework.id && within.includes(it.criterion))
  return [...new Set(verdicts.flatMap((it) => it.evidence))].sort()
}

export const answerScored = (rule: Scored, context: JudgingContext): Answer => {
  const framework = context.judged?.frameworks.find((it) => it.id === rule.score)
  if (framework === undefined) return unknown('not_given', `${rule.score} was not asked`)
  const sums = addUp(framework, context.judged?.verdicts ?? [], context.reading)
  const evidence = evidenceOf(framework, rule.section, context)
  const range = rule.section === undefined ? sums.total.range : sums.sections.get(rule.section)?.range
  const name = `${framework.title}${rule.section === undefined ? '' : `, ${framework.sections.find((it) => it.id === rule.section)?.title ?? rule.section}`}`
  if (range === undefined) return unknown('not_given', `${name}: nothing to score`)
  const enough = (score: number) =>
    (rule.at_least === undefined || score >= rule.at_least) && (rule.above === undefined || score > rule.above)
  const said = range.low === range.high ? sayNumber(range.low) : `${sayNumber(range.low)} to ${sayNumber(range.high)}`
  const asked = rule.above === undefined ? `at least ${sayNumber(rule.at_least ?? 0)}` : `above ${sayNumber(rule.above)}`
  const because = `${name}: ${said}, asked: ${asked}`
  if (enough(range.low)) return { truth: 'true', because: [because], evidence }
  return enough(range.high) ? unknown('not_given', because, evidence) : { truth: 'false', because: [because], evidence }
}

/** What does not apply is lacking in nobody's eyes; what is not expected yet is not known yet. */
export const answerJudged = (rule: Judged, context: JudgingContext): Answer => {
  const id = rule.framework ?? context.judged?.framework
  const framework = context.judged?.frameworks.find((it) => it.id === id)
  const verdict = verdictsIn(context).find((it) => it.framework === id && it.criterion === rule.criterion)
  const title = framework?.sections.flatMap((it) => it.criteria).find((it) => it.id === rule.criterion)?.title ?? rule.criterion
  if (verdict === undefined) return unknown('not_given', `${title}: not asked`)
  const { evidence } = verdict
  if (verdict.outcome === 'not_expected') return unknown('not_given', `${title}: ${verdict.because}`, evidence)
  if (verdict.outcome === 'not_applicable')
    return {
      truth: rule.at_most === undefined || rule.at_most === 'met' ? 'true' : 'false',
      because: [`${title}: does not apply`],
      evidence,
    }
  const truth = within(verdict.from, verdict.to, rule)
  const because = `${title}: ${verdict.outcome}${verdict.outcome === 'unknown' ? '' : ` (${verdict.because})`}`
  return truth === 'unknown' ? unknown(verdict.reason ?? 'not_given', because, evidence) : { truth, because: [because], evidence }
}

const counted = (certain: number, possible: number, most: number, what: string, evidence: string[]): Answer => {
  if (certain > most) return { truth: 'false', because: [`${certain} ${what}`], evidence }
  if (certain + possible <= most) return { truth: 'true', because: [`${certain} ${what}`], evidence }
  return unknown('not_given', `${certain} ${what}, and ${possible} that may be`, evidence)
}

/** An unmet criterion of that severity or graver is a finding; one that is open may become one. */
export const answerFindings = (rule: Findings, context: JudgingContext): Answer => {
  const grave = new Set(
    (context.judged?.frameworks ?? []).flatMap((framework) =>
      framework.sections.flatMap((section) =>
        section.criteria
          .filter((it) => severities.indexOf(it.severity) >= severities.indexOf(rule.findings))
          .map((it) => `${framework.id} ${it.id}`),
      ),
    ),
  )
  const bearing = verdictsIn(context).filter(
    (it) => grave.has(`${it.framework} ${it.criterion}`) && it.outcome !== 'not_applicable' && it.outcome !== 'not_expected',
  )
  const certain = bearing.filter((it) => it.to === 'unmet')
  const possible = bearing.filter((it) => it.from === 'unmet' && it.to !== 'unmet')
  return counted(
    certain.length,
    possible.length,
    rule.at_most,
    `${rule.findings} findings`,
    certain.flatMap((it) => it.evidence),
  )
}

/** A gate has a reading of its own. */
export const answerGated = (rule: Gated, context: JudgingContext): Answer => {
  const gate = context.judged?.gates?.find((it) => it.framework === rule.framework && it.id === rule.gate)
  if (gate === undefined) return unknown('not_given', `gate ${rule.gate} of ${rule.framework}: not asked`)
  const because = `gate ${rule.gate} of ${rule.framework}: ${gate.outcome}`
  if (gate.outcome === 'undecided') return unknown('not_given', because)
  return { truth: gate.outcome === rule.is ? 'true' : 'false', because: [because], evidence: [] }
}

/** Claims are held against what was measured, whatever the reading. */
export const answerClaims = (rule: Claims, context: JudgingContext): Answer => {
  // Heads are what they say; nothing that is measured can refute them.
  const claims = (context.judged?.claims ?? []).filter((it) => splitFact(it.fact).probe !== company.id)
  const certain = claims.filter((it) => it.outcome === rule.claims)
  return counted(
    certain.length,
    claims.filter((it) => it.outcome === 'undecided').length,
    rule.at_most,
    `claims ${rule.claims}`,
    certain.flatMap((it) => it.evidence),
  )
}
