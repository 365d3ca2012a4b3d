/** Claims on numbers: those that hold and those that do not, both, side by side with the number. */
import type { Assessment, Framework } from '../../model/index.ts'
import { inShort } from '../answers.ts'
import type { Block, Mark } from '../block.ts'
import { saidAndMeasured } from '../said-and-measured.ts'
import type { SectionOptions } from './section-options.ts'

const nothing = (said: number): string =>
  `${said} things were said, and none of them could be held against a measurement: no claim is borne out, and none is refuted.`

/** At most `most` of each kind; what was said and could not be settled is counted. */
export const claims = (assessment: Assessment, frameworks: readonly Framework[], { most = 4 }: SectionOptions): Block[] => {
  const lines = saidAndMeasured(assessment, frameworks)
  if (lines.length === 0) return []
  const of = (mark: Mark) => lines.filter((it) => it.mark === mark).map((it) => ({ ...it, said: inShort(it.said, 160) }))
  const [fails, holds, open] = [of('fails'), of('holds'), of('open')]
  const left = fails.length + holds.length - Math.min(most, fails.length) - Math.min(most, holds.length)
  const rest = [
    `${fails.length} do not hold, ${holds.length} hold`,
    ...(open.length === 0 ? [] : [`${open.length} could not be settled`]),
    ...(left === 0 ? [] : [`${left} more are in the full report`]),
  ].join(', ')
  const settled = fails.length + holds.length > 0
  return [
    { kind: 'heading', level: 2, text: 'Claims that hold and claims that do not', id: 'claims' },
    { kind: 'text', quiet: true, text: settled ? `Of ${lines.length} things that were said: ${rest}.` : nothing(lines.length) },
    ...(settled ? [{ kind: 'said' as const, lines: [...fails.slice(0, most), ...holds.slice(0, most)] }] : []),
  ]
}
