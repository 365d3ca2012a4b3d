/** Where two people answered differently, both voices; and what somebody disputes of the evidence. */
import type { Assessment, Evidence, Framework } from '../../model/index.ts'
import type { Block, Text } from '../block.ts'
import type { SectionOptions } from './section-options.ts'

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const voice = (it: Evidence, earlier = false): Text => {
  const { by, on, level, says } = it.facts
  const who = [text(by) || 'somebody', text(on)].filter((part) => part !== '').join(', ')
  const words = text(says) === '' ? '' : ` “${text(says)}”`
  return [
    ...(earlier ? ['earlier: '] : []),
    { strong: who },
    ` (${text(level).replace('_', ' ')})${words} `,
    { evidence: it.id, text: 'statement' },
  ]
}

/** What the same person said before; the later answer counts. */
const isEarlier = (it: Evidence, said: readonly Evidence[]): boolean =>
  said.some((other) => other.facts.by === it.facts.by && text(other.facts.on) > text(it.facts.on))

/** Answers on one topic at different levels, each voice once: who answered again is shown with both answers. */
const differing = (assessment: Assessment): [string, Evidence[]][] => {
  const byTopic = new Map<string, Evidence[]>()
  for (const it of assessment.evidence)
    if (it.probe === 'statement' && typeof it.facts.topic === 'string' && typeof it.facts.level === 'string')
      byTopic.set(it.facts.topic, [...(byTopic.get(it.facts.topic) ?? []), it])
  return [...byTopic].filter(([, said]) => new Set(said.map((it) => it.facts.level)).size > 1).sort(([a], [b]) => (a < b ? -1 : 1))
}

const titleOf = (topic: string, frameworks: readonly Framework[]): string | undefined =>
  frameworks.flatMap((it) => it.sections.flatMap((section) => section.criteria)).find((it) => it.topic === topic)?.title

const contested = (assessment: Assessment): Text[][] =>
  assessment.evidence.flatMap((it): Text[][] => {
    const of = assessment.evidence.find((other) => it.facts.contests === other.id)
    return of === undefined ? [] : [[[`${of.probe} `, { evidence: of.id, text: of.id }], voice(it)]]
  })

export const disagreements = (assessment: Assessment, frameworks: readonly Framework[], { most }: SectionOptions = {}): Block[] => {
  const all = differing(assessment).flatMap(([topic, said]): Text[][] => {
    const title = titleOf(topic, frameworks)
    const [first, ...others] = said.map((it) => voice(it, isEarlier(it, said)))
    return title === undefined || first === undefined
      ? []
      : [[title, [first, ...others].flatMap((it, at) => [...(at === 0 ? [] : ['; ']), ...(Array.isArray(it) ? it : [it])])]]
  })
  const rows = most === undefined ? all : all.slice(0, most)
  const disputes = contested(assessment)
  if (rows.length === 0 && disputes.length === 0) return []
  return [
    { kind: 'heading', level: 2, text: 'Where they disagree', id: 'disagreements' },
    ...(rows.length === 0 ? [] : [{ kind: 'table' as const, columns: ['question', 'voices'], rows }]),
    ...(rows.length < all.length
      ? [{ kind: 'text' as const, quiet: true as const, text: `${all.length - rows.length} more in the full report.` }]
      : []),
    ...(disputes.length === 0 ? [] : [{ kind: 'table' as const, columns: ['evidence', 'who disputes it'], rows: disputes }]),
  ]
}
