/** Bad tables in whole assessments: each ends with a code and a place or is read all the same, and every other verdict survives. */
import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, expect, test } from 'vitest'
import type { Assessment, Evidence } from '../../src/model/index.ts'
import { assessed, copy, csv, declaration, expectSurvivors, freshFolder, recordsOf, sweep, twin } from './subject.ts'

afterAll(sweep)

const parquetOf = async (csvFile: string, to: string): Promise<void> => {
  const maker = await (await DuckDBInstance.create()).connect()
  await maker.run(`copy (from read_csv('${csvFile}')) to '${to}' (format parquet)`)
  maker.closeSync()
}

/** Another path for the table `test`, as it stands in the subject file. */
const withTest = (at: string, path: string): void =>
  writeFileSync(
    join(at, 'assay.yaml'),
    declaration.replace('path: test.csv', () => `path: ${JSON.stringify(path)}`),
  )

const text = csv(220, 400)
const lines = text.trimEnd().split('\n')

type Case = {
  name: string
  harm: (at: string) => unknown
  /** Default `tables.test`. */
  harmed?: string
  /** The code of every record that reads the material; left out when it can be read. */
  code?: string
  /** What every such record says, in its error or among its limits. */
  says?: RegExp
  /** Rows that are read, as data.profile counts them. */
  rows?: number
  /** It only looks different: every fact is as in the twin. */
  same?: true
}

const cases: Case[] = [
  {
    name: 'Parquet of 0 bytes',
    harm: (at) => [writeFileSync(join(at, 't.parquet'), ''), withTest(at, 't.parquet')],
    code: 'damaged',
    says: /^t\.parquet is empty \(0 bytes\)/,
  },
  {
    name: 'Parquet cut in the middle',
    harm: async (at) => {
      await parquetOf(join(at, 'test.csv'), join(at, 't.parquet'))
      truncateSync(join(at, 't.parquet'), 3000)
      withTest(at, 't.parquet')
    },
    code: 'damaged',
    says: /^t\.parquet is a Parquet file cut short/,
  },
  {
    name: 'Parquet whose pages were overwritten',
    harm: async (at) => {
      await parquetOf(join(at, 'test.csv'), join(at, 't.parquet'))
      writeFileSync(join(at, 't.parquet'), readFileSync(join(at, 't.parquet')).fill(0xa5, 4, 2500))
      withTest(at, 't.parquet')
    },
    code: 'damaged',
    says: /t\.parquet cannot be read/,
  },
  {
    name: 'Parquet called .csv',
    harm: async (at) => {
      await parquetOf(join(at, 'test.csv'), join(at, 'really.parquet'))
      renameSync(join(at, 'really.parquet'), join(at, 'test.csv'))
    },
    rows: 180,
  },
  {
    name: 'ragged CSV',
    harm: (at) => writeFileSync(join(at, 'test.csv'), lines.toSpliced(5, 1, '1,2,3').toSpliced(9, 1, `${lines[9]},more`).join('\n')),
    says: /^2 rows of test\.csv could not be read and were left out \(lines 6, 10\)/,
    rows: 178,
  },
  { name: 'CSV with a byte order mark', harm: (at) => writeFileSync(join(at, 'test.csv'), `\ufeff${text}`), same: true },
  { name: 'UTF-16 CSV', harm: (at) => writeFileSync(join(at, 'test.csv'), Buffer.from(`\ufeff${text}`, 'utf16le')), same: true },
  { name: 'a header and no rows', harm: (at) => writeFileSync(join(at, 'test.csv'), `${lines[0]}\n`), rows: 0 },
  {
    name: 'a column name that stands twice',
    harm: (at) => writeFileSync(join(at, 'test.csv'), text.replace(',note,', ',origin,')),
    says: /called "origin"/,
    rows: 180,
  },
  {
    name: 'hostile column names',
    harm: (at) =>
      writeFileSync(join(at, 'test.csv'), text.replace(',note,', `,"a"");drop table x;--<script>\u202e\u001b[31m\n${'x'.repeat(5000)}",`)),
    rows: 180,
  },
  {
    name: 'a text of 1 MB in a cell',
    harm: (at) =>
      writeFileSync(join(at, 'test.csv'), lines.toSpliced(3, 1, (lines[3] ?? '').replace('wrote', 'w'.repeat(2 ** 20))).join('\n')),
    rows: 180,
  },
  {
    name: 'bytes that are neither text nor Parquet',
    harm: (at) => writeFileSync(join(at, 'test.csv'), Buffer.alloc(5000, 'ab\0\u0001\u0002')),
    code: 'not_supported',
    says: /^test\.csv is neither/,
  },
  {
    name: 'a link out of the tree behind a pattern',
    harm: (at) => {
      const elsewhere = freshFolder()
      writeFileSync(join(elsewhere, 'theirs.csv'), text)
      symlinkSync(join(elsewhere, 'theirs.csv'), join(at, 'linked-1.csv'))
      withTest(at, 'linked-*.csv')
    },
    code: 'outside_folder',
    says: /^linked-1\.csv lies outside/,
  },
  {
    name: 'a link that leads nowhere, behind a pattern',
    harm: (at) => [symlinkSync('gone.csv', join(at, 'linked-1.csv')), withTest(at, 'linked-*.csv')],
    code: 'not_found',
    says: /^linked-1\.csv is a link that leads nowhere/,
  },
  {
    name: 'a path with spaces, quotes, brackets and a newline',
    harm: (at) => {
      const name = `it's "a" [1] *\n$(id);table.csv`
      renameSync(join(at, 'test.csv'), join(at, name))
      withTest(at, name)
    },
    same: true,
  },
  {
    name: 'a pattern that matches nothing',
    harm: (at) => withTest(at, 'none-*.csv'),
    code: 'not_found',
    says: /none-\*\.csv/,
  },
  {
    name: 'a pattern that matches 200 files',
    harm: (at) => {
      mkdirSync(join(at, 'many'))
      for (const [n, line] of lines.slice(1).entries()) writeFileSync(join(at, 'many', `${n}.csv`), `${lines[0]}\n${line}\n`)
      for (let n = 180; n < 200; n++) writeFileSync(join(at, 'many', `${n}.csv`), `${lines[0]}\n`)
      withTest(at, 'many/*.csv')
    },
    rows: 180,
  },
  {
    name: 'a folder given as a table, with one empty file',
    harm: (at) => {
      mkdirSync(join(at, 'parts'))
      renameSync(join(at, 'test.csv'), join(at, 'parts', 'a.csv'))
      writeFileSync(join(at, 'parts', 'b.csv'), '')
      withTest(at, 'parts')
    },
    says: /^parts\/b\.csv is empty/,
    rows: 180,
  },
  {
    name: 'an empty folder given as a table',
    harm: (at) => [mkdirSync(join(at, 'parts')), withTest(at, 'parts')],
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
    says: /^test\.csv is not a file/,
  },
  {
    name: 'a pipe behind a pattern, beside a table',
    harm: (at) => [execFileSync('mkfifo', [join(at, 'test-2.csv')]), withTest(at, 'test*.csv')],
    rows: 180,
  },
  {
    name: 'a socket',
    harm: async (at) => {
      rmSync(join(at, 'test.csv'))
      const server = createServer()
      await new Promise<void>((done) => server.listen(join(at, 'test.csv'), done))
      return () => server.close()
    },
    code: 'not_readable',
    says: /^test\.csv is not a file/,
  },
  {
    name: 'a link to a device that never ends',
    harm: (at) => [rmSync(join(at, 'test.csv')), symlinkSync('/dev/zero', join(at, 'test-1.csv')), withTest(at, 'test-*.csv')],
    code: 'not_found',
    says: /test-\*\.csv/,
  },
  {
    name: 'a role whose column is not there',
    harm: (at) => writeFileSync(join(at, 'test.csv'), text.replace('label', 'labe1')),
    code: 'missing_role',
    says: /^tables\.test.*"label".*"labe1"/,
  },
  {
    name: 'a log cut in the middle of a quoted text',
    harmed: 'predictions.first',
    harm: (at) => {
      const log = readFileSync(join(at, 'logs/first.csv'), 'utf8').trimEnd()
      writeFileSync(join(at, 'logs/first.csv'), `${log}\n400,"cut he`)
    },
    says: /logs\/first\.csv/,
    rows: 300,
  },
]

/** Every record that reads the material ends as the case says. */
const expectHarm = async (it: Assessment, { harmed = 'tables.test', code, says, rows, same }: Case): Promise<void> => {
  const records = recordsOf(it, harmed)
  expect(records.length).toBeGreaterThan(2)
  const facts = ({ probe, inputs, facts }: Evidence) => ({ probe, inputs: inputs.map((input) => input.material), facts })
  if (same === true) expect(records.map(facts)).toEqual(expect.arrayContaining(recordsOf(await twin(), harmed).map(facts)))
  for (const record of records) {
    expect({ probe: record.probe, code: record.error?.code }).toEqual({ probe: record.probe, code })
    const said = record.error === undefined ? record.limits : [record.error.message]
    if (says !== undefined) expect(said).toContainEqual(expect.stringMatching(says))
  }
  if (rows !== undefined) expect(records.find((record) => record.probe === 'data.profile')?.facts.rows).toBe(rows)
}

test.each(cases)('$name', async (it) => {
  const at = copy()
  const undo = await it.harm(at)
  const assessment = await assessed(at)
  if (typeof undo === 'function') undo()
  await expectHarm(assessment, it)
  await expectSurvivors(assessment, [it.harmed ?? 'tables.test'])
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
