/** Blocks on a terminal: as wide as it is, whole without colour, in reading order. */

import { sayNumber, sayPercent } from '../../model/index.ts'
import type { Block, Callout, Mark, SaidLine, ScoreLine, Text } from '../block.ts'
import { readingWords } from '../sections/scores.ts'

export type TerminalOptions = { width: number; colour: boolean; folder: string }

type Paint = (text: string) => string
type Paints = { bold: Paint; dim: Paint; red: Paint; accent: Paint }

const paintsFor = (colour: boolean): Paints => {
  const code =
    (open: number, close: number): Paint =>
    (text) =>
      colour ? `\x1b[${open}m${text}\x1b[${close}m` : text
  return { bold: code(1, 22), dim: code(2, 22), red: code(31, 39), accent: code(36, 39) }
}

const marks: { [mark in Mark]: string } = { holds: '✓', fails: '✗', open: '?' }

/** Nothing in a subject's text may move the cursor, colour a line or turn the reading direction. */
const clean = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')

const plain = (text: Text): string => {
  if (Array.isArray(text)) return text.map(plain).join('')
  if (typeof text === 'string') return text
  return 'place' in text ? text.place : 'code' in text ? text.code : 'strong' in text ? text.strong : text.text
}

const wrap = (text: string, width: number, indent = ''): string[] => {
  const lines: string[] = []
  let line = ''
  for (const word of clean(text)
    .split(/\s+/)
    .filter((it) => it !== '')) {
    const room = width - indent.length
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line)
      line = word.slice(0, room)
    } else line = line === '' ? word.slice(0, room) : `${line} ${word}`
  }
  if (line !== '') lines.push(line)
  return lines.map((it) => indent + it)
}

/** At most so many lines, the last ending in an ellipsis when there was more. */
const atMost = (lines: string[], most: number, width: number): string[] =>
  lines.length <= most ? lines : [...lines.slice(0, most - 1), `${(lines[most - 1] ?? '').slice(0, width - 2)} …`]

const said = (lines: SaidLine[], width: number, paint: Paints): string[] =>
  lines.flatMap((it) => {
    const by = it.by === null ? '' : `  ${it.by}`
    const mark = it.mark === 'fails' ? paint.red(marks.fails) : it.mark === 'holds' ? paint.accent(marks.holds) : marks.open
    const left = Math.max(24, Math.floor(width * 0.42))
    const first = atMost(wrap(`“${it.said}”${by}`, left - 5), 4, left - 5)
    const second = atMost(wrap(it.measured, width - left), 4, width - left)
    return Array.from({ length: Math.max(first.length, second.length) }, (_, index) => {
      const a = first[index] ?? ''
      return `  ${index === 0 ? mark : ' '} ${a.padEnd(left - 4)}${second[index] ?? ''}`.trimEnd()
    })
  })

/** `█` is sure, `░` is what the evidence leaves open. */
const bar = (line: ScoreLine, from: number, to: number, cells: number): string => {
  const at = (value: number) => Math.round(((value - from) / (to - from)) * cells)
  const low = at(line.low)
  return `${'█'.repeat(low)}${'░'.repeat(Math.max(0, at(line.high) - low))}`.padEnd(cells, '·')
}

const saySpan = (line: ScoreLine, to: number): string => {
  const say = to === 1 ? sayPercent : sayNumber
  return line.low === line.high ? say(line.low) : `${say(line.low).replace(/ %$/, '')}–${say(line.high)}`
}

const score = (block: Extract<Block, { kind: 'score' }>, width: number, paint: Paints): string[] => {
  const cells = Math.max(14, Math.min(36, width - 40))
  const ends = block.to === 1 ? ['0', '100 %'] : [`${block.from}`, `${block.to}`]
  const title = clean(block.title).slice(0, width - cells - 2)
  const axis = `${ends[0]}${' '.repeat(Math.max(1, cells - (ends[0] ?? '').length - (ends[1] ?? '').length))}${ends[1]}`
  const wide = 15
  return [
    title.length > wide ? `  ${title}` : '',
    `  ${(title.length > wide ? '' : title).padEnd(wide)}${axis}`,
    ...block.lines.flatMap((it) => {
      const head = `  ${readingWords[it.reading].padEnd(wide)}${bar(it, block.from, block.to, cells)} ${saySpan(it, block.to)}`
      const says =
        it.reading === 'measured' && it.says !== null
          ? atMost(wrap(it.says, width - wide - 2), 2, width - wide - 2).map((line) => `${' '.repeat(wide + 2)}${paint.dim(line)}`)
          : []
      return [head, ...says]
    }),
  ].filter((it) => it !== '')
}

const callout = (it: Callout, width: number, paint: Paints): string[] => {
  const label = it.severity.padEnd(9)
  const place = it.place === null ? '' : `  ${it.place}`
  const lines = atMost(wrap(it.is, width - 13), 3, width - 13)
  return [
    ...lines.map((line, index) => `  ${index === 0 ? (it.severity === 'critical' ? paint.red(label) : label) : ' '.repeat(9)}  ${line}`),
    ...(place === '' ? [] : [`${' '.repeat(13)}${paint.dim(clean(place.trim()).slice(0, width - 13))}`]),
  ]
}

const listMark = (mark: Mark | undefined, paint: Paints): string =>
  mark === undefined ? '-' : mark === 'fails' ? paint.red(marks.fails) : mark === 'holds' ? paint.accent(marks.holds) : marks.open

const draw = (block: Block, width: number, paint: Paints): string[] => {
  switch (block.kind) {
    case 'heading':
      return block.level === 1 ? [paint.bold(clean(`${block.text}  ${block.aside ?? ''}`.trim()))] : ['', paint.bold(block.text)]
    case 'text':
      return wrap(plain(block.text), width).map((it) => (block.quiet === true ? paint.dim(it) : it))
    case 'list':
      return block.items.flatMap((it) =>
        atMost(wrap(plain(it), width, '    '), 3, width).map((line, index) =>
          index === 0 ? `  ${listMark(block.mark, paint)} ${line.trimStart()}` : line,
        ),
      )
    case 'table':
      return block.rows.map((row) => `  ${row.map((cell) => clean(plain(cell))).join('  ')}`.slice(0, width))
    case 'said':
      return said(block.lines, width, paint)
    case 'score':
      return score(block, width, paint)
    case 'callout':
      return callout(block, width, paint)
    case 'outcome':
      return wrap(`${block.outcome}: ${block.title}`, width, '  ')
    case 'figure':
      return wrap(`${block.title}: ${block.says}`, width, '  ')
    case 'evidence':
      return wrap(`${block.title} ${block.record.id}`, width, '  ')
    case 'code':
      return block.text.split('\n').map((it) => `    ${clean(it)}`)
    case 'break':
      return []
  }
}

export const drawTerminal = (blocks: readonly Block[], options: TerminalOptions): string[] => {
  const width = Math.max(40, Math.min(options.width, 120))
  return blocks.flatMap((it) => draw(it, width, paintsFor(options.colour)))
}
