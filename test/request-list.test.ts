/** The request list goes out as a workbook, is filled in with other programs, and comes back without loss. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readRequestList, requestRows } from '../src/ask/index.ts'
import { answers } from '../src/declare/index.ts'
import { type AnswerColumn, answerColumns, Problem, type Request, requestColumns, type Sheet, type Statement } from '../src/model/index.ts'
import { writeRequestList } from '../src/report/formats/xlsx.ts'
import { assay } from './bad-input/command.ts'
import { list, meta, questions } from './request-list/ten-questions.ts'

const today = '2026-11-05'
const filled = (name: string): string => `test/request-list/filled/${name}`

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'request-list-'))
})
afterAll(() => rm(folder, { recursive: true }))

const written = async (bytes: Uint8Array | Promise<Uint8Array>): Promise<Sheet[]> => {
  const file = join(folder, 'list.xlsx')
  await writeFile(file, await bytes)
  return answers.readXlsx(file)
}

/** What somebody types into the rows of the second sheet, counted from 1. */
const typed = (sheets: Sheet[], rows: { [row: number]: { [column in AnswerColumn]?: string } }): Sheet[] =>
  sheets.map((sheet) => {
    if (sheet.name !== 'Requests') return sheet
    const column = (name: AnswerColumn) => Object.keys(requestColumns).indexOf(name) + 1
    const more = Object.entries(rows).flatMap(([row, cells]) =>
      answerColumns.flatMap((name) => {
        const text = cells[name]
        return text === undefined ? [] : [{ ref: '', row: Number(row) + 1, column: column(name), text, kind: 'text' as const }]
      }),
    )
    return { ...sheet, cells: [...sheet.cells, ...more] }
  })

const read = (sheets: Sheet[]) => readRequestList(sheets, questions, today)
const statements = (sheets: Sheet[]): Statement[] | undefined => read(sheets)?.taken.map((it) => it.statement)

const ana = { by: 'Ana Ruiz', on: '2026-11-02' }
const expected: Statement[] = [
  { topic: 'latency', level: 'yes', says: 'About 50 ms at the 95th percentile.\n<b>Really</b> & truly', ...ana },
  {
    topic: 'rollout.canary',
    level: 'partly',
    says: 'Only our own staff \u202esee it first',
    by: 'Ben',
    on: '2026-11-03',
    note: 'ask again',
  },
  { topic: 'data.qa', level: 'no', says: "'=1+1 is no formula", by: 'Ana Ruiz', on: today },
  { topic: 'latency', level: 'no', says: 'Nobody has measured it', by: 'Cleo', on: '2026-11-04' },
]

describe('filled in with another program', () => {
  test.each(['openpyxl.xlsx', 'libreoffice.xlsx'])('%s: what is good is taken, and all else is named by its cell', async (name) => {
    const sheets = await answers.readXlsx(filled(name))
    expect(statements(sheets)).toEqual(expected)
    expect(read(sheets)?.taken.map((it) => it.undated)).toEqual([false, false, true, false])
    const complaints = read(sheets)?.complaints ?? []
    expect(complaints.map((it) => it.cell)).toEqual([
      'Requests!N4',
      'Requests!L5',
      'Requests!H6',
      'Requests!H7',
      'Requests!M8',
      'Requests!I9',
      'Requests!C10',
      'Requests!O11',
      "'Read me'!A25",
    ])
    const about = [
      'comment',
      'no name',
      'no answer was chosen',
      '“perhaps”',
      '“3/11/2026”',
      'formula',
      'was changed',
      'Requests!O2',
      'rollout.blue_green',
    ]
    for (const [index, words] of about.entries()) expect(complaints[index]?.what).toContain(words)
  })

  test('sorted, moved to another sheet, with columns in another order and more of them', async () => {
    const sheets = await answers.readXlsx(filled('moved.xlsx'))
    const said = ['rollout.blue_green', 'rollout.ab', 'label_quality', 'latency']
    expect(statements(sheets)).toEqual(said.map((topic, at) => ({ topic, level: 'yes', says: `row ${[11, 9, 5, 2][at]}`, ...ana })))
    // The program made a formula of the question that begins with an equals sign.
    expect(read(sheets)?.complaints.map((it) => it.cell)).toEqual(['Ours!P3', 'Ours!F5'])
    expect(read(sheets)?.open).toBe(5)
  })

  test.each([
    ['open-document.ods', 'OpenDocument'],
    ['old-excel.xls', 'old kind'],
  ])('%s is refused in one line', async (name, words) => {
    const problem = await answers.readXlsx(filled(name)).catch((error: unknown) => error)
    expect(problem).toBeInstanceOf(Problem)
    expect((problem as Problem).line()).toContain(words)
  })
})

describe('as it is sent', () => {
  test('the same list gives the same bytes, whatever the time', async () => {
    const first = await list()
    await new Promise((done) => setTimeout(done, 2100))
    expect(Buffer.compare(first, await list())).toBe(0)
  })

  test('nothing filled in: nothing taken, nothing to complain of, all open', async () => {
    expect(read(await written(list()))).toEqual({ taken: [], complaints: [], open: 10 })
  })

  test('every answer typed in comes back with who and when, word for word', async () => {
    const sheets = await written(list())
    const rows = Object.fromEntries(
      questions.map((_, at) => [
        at + 1,
        { answer: 'yes', says: `  ${at} `, by: `P${at}`, on: '2026-11-01', document: 'a.md', quote: 'q', note: '\n' },
      ]),
    )
    expect(statements(typed(sheets, rows))).toEqual(
      questions.map(({ topic }, at) => ({
        topic,
        level: 'yes',
        says: `  ${at} `,
        by: `P${at}`,
        on: '2026-11-01',
        document: 'a.md',
        quote: 'q',
      })),
    )
  })
})

describe('hostile text', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom('_', 'x', '0', '4', '1', 'A', '<', '&', '\r', '\n', '\ud800', '\udc00', '\ufffd', '\u202e', '=', '+', ' '),
    }),
    fc.constantFrom(
      '=cmd|x!A1',
      '+1',
      '-1',
      '@a',
      'constructor',
      '__proto__',
      'toString',
      ']]>',
      '<!DOCTYPE a>',
      '&amp;',
      '\u0000',
      '_x0041_',
      '\u{1ffff}',
    ),
  )

  test('is in the cell as it was, as text', async () => {
    const row = fc.record<Request>({
      key: fc.constant('latency#0123456789ab'),
      section: text,
      question: text,
      why: text,
      shown_by: text,
      priority: text,
      asked_of: text,
      answers: fc.constant(['yes', 'no']),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 3 }), async (rows) => {
        const [, requests] = await written(writeRequestList(rows, meta))
        const at = (index: number, column: number) => requests?.cells.find((it) => it.row === index + 2 && it.column === column)
        for (const [index, it] of rows.entries())
          for (const [offset, wanted] of [it.section, it.question, it.why, it.shown_by, it.priority, it.asked_of].entries()) {
            expect(at(index, offset + 2)?.text ?? '').toBe(wanted)
            expect(at(index, offset + 2)?.kind ?? 'text').toBe('text')
          }
      }),
      { numRuns: 60 },
    )
  })

  test('a megabyte is cut to what a cell holds on the way out, and taken whole on the way back', async () => {
    const long = '\u{1f600}=<b>'.repeat(170_000)
    const [row] = requestRows(questions.slice(0, 1).map((it) => ({ ...it, wording: long })))
    const sheets = await written(writeRequestList([row as Request], meta))
    const question = sheets[1]?.cells.find((it) => it.ref === 'C2')?.text ?? ''
    expect(question.length).toBeLessThanOrEqual(32_767)
    expect(long.startsWith(question.slice(0, -1))).toBe(true)
    const own = questions.slice(0, 1).map((it) => ({ ...it, wording: long }))
    const taken = readRequestList(typed(sheets, { 1: { answer: 'yes', by: 'Ana', says: long } }), own, today)?.taken
    expect(taken?.[0]?.statement.says === long).toBe(true)
  })
})

describe('assay ask --import', () => {
  const run = (name: string, file: string, ...more: string[]) =>
    assay(['ask', '--import', filled(name), '--answers', file, '--framework', './test/request-list/framework', ...more])

  test('adds what is good, names the rest, and adds nothing twice', async () => {
    const file = join(folder, 'answers.yaml')
    await writeFile(file, '# ours\nstatements:\n  - {topic: latency, level: yes, by: Dora} # by telephone\n')
    const first = await run('openpyxl.xlsx', file)
    expect(first.err).toBe('')
    expect(first.code).toBe(0)
    expect(first.out).toContain('4 answers added')
    expect(first.out).toContain('Requests!I9: a formula')
    expect(first.out).toContain('latency: Dora answers “yes”; Ana Ruiz answers “yes” (2026-11-02)')
    expect(first.out).toContain('Cleo answers “no” (2026-11-04)')
    expect(first.out).toContain('claim: {fact: serving.latency.p95_ms, at_most: 50}')
    expect(first.out).not.toContain('\u202e')
    const text = await readFile(file, 'utf8')
    expect(text.startsWith('# ours\nstatements:\n  - {topic: latency, level: yes, by: Dora} # by telephone\n')).toBe(true)
    expect((await run('libreoffice.xlsx', file)).out).toContain('0 answers added')
    expect(await readFile(file, 'utf8')).toBe(text)
  })

  test('two lists imported at once: nothing is lost', async () => {
    const file = join(folder, 'at-once.yaml')
    const ran = await Promise.all([run('openpyxl.xlsx', file), run('moved.xlsx', file)])
    expect(ran.map((it) => it.code)).toEqual([0, 0])
    const text = await readFile(file, 'utf8')
    expect(text.match(/- topic: /g)).toHaveLength(8)
    expect(text.match(/^statements:/gm)).toHaveLength(1)
  })

  test('a file that is no list ends in one line and exit code 2', async () => {
    for (const name of ['old-excel.xls', 'open-document.ods', '../framework/ask.yaml', 'missing.xlsx', '.']) {
      const ran = await run(name, join(folder, 'none.yaml'))
      expect(ran.code).toBe(2)
      expect(ran.err.trim().split('\n')).toHaveLength(1)
      expect(ran.out).toBe('')
    }
  })
})
