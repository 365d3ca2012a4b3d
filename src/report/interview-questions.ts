/** The questions that are still worth putting in the words of one reader: what was said and is not so first, then what is open, then what was only said. */
import {
  type AskedIn,
  type Assessment,
  type Framework,
  type Grade,
  grades,
  isSaid,
  type Question,
  type Statement,
  severities,
  type Verdict,
} from '../model/index.ts'
import { allKnown, type Known } from './answers.ts'
import type { Reader } from './meanings.ts'
import { worthFor } from './open-questions.ts'

/** `against`: the measured verdict that what was said does not agree with. */
export type Interview = { question: Question; against: Verdict | undefined }

const isGrade = (outcome: string): outcome is Grade => outcome === 'met' || outcome === 'partial' || outcome === 'unmet'

/** By evidence and not by words, in whatever framework asks the topic. */
const settledBy = (topic: string, assessment: Assessment): Verdict | undefined => {
  const said = new Set(assessment.evidence.filter(isSaid).map((it) => it.id))
  return assessment.verdicts.find(
    (it) =>
      it.reading === 'measured' &&
      it.topic === topic &&
      isGrade(it.outcome) &&
      it.evidence.length > 0 &&
      !it.evidence.some((id) => said.has(id)),
  )
}

/** Said to be better than the best that was measured. */
const contradicted = (topic: string, assessment: Assessment): Verdict | undefined => {
  const on = (reading: Verdict['reading']) => assessment.verdicts.filter((it) => it.reading === reading && it.topic === topic)
  return on('claimed').flatMap((claimed) => {
    const measured = on('measured').find((it) => it.framework === claimed.framework && it.criterion === claimed.criterion)
    const worse = measured !== undefined && isGrade(claimed.outcome) && grades.indexOf(measured.to) < grades.indexOf(claimed.from)
    return worse ? [measured] : []
  })[0]
}

const voicesOn = (topic: string, assessment: Assessment): Statement[] =>
  (assessment.subject.statements ?? []).filter((it) => it.topic === topic)

const asAsked = ({ framework, criterion }: Known): AskedIn => {
  const section = framework.sections.find((it) => it.criteria.includes(criterion))
  return {
    framework: framework.id,
    framework_title: framework.title,
    section: section?.id ?? '',
    section_title: section?.title ?? '',
    criterion,
  }
}

const counts = (it: Known): boolean => {
  const outcome = it.verdicts.measured?.outcome
  return outcome !== 'not_applicable' && outcome !== 'not_expected'
}

type Ranked = Interview & { rank: number }

/** What they concede themselves is worth least: one knows it. */
const conceded = (statements: readonly Statement[]): boolean =>
  statements.some((it) => it.level !== undefined) && statements.every((it) => it.level !== 'yes' && it.level !== 'automatic')

const rankOf = (against: Verdict | undefined, settled: Verdict | undefined, statements: readonly Statement[]): number | undefined => {
  if (against !== undefined) return 0
  if (settled !== undefined) return undefined
  return statements.length === 0 ? 1 : conceded(statements) ? 3 : 2
}

/** One for each topic for which somebody wrote words of this reader's; the most telling first. */
export const interviewQuestions = (assessment: Assessment, frameworks: readonly Framework[], reader: Reader): Interview[] => {
  const worthOf = worthFor(assessment)
  const all = allKnown(assessment, frameworks).filter(counts)
  const worded = all.filter((it) => it.criterion[reader] !== undefined)
  const topics = [...new Set(worded.map((it) => it.criterion.topic))]
  const ranked = topics.flatMap((topic): Ranked[] => {
    const on = all.filter((it) => it.criterion.topic === topic)
    const lead = worded.find((it) => it.criterion.topic === topic)
    const wording = lead?.criterion[reader]
    const statements = voicesOn(topic, assessment)
    const against = contradicted(topic, assessment)
    const rank = rankOf(against, settledBy(topic, assessment), statements)
    if (lead === undefined || wording === undefined || rank === undefined) return []
    const { criterion } = lead
    const question: Question = {
      topic,
      lead: asAsked(lead),
      asked_in: [lead, ...on.filter((it) => it !== lead)].map(asAsked),
      wording,
      levels: [],
      severity: severities[Math.max(...on.map((it) => severities.indexOf(it.criterion.severity)))] ?? criterion.severity,
      worth: on.reduce((sum, it) => sum + worthOf(it), 0),
      minutes: criterion.minutes,
      state: { is: rank === 1 ? 'open' : 'answered' },
      statements,
    }
    return [{ question, against, rank }]
  })
  return ranked
    .sort((a, b) => a.rank - b.rank || b.question.worth - a.question.worth)
    .map(({ question, against }) => ({ question, against }))
}
