/** One section per framework: every criterion as a row that opens to its three readings, the because and the evidence. */
import { type Assessment, type Criterion, type Framework, type Level, sayNumber, sayPercent } from '../../model/index.ts'
import { sayOutcome } from '../answers.ts'
import type { Block, CriterionBlock } from '../block.ts'
import { stageBlocks } from '../stage-blocks.ts'
import { conclusionsOf } from './conclusions.ts'
import { ruler } from './scores.ts'

const saidOn = (criterion: Criterion, assessment: Assessment): string =>
  assessment.evidence
    .filter((it) => it.probe === 'statement' && it.facts.topic === criterion.topic)
    .map((it) =>
      `${String(it.facts.by ?? 'Somebody')}: ${typeof it.facts.says === 'string' ? `“${it.facts.says}”` : ''} ${it.facts.level === undefined ? '' : `(${String(it.facts.level as Level).replace('_', ' ')})`}`.trim(),
    )
    .join('; ')

const blockOf = (framework: Framework, criterion: Criterion, assessment: Assessment): CriterionBlock[] => {
  const verdicts = (['claimed', 'documented', 'measured'] as const).flatMap(
    (reading) =>
      assessment.verdicts.find((it) => it.framework === framework.id && it.criterion === criterion.id && it.reading === reading) ?? [],
  )
  const measured = verdicts.find((it) => it.reading === 'measured')
  if (measured === undefined) return []
  return [
    {
      kind: 'outcome',
      id: `${framework.id}-${criterion.id}`,
      title: criterion.title,
      question: criterion.question,
      why: criterion.why,
      severity: criterion.severity,
      outcome: sayOutcome(measured),
      said: saidOn(criterion, assessment),
      condition:
        measured.condition === undefined ? null : { says: criterion.condition_says ?? 'its own condition', state: measured.condition },
      readings: verdicts.map((it) => ({ reading: it.reading, from: it.from, to: it.to, outcome: sayOutcome(it), because: it.because })),
      evidence: [...new Set(verdicts.flatMap((it) => it.evidence))],
    },
  ]
}

const sectionScore = (assessment: Assessment, framework: Framework, section: string): string => {
  const score = assessment.scores.find((it) => it.framework === framework.id && it.section === section && it.reading === 'measured')
  if (score?.low == null || score.high === null) return ''
  const say = framework.scale.to === 1 ? sayPercent : sayNumber
  return `we measured ${score.low === score.high ? say(score.low) : `${say(score.low)} to ${say(score.high)}`}`
}

const gatesOf = (assessment: Assessment, framework: Framework): Block[] =>
  assessment.gates
    .filter((it) => it.framework === framework.id)
    .map((it) => ({ kind: 'text', text: [{ strong: `Gate ${it.id}: ${it.outcome}.` }, ` ${it.because}.`] }))

export const questions = (assessment: Assessment, frameworks: readonly Framework[]): Block[] =>
  frameworks.flatMap((framework): Block[] => [
    { kind: 'break' },
    { kind: 'heading', level: 2, text: framework.title, id: framework.id },
    { kind: 'text', quiet: true, text: `${framework.asks} Source: ${framework.source}` },
    ...ruler(assessment, framework),
    ...gatesOf(assessment, framework),
    ...conclusionsOf(assessment, framework, frameworks),
    ...framework.sections.flatMap((section): Block[] => [
      {
        kind: 'heading',
        level: 3,
        text: section.title,
        id: `${framework.id}-${section.id}`,
        aside: sectionScore(assessment, framework, section.id),
      },
      ...stageBlocks(section.stage),
      ...section.criteria.flatMap((it) => blockOf(framework, it, assessment)),
    ]),
  ])
