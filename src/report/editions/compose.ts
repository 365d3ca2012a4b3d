/** An edition and an assessment → blocks: the sections it names in its order, under its headings, and the annex behind them. */
import type { Assessment, Edition, EditionSection, Framework } from '../../model/index.ts'
import type { Block } from '../block.ts'
import { annex } from '../sections/annex.ts'
import { registry } from '../sections/registry.ts'

/** The heading of one's own in place of the section's, or before it where the section has none; then the sentence under it. */
const headed = (blocks: Block[], section: EditionSection, at: number): Block[] => {
  const first = blocks[0]
  const has = first?.kind === 'heading' && first.level > 1
  const own: Block[] =
    section.heading === undefined
      ? has
        ? [first]
        : []
      : [has ? { ...first, text: section.heading } : { kind: 'heading', level: 2, text: section.heading, id: `section-${at}` }]
  const intro: Block[] = section.intro === undefined ? [] : [{ kind: 'text', quiet: true, text: section.intro }]
  return [...own, ...intro, ...(has ? blocks.slice(1) : blocks)]
}

const sectionOf = (section: EditionSection, at: number, assessment: Assessment, frameworks: readonly Framework[]): Block[] => {
  const make = registry[section.section]
  const { most, parts } = section
  const asked = section.frameworks?.flatMap((id) => frameworks.find((it) => it.id === id) ?? []) ?? frameworks
  const blocks = make?.(assessment, asked, { ...(most === undefined ? {} : { most }), ...(parts === undefined ? {} : { parts }) }) ?? []
  return blocks.length === 0 && section.section !== 'part' ? [] : headed(blocks, section, at)
}

/** The frameworks that the edition rests on and that were not asked of this subject, in one line that says how to ask. */
const notAsked = (edition: Edition, frameworks: readonly Framework[]): Block[] => {
  const asked = new Set(frameworks.map((it) => it.id))
  const missing = [...new Set(edition.sections.flatMap((it) => it.frameworks ?? []))].filter((it) => !asked.has(it))
  if (missing.length === 0) return []
  return [
    {
      kind: 'text',
      quiet: true,
      text: [
        `Not asked of this subject: ${missing.join(', ')}; what this edition takes from ${missing.length === 1 ? 'it' : 'them'} is left out. To ask: `,
        { code: `assay … --framework ${[...asked, ...missing].join(',')}` },
        '.',
      ],
    },
  ]
}

const isBreak = (it: Block | undefined): boolean => it === undefined || it.kind === 'break'

/** A part under which nothing came, and a page break before nothing or before another, say nothing. */
const withoutEmpty = (each: { section: EditionSection; blocks: Block[] }[]): Block[] => {
  const full = each.filter(({ blocks }) => blocks.length > 0)
  const kept = full.filter(({ section }, at) => {
    if (section.section !== 'part') return true
    const next = full.slice(at + 1).find((it) => it.section.section !== 'new-page')
    return next !== undefined && next.section.section !== 'part'
  })
  return kept.flatMap(({ blocks }, at) => (blocks.every(isBreak) && isBreak(kept[at + 1]?.blocks[0]) ? [] : blocks))
}

/** Where two headings have one id, the later one gets a number. */
const unique = (blocks: Block[]): Block[] => {
  const seen = new Map<string, number>()
  return blocks.map((it) => {
    if (it.kind !== 'heading') return it
    const count = (seen.get(it.id) ?? 0) + 1
    seen.set(it.id, count)
    return count === 1 ? it : { ...it, id: `${it.id}-${count}` }
  })
}

/** `frameworks` in the order of their rank, all that were asked. */
export const compose = (edition: Edition, assessment: Assessment, frameworks: readonly Framework[]): Block[] => {
  const each = edition.sections.map((section, at) => ({ section, blocks: sectionOf(section, at, assessment, frameworks) }))
  const told = withoutEmpty(each)
  // Behind the cover, if there is one: it is the first thing to know about what follows.
  const first = told.findIndex((it) => it.kind === 'heading' && it.level === 2)
  const cut = first === -1 ? told.length : first
  const named: Block[] = [
    {
      kind: 'text',
      text: [{ strong: edition.title }, (edition.language ?? 'en').startsWith('en') ? `, for ${edition.for}.` : ` · ${edition.for}`],
    },
  ]
  return unique([
    ...told.slice(0, 1),
    ...(cut === 0 ? [] : named),
    ...told.slice(1, cut),
    ...notAsked(edition, frameworks),
    ...told.slice(cut),
    ...annex(assessment, frameworks),
  ])
}
