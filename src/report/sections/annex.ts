/** What every edition ends with, the same in all: findings, claims, scores, gates, conclusions and evidence by id, limits and method. */
import { type Assessment, type Evidence, type Framework, methods, type Score, sayNumber, sayPercent } from '../../model/index.ts'
import type { Block, Span, Text } from '../block.ts'
import { criteriaByName } from '../criteria.ts'
import { aboutOf, claimName, findingName, recordsShown } from '../record-names.ts'
import { limits, method } from './limits.ts'

const links = (ids: readonly string[], shown: ReadonlySet<string>): Span[] =>
  ids.filter((it) => shown.has(it)).flatMap((id, index): Span[] => [...(index === 0 ? [] : [', ']), { evidence: id, text: id }])

const table = (heading: string, id: string, columns: string[], rows: Text[][], widths: number[], numeric: number[] = []): Block[] =>
  rows.length === 0
    ? []
    : [
        { kind: 'heading', level: 3, text: heading, id },
        { kind: 'table', columns, rows, numeric, widths },
      ]

const findingRows = (assessment: Assessment, frameworks: readonly Framework[], shown: ReadonlySet<string>): Text[][] => {
  const criteria = criteriaByName(frameworks)
  return assessment.findings.map((it) => [
    findingName(assessment, it),
    { word: it.severity },
    it.criterion === null
      ? 'a claim'
      : `${criteria.get(`${it.framework} ${it.criterion}`)?.title ?? it.criterion} (${it.framework} ${it.criterion})`,
    it.is,
    links(it.evidence, shown),
  ])
}

const claimRows = (assessment: Assessment, shown: ReadonlySet<string>): Text[][] =>
  assessment.claims.map((it) => [
    claimName(assessment, it),
    `“${it.says}”`,
    it.by ?? '',
    { word: it.outcome.replace('_', ' ') },
    it.because,
    links(it.evidence, shown),
  ])

const range = (score: Score | undefined, framework: Framework | undefined): string => {
  if (score?.low == null || score.high === null) return ''
  const say = framework?.scale.to === 1 ? sayPercent : sayNumber
  return score.low === score.high ? say(score.low) : `${say(score.low)} to ${say(score.high)}`
}

const scoreRows = (assessment: Assessment, frameworks: readonly Framework[]): Text[][] => {
  const named = assessment.scores.filter((it) => it.reading === 'measured')
  return named.map(({ framework, section }) => {
    const of = frameworks.find((it) => it.id === framework)
    const part = section === null ? 'in all' : (of?.sections.find((it) => it.id === section)?.title ?? section)
    const each = methods.map((reading) =>
      range(
        assessment.scores.find((it) => it.framework === framework && it.section === section && it.reading === reading),
        of,
      ),
    )
    return [`${of?.title ?? framework}: ${part}`, ...each]
  })
}

const gateRows = (assessment: Assessment): Text[][] =>
  assessment.gates.map((it) => [`${it.framework === null ? '' : `${it.framework} `}${it.id}`, { word: it.outcome }, it.because])

const conclusionRows = (assessment: Assessment, frameworks: readonly Framework[]): Text[][] => {
  const names = [...new Set(assessment.conclusions.map((it) => `${it.framework} ${it.id}`))]
  return names.map((name) => {
    const [framework = '', id = ''] = name.split(' ')
    const title = frameworks.find((it) => it.id === framework)?.conclusions.find((it) => it.id === id)?.title ?? id
    const each = methods.map(
      (reading) =>
        assessment.conclusions.find((it) => it.framework === framework && it.id === id && it.reading === reading)?.possible.join(', or ') ??
        '',
    )
    return [`${title} (${framework} ${id})`, ...each]
  })
}

const registerOf = (records: readonly Evidence[]): Block[] =>
  records.length === 0
    ? []
    : [
        { kind: 'heading', level: 3, text: 'Evidence', id: 'annex-evidence' },
        {
          kind: 'register',
          lines: records.map((it) => ({
            id: it.id,
            probe: it.probe,
            reading: it.method,
            state: it.state,
            about: aboutOf(it),
          })),
        },
      ]

export const annex = (assessment: Assessment, frameworks: readonly Framework[]): Block[] => {
  const records = recordsShown(assessment)
  const shown = new Set(records.map((it) => it.id))
  const readings = ['they say', 'they show', 'we measured']
  return [
    { kind: 'break', page: true },
    { kind: 'heading', level: 2, text: 'Annex: the whole record', id: 'annex' },
    {
      kind: 'text',
      quiet: true,
      text: 'Every edition of this assessment ends with these same lines, so that readers of different editions can hold them against each other. The full report, index.html, opens each evidence record.',
    },
    ...table(
      'Findings',
      'annex-findings',
      ['no.', 'severity', 'asked by', 'finding', 'evidence'],
      findingRows(assessment, frameworks, shown),
      [6, 11, 26, 38, 19],
    ),
    ...table(
      'Claims',
      'annex-claims',
      ['no.', 'claim', 'said by', 'outcome', 'measured', 'evidence'],
      claimRows(assessment, shown),
      [6, 25, 14, 12, 24, 19],
    ),
    ...table('Scores', 'annex-scores', ['score of', ...readings], scoreRows(assessment, frameworks), [52, 16, 16, 16], [1, 2, 3]),
    ...table('Gates', 'annex-gates', ['gate', 'outcome', 'Why'], gateRows(assessment), [26, 12, 62]),
    ...table('Conclusions', 'annex-conclusions', ['conclusion', ...readings], conclusionRows(assessment, frameworks), [25, 25, 25, 25]),
    ...registerOf(records),
    ...limits(assessment),
    ...method(assessment, frameworks),
  ]
}
