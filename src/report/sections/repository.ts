/** A repository that was given alone: what is wired, what only looks wired, what is not there, with the lines that show it, and what could not be seen. */
import type { Assessment, Framework } from '../../model/index.ts'
import type { Block, Mark, Text } from '../block.ts'
import { notKnown, reasonWords } from '../not-known.ts'
import { type Practice, practices } from '../practices.ts'
import { cut } from '../reason.ts'
import { declareNext } from './unknown.ts'

/** The reason stands last, so a command that is too long gives way to it. */
const fitted = (says: string, most: number): string => {
  if (says.length <= most) return says
  const at = says.lastIndexOf(': ')
  const reason = at === -1 ? '' : says.slice(at)
  return reason === '' || reason.length > most - 24 ? cut(says, most) : `${cut(says.slice(0, at), most - reason.length)}${reason}`
}

/** `most`: letters of the whole item. The place stands before the sentence, so that it is never what is cut. */
const item =
  (most: number) =>
  (it: Practice): Text => [
    { strong: it.title },
    ...(it.place === null ? [] : [' (', { place: it.place }, it.more === 0 ? ')' : ` and ${it.more} more)`]),
    ...(it.says === '' ? [] : [`: ${fitted(it.says, Math.max(70, most - it.title.length - (it.place?.length ?? 0)))}`]),
  ]

const list = (text: string, id: string, found: Practice[], mark: Mark, say: (it: Practice) => Text): Block[] =>
  found.length === 0
    ? []
    : [
        { kind: 'heading', level: 2, text, id },
        { kind: 'list', items: found.map(say), mark },
      ]

/** Whose models these questions are about, where nothing here makes one. */
const aboutModels = (assessment: Assessment): Block[] => {
  const record = assessment.evidence.find((it) => it.probe === 'repo.contents' && it.state === 'found')
  if (record?.facts.trains_models !== false) return []
  return [
    {
      kind: 'text',
      text: 'If no model is trained elsewhere either, what is asked about models below does not concern this repository.',
    },
  ]
}

const few = 3

/** The same reason is told once, with what it hides. */
const unseen = (open: Practice[]): Block[] => {
  const byReason = new Map<string, string[]>()
  for (const it of open) byReason.set(it.says, [...(byReason.get(it.says) ?? []), it.title])
  const items = [...byReason].map(([reason, titles]): Text => {
    const hidden = titles.length <= few ? titles.join('; ') : `${titles.slice(0, few).join('; ')}; and ${titles.length - few} more`
    return [{ strong: hidden }, `: ${reason}`]
  })
  return items.length === 0 ? [] : [{ kind: 'list', mark: 'open', items }]
}

/** What other frameworks ask and a repository cannot tell. */
const elsewhere = (assessment: Assessment, frameworks: readonly Framework[]): Block[] =>
  frameworks.flatMap((framework): Block[] => {
    if (framework.id === 'ml-repository') return []
    const verdicts = assessment.verdicts.filter((it) => it.framework === framework.id)
    const { criteria, asked, reasons } = notKnown({ ...assessment, verdicts }, [framework])
    if (criteria === 0) return []
    const why = reasons.map((it) => `${it.criteria}: ${reasonWords[it.reason]}`).join('; ')
    return [{ kind: 'text', text: [{ strong: framework.title }, `: ${criteria} of ${asked} questions are open (${why}).`] }]
  })

/** What could not be seen from here: each reason, and what to declare to see more. */
export const notSeen = (assessment: Assessment, frameworks: readonly Framework[]): Block[] => {
  const blocks = [
    ...unseen(practices(assessment, frameworks).open),
    ...elsewhere(assessment, frameworks),
    ...declareNext(assessment, frameworks),
  ]
  return blocks.length === 0 ? [] : [{ kind: 'heading', level: 2, text: 'Could not be seen from here', id: 'unknown' }, ...blocks]
}

/** `most`: letters of a sentence; `searched`: whether each thing that is not there says where it was looked for. */
const told = (
  assessment: Assessment,
  frameworks: readonly Framework[],
  { most, searched }: { most: number; searched: boolean },
): Block[] => {
  const { leaked, wired, looks, missing } = practices(assessment, frameworks)
  const say = item(most)
  const titleOnly = (it: Practice): Text => (it.nothing ? [{ strong: it.title }] : say(it))
  return [
    ...aboutModels(assessment),
    ...list('Gravest', 'leaked', leaked, 'fails', say),
    ...list('Wired', 'wired', wired, 'holds', say),
    ...list('Only looks wired', 'looks-wired', looks, 'partly', say),
    ...list('Looked for, not there', 'missing', missing, 'fails', searched ? say : titleOnly),
  ]
}

export const repository = (assessment: Assessment, frameworks: readonly Framework[]): Block[] =>
  told(assessment, frameworks, { most: 700, searched: true })

/** For the first screen: a sentence each, and of what is not there the name alone. */
export const repositoryInShort = (assessment: Assessment, frameworks: readonly Framework[]): Block[] => {
  const blocks = told(assessment, frameworks, { most: 195, searched: false })
  const missing = practices(assessment, frameworks).missing.some((it) => it.nothing)
  return missing ? [...blocks, { kind: 'text', quiet: true, text: 'Where each was looked for stands in the report.' }] : blocks
}
