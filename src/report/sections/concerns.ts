/** Challenges and concerns: findings by severity, those of the technology and those of how people work, and what they concede themselves. */
import type { Assessment, Criterion, FindingRecord, Framework } from '../../model/index.ts'
import { allKnown, type Known, quote } from '../answers.ts'
import type { Block, Text } from '../block.ts'
import { criteriaByName } from '../criteria.ts'
import { findingName } from '../record-names.ts'
import { distinct, sayFinding } from './gravest.ts'
import type { SectionOptions } from './section-options.ts'

const practical = new Set(['founder', 'product', 'legal', 'finance', 'stakeholder', 'user'])

/** Whom one would ask first tells whether it is about the thing or about how people work; what nobody is named for is about the thing. */
const isPractical = (criterion: Criterion | undefined): boolean => practical.has(criterion?.who[0] ?? '')

const table = (title: string, id: string, rows: Text[][]): Block[] =>
  rows.length === 0
    ? []
    : [
        { kind: 'heading', level: 3, text: title, id },
        { kind: 'table', columns: ['no.', 'severity', 'finding', 'What to do'], rows, widths: [6, 11, 50, 33] },
      ]

/** Settled against themselves by their own word or paper, and not by a measurement; half of it only where it is critical. */
const conceded = ({ criterion, settled, statements }: Known): boolean => {
  if (settled === undefined || settled.reading === 'measured' || statements.length === 0 || criterion.severity === 'minor') return false
  return settled.outcome === 'unmet' || (settled.outcome === 'partial' && criterion.severity === 'critical')
}

export const concerns = (assessment: Assessment, frameworks: readonly Framework[], { most = 12 }: SectionOptions): Block[] => {
  const criteria = criteriaByName(frameworks)
  const criterionOf = (it: FindingRecord) => criteria.get(`${it.framework} ${it.criterion}`)
  const told = distinct(
    assessment.findings.filter((it) => it.framework === null || frameworks.some(({ id }) => id === it.framework)),
    frameworks,
  ).map((it) => it.finding)
  const row = (it: FindingRecord): Text[] => [
    findingName(assessment, it),
    { word: it.severity },
    sayFinding(it, assessment, criterionOf(it)?.title),
    it.do,
  ]
  const technical = told.filter((it) => !isPractical(criterionOf(it)))
  const practicalOnes = told.filter((it) => isPractical(criterionOf(it)))
  const known = allKnown(assessment, frameworks).filter(conceded)
  // What is already told as a finding is not told again.
  const seen = new Set(told.flatMap((it) => criterionOf(it)?.topic ?? []))
  const own = known.filter(({ criterion }) => !seen.has(criterion.topic) && seen.add(criterion.topic))
  const ownRows = own.map(({ criterion, statements }): Text[] => [
    '',
    { word: criterion.severity },
    `${criterion.title}: ${statements.map(quote).join('; ')}`,
    criterion.remedy.do,
  ])
  const blocks = [
    ...table('In the technology', 'concerns-technology', technical.slice(0, most).map(row)),
    ...table('In how people work', 'concerns-practice', practicalOnes.slice(0, most).map(row)),
    ...table('Conceded by themselves', 'concerns-conceded', ownRows.slice(0, most)),
  ]
  const left = [technical, practicalOnes, ownRows].reduce((sum, it) => sum + Math.max(0, it.length - most), 0)
  if (blocks.length === 0) return []
  return [
    { kind: 'heading', level: 2, text: 'Challenges and concerns', id: 'concerns' },
    ...blocks,
    ...(left === 0 ? [] : [{ kind: 'text' as const, quiet: true as const, text: `${left} more, less grave, stand in the annex.` }]),
  ]
}
