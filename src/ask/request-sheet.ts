/** Finds the list on a sheet: the row of titles wherever it was moved to, each column by its title, and the rows below. */
import { answerColumns, type RequestColumn, requestColumns, type Sheet, type SheetCell } from '../model/index.ts'
import type { Complaint, RequestRow } from './read-request-row.ts'

/** Titles that must stand in one row for it to be that of a list. */
const enoughTitles = 5
/** Rows from the top in which the titles are looked for. */
const titlesWithin = 50

/** `unreadable`: a column without which no answer can be kept is missing, or stands twice. */
export type RequestSheet = {
  sheet: Sheet
  head: number
  columns: { [column in RequestColumn]?: number }
  complaints: Complaint[]
  unreadable: boolean
}

const names = Object.keys(requestColumns) as RequestColumn[]
const plain = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ')
const byTitle = new Map(names.map((it) => [plain(requestColumns[it]), it]))

const lettersOf = (column: number): string =>
  column === 0 ? '' : lettersOf(Math.floor((column - 1) / 26)) + String.fromCharCode(65 + ((column - 1) % 26))

/** As spreadsheets write it: `Requests!H12`, and quotes around a name with other signs in it. */
export const cellName = (sheet: string, column: number, row: number): string =>
  `${/^\w+$/.test(sheet) ? sheet : `'${sheet.replaceAll("'", "''")}'`}!${lettersOf(column)}${row}`

const titlesIn = (cells: readonly SheetCell[]): SheetCell[] => cells.filter((it) => it.kind === 'text' && byTitle.has(plain(it.text)))

const rowsByNumber = (cells: readonly SheetCell[]): Map<number, SheetCell[]> => {
  const rows = new Map<number, SheetCell[]>()
  for (const it of cells) {
    const row = rows.get(it.row)
    if (row === undefined) rows.set(it.row, [it])
    else row.push(it)
  }
  return rows
}

const headOf = (sheet: Sheet): number | undefined => {
  const rows = [...rowsByNumber(sheet.cells.filter((it) => it.row <= titlesWithin))].sort(([a], [b]) => a - b)
  return rows.find(([, cells]) => new Set(titlesIn(cells).map((it) => plain(it.text))).size >= enoughTitles)?.[0]
}

const needed: readonly RequestColumn[] = ['key', 'answer', 'by']

/** Undefined when the sheet has no row of titles. */
export const requestSheet = (sheet: Sheet): RequestSheet | undefined => {
  const head = headOf(sheet)
  if (head === undefined) return undefined
  const columns: { [column in RequestColumn]?: number } = {}
  const complaints: Complaint[] = []
  const complain = (column: number, row: number, what: string) => complaints.push({ cell: cellName(sheet.name, column, row), what })
  let unreadable = false
  for (const cell of titlesIn(sheet.cells.filter((it) => it.row === head))) {
    const column = byTitle.get(plain(cell.text)) as RequestColumn
    const first = columns[column]
    if (first === undefined) columns[column] = cell.column
    else {
      complain(
        cell.column,
        head,
        `the column “${requestColumns[column]}” stands here again; the first is ${lettersOf(first)}. Keep one. Nothing of this sheet was taken.`,
      )
      unreadable = true
    }
  }
  for (const column of [...answerColumns, 'question' as const, 'key' as const].filter((it) => columns[it] === undefined)) {
    const vital = needed.includes(column)
    const what = vital ? 'Put it back. Nothing of this sheet was taken.' : 'What stood in it was not read.'
    complain(1, head, `the column “${requestColumns[column]}” is missing from this row of titles. ${what}`)
    unreadable ||= vital
  }
  complaints.push(...strangersIn(sheet, head, new Set(Object.values(columns))), ...commentsOn(sheet))
  return { sheet, head, columns, complaints, unreadable }
}

/** Columns that somebody added: each is named once, at its title. */
const strangersIn = (sheet: Sheet, head: number, known: ReadonlySet<number>): Complaint[] =>
  [...new Set(sheet.cells.filter((it) => it.row > head && !known.has(it.column)).map((it) => it.column))]
    .sort((a, b) => a - b)
    .map((column) => ({
      cell: cellName(sheet.name, column, head),
      what: `this column is not of the list, and what stands in it was not read. Put what belongs to an answer into “${requestColumns.note}”.`,
    }))

const commentsOn = (sheet: Sheet): Complaint[] =>
  sheet.comments.map((ref) => ({
    cell: `${cellName(sheet.name, 0, 0).slice(0, -1)}${ref}`,
    what: `a comment hangs on this cell, and comments are not read. Put what it says into “${requestColumns.note}”.`,
  }))

/** Rows below the titles that hold a question, a key or an answer. */
export const rowsOf = ({ sheet, head, columns }: RequestSheet): RequestRow[] => {
  const named = new Map(Object.entries(columns).map(([name, column]) => [column, name as RequestColumn]))
  const rows = [...rowsByNumber(sheet.cells.filter((it) => it.row > head))].sort(([a], [b]) => a - b)
  return rows.flatMap(([number, all]) => {
    const cells: RequestRow['cells'] = {}
    for (const it of all) {
      const name = named.get(it.column)
      if (name !== undefined) cells[name] = it
    }
    const tells = [...answerColumns, 'question' as const, 'key' as const].some(
      (it) => cells[it] !== undefined && (cells[it].kind === 'formula' || cells[it].text.trim() !== ''),
    )
    return tells ? [{ cells, at: (column) => cellName(sheet.name, columns[column] ?? 1, number) }] : []
  })
}
