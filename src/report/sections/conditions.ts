/** Having is not passing: practices that are there, or may be, while their last run or our own measurement failed. */
import { type Assessment, atomsOf, type Criterion, type FindingRecord, type Framework, splitFact, type Verdict } from '../../model/index.ts'
import type { AnswerLine, Block } from '../block.ts'
import { criteriaByName } from '../criteria.ts'
import { outcomeWords } from '../outcome-words.ts'
import { findingName } from '../record-names.ts'

/** The finding that tells what failed: of this criterion, else one that rests on what the condition measures. */
const findingOf = (verdict: Verdict, criterion: Criterion, assessment: Assessment): FindingRecord | undefined => {
  const probes = new Set(criterion.condition === undefined ? [] : atomsOf(criterion.condition).map((it) => splitFact(it.fact).probe))
  const measured = new Set(assessment.evidence.filter((it) => probes.has(it.probe)).map((it) => it.id))
  return (
    assessment.findings.find((it) => it.framework === verdict.framework && it.criterion === verdict.criterion) ??
    assessment.findings.find((it) => it.criterion !== null && it.evidence.some((id) => measured.has(id)))
  )
}

const lineOf = (verdict: Verdict, criterion: Criterion, assessment: Assessment): AnswerLine => {
  const finding = findingOf(verdict, criterion, assessment)
  return {
    title: criterion.title,
    question: null,
    mark: 'fails',
    state: [{ word: outcomeWords[verdict.outcome] }, finding === undefined ? '' : `, ${findingName(assessment, finding)}`],
    notes: [{ word: 'Fails', text: criterion.condition_says ?? 'its own condition' }],
    evidence: verdict.evidence,
  }
}

export const conditions = (assessment: Assessment, frameworks: readonly Framework[]): Block[] => {
  const criteria = criteriaByName(frameworks)
  const lines = assessment.verdicts
    .filter((it) => it.reading === 'measured' && it.condition === 'failing')
    .flatMap((it) => {
      const criterion = criteria.get(`${it.framework} ${it.criterion}`)
      return criterion === undefined ? [] : [lineOf(it, criterion, assessment)]
    })
  if (lines.length === 0) return []
  return [
    { kind: 'heading', level: 2, text: 'Having is not passing', id: 'conditions' },
    {
      kind: 'text',
      quiet: true,
      text: 'Whether a practice exists is one thing, whether what it looks after is in order another. Here the second fails, whatever the first.',
    },
    { kind: 'answers', lines },
  ]
}
