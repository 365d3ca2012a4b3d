/** How what is unknown or only said would be found out: by material, with the lines for assay.yaml; and what people would have to show. */
import type { Assessment, Framework } from '../../model/index.ts'
import { allKnown, doesNotCount, type Known, quote } from '../answers.ts'
import type { Block, Text } from '../block.ts'
import { linesFor, materialsFor } from '../not-known.ts'
import { sayWho } from '../open-questions.ts'
import type { SectionOptions } from './section-options.ts'

/** Important, and neither shown to be so nor shown not to be. */
const toFindOut = (it: Known): boolean =>
  !doesNotCount(it) && it.criterion.severity !== 'minor' && (it.settled === undefined || it.settled.reading === 'claimed')

const materialWords: { [kind: string]: string } = {
  tables: 'the table',
  predictions: 'a log of predictions',
  ci: 'an export of the workflow runs',
  documents: 'a folder of documents',
  repo: 'the git repository',
  mlflow: 'the experiment tracker',
  prometheus: 'the monitoring server',
  endpoint: 'the served model',
}

const nameOf = (material: string): string => {
  const [kind = '', name] = material.split('.')
  return `${materialWords[kind] ?? kind}${name === undefined ? '' : ` \`${name}\``}`
}

const oncePerTopic = (some: Known[]): Known[] => {
  const seen = new Set<string>()
  return some.filter(({ criterion }) => !seen.has(criterion.topic) && seen.add(criterion.topic))
}

const byMaterial = (assessment: Assessment, frameworks: readonly Framework[], wanted: Known[], most: number): Block[] => {
  const lacking = materialsFor(assessment)
  const groups = new Map<string, Known[]>()
  for (const it of wanted) for (const material of lacking(it.criterion)) groups.set(material, [...(groups.get(material) ?? []), it])
  const sorted = [...groups].sort(([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1)).slice(0, most)
  if (sorted.length === 0 || frameworks.length === 0) return []
  return [
    {
      kind: 'list',
      items: sorted.map(([material, some]): Text => {
        const titles = oncePerTopic(some).map(({ criterion }) => criterion.title)
        const more = titles.length > 6 ? `; and ${titles.length - 6} more` : ''
        return [{ strong: `From ${nameOf(material)}:` }, ` ${titles.slice(0, 6).join('; ')}${more}.`]
      }),
    },
    { kind: 'text', text: 'Lines for assay.yaml, with your own paths and columns:' },
    { kind: 'code', text: linesFor(sorted.map(([material]) => material)) },
  ]
}

const saidOrOpen = ({ statements }: Known): string => (statements.length === 0 ? 'nothing yet' : statements.map(quote).join('; '))

export const verification = (assessment: Assessment, frameworks: readonly Framework[], { most = 12 }: SectionOptions): Block[] => {
  const wanted = allKnown(assessment, frameworks).filter(toFindOut)
  const lacking = materialsFor(assessment)
  const gravity = ['critical', 'major', 'minor']
  // What was said and nothing can measure: those who said it can show it.
  const shown = oncePerTopic(
    wanted.filter((it) => it.statements.length > 0 && lacking(it.criterion).length === 0 && it.criterion.shown_by.length > 0),
  ).sort((a, b) => gravity.indexOf(a.criterion.severity) - gravity.indexOf(b.criterion.severity))
  const rows = shown
    .slice(0, most)
    .map((it): Text[] => [
      it.criterion.title,
      saidOrOpen(it),
      it.criterion.shown_by.slice(0, 2).join('; '),
      sayWho(it.criterion.who.slice(0, 2)).join(', '),
    ])
  const measured = byMaterial(assessment, frameworks, wanted, 6)
  if (measured.length + rows.length === 0) return []
  const left = shown.length - rows.length
  return [
    { kind: 'heading', level: 2, text: 'How the rest would be found out', id: 'verification' },
    ...measured,
    ...(rows.length === 0
      ? []
      : [
          {
            kind: 'text' as const,
            text: `Only said so far; those who said it can show it${left <= 0 ? '' : ` (the gravest ${rows.length}; ${left} more are in the full report)`}:`,
          },
          {
            kind: 'table' as const,
            columns: ['question', 'what they said', 'what would show it', 'who can answer'],
            rows,
            widths: [22, 38, 24, 16],
          },
        ]),
  ]
}
