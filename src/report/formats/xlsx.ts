/** Draws the request list as a workbook: how to fill it in, and the questions with a drop-down for each answer. */
import type { CellObject, Feature, Row, Sheet } from 'write-excel-file/universal'
import { answerColumns, type Request, type RequestColumn, type RequestListMeta, requestColumns } from '../../model/index.ts'
import { cellText } from './xlsx-text.ts'
import { sameTimes } from './zip-times.ts'

const columns = Object.keys(requestColumns) as RequestColumn[]

/** In characters. */
const widths: { [column in RequestColumn]: number } = {
  no: 5,
  section: 18,
  question: 46,
  why: 40,
  shown_by: 34,
  priority: 9,
  asked_of: 16,
  answer: 13,
  says: 50,
  document: 26,
  quote: 28,
  by: 18,
  on: 12,
  note: 26,
  key: 4,
}
const [ink, quiet, head, filled] = ['#1f2933', '#9aa5b1', '#e4e7eb', '#f5f9ff']

const letterOf = (column: RequestColumn): string => String.fromCharCode(65 + columns.indexOf(column))

/** Text, whatever it begins with; what a program could take for a formula when somebody edits it bears the format of text too. */
const text = (value: string, more: Partial<CellObject> = {}): CellObject => ({
  type: String,
  value: cellText(value),
  ...(/^[=+\-@]/.test(value) ? { format: '@' } : {}),
  wrap: true,
  alignVertical: 'top',
  textColor: ink,
  ...more,
})

const toFill = (column: RequestColumn): CellObject => ({
  type: column === 'on' ? Date : String,
  // A date typed in is kept as one, whatever the order of day and month where it is typed.
  format: column === 'on' ? 'yyyy-mm-dd' : '@',
  wrap: true,
  alignVertical: 'top',
  backgroundColor: filled,
  borderStyle: 'hair',
  borderColor: quiet,
  textColor: ink,
})

const questionRow = (it: Request, index: number): Row => {
  const asked = (['section', 'question', 'why', 'shown_by', 'priority', 'asked_of'] as const).map((column) => text(it[column]))
  const height = heightOf((['section', 'question', 'why', 'shown_by', 'asked_of'] as const).map((column) => [it[column], widths[column]]))
  const answers = answerColumns.map(toFill)
  return [
    { type: Number, value: index + 1, alignVertical: 'top', textColor: quiet, height },
    ...asked,
    ...answers,
    text(it.key, { textColor: quiet, wrap: false }),
  ]
}

const headRow: Row = columns.map((it) => text(requestColumns[it], { fontWeight: 'bold', backgroundColor: head }))

/** Neighbouring rows with the same words share one drop-down; rows count from 2, below the titles. */
const dropDowns = (requests: readonly Request[]): string => {
  const runs: { from: number; to: number; words: string }[] = []
  for (const [index, { answers }] of requests.entries()) {
    const words = answers.join(',')
    const last = runs.at(-1)
    if (last?.words === words) last.to = index + 2
    else runs.push({ from: index + 2, to: index + 2, words })
  }
  const column = letterOf('answer')
  const each = runs.map(
    ({ from, to, words }) =>
      `<dataValidation type="list" allowBlank="1" showErrorMessage="1" errorTitle="Answer" error="Choose one of: ${words.replaceAll(',', ', ')}" sqref="${column}${from}:${column}${to}"><formula1>"${words}"</formula1></dataValidation>`,
  )
  return each.length === 0 ? '' : `<dataValidations count="${each.length}">${each.join('')}</dataValidations>`
}

/** What the library does not write: a drop-down for each answer on the second sheet, and pages as wide as the sheet; each where the format wants it. */
const withDropDowns = (requests: readonly Request[]): Feature<Blob> => ({
  files: {
    transform: {
      'xl/worksheets/sheet{id}.xml': {
        transform: (xml, _, { sheetIndex }) => {
          const onePageWide = xml
            .replace(/<worksheet\b[^>]*>/, (tag) => `${tag}<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`)
            .replace('<pageSetup ', '<pageSetup fitToWidth="1" fitToHeight="0" ')
          return sheetIndex === 1 ? onePageWide.replace('<pageMargins', () => `${dropDowns(requests)}<pageMargins`) : onePageWide
        },
      },
    },
  },
})

/** In points, at most what a row may have. Set, because not every program fits a row to wrapped text when it opens a file. */
const heightOf = (texts: readonly [text: string, width: number][]): number => {
  const lines = texts.map(([it, width]) =>
    it.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil((line.length * 1.08) / width)), 0),
  )
  return Math.min(400, 4 + 15 * Math.max(1, ...lines))
}

/** In characters. */
const readMeWidth = 100

const howToFillIn = (words: readonly string[]): string[] => [
  `Choose an answer in the column Answer: ${words.join(', ')}. “no” is an honest answer; leave empty what you do not know, and it stays open.`,
  'Write who answers in Answered by. An answer without a name is not taken.',
  'Say it in your own words where there is more to say: with the number, its unit, and the time it is of.',
  'If a document bears it out, name its file in Document, and copy the words that say so into Words to look for in it.',
  'Write the day of the answer in On, as 2026-05-04. An empty On becomes the day on which the list is read back.',
  'Two people may answer one question: copy its row, and each fills in one. Both voices are kept and shown.',
  'You may sort, filter, hide and widen. Please leave the questions and the column Key as they are: answers are found by them.',
  'Write no formulas: they are not read. Nor are comments on cells; there is a column Note.',
]

const whatHappens: readonly string[] = [
  'Each is kept word for word, with its name and day. Nothing that somebody else said is overwritten.',
  'What is said counts as “they say”. What is said and found in a document counts as “they show”. What was measured on the system itself counts as “we measured”. The three stand side by side, and where they differ both are told.',
]

const readMe = (requests: readonly Request[], { subject, asked_by, date }: RequestListMeta): Row[] => {
  const line = (value: string, more: Partial<CellObject> = {}): Row => [text(value, { height: heightOf([[value, readMeWidth]]), ...more })]
  const heading = (value: string): Row => line(value, { fontWeight: 'bold', height: 30, alignVertical: 'bottom' })
  const many = `${requests.length} ${requests.length === 1 ? 'question' : 'questions'}`
  const by = asked_by === undefined ? '' : ` by ${asked_by}`
  return [
    line('Request list', { fontWeight: 'bold', fontSize: 16, height: 28 }),
    line(`${many}${subject === undefined ? '' : ` about ${subject}`}, asked${by} on ${date}. They stand on the next sheet, Requests.`),
    heading('How to fill it in'),
    ...howToFillIn([...new Set(requests.flatMap((it) => it.answers))]).map((it) => line(it)),
    heading('What happens to the answers'),
    ...whatHappens.map((it) => line(it)),
    line('Keys of the questions in this list, by which a row that was deleted is noticed; please leave them.', {
      textColor: quiet,
      height: 30,
    }),
    ...requests.map((it) => line(it.key, { textColor: quiet, wrap: false })),
  ]
}

/** The same bytes for the same list: the date comes in with `meta`. */
export const writeRequestList = async (requests: readonly Request[], meta: RequestListMeta): Promise<Uint8Array> => {
  const { default: writeExcelFile } = await import('write-excel-file/universal')
  const sheets: Sheet<Blob>[] = [
    { sheet: 'Read me', data: readMe(requests, meta), columns: [{ width: readMeWidth }], showGridLines: false },
    {
      sheet: 'Requests',
      data: [headRow, ...requests.map(questionRow)],
      columns: columns.map((it) => ({ width: widths[it] })),
      stickyRowsCount: 1,
      stickyColumnsCount: 3,
      orientation: 'landscape',
    },
  ]
  const blob = await writeExcelFile(sheets, { features: [withDropDowns(requests)], fontFamily: 'Calibri', fontSize: 11 }).toBlob()
  return sameTimes(new Uint8Array(await blob.arrayBuffer()))
}
