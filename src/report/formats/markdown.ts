/** Blocks as Markdown, with every text of the subject escaped. */
import { isTable, sayFact, sayNumber, sayPercent } from '../../model/index.ts'
import type { Block, Mark, Text } from '../block.ts'
import { readingWords } from '../sections/scores.ts'

/** What cannot be seen becomes a space. */
const seen = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')

const escaped = (text: string): string =>
  seen(text)
    .replace(/[\\`*_{}[\]<>#|~]/g, '\\$&')
    .replace(/^(\s*)([-+]|\d+\.)(\s)/, '$1\\$2$3')

const code = (text: string): string => {
  const fence = '`'.repeat(Math.max(1, ...(text.match(/`+/g) ?? []).map((it) => it.length + 1)))
  return `${fence}${fence.length > 1 ? ' ' : ''}${seen(text)}${fence.length > 1 ? ' ' : ''}${fence}`
}

const inline = (text: Text): string => {
  if (Array.isArray(text)) return text.map(inline).join('')
  if (typeof text === 'string') return escaped(text)
  if ('place' in text) return code(text.place)
  if ('code' in text) return code(text.code)
  if ('strong' in text) return `**${escaped(text.strong)}**`
  return `[${escaped(text.text)}](#${text.evidence})`
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

const draw = (block: Block): string => {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${escaped(block.text)}${block.aside === undefined || block.aside === '' ? '' : ` (${escaped(block.aside)})`}`
    case 'text':
      return inline(block.text)
    case 'list':
      return block.items.map((it) => `- ${block.mark === undefined ? '' : `${marks[block.mark]} `}${inline(it)}`).join('\n')
    case 'table':
      return table(
        block.columns.map(escaped),
        block.rows.map((row) => row.map(inline)),
      )
    case 'said':
      return table(
        ['', 'They say', 'We measured', 'They show'],
        block.lines.map((it) => [
          marks[it.mark],
          `“${escaped(it.said)}”${it.by === null ? '' : ` ${escaped(it.by)}`}`,
          escaped(it.measured),
          escaped(it.shown ?? ''),
        ]),
      )
    case 'score': {
      const say = block.to === 1 ? sayPercent : sayNumber
      const rows = block.lines.map((it) => [
        readingWords[it.reading],
        it.low === it.high ? say(it.low) : `${say(it.low)} to ${say(it.high)}`,
        sayPercent(it.coverage),
        escaped(it.says ?? ''),
      ])
      return `${escaped(block.title)}, ${say(block.from)} to ${say(block.to)}\n\n${table(['reading', 'score', 'known', 'meaning'], rows)}`
    }
    case 'callout':
      return [
        `**${block.severity}: ${escaped(block.is)}**${block.place === null ? '' : ` ${code(block.place)}`}`,
        '',
        `- Should be: ${escaped(block.should)}`,
        `- Is: ${escaped(block.is)}`,
        `- So what: ${escaped(block.so_what)}`,
        `- Do: ${escaped(block.do)}`,
      ].join('\n')
    case 'outcome':
      return [
        `**${escaped(block.title)}**: ${block.outcome}${block.condition === null ? '' : `; condition ${block.condition.state} (${escaped(block.condition.says)})`}`,
        '',
        escaped(block.question),
        '',
        ...block.readings.map((it) => `- ${readingWords[it.reading]}: ${it.outcome}. ${escaped(it.because)}`),
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

export const drawMarkdown = (blocks: readonly Block[]): string => `${blocks.map(draw).join('\n\n')}\n`
