/** Blocks as Markdown, with every text of the subject escaped. */
import { isTable, sayFact, sayNumber, sayPercent } from '../../model/index.ts'
import type { Block, Mark, Text } from '../block.ts'
import { readingWords } from '../sections/scores.ts'

const escape = (text: string): string =>
  text
    .replace(/[\\`*_{}[\]<>#|~]/g, '\\$&')
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .replace(/^(\s*)([-+]|\d+\.)(\s)/, '$1\\$2$3')

const code = (text: string): string => {
  const fence = '`'.repeat(Math.max(1, ...(text.match(/`+/g) ?? []).map((it) => it.length + 1)))
  return `${fence}${fence.length > 1 ? ' ' : ''}${text.replace(/[\u0000-\u001f\u007f]+/g, ' ')}${fence.length > 1 ? ' ' : ''}${fence}`
}

const inline = (text: Text): string => {
  if (Array.isArray(text)) return text.map(inline).join('')
  if (typeof text === 'string') return escape(text)
  if ('place' in text) return code(text.place)
  if ('code' in text) return code(text.code)
  if ('strong' in text) return `**${escape(text.strong)}**`
  return `[${escape(text.text)}](#${text.evidence})`
}

const marks: { [mark in Mark]: string } = { holds: '✓', fails: '✗', open: '?' }

const table = (columns: string[], rows: string[][]): string =>
  [columns, columns.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')

const fence = (text: string): string => {
  const ticks = '`'.repeat(Math.max(3, ...(text.match(/`+/g) ?? []).map((it) => it.length + 1)))
  return `${ticks}\n${text}\n${ticks}`
}

const evidence = (block: Extract<Block, { kind: 'evidence' }>): string => {
  const { record } = block
  const facts = Object.entries(record.facts).map(
    ([name, fact]) => `- ${escape(name.replaceAll('_', ' '))}: ${escape(isTable(fact) ? sayFact(name, fact) : sayFact(name, fact))}`,
  )
  const places = record.items
    .slice(0, 10)
    .map(
      (it) =>
        `- ${code([it.path ?? it.table ?? '', it.line, it.column].filter((part) => part !== undefined).join(':'))} ${escape(it.note)}`,
    )
  const error = record.error === undefined ? [] : [`- could not look: ${escape(record.error.message)}`]
  return [
    `<a id="${record.id}"></a>**${escape(block.title)}** (${record.method}, ${record.state.replace('_', ' ')}) ${code(record.id)}`,
    '',
    ...facts,
    ...places,
    ...error,
    ...block.supplied.map((it) => `- from ${escape(it)}`),
    ...record.limits.map((it) => `- note: ${escape(it)}`),
    ...(block.command === null ? [] : [`- again: ${code(block.command)}`]),
  ].join('\n')
}

const draw = (block: Block): string => {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${escape(block.text)}${block.aside === undefined || block.aside === '' ? '' : ` (${escape(block.aside)})`}`
    case 'text':
      return inline(block.text)
    case 'list':
      return block.items.map((it) => `- ${block.mark === undefined ? '' : `${marks[block.mark]} `}${inline(it)}`).join('\n')
    case 'table':
      return table(
        block.columns.map(escape),
        block.rows.map((row) => row.map(inline)),
      )
    case 'said':
      return table(
        ['', 'They say', 'We measured', 'They show'],
        block.lines.map((it) => [
          marks[it.mark],
          `“${escape(it.said)}”${it.by === null ? '' : ` ${escape(it.by)}`}`,
          escape(it.measured),
          escape(it.shown ?? ''),
        ]),
      )
    case 'score': {
      const say = block.to === 1 ? sayPercent : sayNumber
      const rows = block.lines.map((it) => [
        readingWords[it.reading],
        it.low === it.high ? say(it.low) : `${say(it.low)} to ${say(it.high)}`,
        sayPercent(it.coverage),
        escape(it.says ?? ''),
      ])
      return `${escape(block.title)}, ${say(block.from)} to ${say(block.to)}\n\n${table(['reading', 'score', 'known', 'meaning'], rows)}`
    }
    case 'callout':
      return [
        `**${block.severity}: ${escape(block.is)}**${block.place === null ? '' : ` ${code(block.place)}`}`,
        '',
        `- Should be: ${escape(block.should)}`,
        `- Is: ${escape(block.is)}`,
        `- So what: ${escape(block.so_what)}`,
        `- Do: ${escape(block.do)}`,
      ].join('\n')
    case 'outcome':
      return [
        `**${escape(block.title)}**: ${block.outcome}${block.condition === null ? '' : `; condition ${block.condition.state} (${escape(block.condition.says)})`}`,
        '',
        escape(block.question),
        '',
        ...block.readings.map((it) => `- ${readingWords[it.reading]}: ${it.outcome}. ${escape(it.because)}`),
      ].join('\n')
    case 'figure':
      return [
        `**${escape(block.title)}** ${escape(block.says)}`,
        '',
        table(
          [escape(block.x), escape(block.y)],
          block.points.map((it) => [
            typeof it.x === 'number' ? sayNumber(it.x) : escape(it.x),
            `${sayNumber(it.y)}${it.low === undefined || it.high === undefined ? '' : ` (${sayNumber(it.low)}–${sayNumber(it.high)})`}${it.series === undefined ? '' : ` ${escape(it.series)}`}`,
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

export const drawMarkdown = (blocks: readonly Block[]): string => `${blocks.map(draw).join('\n\n')}\n`
