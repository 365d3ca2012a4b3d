/** A filled-in request list → statements, and every cell that could not be taken; what is good beside it is taken all the same. */
import type { Level, Question, Sheet } from '../model/index.ts'
import { type Complaint, isAnswered, type RequestRow, readRequestRow, type TakenRow } from './read-request-row.ts'
import { partsOfKey, wordingDigest } from './request-list.ts'
import { cellName, type RequestSheet, requestSheet, rowsOf } from './request-sheet.ts'

/** What may be answered on a topic, and all wordings in which it is asked. */
type KnownTopic = { topic: string; levels: Level[]; digests: Set<string>; wording: string }
type KnownTopics = ReadonlyMap<string, KnownTopic>

/** `open`: rows of known questions that nobody filled in. */
export type ReadList = { taken: TakenRow[]; complaints: Complaint[]; open: number }

const knownTopics = (questions: readonly Question[]): KnownTopics =>
  new Map(
    questions.map(({ topic, levels, wording, asked_in }) => {
      const each = asked_in.flatMap(({ criterion }) => [criterion.question, criterion.candidate, criterion.interviewer])
      const wordings = [wording, ...each].filter((it) => it !== undefined)
      return [topic, { topic, levels, wording, digests: new Set(wordings.map(wordingDigest)) }]
    }),
  )

const formula = 'a formula stands here; it was not run. Put the text back as it was sent.'

/** The question that a row answers, or why it answers none. */
const questionOf = (row: RequestRow, known: KnownTopics, hasQuestions: boolean): KnownTopic | Complaint => {
  const { key: keyCell, question } = row.cells
  if (keyCell?.kind === 'formula') return { cell: row.at('key'), what: formula }
  const key = keyCell === undefined ? undefined : partsOfKey(keyCell.text)
  if (key === undefined)
    return {
      cell: row.at('key'),
      what: 'no key stands here, so that the question of this row is not known. Copy the key from the list as it was sent.',
    }
  const it = known.get(key.topic)
  if (it === undefined)
    return {
      cell: row.at('key'),
      what: `no question on ${key.topic} is known here. Import with the frameworks that the list was made with, named by --framework.`,
    }
  if (!it.digests.has(key.digest))
    return {
      cell: row.at('question'),
      what: `the question was reworded after this list was made; now it is “${it.wording}” If the answer fits that, fill it into a new list.`,
    }
  // In a list without the column Question, the key alone says what was asked.
  if (!hasQuestions) return it
  if (question?.kind === 'formula') return { cell: row.at('question'), what: formula }
  if (question === undefined || wordingDigest(question.text) !== key.digest)
    return {
      cell: row.at('question'),
      what: 'the question was changed in this list; an answer to it is no answer to the one that was asked. Put the words back, or answer in a new list.',
    }
  return it
}

const formulasIn = (row: RequestRow): Complaint[] =>
  (['no', 'section', 'why', 'shown_by', 'priority', 'asked_of'] as const)
    .filter((it) => row.cells[it]?.kind === 'formula')
    .map((it) => ({ cell: row.at(it), what: formula }))

const untaken = 'Nothing of this row was taken.'

type RowRead = { row: RequestRow; topic: string | undefined; taken: TakenRow | undefined; complaints: Complaint[] }

const readRow = (row: RequestRow, known: KnownTopics, hasQuestions: boolean, today: string): RowRead => {
  const question = questionOf(row, known, hasQuestions)
  const formulas = formulasIn(row)
  if (!('topic' in question))
    return {
      row,
      topic: undefined,
      taken: undefined,
      complaints: [...formulas, isAnswered(row) ? { ...question, what: `${question.what} ${untaken}` } : question],
    }
  const nothing = { row, topic: question.topic, taken: undefined }
  if (!isAnswered(row)) return { ...nothing, complaints: formulas }
  const read = readRequestRow(row, question, today)
  if ('statement' in read) return { ...nothing, taken: read, complaints: formulas }
  return { ...nothing, complaints: [...formulas, ...read.map((it) => ({ ...it, what: `${it.what} ${untaken}` }))] }
}

/** Rows on one topic after the first: a person copied the row, so that two could answer, or by mistake. */
const repeats = (rows: readonly RowRead[]): Complaint[] =>
  rows.flatMap((it, index) => {
    const first = rows.slice(0, index).find((other) => other.topic !== undefined && other.topic === it.topic)
    if (first === undefined) return []
    const both = first.taken !== undefined && it.taken !== undefined ? ' Both answers were taken.' : ''
    return [{ cell: it.row.at('key'), what: `the question of ${first.row.at('key')} stands here again.${both}` }]
  })

/** One person with two answers to one question on one day: neither can be told to be the later one. */
const contradicts = (a: TakenRow, b: TakenRow): boolean =>
  a.statement.topic === b.statement.topic &&
  a.statement.by === b.statement.by &&
  a.statement.on === b.statement.on &&
  a.statement.level !== b.statement.level

const contradictions = (taken: readonly TakenRow[]): TakenRow[] => taken.filter((it) => taken.some((other) => contradicts(it, other)))

const sayContradiction = ({ statement, row }: TakenRow): Complaint => ({
  cell: row.at('answer'),
  what: `${statement.by} gives two different answers to this question on ${statement.on}. Keep one, or write the day of each. ${untaken}`,
})

/** Keys on the sheet “Read me” whose rows are gone. */
const deletions = (others: readonly Sheet[], rows: readonly RowRead[]): Complaint[] => {
  const present = new Set(rows.map(({ row }) => row.cells.key?.text.trim()))
  const gone = others.flatMap((sheet) =>
    sheet.cells
      .filter((it) => it.kind === 'text' && partsOfKey(it.text) !== undefined && !present.has(it.text.trim()))
      .map((cell) => ({ sheet, cell })),
  )
  return gone.map(({ sheet, cell }) => ({
    cell: cellName(sheet.name, cell.column, cell.row),
    what: `the row of ${partsOfKey(cell.text)?.topic} was deleted from the list; its question stays open.`,
  }))
}

/**
 * `questions`: all that are known, whatever their state; `today`: YYYY-MM-DD, for answers without a day.
 * Undefined when no sheet has the columns of a request list.
 */
export const readRequestList = (sheets: readonly Sheet[], questions: readonly Question[], today: string): ReadList | undefined => {
  const known = knownTopics(questions)
  const lists = sheets.map(requestSheet)
  const found = lists.filter((it) => it !== undefined)
  if (found.length === 0) return undefined
  const read = (it: RequestSheet): RowRead[] =>
    it.unreadable ? [] : rowsOf(it).map((row) => readRow(row, known, it.columns.question !== undefined, today))
  const rows = found.flatMap(read)
  const taken = rows.flatMap((it) => it.taken ?? [])
  const twofold = contradictions(taken)
  return {
    taken: taken.filter((it) => !twofold.includes(it)),
    complaints: [
      ...found.flatMap((it) => it.complaints),
      ...rows.flatMap((it) => it.complaints),
      ...twofold.map(sayContradiction),
      ...repeats(rows.map((it) => (it.taken !== undefined && twofold.includes(it.taken) ? { ...it, taken: undefined } : it))),
      ...(found.some((it) => it.unreadable)
        ? []
        : deletions(
            sheets.filter((_, index) => lists[index] === undefined),
            rows,
          )),
    ],
    open: rows.filter((it) => it.topic !== undefined && !isAnswered(it.row)).length,
  }
}
