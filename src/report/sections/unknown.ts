/** What is not known, in one line, and the declarations that would answer most of it. */
import type { Assessment, Framework } from '../../model/index.ts'
import type { Block } from '../block.ts'
import { linesFor, notKnown, reasonWords } from '../not-known.ts'
import { openQuestions } from '../open-questions.ts'

export const unknownLine = (assessment: Assessment, frameworks: readonly Framework[]): string => {
  const { criteria, asked, reasons } = notKnown(assessment, frameworks)
  if (asked === 0) return 'Nothing was asked: no framework bears on what is declared. Declare a repository, a table, a log or a statement.'
  if (criteria === 0) return `Everything that was asked is known: ${asked} of ${asked}.`
  return `Not known: ${criteria} of ${asked} (${reasons.map((it) => `${it.criteria} ${reasonWords[it.reason]}`).join(', ')}).`
}

/** What the subject declares and no source of this version opens. */
const declaredUnread = (assessment: Assessment): Block[] => {
  const names = assessment.materials.filter((it) => ['mlflow', 'prometheus', 'endpoint'].includes(it.kind)).map((it) => it.name)
  return names.length === 0
    ? []
    : [{ kind: 'list', items: [`Declared, and not read by this version yet: ${names.join(', ')}`], mark: 'open' }]
}

/** Columns whose role would answer more: each sentence once, as the probes say it. */
const rolesToName = (assessment: Assessment): Block[] => {
  const sentences = assessment.evidence.flatMap((it) =>
    Object.entries(it.unknown ?? {})
      .filter(([, reason]) => reason === 'no_role')
      .flatMap(([fact]) =>
        it.limits.filter((limit) => limit.startsWith(`${fact}: not known, `)).map((limit) => limit.slice(`${fact}: not known, `.length)),
      ),
  )
  const each = [...new Set(sentences)].slice(0, 3)
  return each.length === 0 ? [] : [{ kind: 'list', items: each.map((it) => `Name a column: ${it}`), mark: 'open' }]
}

/** Each reason once, however many measurements it stopped. */
const couldNotLook = (assessment: Assessment): Block[] => {
  const messages = new Set(
    assessment.evidence.flatMap((it) => (it.error === undefined || it.error.code === 'not_built' ? [] : [it.error.message])),
  )
  if (messages.size === 0) return []
  const shown = [...messages].slice(0, 3)
  return [
    {
      kind: 'list',
      items: shown
        .map((it) => `Could not look: ${it}`)
        .concat(messages.size > shown.length ? [`and ${messages.size - shown.length} more, under Limits`] : []),
      mark: 'open',
    },
  ]
}

/** The declarations that would answer most, as the lines to paste. */
export const declareNext = (assessment: Assessment, frameworks: readonly Framework[]): Block[] => {
  const best = notKnown(assessment, frameworks).next.slice(0, 3)
  if (best.length === 0) return []
  return [
    {
      kind: 'text',
      text: ['Declare next: ', best.map((it) => `${it.material} (bears on ${it.answers})`).join(', '), '. Paste into assay.yaml:'],
    },
    { kind: 'code', text: linesFor(best.map((it) => it.material)) },
  ]
}

export const unknown = (assessment: Assessment, frameworks: readonly Framework[]): Block[] => [
  { kind: 'heading', level: 2, text: 'Known and not known', id: 'unknown' },
  { kind: 'text', text: unknownLine(assessment, frameworks) },
  ...couldNotLook(assessment),
  ...declaredUnread(assessment),
  ...rolesToName(assessment),
  ...declareNext(assessment, frameworks),
]

/** How much is not known, and the open questions that decide most. */
export const unknownInShort = (assessment: Assessment, frameworks: readonly Framework[], { most = 5 }: { most?: number }): Block[] => {
  const open = openQuestions(assessment, frameworks).slice(0, most)
  return [
    { kind: 'heading', level: 2, text: 'Known and not known', id: 'unknown' },
    { kind: 'text', text: unknownLine(assessment, frameworks) },
    ...(open.length === 0
      ? []
      : [
          {
            kind: 'text' as const,
            text: [{ strong: 'What is open and decides most:' }, ` ${open.map(({ criterion }) => criterion.title).join('; ')}.`],
          },
        ]),
  ]
}
