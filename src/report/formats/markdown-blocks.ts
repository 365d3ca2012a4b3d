/** The blocks of the full report as Markdown: what was said, scores, criteria, figures and evidence records. */
import { isTable, lineText, sayFact, sayNumber, sayPercent } from '../../model/index.ts'
import type { Block, CriterionBlock, Figure, SaidLine } from '../block.ts'
import { readingWords } from '../sections/scores.ts'
import { code, escaped, marks, type Say, table } from './markdown-text.ts'

export const saidMarkdown = (lines: readonly SaidLine[], say: Say): string => {
  return table(
    ['', ...['They say', 'We measured', 'They show'].map(say)],
    lines.map((it) => [
      marks[it.mark],
      `“${escaped(it.said)}”${it.by === null ? '' : ` ${escaped(it.by)}`}`,
      escaped(it.measured),
      escaped(it.shown ?? ''),
    ]),
  )
}

export const scoreMarkdown = (block: Extract<Block, { kind: 'score' }>, say: Say): string => {
  const tell = block.to === 1 ? sayPercent : sayNumber
  const rows = block.lines.map((it) => [
    escaped(say(readingWords[it.reading])),
    it.low === it.high ? tell(it.low) : `${tell(it.low)} to ${tell(it.high)}`,
    sayPercent(it.coverage),
    escaped(it.says ?? ''),
  ])
  return `${escaped(block.title)}, ${tell(block.from)} to ${tell(block.to)}\n\n${table(['reading', 'score', 'known', 'meaning'], rows)}`
}

export const outcomeMarkdown = (block: CriterionBlock, say: Say): string => {
  return [
    `**${escaped(block.title)}**: ${escaped(say(block.outcome))}${block.condition === null ? '' : `; condition ${block.condition.state} (${escaped(block.condition.says)})`}`,
    '',
    escaped(block.question),
    '',
    ...block.readings.map((it) => `- ${say(readingWords[it.reading])}: ${escaped(say(it.outcome))}. ${escaped(it.because)}`),
  ].join('\n')
}

export const figureMarkdown = (block: Figure): string => {
  return [
    `**${escaped(block.title)}** ${escaped(block.says)}`,
    '',
    table(
      [escaped(block.x), escaped(block.y)],
      block.points.map((it) => [
        typeof it.x === 'number' ? sayNumber(it.x) : escaped(it.x),
        `${sayNumber(it.y)}${it.low === undefined || it.high === undefined ? '' : ` (${sayNumber(it.low)}–${sayNumber(it.high)})`}${it.series === undefined ? '' : ` ${escaped(it.series)}`}`,
      ]),
    ),
  ].join('\n')
}

export const evidenceMarkdown = (block: Extract<Block, { kind: 'evidence' }>): string => {
  const { record } = block
  const facts = Object.entries(record.facts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, fact]) => `- ${escaped(name.replaceAll('_', ' '))}: ${escaped(isTable(fact) ? sayFact(name, fact) : sayFact(name, fact))}`)
  const places = record.items
    .slice(0, 10)
    .map(
      (it) =>
        `- ${code([it.path ?? it.table ?? '', lineText(it), it.column].filter((part) => part !== undefined).join(':'))} ${escaped(it.note)}`,
    )
  const error = record.error === undefined ? [] : [`- could not look: ${escaped(record.error.message)}`]
  return [
    `<a id="${record.id}"></a>**${escaped(block.title)}** (${record.method}, ${record.state.replace('_', ' ')}) ${code(record.id)}`,
    '',
    ...facts,
    ...places,
    ...error,
    ...block.supplied.map((it) => `- from ${escaped(it)}`),
    ...record.limits.map((it) => `- note: ${escaped(it)}`),
    ...(block.command === null ? [] : [`- again: ${code(block.command)}`]),
  ].join('\n')
}
