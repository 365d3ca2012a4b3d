/** One evidence record as HTML: its facts, places, inputs, notes and the command that measures it again. */
import { type Cell, type Evidence, type Fact, isMeasured, isTable, lineText, type Row, sayFact } from '../../model/index.ts'
import type { Block } from '../block.ts'
import { escapeHtml, sentenceHtml } from './html-text.ts'

const mostRows = 40

const cellText = (column: string, cell: Cell | undefined): string => (cell === null || cell === undefined ? '–' : sayFact(column, cell))

/** What a line is about stands first, the rest by name: a saved assessment, whose keys are sorted, gives the same page. */
const leading = [
  'column',
  'slice',
  'week',
  'month',
  'bin',
  'path',
  'line',
  'table',
  'workflow',
  'job',
  'author',
  'library',
  'tool',
  'command',
]

const columnsOf = (rows: Row[]): string[] => {
  const place = (name: string): number => (leading.includes(name) ? leading.indexOf(name) : leading.length)
  return [...new Set(rows.flatMap((it) => Object.keys(it)))].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1)

const factTable = (rows: Row[]): string => {
  const columns = columnsOf(rows)
  const number = (column: string) => rows.every((row) => row[column] === null || typeof row[column] === 'number' || isMeasured(row[column]))
  const head = columns.map((it) => `<th scope="col">${escapeHtml(it.replaceAll('_', ' '))}</th>`).join('')
  const body = rows
    .slice(0, mostRows)
    .map(
      (row) => `<tr>${columns.map((it) => `<td${number(it) ? ' class="n"' : ''}>${escapeHtml(cellText(it, row[it]))}</td>`).join('')}</tr>`,
    )
    .join('')
  const more = rows.length > mostRows ? `<p class="quiet">${rows.length - mostRows} more lines in assessment.json.</p>` : ''
  return `<div class="scroll" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>${more}`
}

const facts = (all: { [name: string]: Fact }): string => {
  const entries = Object.entries(all).sort(byName)
  const plain = entries
    .filter(([, it]) => !isTable(it))
    .map(([name, it]) => `<div><dt>${escapeHtml(name.replaceAll('_', ' '))}</dt><dd>${escapeHtml(sayFact(name, it))}</dd></div>`)
  const tables = entries.flatMap(([name, it]) =>
    isTable(it) && it.length > 0
      ? [`<p class="label">${escapeHtml(name.replaceAll('_', ' '))} (${it.length})</p>${factTable(it)}`]
      : isTable(it)
        ? [`<p class="label">${escapeHtml(name.replaceAll('_', ' '))}: none</p>`]
        : [],
  )
  return `${plain.length === 0 ? '' : `<dl class="facts">${plain.join('')}</dl>`}${tables.join('')}`
}

const placeText = (it: Evidence['items'][number]): string =>
  [it.path ?? it.table ?? '', lineText(it), it.column].filter((part) => part !== undefined && part !== '').join(':')

const places = (items: Evidence['items']): string => {
  if (items.length === 0) return ''
  const lines = items
    .slice(0, mostRows)
    .map(
      (it) =>
        `<li><code class="place">${escapeHtml(placeText(it))}</code> ${escapeHtml(it.note)}${it.commit === undefined ? '' : ` <code>${escapeHtml(it.commit.slice(0, 10))}</code>`}</li>`,
    )
  return `<p class="label">places</p><ul>${lines.join('')}</ul>${items.length > mostRows ? `<p class="quiet">${items.length - mostRows} more in assessment.json.</p>` : ''}`
}

const listOf = (label: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `<p class="label">${label}</p><ul>${lines.map((it) => `<li>${sentenceHtml(it)}</li>`).join('')}</ul>`

const methodWords = { claimed: 'they say', documented: 'they show', measured: 'we measured' } as const

export const evidenceHtml = (block: Extract<Block, { kind: 'evidence' }>): string => {
  const { record, title, command, supplied } = block
  const error =
    record.error === undefined ? '' : `<p>Could not look: ${escapeHtml(record.error.message)} (${escapeHtml(record.error.code)}).</p>`
  const head = `<summary><span class="title">${escapeHtml(title)}</span> <span class="quiet">${methodWords[record.method]}, ${record.state.replace('_', ' ')}${supplied.length === 0 ? '' : ` · ${escapeHtml(record.inputs.map((it) => it.material).join(' + '))}`}</span></summary>`
  const times = `<p class="quiet">Record <code>${record.id}</code>, probe ${escapeHtml(record.probe)} version ${record.probe_version}, looked at ${escapeHtml(record.observed_at.slice(0, 19))}Z${record.until === undefined ? '' : `; the material speaks until ${escapeHtml(record.until.slice(0, 19))}`}.</p>`
  const again = command === null ? '' : `<p class="label">measure it again</p><pre>${escapeHtml(command)}</pre>`
  return `<details class="row evidence" id="e-${record.id}" data-text>${head}<div class="inside">${error}${facts(record.facts)}${places(record.items)}${listOf('read from', supplied)}${listOf('notes', record.limits)}${again}${times}</div></details>`
}
