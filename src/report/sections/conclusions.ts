/** What the frameworks conclude: in the reading that leads, the two others beside it, with why, what to do, and what would decide it. */
import { type Assessment, type Conclusion, type ConclusionTable, type Framework, methods } from '../../model/index.ts'
import type { AnswerLine, Block, ConclusionBlock, Text } from '../block.ts'
import { decidersOf } from '../deciders.ts'
import type { SectionOptions } from './section-options.ts'

type Drawn = { table: ConclusionTable; lead: Conclusion; readings: Conclusion[] }

/** `pitfall` takes `pitfall.costs` and every other that begins so. */
const isPart = (id: string, parts: readonly string[] | undefined): boolean =>
  parts === undefined || parts.some((it) => id === it || id.startsWith(`${it}.`))

/** A conclusion about a stage is told of a subject at that stage. */
const isOfNow = ({ stages }: ConclusionTable, { subject }: Assessment): boolean =>
  stages === undefined || subject.stage === undefined || stages.includes(subject.stage)

const drawnOf = (assessment: Assessment, framework: Framework, parts?: readonly string[]): Drawn[] =>
  framework.conclusions
    .filter((it) => isPart(it.id, parts) && isOfNow(it, assessment))
    .flatMap((table) => {
      const readings = methods.flatMap(
        (reading) =>
          assessment.conclusions.find((it) => it.framework === framework.id && it.id === table.id && it.reading === reading) ?? [],
      )
      const lead = readings.find((it) => it.reading === table.reading)
      return lead === undefined ? [] : [{ table, lead, readings }]
    })

/** The case that is certain. */
const caseOf = ({ table, lead }: Drawn) => (lead.possible.length === 1 ? table.cases.find((it) => it.say === lead.possible[0]) : undefined)

const blockOf = (drawn: Drawn, frameworks: readonly Framework[], opinions: ConclusionBlock['opinions']): ConclusionBlock => {
  const certain = caseOf(drawn)
  return {
    kind: 'conclusion',
    title: drawn.table.title ?? drawn.table.id,
    lead: drawn.table.reading,
    readings: drawn.readings.map(({ reading, possible, because }) => ({ reading, possible, because })),
    why: certain?.why ?? null,
    do: certain?.do ?? null,
    decides: decidersOf(drawn.lead, frameworks),
    opinions,
  }
}

/** Of one framework, as its section of the full report shows them. */
export const conclusionsOf = (
  assessment: Assessment,
  framework: Framework,
  frameworks: readonly Framework[] = [framework],
): ConclusionBlock[] => drawnOf(assessment, framework).map((it) => blockOf(it, frameworks, null))

const heading: Block = { kind: 'heading', level: 2, text: 'Conclusions', id: 'conclusions' }

export const conclusions = (assessment: Assessment, frameworks: readonly Framework[], { parts }: SectionOptions): Block[] => {
  const blocks = frameworks.flatMap((framework) => drawnOf(assessment, framework, parts).map((it) => blockOf(it, frameworks, null)))
  return blocks.length === 0 ? [] : [heading, ...blocks]
}

/** Each beside what somebody signed about it; where nobody did, an empty box to be signed. */
export const judgements = (assessment: Assessment, frameworks: readonly Framework[], { parts }: SectionOptions): Block[] => {
  const about = (name: string) => assessment.opinions.filter((it) => it.about === name)
  const blocks = frameworks.flatMap((framework) =>
    drawnOf(assessment, framework, parts).map((it) => blockOf(it, frameworks, about(it.table.id))),
  )
  // Of one alone, the heading says what it is about.
  const only = blocks.length === 1 ? blocks.map((it) => ({ ...it, title: '' })) : blocks
  // What was signed is told also where the framework that concludes on it was not asked.
  const told = new Set(frameworks.flatMap((it) => it.conclusions.map(({ id }) => id)))
  const alone = (parts ?? [])
    .filter((it) => !told.has(it) && about(it).length > 0)
    .map((name): ConclusionBlock => {
      const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
      return { kind: 'conclusion', title, lead: 'measured', readings: [], why: null, do: null, decides: [], opinions: about(name) }
    })
  const all = [...only, ...alone]
  return all.length === 0 ? [] : [{ kind: 'heading', level: 2, text: 'Recommendation', id: 'judgements' }, ...all]
}

const stateOf = ({ table, lead }: Drawn, certain: boolean): Text => {
  if (certain) return lead.possible[0] ?? ''
  return lead.possible.length === table.cases.length ? { word: 'not known' } : [{ word: 'open between' }, `: ${lead.possible.join(' / ')}`]
}

/** One line each: what follows, with at most `most` of what to do, why, and what would decide it. */
export const conclusionsInShort = (
  assessment: Assessment,
  frameworks: readonly Framework[],
  { parts, most = 2 }: SectionOptions,
): Block[] => {
  const all = frameworks.flatMap((framework) => drawnOf(assessment, framework, parts))
  const fine = all.filter((it) => caseOf(it)?.fine === true)
  const lines = all
    .filter((it) => !fine.includes(it))
    .map((drawn): AnswerLine => {
      const { table, lead } = drawn
      const certain = caseOf(drawn)
      const decides = decidersOf(lead, frameworks, 3)
      const note = (word: string, text: string | undefined) =>
        text === undefined || text === '' ? [] : [{ word, text: /[.!?]$/.test(text) ? text : `${text}.` }]
      return {
        title: table.title ?? table.id,
        question: null,
        mark: null,
        state: stateOf(drawn, certain !== undefined),
        notes: [
          ...note('What to do', certain?.do),
          ...note('Why', certain?.why),
          ...note('What would decide it', decides.join('; ')),
        ].slice(0, most),
        evidence: [],
      }
    })
  const well = fine.flatMap((it) => it.lead.possible).join('; ')
  const inOrder: AnswerLine[] =
    well === '' ? [] : [{ title: well, question: null, mark: 'holds', state: { word: 'In order' }, notes: [], evidence: [] }]
  return all.length === 0
    ? []
    : [
        { kind: 'heading', level: 2, text: 'What follows', id: 'what-follows' },
        { kind: 'answers', lines: [...lines, ...inOrder], dense: true },
      ]
}
