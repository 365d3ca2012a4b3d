/** Text into HTML: everything of the subject's is text, never markup. */
import type { Text } from '../block.ts'

const named: { [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const isDirectionMark = (code: number): boolean =>
  (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code === 0x200e || code === 0x200f || code === 0x061c

/** Control characters become a visible mark, direction marks go: a name cannot reorder the line it stands in. */
export const escapeHtml = (text: string): string =>
  Array.from(text, (it) => {
    const code = it.codePointAt(0) ?? 0
    if (code === 10 || code === 9) return ' '
    if (code < 32 || (code >= 127 && code < 160)) return '�'
    if (isDirectionMark(code)) return ''
    return named[it] ?? it
  }).join('')

/** As `escapeHtml`, with line ends and indentation kept: for what stands in a `<pre>`. */
export const escapeLines = (text: string): string => text.split('\n').map(escapeHtml).join('\n')

/** A sentence of ours or of a framework: what stands in backticks is set as code. */
export const sentenceHtml = (text: string): string => escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>')

/** Fixed words in the language of the edition; a record that the page does not show has no link. */
export const inlineHtml = (text: Text, page: Pick<Page, 'say' | 'names'>): string => {
  if (Array.isArray(text)) return text.map((it) => inlineHtml(it, page)).join('')
  if (typeof text === 'string') return sentenceHtml(text)
  if ('place' in text) return `<code class="place">${escapeHtml(text.place)}</code>`
  if ('code' in text) return `<code>${escapeHtml(text.code)}</code>`
  if ('strong' in text) return `<strong>${escapeHtml(text.strong)}</strong>`
  if ('word' in text) return escapeHtml(page.say(text.word))
  if (!page.names.has(text.evidence)) return escapeHtml(text.text)
  return `<a href="#e-${escapeHtml(text.evidence)}">${escapeHtml(text.text)}</a>`
}

/** Names of records by id, so that a link says where it leads. */
export type RecordNames = ReadonlyMap<string, string>

/** What every block of one page is drawn with. */
export type Page = { names: RecordNames; say: (word: string) => string; accent: string | null }

/** Links to the records behind a line, at most six; records that the report does not show (nothing was given) have no link. */
export const evidenceLinks = (ids: readonly string[], names: RecordNames): string => {
  const shown = ids.filter((it) => names.has(it))
  if (shown.length === 0) return ''
  const links = shown.slice(0, 6).map((id) => `<a href="#e-${escapeHtml(id)}">${escapeHtml(names.get(id) ?? 'evidence')}</a>`)
  return `<span class="links">${links.join(' · ')}${shown.length > 6 ? ` and ${shown.length - 6} more` : ''}</span>`
}
