/** A repository that was given alone: what is wired, what only looks wired, with the lines that show it. */
import type { Assessment, Framework } from '../../model/index.ts'
import type { Block, Text } from '../block.ts'
import { type Practice, practices } from '../practices.ts'

/** Places stand behind the sentence only where it names none itself. */
const item = (it: Practice): Text => [
  { strong: it.title },
  `: ${it.because}`,
  ...(it.places.some((place) => it.because.includes(place)) ? [] : it.places.flatMap((place) => [' ', { place }])),
]

const list = (title: string, id: string, found: Practice[], mark: 'holds' | 'fails' | 'open'): Block[] =>
  found.length === 0
    ? []
    : [
        { kind: 'heading', level: 2, text: title, id },
        { kind: 'list', items: found.map(item), mark },
      ]

export const repository = (assessment: Assessment, frameworks: readonly Framework[]): Block[] => {
  const { wired, looks, missing } = practices(assessment, frameworks)
  return [
    ...list('Wired', 'wired', wired, 'holds'),
    ...list('Only looks wired', 'looks-wired', looks, 'fails'),
    ...list('Looked for, not there', 'missing', missing, 'fails'),
  ]
}
