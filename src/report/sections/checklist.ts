/** A checklist that one can work through: each line with its box ticked from what was measured, what was said or measured beside it, and the fix. */
import { type Assessment, type Framework, type Outcome, sayNumber } from '../../model/index.ts'
import { allKnown, answerLine, type Known } from '../answers.ts'
import type { AnswerLine, Block, Text, Tick } from '../block.ts'
import { outcomeWords } from '../outcome-words.ts'

const ticks: { [outcome in Outcome]: Tick } = {
  met: '☑',
  partial: '◪',
  unmet: '☐',
  unknown: '?',
  not_applicable: '–',
  not_expected: '–',
}

const stateOf = ({ criterion, verdicts }: Known, outcome: Outcome): Text =>
  outcome === 'not_expected' && criterion.expected !== undefined
    ? `from stage ${criterion.expected.replaceAll('_', ' ')} on`
    : outcome === 'unknown' && verdicts.measured?.from === 'partial'
      ? { word: 'at least partly met' }
      : { word: outcomeWords[outcome] }

const lineOf = (known: Known): AnswerLine => {
  const { criterion, verdicts } = known
  const outcome = verdicts.measured?.outcome ?? 'unknown'
  const line = answerLine(known)
  const toDo = outcome === 'unmet' || outcome === 'partial'
  const show = outcome === 'unknown' && criterion.shown_by.length > 0
  return {
    ...line,
    mark: null,
    tick: ticks[outcome],
    state: stateOf(known, outcome),
    notes: [
      ...line.notes,
      ...(show ? [{ word: 'Ask to be shown', text: criterion.shown_by.slice(0, 2).join('; ') }] : []),
      ...(toDo ? [{ word: 'What to do', text: `${criterion.remedy.do} (${criterion.remedy.effort})` }] : []),
    ],
  }
}

/** `14 of 43 met, 3 partly, 20 not known`. */
const summary = (known: readonly Known[]): string => {
  const count = (...outcomes: Outcome[]) => known.filter((it) => outcomes.includes(it.verdicts.measured?.outcome ?? 'unknown')).length
  const parts: [number, string][] = [
    [count('partial'), 'partly'],
    [count('unmet'), 'not met'],
    [count('unknown'), 'not known'],
    [count('not_applicable', 'not_expected'), 'not expected yet or not applicable'],
  ]
  const rest = parts.filter(([many]) => many > 0).map(([many, what]) => `${sayNumber(many)} ${what}`)
  return `${[`${count('met')} of ${known.length} met as measured`, ...rest].join(', ')}.`
}

export const checklist = (assessment: Assessment, frameworks: readonly Framework[]): Block[] =>
  frameworks.flatMap((framework): Block[] => {
    const known = allKnown(assessment, [framework])
    if (known.length === 0) return []
    return [
      { kind: 'heading', level: 2, text: framework.title, id: `checklist-${framework.id}` },
      {
        kind: 'text',
        text: [
          summary(known),
          ' ☑ met, ◪ partly, ☐ not met, ? not known, – not asked of you. A box that only words would tick stays open.',
        ],
      },
      ...framework.sections.flatMap((section): Block[] => [
        { kind: 'heading', level: 3, text: section.title, id: `checklist-${framework.id}-${section.id}` },
        { kind: 'answers', lines: allKnown(assessment, [framework], [section.id]).map(lineOf) },
      ]),
    ]
  })
