/** The blocks of editions on a terminal: nothing is cut. */
import type { AnswerLine, Ask, Block, ConclusionBlock, RegisterLine } from '../block.ts'
import { sayBeside, sayPossible, sayVerdict } from '../say-possible.ts'
import { readingWords } from '../sections/scores.ts'
import { type Desk, markOf, plain, wrap } from './terminal-text.ts'

/** Each cell on lines of its own where a row is wider than the screen; the first cell leads. */
export const tableLines = (block: Extract<Block, { kind: 'table' }>, { width, say, paint, whole }: Desk): string[] => {
  const rows = block.rows.map((row) => row.map((cell) => plain(cell, say)))
  if (!whole) return rows.map((row) => `  ${row.map((it) => it.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')).join('  ')}`.slice(0, width))
  return rows.flatMap(([first = '', ...rest]) => {
    const cells = rest.flatMap((cell, index) => {
      const name = say(block.columns[index + 1] ?? '')
      return cell === '' ? [] : [name === '' ? cell : `${name}: ${cell}`]
    })
    const oneLine = [first, ...cells].join('; ')
    if (oneLine.length <= width - 2) return wrap(oneLine, width, '  ')
    return [...wrap(first, width, '  ').map(paint.bold), ...cells.flatMap((it) => wrap(it, width, '    '))]
  })
}

const part = (word: string, text: string | null, { width, say }: Desk, indent = '    '): string[] =>
  text === null || text === '' ? [] : wrap(`${say(word)}: ${text}`, width, indent)

export const conclusionLines = (block: ConclusionBlock, desk: Desk): string[] => {
  const { width, paint, say } = desk
  const lead = block.readings.find((it) => it.reading === block.lead)
  const others = block.readings.filter((it) => it !== lead)
  const open = lead !== undefined && lead.possible.length > 1
  const title = [...(block.title === '' ? [] : [block.title]), ...(lead === undefined ? [] : [sayVerdict(lead.possible, say)])].join(': ')
  const opinions =
    block.opinions === null
      ? []
      : block.opinions.length === 0
        ? [`${say('Opinion')}: ${say('No opinion was given')} (${say('name, date and signature')}: ______)`]
        : block.opinions.map((it) => `${say('Opinion')}: “${it.says}” ${it.by}, ${it.on}`)
  return [
    ...wrap(title, width, '  ').map(paint.bold),
    ...(lead === undefined ? [] : part(readingWords[lead.reading], open ? sayPossible(lead.possible, say) : lead.because, desk)),
    ...others.flatMap((it) => part(readingWords[it.reading], sayBeside(it.possible, lead?.possible, say), desk).map(paint.dim)),
    ...part('Why', block.why, desk),
    ...part('What to do', block.do, desk),
    ...part('What would decide it', block.decides.join('; '), desk),
    ...opinions.flatMap((it) => wrap(it, width, '    ')),
  ]
}

export const answersLines = (lines: readonly AnswerLine[], desk: Desk): string[] =>
  lines.flatMap((it) => [
    ...wrap(`${it.title}${/[?!.]$/.test(it.title) ? '' : ':'} ${plain(it.state, desk.say)}`, desk.width, '    ').map((line, index) =>
      index === 0 ? `  ${it.tick ?? markOf(it.mark, desk.paint)} ${line.trimStart()}` : line,
    ),
    ...(it.question === null ? [] : wrap(it.question, desk.width, '    ').map(desk.paint.dim)),
    ...it.notes.flatMap((note) => part(note.word, plain(note.text, desk.say), desk, '      ')),
  ])

export const askLines = (it: Ask, desk: Desk): string[] => [
  ...wrap(it.question, desk.width, '  ').map(desk.paint.bold),
  ...(it.about === null ? [] : wrap(it.about, desk.width, '    ').map(desk.paint.dim)),
  ...(it.why === null ? [] : wrap(it.why, desk.width, '    ')),
  ...part('Strong answer', it.strong, desk),
  ...part('Weak answer', it.weak, desk),
  ...part('Red flag', it.red_flag, desk),
  ...part('Ask to be shown', it.shown_by.join('; '), desk),
  ...part('Ask', it.who.join(', '), desk),
  ...part('minutes', it.minutes === null ? null : String(it.minutes), desk),
  ...(it.room === 0 ? [] : [`    ${desk.say('Notes')}: ______`]),
  '',
]

export const registerLines = (lines: readonly RegisterLine[], { width, say }: Desk): string[] =>
  lines.flatMap((it) =>
    wrap(
      `${it.id}  ${it.probe}${it.about === '' ? '' : ` (${it.about})`}, ${say(readingWords[it.reading])}, ${say(it.state.replace('_', ' '))}`,
      width,
      '  ',
    ).map((line, index) => (index === 0 ? line : `    ${line.trimStart()}`)),
  )
