/** The questions of a framework with their answers in short rows: what they say, what papers show, what was measured; what is open in one line. */
import type { Assessment, Framework } from '../../model/index.ts'
import { allKnown, answerLine, doesNotCount, isOpen } from '../answers.ts'
import type { Block } from '../block.ts'
import type { SectionOptions } from './section-options.ts'

export const answers = (assessment: Assessment, frameworks: readonly Framework[], { parts }: SectionOptions): Block[] => {
  const known = allKnown(assessment, frameworks, parts)
  if (known.length === 0) return []
  const open = known.filter((it) => isOpen(it))
  const idle = known.filter((it) => !isOpen(it) && doesNotCount(it))
  const lines = known.filter((it) => !isOpen(it) && !doesNotCount(it)).map(answerLine)
  const titles = (some: typeof known): string => some.map(({ criterion }) => criterion.title).join('; ')
  return [
    {
      kind: 'heading',
      level: 3,
      text: 'What people and papers say, and what was measured',
      id: `answers-${(parts ?? []).join('-').replaceAll('/', '-')}`,
    },
    ...(lines.length === 0 ? [] : [{ kind: 'answers' as const, lines }]),
    ...(idle.length === 0
      ? []
      : [{ kind: 'text' as const, quiet: true as const, text: `Not expected at this stage, or does not apply: ${titles(idle)}.` }]),
    ...(open.length === 0
      ? []
      : [
          {
            kind: 'text' as const,
            quiet: true as const,
            text: `Nothing was said, shown or measured of ${open.length} of ${known.length}: ${titles(open)}.`,
          },
        ]),
  ]
}
