/** Blocks as Markdown, with every text of the subject escaped. */
import { isTable, sayFact, sayNumber, sayPercent } from '../../model/index.ts'
import type { Block } from '../block.ts'
import { type Look, plainLook } from '../look.ts'
import { readingWords } from '../sections/scores.ts'
import { answersMarkdown, askMarkdown, calloutMarkdown, conclusionMarkdown, registerMarkdown } from './markdown-edition.ts'
import { questionMarkdown, signedMarkdown } from './markdown-question.ts'
import { code, escaped, inline, marks, type Say, table } from './markdown-text.ts'

const fence = (text: string): string => {
  const ticks = '`'.repeat(Math.max(3, ...(text.match(/`+/g) ?? []).map((it) => it.length + 1)))
  return `${ticks}\n${text}\n${ticks}`
}

const evidence = (block: Extract<Block, { kind: 'evidence' }>): string => {
  const { record } = block
  const facts = Object.entries(record.facts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, fact]) => `- ${escaped(name.replaceAll('_', ' '))}: ${escaped(isTable(fact) ? sayFact(name, fact) : sayFact(name, fact))}`)
  const places = record.items
    .slice(0, 10)
    .map(
      (it) =>
        `- ${code([it.path ?? it.table ?? '', it.line, it.column].filter((part) => part !== undefined).join(':'))} ${escaped(it.note)}`,
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

const draw = (block: Block, say: Say): string => {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${escaped(say(block.text))}${block.aside === undefined || block.aside === '' ? '' : ` (${escaped(block.aside)})`}`
    case 'text':
      return inline(block.text, say)
    case 'list':
      return block.items.map((it) => `- ${block.mark === undefined ? '' : `${marks[block.mark]} `}${inline(it, say)}`).join('\n')
    case 'table':
      return table(
        block.columns.map((it) => escaped(say(it))),
        block.rows.map((row) => row.map((it) => inline(it, say))),
      )
    case 'said':
      return table(
        ['', ...['They say', 'We measured', 'They show'].map(say)],
        block.lines.map((it) => [
          marks[it.mark],
          `“${escaped(it.said)}”${it.by === null ? '' : ` ${escaped(it.by)}`}`,
          escaped(it.measured),
          escaped(it.shown ?? ''),
        ]),
      )
    case 'score': {
      const tell = block.to === 1 ? sayPercent : sayNumber
      const rows = block.lines.map((it) => [
        escaped(say(readingWords[it.reading])),
        it.low === it.high ? tell(it.low) : `${tell(it.low)} to ${tell(it.high)}`,
        sayPercent(it.coverage),
        escaped(it.says ?? ''),
      ])
      return `${escaped(block.title)}, ${tell(block.from)} to ${tell(block.to)}\n\n${table(['reading', 'score', 'known', 'meaning'], rows)}`
    }
    case 'callout':
      return calloutMarkdown(block, say)
    case 'conclusion':
      return conclusionMarkdown(block, say)
    case 'answers':
      return answersMarkdown(block.lines, say)
    case 'ask':
      return askMarkdown(block, say)
    case 'question':
      return questionMarkdown(block, say)
    case 'signed':
      return signedMarkdown(block.fields, say)
    case 'register':
      return registerMarkdown(block.lines, say)
    case 'outcome':
      return [
        `**${escaped(block.title)}**: ${escaped(say(block.outcome))}${block.condition === null ? '' : `; condition ${block.condition.state} (${escaped(block.condition.says)})`}`,
        '',
        escaped(block.question),
        '',
        ...block.readings.map((it) => `- ${say(readingWords[it.reading])}: ${escaped(say(it.outcome))}. ${escaped(it.because)}`),
      ].join('\n')
    case 'figure':
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
    case 'evidence':
      return evidence(block)
    case 'code':
      return fence(block.text)
    case 'break':
      return '---'
  }
}

export const drawMarkdown = (blocks: readonly Block[], look: Look = plainLook): string =>
  `${blocks.map((it) => draw(it, look.say)).join('\n\n')}\n`
