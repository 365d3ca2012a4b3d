/** One row of a filled-in request list → a statement, or what is wrong with it, cell by cell. A row is taken whole or not at all. */
import {
  type AnswerColumn,
  answerColumns,
  type Level,
  levels,
  levelWords,
  type RequestColumn,
  requestColumns,
  type SheetCell,
  type Statement,
} from '../model/index.ts'
import { nearest } from '../model/nearest.ts'
import { dayOf } from './day-of.ts'

/** `cell`: where, as `Requests!H12`. */
export type Complaint = { cell: string; what: string }

/** `at`: the name of a cell of this row, filled or not. */
export type RequestRow = { cells: { [column in RequestColumn]?: SheetCell }; at(column: RequestColumn): string }

/** `undated`: On was empty, and the day of the import stands there. */
export type TakenRow = { statement: Statement; row: RequestRow; undated: boolean }

const textOf = (row: RequestRow, column: RequestColumn): string => {
  const cell = row.cells[column]
  return cell === undefined || cell.kind === 'formula' ? '' : cell.text
}
const isFilled = (row: RequestRow, column: RequestColumn): boolean => {
  const cell = row.cells[column]
  return cell !== undefined && (cell.kind === 'formula' || cell.text.trim() !== '')
}

/** Somebody wrote something into it. */
export const isAnswered = (row: RequestRow): boolean => answerColumns.some((it) => isFilled(row, it))

const plain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')

/** As long as a quoted word may be in a line of the terminal. */
const short = (text: string): string => (text.trim().length > 40 ? `${[...text.trim()].slice(0, 39).join('')}…` : text.trim())

/** Any level is taken, also one that the drop-down did not offer. */
const levelOf = (text: string): Level | undefined => levels.find((it) => plain(levelWords[it]) === plain(text))

const wrongLevel = (text: string, offered: readonly Level[]): string => {
  const words = offered.map((it) => levelWords[it])
  const near = nearest(plain(text), words)
  const hint = near === undefined ? `Choose ${words.join(', ')}; the rest can go into “${requestColumns.says}”.` : `Did you mean “${near}”?`
  return `“${short(text)}” is no answer to choose here. ${hint}`
}

const filledIn = (row: RequestRow): AnswerColumn[] => answerColumns.filter((it) => isFilled(row, it))

/** What cannot be taken as it stands, whatever the rest says. */
const unreadable = (row: RequestRow): Complaint[] =>
  filledIn(row).flatMap((column) => {
    const cell = row.cells[column]
    if (cell?.kind === 'formula')
      return [
        { cell: row.at(column), what: 'a formula stands here; it was not run, and what it shows was not taken. Write the text itself.' },
      ]
    if (cell?.kind === 'error')
      return [{ cell: row.at(column), what: `an error (${short(cell.text)}) stands here. Write the text itself.` }]
    return []
  })

const wrongDay = (row: RequestRow, today: string): string | undefined => {
  const cell = row.cells.on
  if (cell === undefined || cell.text.trim() === '') return undefined
  const day = dayOf(cell)
  if (day === undefined) return `“${short(cell.text)}” is no day that can be read in one way. Write it as 2026-05-04.`
  // Today has begun elsewhere before it has here.
  const tomorrow = new Date(Date.parse(`${today}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
  return day > tomorrow ? `${day} has not come yet; this list was read on ${today}. Write the day of the answer.` : undefined
}

const halfFilled = (row: RequestRow, offered: readonly Level[], today: string): Complaint[] => {
  const complaints: Complaint[] = []
  const complain = (column: AnswerColumn, what: string) => complaints.push({ cell: row.at(column), what })
  const filled = (column: AnswerColumn) => isFilled(row, column)
  const answer = textOf(row, 'answer')
  if (!filled('answer')) {
    const words = offered.map((it) => levelWords[it]).join(', ')
    const given = filledIn(row)
      .map((it) => `“${requestColumns[it]}”`)
      .join(', ')
    complain('answer', `no answer was chosen, though ${given} is filled in. Choose ${words}.`)
  } else if (levelOf(answer) === undefined) complain('answer', wrongLevel(answer, offered))
  if (filled('answer') && !filled('by')) complain('by', 'the answer has no name. Write who answers.')
  const day = wrongDay(row, today)
  if (day !== undefined) complain('on', day)
  if (filled('quote') && !filled('document'))
    complain('document', 'words to look for are given, and no document to look in. Name its file.')
  return complaints
}

const givenText = (row: RequestRow, column: 'says' | 'note'): { says?: string; note?: string } =>
  isFilled(row, column) ? { [column]: textOf(row, column) } : {}

const statementOf = (row: RequestRow, topic: string, level: Level, today: string): Statement => {
  const [document, quote] = [textOf(row, 'document').trim(), textOf(row, 'quote').trim()]
  const day = row.cells.on === undefined ? undefined : dayOf(row.cells.on)
  return {
    topic,
    level,
    ...givenText(row, 'says'),
    by: textOf(row, 'by').trim(),
    on: day ?? today,
    ...(document === '' ? {} : { document }),
    ...(quote === '' ? {} : { quote }),
    ...givenText(row, 'note'),
  }
}

/** `today`: YYYY-MM-DD, for an answer without a day. */
export const readRequestRow = (
  row: RequestRow,
  { topic, levels: offered }: { topic: string; levels: readonly Level[] },
  today: string,
): TakenRow | Complaint[] => {
  const faults = unreadable(row)
  const complaints = faults.length > 0 ? faults : halfFilled(row, offered, today)
  const level = levelOf(textOf(row, 'answer'))
  if (complaints.length > 0 || level === undefined) return complaints
  return { statement: statementOf(row, topic, level, today), row, undated: !isFilled(row, 'on') }
}
