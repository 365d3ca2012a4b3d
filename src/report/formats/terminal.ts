/** Blocks on a terminal: as wide as it is, whole without colour, in reading order. */

import { sayNumber, sayPercent } from '../../model/index.ts'
import type { Block, Callout, SaidLine, ScoreLine } from '../block.ts'
import { type Look, plainLook } from '../look.ts'
import { readingWords } from '../sections/scores.ts'
import { answersLines, askLines, conclusionLines, registerLines, tableLines } from './terminal-edition.ts'
import { questionLines } from './terminal-question.ts'
import { atMost, clean, type Desk, markOf, paintsFor, plain, wrap } from './terminal-text.ts'

export type TerminalOptions = { width: number; colour: boolean; folder: string }

const said = (lines: SaidLine[], { width, paint, whole }: Desk): string[] =>
  lines.flatMap((it) => {
    const by = it.by === null ? '' : `  ${it.by}`
    const mark = markOf(it.mark, paint)
    const most = whole ? Number.POSITIVE_INFINITY : 4
    const left = Math.max(24, Math.floor(width * 0.42))
    const first = atMost(wrap(`“${it.said}”${by}`, left - 5), most, left - 5)
    const second = atMost(wrap(it.measured, width - left), most, width - left)
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

const score = (block: Extract<Block, { kind: 'score' }>, { width, paint, say }: Desk): string[] => {
  const cells = Math.max(14, Math.min(36, width - 40))
  const ends = block.to === 1 ? ['0', '100 %'] : [`${block.from}`, `${block.to}`]
  const title = clean(block.title).slice(0, width - cells - 2)
  const axis = `${ends[0]}${' '.repeat(Math.max(1, cells - (ends[0] ?? '').length - (ends[1] ?? '').length))}${ends[1]}`
  const wide = 15
  return [
    title.length > wide ? `  ${title}` : '',
    `  ${(title.length > wide ? '' : title).padEnd(wide)}${axis}`,
    ...block.lines.flatMap((it) => {
      const head = `  ${say(readingWords[it.reading]).padEnd(wide)}${bar(it, block.from, block.to, cells)} ${saySpan(it, block.to)}`
      const says =
        it.reading === 'measured' && it.says !== null
          ? atMost(wrap(it.says, width - wide - 2), 2, width - wide - 2).map((line) => `${' '.repeat(wide + 2)}${paint.dim(line)}`)
          : []
      return [head, ...says]
    }),
  ].filter((it) => it !== '')
}

/** What an edition tells of a finding beyond its first sentence. */
const calloutRest = (it: Callout, width: number, say: (word: string) => string): string[] =>
  [
    it.so_what,
    ...(it.brief === true ? [] : [`${say('What to do')}: ${it.do}`]),
    ...(it.also === undefined || it.also.length === 0 ? [] : [`${say('Also asked by')} ${it.also.join(', ')}`]),
  ].flatMap((text) => wrap(text, width, ' '.repeat(13)))

const callout = (it: Callout, { width, paint, whole, say }: Desk): string[] => {
  const label = say(it.severity).padEnd(9)
  const place = it.place === null ? '' : `  ${it.place}`
  const lines = atMost(
    wrap(`${it.name === undefined || !whole ? '' : `${it.name}: `}${it.is}`, width - 13),
    whole ? Number.POSITIVE_INFINITY : 3,
    width - 13,
  )
  return [
    ...lines.map((line, index) => `  ${index === 0 ? (it.severity === 'critical' ? paint.red(label) : label) : ' '.repeat(9)}  ${line}`),
    ...(place === '' ? [] : [`${' '.repeat(13)}${paint.dim(clean(place.trim()).slice(0, width - 13))}`]),
    ...(whole ? calloutRest(it, width, say) : []),
  ]
}

const list = (block: Extract<Block, { kind: 'list' }>, { width, paint, whole, say }: Desk): string[] =>
  block.items.flatMap((it) =>
    atMost(wrap(plain(it, say), width, '    '), whole ? Number.POSITIVE_INFINITY : 3, width).map((line, index) =>
      index === 0 ? `  ${markOf(block.mark, paint)} ${line.trimStart()}` : line,
    ),
  )

/** The name and the date on one line where they fit. */
const titleLines = (text: string, aside: string, width: number): string[] => {
  const line = clean(`${text}  ${aside}`.trim())
  return line.length <= width ? [line] : wrap(line, width)
}

const draw = (block: Block, desk: Desk): string[] => {
  const { width, paint, say } = desk
  switch (block.kind) {
    case 'heading':
      return block.level === 1
        ? titleLines(block.text, block.aside ?? '', width).map(paint.bold)
        : ['', ...wrap(say(block.text), width).map(paint.bold)]
    case 'text':
      return wrap(plain(block.text, say), width).map((it) => (block.quiet === true ? paint.dim(it) : it))
    case 'list':
      return list(block, desk)
    case 'table':
      return tableLines(block, desk)
    case 'said':
      return said(block.lines, desk)
    case 'score':
      return score(block, desk)
    case 'callout':
      return callout(block, desk)
    case 'outcome':
      return wrap(`${say(block.outcome)}: ${block.title}`, width, '  ')
    case 'figure':
      return wrap(`${block.title}: ${block.says}`, width, '  ')
    case 'evidence':
      return wrap(`${block.title} ${block.record.id}`, width, '  ')
    case 'conclusion':
      return conclusionLines(block, desk)
    case 'answers':
      return answersLines(block.lines, desk)
    case 'ask':
      return askLines(block, desk)
    case 'question':
      return questionLines(block, desk)
    case 'signed':
      return []
    case 'register':
      return registerLines(block.lines, desk)
    case 'code':
      return block.text.split('\n').map((it) => `    ${clean(it)}`)
    case 'break':
      return []
  }
}

/** `look` is an edition's; without one the first screen is drawn, on which long things are cut. */
export const drawTerminal = (blocks: readonly Block[], options: TerminalOptions, look?: Look): string[] => {
  const desk: Desk = {
    width: Math.max(40, Math.min(options.width, 120)),
    paint: paintsFor(options.colour),
    whole: look !== undefined,
    say: (look ?? plainLook).say,
  }
  return blocks.flatMap((it) => draw(it, desk))
}
