/** Whatever becomes of a list among people, each row is taken whole, or named by its cell. */
import { describe, expect, test } from 'vitest'
import { Criterion, type Question, type RequestColumn, requestColumns, type Sheet, type SheetCell } from '../model/index.ts'
import { readRequestList } from './read-request-list.ts'
import { keyOf, requestRows } from './request-list.ts'

const question = (topic: string, wording: string, more: Partial<Question['lead']['criterion']> = {}): Question => {
  const criterion = Criterion.parse({
    id: 'a.b',
    title: 'T',
    question: wording,
    why: 'W',
    fix: 'F',
    should: 'S',
    topic,
    remedy: { do: 'D', effort: 'days' },
    ...more,
  })
  const lead = { framework: 'f', framework_title: 'F', section: 's', section_title: 'S', criterion }
  return {
    topic,
    lead,
    asked_in: [lead],
    wording,
    levels: ['yes', 'partly', 'no'],
    severity: 'major',
    worth: 1,
    minutes: 3,
    state: { is: 'open' },
    statements: [],
  }
}
const questions = [question('latency', 'How fast?', { candidate: 'How fast is yours?' }), question('data.qa', 'What finds it?')]
const key = (index: number): string => requestRows(questions)[index]?.key ?? ''

type Row = { [column in RequestColumn]?: string | Pick<SheetCell, 'text' | 'kind'> }
const columns = Object.keys(requestColumns) as RequestColumn[]

const sheetOf = (rows: readonly Row[], more: { name?: string; titles?: readonly string[]; from?: number } = {}): Sheet => {
  const { name = 'Requests', titles = columns.map((it) => requestColumns[it]), from = 1 } = more
  const cell = (row: number, at: number, it: string | Pick<SheetCell, 'text' | 'kind'>): SheetCell => ({
    ref: '',
    row,
    column: at + 1,
    ...(typeof it === 'string' ? { text: it, kind: 'text' as const } : it),
  })
  const body = rows.flatMap((row, index) =>
    columns.flatMap((column, at) => (row[column] === undefined ? [] : [cell(from + 1 + index, at, row[column])])),
  )
  return { name, cells: [...titles.map((it, at) => cell(from, at, it)), ...body], comments: [] }
}

const fast: Row = { key: key(0), question: 'How fast?', answer: 'yes', by: 'Ana', on: '2026-11-02' }
const found: Row = { key: key(1), question: 'What finds it?', answer: 'no', by: 'Ben', on: '2026-11-02' }
const read = (...sheets: Sheet[]) => readRequestList(sheets, questions, '2026-11-05')
const complaints = (...rows: Row[]) => read(sheetOf(rows))?.complaints.map((it) => `${it.cell} ${it.what}`) ?? []
const taken = (...rows: Row[]) => read(sheetOf(rows))?.taken.map((it) => it.statement)

describe('a row', () => {
  test('that is good is taken beside one that is not', () => {
    expect(taken({ ...fast, by: '' }, found)).toEqual([{ topic: 'data.qa', level: 'no', by: 'Ben', on: '2026-11-02' }])
  })

  test.each<[string, Row, RegExp]>([
    ['without a key', { ...fast, key: '' }, /^Requests!O2 no key/],
    ['with a key of no question', { ...fast, key: 'latence#0123456789ab' }, /^Requests!O2 no question on latence/],
    [
      'whose question was reworded since',
      { ...fast, key: keyOf('latency', 'How quick?') },
      /^Requests!C2 the question was reworded .* now it is “How fast\?”/,
    ],
    ['whose question was changed', { ...fast, question: 'How fast, if at all?' }, /^Requests!C2 the question was changed/],
    ['whose question is gone', { ...fast, question: '' }, /^Requests!C2 the question was changed/],
    ['with a level and nobody', { ...fast, by: ' ' }, /^Requests!L2 the answer has no name/],
    ['with words and no level', { ...fast, answer: '', says: 'very' }, /^Requests!H2 no answer was chosen, though “In your words”/],
    [
      'with a note and no level',
      { ...fast, answer: '', by: '', on: '', note: 'later' },
      /^Requests!H2 no answer was chosen, though “Note” is/,
    ],
    ['with a level that is none', { ...fast, answer: 'party' }, /^Requests!H2 “party” is no answer .* Did you mean “partly”\?/],
    ['with a truth for a level', { ...fast, answer: { text: 'TRUE', kind: 'boolean' } }, /^Requests!H2 “TRUE” is no answer/],
    ['with a day that is none', { ...fast, on: 'soon' }, /^Requests!M2 “soon” is no day/],
    ['with a number for a day', { ...fast, on: { text: '46328', kind: 'number' } }, /^Requests!M2 “46328” is no day/],
    ['with a day to come', { ...fast, on: '2026-11-07' }, /^Requests!M2 2026-11-07 has not come yet/],
    ['with words to look for in nothing', { ...fast, quote: 'fast' }, /^Requests!J2 words to look for/],
    ['with a formula for an answer', { ...fast, answer: { text: '', kind: 'formula' } }, /^Requests!H2 a formula/],
    ['with a formula for a question', { ...fast, question: { text: '', kind: 'formula' } }, /^Requests!C2 a formula/],
    ['with a formula for a key', { ...fast, key: { text: '', kind: 'formula' } }, /^Requests!O2 a formula/],
    ['with an error for words', { ...fast, says: { text: '#REF!', kind: 'error' } }, /^Requests!I2 an error \(#REF!\)/],
  ])('%s is named, and nothing of it is taken', (_, row, words) => {
    expect(complaints(row)).toHaveLength(1)
    expect(complaints(row)[0]).toMatch(words)
    expect(complaints(row)[0]).toMatch(/Nothing of this row was taken\.$/)
    expect(taken(row)).toEqual([])
  })

  test('is taken with a formula where nobody answers, and the formula is named', () => {
    const row: Row = { ...fast, no: { text: '', kind: 'formula' } }
    expect(complaints(row)).toEqual([expect.stringMatching(/^Requests!A2 a formula/)])
    expect(taken(row)).toHaveLength(1)
  })

  test('may differ in spaces and line ends, in case, and in a level that was not offered', () => {
    expect(complaints({ ...fast, question: ' How\r\nfast? ', answer: 'By Hand ' })).toEqual([])
    expect(taken({ ...fast, question: ' How\r\nfast? ', answer: 'By Hand ' })).toEqual([
      { topic: 'latency', level: 'by_hand', by: 'Ana', on: '2026-11-02' },
    ])
  })

  test('may ask in the words for a candidate', () => {
    expect(taken({ ...fast, key: keyOf('latency', 'How fast is yours?'), question: 'How fast is yours?' })).toHaveLength(1)
  })

  test('that nobody filled in is open', () => {
    expect(read(sheetOf([{ key: key(0), question: 'How fast?' }, found]))).toMatchObject({ open: 1, complaints: [] })
  })
})

describe('two rows on one question', () => {
  test('by two people are two voices', () => {
    expect(taken(fast, { ...fast, answer: 'no', by: 'Ben' })).toHaveLength(2)
    expect(complaints(fast, { ...fast, answer: 'no', by: 'Ben' })).toEqual([
      'Requests!O3 the question of Requests!O2 stands here again. Both answers were taken.',
    ])
  })

  test('by one person on one day contradict each other, and neither is taken', () => {
    expect(taken(fast, { ...fast, answer: 'no' }, found)).toHaveLength(1)
    expect(complaints(fast, { ...fast, answer: 'no' }).map((it) => it.slice(0, 12))).toEqual([
      'Requests!H2 ',
      'Requests!H3 ',
      'Requests!O3 ',
    ])
  })

  test('by one person on two days are an older and a newer answer', () => {
    expect(taken(fast, { ...fast, answer: 'no', on: '2026-11-03' })).toHaveLength(2)
  })

  test('of which one is empty give one answer', () => {
    expect(taken(fast, { key: key(0), question: 'How fast?' })).toHaveLength(1)
  })

  test('may stand on two sheets', () => {
    const copy = sheetOf([{ ...fast, by: 'Cleo' }], { name: "Ana's copy", from: 3 })
    expect(read(sheetOf([fast]), copy)?.complaints).toEqual([
      { cell: "'Ana''s copy'!O4", what: 'the question of Requests!O2 stands here again. Both answers were taken.' },
    ])
  })
})

describe('a sheet', () => {
  const titles = columns.map((it) => requestColumns[it])
  test('without any list is none', () => {
    expect(read({ name: 'Sheet1', cells: [{ ref: 'A1', row: 1, column: 1, text: 'Key', kind: 'text' }], comments: [] })).toBeUndefined()
  })

  test.each(['Key', 'Answer', 'Answered by'])('without the column %s is not taken', (title) => {
    const list = read(sheetOf([fast], { titles: titles.map((it) => (it === title ? '' : it)) }))
    expect(list?.taken).toEqual([])
    expect(list?.complaints.some((it) => it.cell === 'Requests!A1' && it.what.includes(`“${title}” is missing`))).toBe(true)
  })

  test('without another column is taken, and the column is named', () => {
    const list = read(sheetOf([fast], { titles: titles.map((it) => (it === 'Note' ? 'Remarks' : it)) }))
    expect(list?.taken).toHaveLength(1)
    expect(list?.complaints.map((it) => it.cell)).toEqual(['Requests!A1'])
  })

  test('with one column twice is not taken', () => {
    const list = read(sheetOf([fast], { titles: titles.map((it) => (it === 'Note' ? 'Answer' : it)) }))
    expect(list?.taken).toEqual([])
    expect(list?.complaints[0]).toMatchObject({ cell: 'Requests!N1' })
  })

  test('a row of which only the key is kept on another sheet was deleted', () => {
    const kept: Sheet = {
      name: 'Read me',
      cells: [0, 1].map((at) => ({ ref: '', row: at + 1, column: 1, text: key(at), kind: 'text' })),
      comments: [],
    }
    expect(read(kept, sheetOf([fast]))?.complaints).toEqual([
      { cell: "'Read me'!A2", what: 'the row of data.qa was deleted from the list; its question stays open.' },
    ])
  })
})
