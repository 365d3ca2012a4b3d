/** Bad tables in whole assessments: each ends with a code and a place or is read all the same, and every other verdict survives. */
import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Assessment, Evidence } from '../../src/model/index.ts'
import { assessed, copy, csv, declaration, expectSurvivors, freshFolder, recordsOf, sweep, twin } from './subject.ts'

afterAll(sweep)

const text = csv(220, 400)
const lines = text.trimEnd().split('\n')

/** The same rows as Parquet. */
const parquet = async (at: string, name: string): Promise<string> => {
  const maker = await (await DuckDBInstance.create()).connect()
  await maker.run(`copy (from read_csv('${join(at, 'test.csv')}')) to '${join(at, name)}' (format parquet)`)
  maker.closeSync()
  return join(at, name)
}

type Case = {
  name: string
  /** Harms `test.csv` in a folder of its own; gives the path to declare, relative to it, when it is another. */
  harm: (at: string) => unknown
  /** The code of every record that reads the table; left out when it can be read. */
  code?: string
  /** What every such record says, in its error or among its limits. */
  says?: RegExp
  /** Rows that are read, as data.profile counts them. */
  rows?: number
  /** It only looks different: every fact is as in the twin. */
  same?: true
}

const rewritten =
  (content: string | Uint8Array) =>
  (at: string): void =>
    writeFileSync(join(at, 'test.csv'), content)

const cases: Case[] = [
  {
    name: 'Parquet of 0 bytes',
    harm: (at) => {
      writeFileSync(join(at, 't.parquet'), '')
      return 't.parquet'
    },
    code: 'damaged',
    says: /\/t\.parquet is empty \(0 bytes\)/,
  },
  {
    name: 'Parquet cut in the middle',
    harm: async (at) => {
      truncateSync(await parquet(at, 't.parquet'), 3000)
      return 't.parquet'
    },
    code: 'damaged',
    says: /\/t\.parquet is a Parquet file cut short/,
  },
  {
    name: 'Parquet whose pages were overwritten',
    harm: async (at) => {
      const file = await parquet(at, 't.parquet')
      writeFileSync(file, readFileSync(file).fill(0xa5, 4, 2500))
      return 't.parquet'
    },
    code: 'damaged',
    says: /\/t\.parquet cannot be read/,
  },
  { name: 'Parquet called .csv', harm: async (at) => renameSync(await parquet(at, 'really.parquet'), join(at, 'test.csv')), rows: 180 },
  {
    name: 'ragged CSV',
    harm: rewritten(lines.toSpliced(5, 1, '1,2,3').toSpliced(9, 1, `${lines[9]},more`).join('\n')),
    says: /^2 rows of .*test\.csv could not be read and were left out \(lines 6, 10\)/,
    rows: 178,
  },
  { name: 'CSV with a byte order mark', harm: rewritten(`\ufeff${text}`), same: true },
  { name: 'UTF-16 CSV', harm: rewritten(Buffer.from(`\ufeff${text}`, 'utf16le')), same: true },
  { name: 'a header and no rows', harm: rewritten(`${lines[0]}\n`), rows: 0 },
  { name: 'a column name that stands twice', harm: rewritten(text.replace(',note,', ',origin,')), says: /called "origin"/, rows: 180 },
  {
    name: 'hostile column names',
    harm: rewritten(text.replace(',note,', `,"a"");drop table x;--<script>\u202e\u001b[31m\n${'x'.repeat(5000)}",`)),
    rows: 180,
  },
  {
    name: 'a text of 1 MB in a cell',
    harm: rewritten(lines.toSpliced(3, 1, (lines[3] ?? '').replace('wrote', 'w'.repeat(2 ** 20))).join('\n')),
    rows: 180,
  },
  {
    name: 'bytes that are neither text nor Parquet',
    harm: rewritten(Buffer.alloc(5000, 'ab\0\u0001\u0002')),
    code: 'not_supported',
    says: /\/test\.csv is neither/,
  },
  {
    name: 'a link out of the tree behind a pattern',
    harm: (at) => {
      const elsewhere = freshFolder()
      writeFileSync(join(elsewhere, 'theirs.csv'), text)
      symlinkSync(join(elsewhere, 'theirs.csv'), join(at, 'linked-1.csv'))
      return 'linked-*.csv'
    },
    code: 'outside_folder',
    says: /\/linked-1\.csv lies outside/,
  },
  {
    name: 'a link that leads nowhere, behind a pattern',
    harm: (at) => {
      symlinkSync('gone.csv', join(at, 'linked-1.csv'))
      return 'linked-*.csv'
    },
    code: 'not_found',
    says: /\/linked-1\.csv is a link that leads nowhere/,
  },
  {
    name: 'a path with spaces, quotes, brackets and a newline',
    harm: (at) => {
      const name = `it's "a" [1] *\n$(id);table.csv`
      renameSync(join(at, 'test.csv'), join(at, name))
      return name
    },
    same: true,
  },
  { name: 'a pattern that matches nothing', harm: () => 'none-*.csv', code: 'not_found', says: /none-\*\.csv/ },
  {
    name: 'a pattern that matches 200 files',
    harm: (at) => {
      for (const [n, line] of lines.slice(1).entries()) writeFileSync(join(at, `part-${n}.csv`), `${lines[0]}\n${line}\n`)
      for (let n = 180; n < 200; n++) writeFileSync(join(at, `part-${n}.csv`), `${lines[0]}\n`)
      return 'part-*.csv'
    },
    rows: 180,
  },
  {
    name: 'a folder given as a table, with one empty file',
    harm: (at) => {
      writeFileSync(join(at, 'b.csv'), '')
      return '.'
    },
    says: /\/b\.csv is empty/,
    rows: 180,
  },
  {
    name: 'an empty folder given as a table',
    harm: (at) => {
      mkdirSync(join(at, 'parts'))
      return 'parts'
    },
    code: 'not_found',
    says: /parts/,
  },
  {
    name: 'a pipe',
    harm: (at) => {
      rmSync(join(at, 'test.csv'))
      execFileSync('mkfifo', [join(at, 'test.csv')])
    },
    code: 'not_readable',
    says: /\/test\.csv is not a file/,
  },
  {
    name: 'a pipe behind a pattern, beside a table',
    harm: (at) => {
      execFileSync('mkfifo', [join(at, 'test-2.csv')])
      return 'test*.csv'
    },
    rows: 180,
  },
  {
    name: 'a socket',
    harm: async (at) => {
      const server = createServer()
      afterAll(() => server.close())
      await new Promise<void>((done) => server.listen(join(at, 'socket.csv'), done))
      return 'socket.csv'
    },
    code: 'not_readable',
    says: /\/socket\.csv is not a file/,
  },
  {
    name: 'a link to a device that never ends',
    harm: (at) => {
      symlinkSync('/dev/zero', join(at, 'zero-1.csv'))
      return 'zero-*.csv'
    },
    code: 'not_found',
    says: /zero-\*\.csv/,
  },
]

const facts = ({ probe, facts }: Evidence) => ({ probe, facts })

/** Every record that reads the material ends as the case says. */
const expectHarm = (records: Evidence[], { code, says, rows }: Omit<Case, 'harm'>): void => {
  expect(records.length).toBeGreaterThan(1)
  for (const record of records) {
    expect({ probe: record.probe, code: record.error?.code }).toEqual({ probe: record.probe, code })
    const said = record.error === undefined ? record.limits : [record.error.message]
    if (says !== undefined) expect(said).toContainEqual(expect.stringMatching(says))
  }
  if (rows !== undefined) expect(records.find((record) => record.probe === 'data.profile')?.facts.rows).toBe(rows)
}

let all: Assessment
const nameOf = (it: Case): string => `bad${cases.indexOf(it)}`

/** One assessment in which every bad table is declared beside the good ones. */
beforeAll(async () => {
  const at = copy()
  const entries: string[] = []
  for (const it of cases) {
    const folder = join(at, nameOf(it))
    mkdirSync(folder)
    writeFileSync(join(folder, 'test.csv'), text)
    const renamed = await it.harm(folder)
    const path = `${nameOf(it)}/${typeof renamed === 'string' ? renamed : 'test.csv'}`
    entries.push(
      `  ${nameOf(it)}: { path: ${JSON.stringify(path)}, id: id, time: at, entity: entity, label: label, features: [hour, distance, origin, late_at] }`,
    )
  }
  writeFileSync(
    join(at, 'assay.yaml'),
    declaration.replace('tables:\n', () => `tables:\n${entries.join('\n')}\n`),
  )
  all = await assessed(at)
})

test.each(cases)('$name', async (it) => {
  const records = recordsOf(all, `tables.${nameOf(it)}`)
  expectHarm(records, it)
  const good = recordsOf(await twin(), 'tables.test').filter((record) => record.inputs.length === 1)
  if (it.same === true) expect(records.map(facts)).toEqual(expect.arrayContaining(good.map(facts)))
  await expectSurvivors(
    all,
    cases.map((one) => `tables.${nameOf(one)}`),
  )
})

/** Where the table or log that others are measured against is harmed. */
test.each<Omit<Case, 'harm'> & { material: string; harm: (at: string) => void }>([
  {
    name: 'a test table of 0 bytes',
    material: 'tables.test',
    harm: (at) => writeFileSync(join(at, 'test.csv'), ''),
    code: 'damaged',
    says: /^test\.csv is empty/,
  },
  {
    name: 'a role whose column is not there',
    material: 'tables.test',
    harm: (at) => writeFileSync(join(at, 'test.csv'), text.replace('label', 'labe1')),
    code: 'missing_role',
    says: /^tables\.test.*"label".*"labe1"/,
  },
  {
    name: 'a log cut in the middle of a quoted text',
    material: 'predictions.first',
    harm: (at) => appendFileSync(join(at, 'logs/first.csv'), '400,"cut he'),
    says: /logs\/first\.csv/,
    rows: 300,
  },
])('$name', async ({ material, harm, ...it }) => {
  const at = copy()
  harm(at)
  const assessment = await assessed(at)
  expectHarm(recordsOf(assessment, material), it)
  await expectSurvivors(assessment, [material])
})

test.each([
  ['vanishes', (file: string) => rmSync(file)],
  ['grows', (file: string) => appendFileSync(file, `${lines[1]}\n`)],
  ['is replaced by one of the same size', (file: string) => writeFileSync(file, readFileSync(file, 'utf8').replace('e0,', 'e1,'))],
])('a file that %s while the run goes on', async (_, change) => {
  const at = copy()
  let seen = 0
  const assessment = await assessed(at, {
    onProgress: ({ what }) => {
      if (what === 'data.unseen-categories' && seen++ === 0) change(join(at, 'test.csv'))
    },
  })
  for (const record of recordsOf(assessment, 'tables.test')) {
    expect(record.error?.code).toBe('changed_while_reading')
    expect(record.error?.message).toContain('tables.test')
    expect(record.facts).toEqual({})
  }
  await expectSurvivors(assessment, ['tables.test'])
})

test.each<[string, string]>([
  ['ci', 'runs.json'],
  ['documents', 'docs'],
])('%s that vanishes while the run goes on', async (material, path) => {
  const at = copy()
  const assessment = await assessed(at, {
    onProgress: ({ done, of }) => {
      if (done === of) rmSync(join(at, path), { recursive: true })
    },
  })
  for (const record of recordsOf(assessment, material)) expect(record.error?.code).toBe('changed_while_reading')
  await expectSurvivors(assessment, [material])
})
