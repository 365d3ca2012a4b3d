/** The questions of a framework in short: each section one question, answered in a word, with what is in order and what is lacking. */
import type { Assessment, Framework, Grade, Section } from '../../model/index.ts'
import { allKnown, doesNotCount, type Known } from '../answers.ts'
import type { AnswerLine, Block, Mark, Text } from '../block.ts'
import type { SectionOptions } from './section-options.ts'

const worth: { [grade in Grade]: number } = { unmet: 0, partial: 0.5, met: 1 }

const gradeOf = ({ settled }: Known): Grade | undefined =>
  settled?.outcome === 'met' || settled?.outcome === 'partial' || settled?.outcome === 'unmet' ? settled.outcome : undefined

/** In one word, and whether anything but their word stands behind it. Less than half known is not known. */
const answerOf = (known: Known[]): { word: string; mark: Mark; onlySaid: boolean } => {
  const graded = known.filter((it) => gradeOf(it) !== undefined)
  const onlySaid = graded.every((it) => it.settled?.reading === 'claimed')
  if (graded.length * 2 < known.length || graded.length === 0) return { word: 'not known', mark: 'open', onlySaid: false }
  const mean =
    graded.reduce((sum, it) => sum + worth[gradeOf(it) ?? 'unmet'] * it.criterion.weight, 0) /
    graded.reduce((sum, it) => sum + it.criterion.weight, 0)
  const complete = graded.length === known.length
  if (mean >= 0.99 && complete) return { word: 'yes', mark: onlySaid ? 'open' : 'holds', onlySaid }
  if (mean >= 0.7) return { word: 'mostly', mark: onlySaid ? 'open' : 'holds', onlySaid }
  return mean >= 0.3 ? { word: 'in part', mark: 'partly', onlySaid } : { word: 'no', mark: 'fails', onlySaid }
}

/** The gravest first. */
const titles = (some: Known[], most: number): string => {
  const order = ['critical', 'major', 'minor']
  const sorted = [...some].sort((a, b) => order.indexOf(a.criterion.severity) - order.indexOf(b.criterion.severity))
  const named = sorted.slice(0, most).map(({ criterion }) => criterion.title)
  return `${named.join('; ')}${sorted.length > most ? `; and ${sorted.length - most} more` : ''}`
}

const lineOf = (section: Section, known: Known[]): AnswerLine[] => {
  if (known.length === 0) return []
  const { word, mark, onlySaid } = answerOf(known)
  const of = (...grades: (Grade | undefined)[]) => known.filter((it) => grades.includes(gradeOf(it)))
  const [good, bad, open] = [of('met'), of('unmet', 'partial'), of(undefined)]
  const state: Text = onlySaid ? [{ word }, ', ', { word: 'by their word alone' }] : { word }
  const note = (name: string, some: Known[], most: number) => (some.length === 0 ? [] : [{ word: name, text: `${titles(some, most)}.` }])
  return [
    {
      title: section.title,
      question: null,
      mark,
      state,
      notes: [
        ...note('In order', good, 1),
        ...note('Lacking', bad, 2),
        ...(open.length === 0 ? [] : [{ word: 'Not known yet', text: `${open.length} of ${known.length}.` }]),
      ],
      evidence: [],
    },
  ]
}

/** `parts`: the sections, by id; a framework's own order is kept. */
export const summary = (assessment: Assessment, frameworks: readonly Framework[], { parts }: SectionOptions): Block[] => {
  const lines = frameworks.flatMap((framework) =>
    framework.sections
      .filter((it) => parts === undefined || parts.includes(it.id) || parts.includes(`${framework.id}/${it.id}`))
      .flatMap((section) =>
        lineOf(
          section,
          allKnown(assessment, [framework], [section.id]).filter((it) => !doesNotCount(it)),
        ),
      ),
  )
  return lines.length === 0
    ? []
    : [
        { kind: 'heading', level: 2, text: 'The questions in short', id: 'summary' },
        { kind: 'answers', lines, dense: true },
      ]
}
