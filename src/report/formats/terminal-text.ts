/** Text on a terminal: cleaned, wrapped, and cut only where a screen must fit. */
import type { Mark, Text } from '../block.ts'

export type Paint = (text: string) => string
export type Paints = { bold: Paint; dim: Paint; red: Paint; accent: Paint }

/** What every block is drawn with. `whole`: nothing is cut, for an edition is read to its end. */
export type Desk = { width: number; paint: Paints; whole: boolean; say: (word: string) => string }

export const paintsFor = (colour: boolean): Paints => {
  const code =
    (open: number, close: number): Paint =>
    (text) =>
      colour ? `\x1b[${open}m${text}\x1b[${close}m` : text
  return { bold: code(1, 22), dim: code(2, 22), red: code(31, 39), accent: code(36, 39) }
}

/** Nothing in a subject's text may move the cursor, colour a line or turn the reading direction. */
export const clean = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')

export const plain = (text: Text, say: (word: string) => string): string => {
  if (Array.isArray(text)) return text.map((it) => plain(it, say)).join('')
  if (typeof text === 'string') return text
  if ('word' in text) return say(text.word)
  return 'place' in text ? text.place : 'code' in text ? text.code : 'strong' in text ? text.strong : text.text
}

/** A word longer than a line is broken, not lost. */
const pieces = (word: string, room: number): string[] =>
  word.length <= room ? [word] : (word.match(new RegExp(`.{1,${room}}`, 'gu')) ?? [word])

export const wrap = (text: string, width: number, indent = ''): string[] => {
  const lines: string[] = []
  const room = Math.max(1, width - indent.length)
  let line = ''
  for (const word of clean(text)
    .split(/\s+/)
    .filter((it) => it !== '')
    .flatMap((it) => pieces(it, room))) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  if (line !== '') lines.push(line)
  return lines.map((it) => indent + it)
}

/** At most so many lines, the last ending in an ellipsis when there was more. */
export const atMost = (lines: string[], most: number, width: number): string[] =>
  lines.length <= most ? lines : [...lines.slice(0, most - 1), `${(lines[most - 1] ?? '').slice(0, width - 2)} …`]

export const markOf = (mark: Mark | null | undefined, paint: Paints): string => {
  if (mark === undefined || mark === null) return '-'
  return mark === 'fails' ? paint.red('✗') : mark === 'holds' ? paint.accent('✓') : mark === 'partly' ? '~' : '?'
}
