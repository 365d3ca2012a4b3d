/** The ML Test Score as its paper lays it out: a table for each section with its sum, and the final score as the least of them, with its band. */
import { type Assessment, type Framework, type Grade, type Method, methods, type Score, sayNumber } from '../../model/index.ts'
import type { Block, Text } from '../block.ts'
import { readingWords } from './scores.ts'

const numerals = ['I', 'II', 'III', 'IV', 'V', 'VI']

const sayRange = (low: number, high: number): string => (low === high ? sayNumber(low) : `${sayNumber(low)}–${sayNumber(high)}`)

const cellOf = (assessment: Assessment, framework: Framework, criterion: string, reading: Method): string => {
  const verdict = assessment.verdicts.find((it) => it.framework === framework.id && it.criterion === criterion && it.reading === reading)
  const worth = (grade: Grade): number => framework.worths[grade]
  return verdict === undefined ? '' : sayRange(worth(verdict.from), worth(verdict.to))
}

const scoreOf = (assessment: Assessment, framework: Framework, section: string | null, reading: Method): Score | undefined =>
  assessment.scores.find((it) => it.framework === framework.id && it.section === section && it.reading === reading)

const sumOf = (score: Score | undefined): string => (score?.low == null || score.high === null ? '' : sayRange(score.low, score.high))

const columns = (first: string): string[] => [first, ...methods.map((it) => readingWords[it])]

const tableOf = (assessment: Assessment, framework: Framework, section: Framework['sections'][number], numeral: string): Block[] => [
  { kind: 'heading', level: 3, text: `Table ${numeral}: ${section.title}`, id: `table-${numeral}` },
  {
    kind: 'table',
    columns: columns('test'),
    rows: [
      ...section.criteria.map((it, at): Text[] => [
        `${at + 1}. ${it.title}`,
        ...methods.map((reading) => cellOf(assessment, framework, it.id, reading)),
      ]),
      [{ strong: 'Sum' }, ...methods.map((reading) => ({ strong: sumOf(scoreOf(assessment, framework, section.id, reading)) }))],
    ],
    numeric: [1, 2, 3],
  },
]

/** What a score means, with a mark at each band that the measured one may lie in. */
const bands = (assessment: Assessment, framework: Framework, numeral: string): Block[] => {
  const { bands: all } = framework
  const measured = scoreOf(assessment, framework, null, 'measured')
  const edge = (at: number): number | undefined => all[at]?.up_to
  const inside = (at: number): boolean => {
    if (measured?.low == null || measured.high === null) return false
    const above = at === 0 ? Number.NEGATIVE_INFINITY : (edge(at - 1) ?? 0)
    return measured.low <= (edge(at) ?? Number.POSITIVE_INFINITY) && measured.high > above
  }
  const points = (at: number): string => {
    const [from, to] = [at === 0 ? undefined : edge(at - 1), edge(at)]
    if (from === undefined) return sayNumber(to ?? 0)
    return to === undefined ? `above ${sayNumber(from)}` : `above ${sayNumber(from)} to ${sayNumber(to)}`
  }
  return [
    { kind: 'heading', level: 3, text: `Table ${numeral}: what the score means`, id: `table-${numeral}` },
    {
      kind: 'table',
      columns: ['points', 'meaning', 'we measured'],
      rows: all.map((it, at): Text[] => [points(at), it.says, inside(at) ? { strong: measured?.value == null ? 'may be' : 'here' } : '']),
    },
  ]
}

export const testTables = (assessment: Assessment, frameworks: readonly Framework[]): Block[] =>
  frameworks.flatMap((framework): Block[] => {
    const measured = scoreOf(assessment, framework, null, 'measured')
    if (measured?.low == null || measured.high === null || framework.combine !== 'minimum') return []
    const band = measured.band
    const says = band === undefined ? '' : band.low === band.high ? `: ${band.low}` : `: anything from “${band.low}” to “${band.high}”`
    const { partial, met } = framework.worths
    return [
      { kind: 'heading', level: 2, text: `${framework.title}, test by test`, id: 'test-tables' },
      {
        kind: 'text',
        text: `${sayNumber(partial)} for a test that is run by hand and whose outcome is written down, ${sayNumber(met)} for one that runs by itself, 0 for neither; 0–1 where nothing tells which.`,
      },
      ...framework.sections.flatMap((section, at) => tableOf(assessment, framework, section, numerals[at] ?? String(at + 1))),
      {
        kind: 'text',
        text: [
          { strong: `Final score: ${sumOf(measured)}${says}.` },
          ' It is the least of the sums, because a system is as sound as its weakest part.',
        ],
      },
      ...bands(assessment, framework, numerals[framework.sections.length] ?? ''),
    ]
  })
