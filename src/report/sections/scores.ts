/** The rulers: three readings under one another, so that the gap is a shape. */
import type { Assessment, Framework, Method } from '../../model/index.ts'
import type { Block, ScoreLine } from '../block.ts'

export const readingWords: { [reading in Method]: string } = { claimed: 'they say', documented: 'they show', measured: 'we measured' }

const lineOf = (assessment: Assessment, framework: Framework, reading: Method): ScoreLine[] => {
  const score = assessment.scores.find((it) => it.framework === framework.id && it.section === null && it.reading === reading)
  if (score?.low == null || score.high === null) return []
  const band = score.band
  const says = band === undefined ? null : band.low === band.high ? band.low : `anything from “${band.low}” to “${band.high}”`
  return [{ reading, low: score.low, high: score.high, coverage: score.coverage, says }]
}

export const ruler = (assessment: Assessment, framework: Framework): Block[] => {
  const lines = (['claimed', 'documented', 'measured'] as const).flatMap((it) => lineOf(assessment, framework, it))
  if (lines.length === 0) return []
  const { from, to, unit } = framework.scale
  // Where nobody said anything, three equal bars would only look like agreement.
  const quiet =
    !assessment.evidence.some((it) => it.probe === 'statement') &&
    lines.every((it) => it.low === lines[0]?.low && it.high === lines[0]?.high)
  return [
    {
      kind: 'score',
      title: framework.title,
      leads: framework.id,
      from,
      to,
      unit,
      edges: framework.bands.flatMap((it) => it.up_to ?? []),
      lines: quiet ? lines.filter((it) => it.reading === 'measured') : lines,
    },
  ]
}

const leastCoverage = 0.2

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']

/**
 * Where a page tells of eight frameworks, three lead and the others are named. `where` they are drawn.
 * `alone`: nobody said anything, so nothing lies apart, and rulers that show nothing are left to the page.
 */
export const scores = (
  assessment: Assessment,
  frameworks: readonly Framework[],
  { most = 3, where = 'below', alone = false }: { most?: number; where?: string; alone?: boolean } = {},
): Block[] => {
  const rulers = frameworks.flatMap((it) => ruler(assessment, it).map((block) => ({ title: it.title, block })))
  if (rulers.length === 0) return []
  // A ruler on which next to nothing is settled shows no distance: it gives way to those that do.
  const telling = rulers.filter(({ block }) => block.kind === 'score' && block.lines.some((it) => it.coverage >= leastCoverage))
  const ordered = alone ? telling : [...telling, ...rulers.filter((it) => !telling.includes(it))]
  if (ordered.length === 0) return []
  const others = ordered.slice(most).map((it) => it.title)
  const count = numbers[others.length] ?? String(others.length)
  return [
    { kind: 'heading', level: 2, text: alone ? 'Scores' : 'How far apart', id: 'scores' },
    ...ordered.slice(0, most).map((it) => it.block),
    ...(others.length === 0
      ? []
      : [{ kind: 'text' as const, quiet: true as const, text: `And ${count} more, ${where}: ${others.join('; ')}.` }]),
  ]
}
