/** Text into HTML: everything of the subject's is text, never markup. */
import type { Text } from '../block.ts'

const named: { [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Control characters become a visible mark, direction marks go: a name cannot reorder the line it stands in. */
export const escapeHtml = (text: string): string =>
  Array.from(text, (it) => {
    const code = it.codePointAt(0) ?? 0
    if (code === 10 || code === 9) return ' '
    if (code < 32 || (code >= 127 && code < 160)) return '�'
    if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)) return ''
    return named[it] ?? it
  }).join('')

export const inlineHtml = (text: Text): string => {
  if (Array.isArray(text)) return text.map(inlineHtml).join('')
  if (typeof text === 'string') return escapeHtml(text)
  if ('place' in text) return `<code class="place">${escapeHtml(text.place)}</code>`
  if ('code' in text) return `<code>${escapeHtml(text.code)}</code>`
  if ('strong' in text) return `<strong>${escapeHtml(text.strong)}</strong>`
  return `<a href="#e-${escapeHtml(text.evidence)}">${escapeHtml(text.text)}</a>`
}

/** Links to the records behind a line, by number, so that a row of them stays short. */
export const evidenceLinks = (ids: readonly string[]): string => {
  if (ids.length === 0) return ''
  const shown = ids.slice(0, 6)
  const links = shown.map((id, index) => `<a href="#e-${escapeHtml(id)}">${ids.length === 1 ? 'evidence' : index + 1}</a>`).join(' ')
  return `<span class="links">${ids.length === 1 ? '' : 'evidence '}${links}${ids.length > shown.length ? ` and ${ids.length - shown.length} more` : ''}</span>`
}
