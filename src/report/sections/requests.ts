/** What is still to be asked: a list of requests, and for one reader the few questions that decide most, with a strong and a weak answer. */
import type { Assessment, Framework } from '../../model/index.ts'
import type { Ask, Block, Text } from '../block.ts'
import { type OpenQuestion, onlySaid, openQuestions, sayWho } from '../open-questions.ts'
import type { SectionOptions } from './section-options.ts'

/** The request list: what is open, the most telling first, with what would show it. */
export const requests = (assessment: Assessment, frameworks: readonly Framework[], { most = 20 }: SectionOptions): Block[] => {
  const open = openQuestions(assessment, frameworks)
  if (open.length === 0) return []
  const rows = open
    .slice(0, most)
    .map(({ criterion }, at): Text[] => [
      String(at + 1),
      criterion.question,
      criterion.shown_by.join('; '),
      sayWho(criterion.who).join(', '),
    ])
  return [
    { kind: 'heading', level: 2, text: 'Still to be asked', id: 'requests' },
    { kind: 'table', columns: ['no.', 'question', 'what would show it', 'who can answer'], rows, widths: [5, 43, 34, 18] },
    ...(open.length <= most
      ? []
      : [
          {
            kind: 'text' as const,
            quiet: true as const,
            text: `${open.length - most} more are open, and decide less; the full report has them.`,
          },
        ]),
  ]
}

export const askOf = ({ criterion }: Pick<OpenQuestion, 'criterion'>): Ask => ({
  kind: 'ask',
  question: criterion.question,
  about: null,
  why: null,
  strong: criterion.strong ?? null,
  weak: criterion.weak ?? null,
  red_flag: criterion.red_flag ?? null,
  shown_by: criterion.shown_by.slice(0, 2),
  who: sayWho(criterion.who.slice(0, 2)),
  minutes: null,
  room: 0,
})

/** What they answered already, so that it is not asked as if nobody had. */
const saidOf = ({ statements }: OpenQuestion): string | null => {
  const words = statements.flatMap((it) => (typeof it.facts.says === 'string' ? [it.facts.says] : []))[0]
  return words === undefined ? null : `They say: “${words.length > 75 ? `${words.slice(0, 73).trimEnd()}…` : words}”`
}

/** The open questions first; where fewer are open, what was only said, with what to be shown. */
export const askNext = (assessment: Assessment, frameworks: readonly Framework[], { most = 5 }: SectionOptions): Block[] => {
  const told = ({ criterion }: OpenQuestion): boolean => criterion.strong !== undefined
  const open = openQuestions(assessment, frameworks).filter(told).slice(0, most)
  const said = onlySaid(assessment, frameworks)
    .filter(told)
    .slice(0, most - open.length)
  const asks = [
    ...open.map((it): Ask => ({ ...askOf(it), red_flag: null, shown_by: [] })),
    ...said.map((it): Ask => ({ ...askOf(it), red_flag: null, who: [], why: saidOf(it), shown_by: it.criterion.shown_by.slice(0, 1) })),
  ]
  return asks.length === 0 ? [] : [{ kind: 'heading', level: 2, text: 'Ask these next', id: 'ask-next' }, ...asks]
}
