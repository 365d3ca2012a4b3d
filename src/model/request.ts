/** A request list: questions that others answer in a spreadsheet; its columns, and the cells that were read of a sheet. */
import type { Level } from './framework.ts'

/** Titles of the columns by name, in the order in which they are written. People may move them; they are found by title. */
export const requestColumns = {
  no: 'No.',
  section: 'Section',
  question: 'Question',
  why: 'Why it matters',
  shown_by: 'What would show it',
  priority: 'Priority',
  asked_of: 'Asked of',
  answer: 'Answer',
  says: 'In your words',
  document: 'Document',
  quote: 'Words to look for in it',
  by: 'Answered by',
  on: 'On',
  note: 'Note',
  key: 'Key',
} as const
export type RequestColumn = keyof typeof requestColumns

/** The columns that are filled in by whoever answers. */
export const answerColumns = ['answer', 'says', 'document', 'quote', 'by', 'on', 'note'] as const satisfies RequestColumn[]
export type AnswerColumn = (typeof answerColumns)[number]

/** Levels as a person reads and writes them. */
export const levelWords: { [level in Level]: string } = {
  yes: 'yes',
  partly: 'partly',
  automatic: 'automatic',
  recorded: 'recorded',
  by_hand: 'by hand',
  no: 'no',
}

/** One question of the list. `key` is the topic and a digest of the wording (`latency#0123456789ab`), so that a row can be told wherever it was moved. */
export type Request = {
  key: string
  section: string
  question: string
  why: string
  shown_by: string
  priority: string
  asked_of: string
  /** The words of the drop-down, best first. */
  answers: string[]
}

/** Of whom is asked and by whom (`an investor`); `date` is YYYY-MM-DD and comes in, for writing knows no clock. */
export type RequestListMeta = { subject: string | undefined; asked_by: string | undefined; date: string }

/** A cell that holds something. `row` and `column` count from 1; a date is an ISO 8601 day, or a moment without a zone. A formula has no text: it is never run, nor is what it gave last taken. */
export type SheetCell = {
  ref: string
  row: number
  column: number
  text: string
  kind: 'text' | 'number' | 'boolean' | 'date' | 'error' | 'formula'
}
/** `comments`: the cells that a comment hangs on; what it says is not read. */
export type Sheet = { name: string; cells: SheetCell[]; comments: string[] }
