/** Text into Markdown: everything of the subject's is text, never markup. */
import type { Mark, Text } from '../block.ts'

/** A fixed word in the language of the edition. */
export type Say = (word: string) => string

/** What cannot be seen becomes a space. */
const seen = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')

export const escaped = (text: string): string =>
  seen(text)
    .replace(/[\\`*_{}[\]<>#|~]/g, '\\$&')
    .replace(/^(\s*)([-+])(\s)/, '$1\\$2$3')
    .replace(/^(\s*\d+)([.)])(\s)/, '$1\\$2$3')

export const code = (text: string): string => {
  const fence = '`'.repeat(Math.max(1, ...(text.match(/`+/g) ?? []).map((it) => it.length + 1)))
  return `${fence}${fence.length > 1 ? ' ' : ''}${seen(text)}${fence.length > 1 ? ' ' : ''}${fence}`
}

export const inline = (text: Text, say: Say): string => {
  if (Array.isArray(text)) return text.map((it) => inline(it, say)).join('')
  if (typeof text === 'string') return escaped(text)
  if ('place' in text) return code(text.place)
  if ('code' in text) return code(text.code)
  if ('strong' in text) return `**${escaped(text.strong)}**`
  if ('word' in text) return escaped(say(text.word))
  return `[${escaped(text.text)}](#${text.evidence})`
}

export const marks: { [mark in Mark]: string } = { holds: '✓', partly: '~', fails: '✗', open: '?' }

export const table = (columns: string[], rows: string[][]): string =>
  [columns, columns.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
