/** Bad tables as cases: how each is made in a folder of its own, and how the records that read it must end. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { csv, freshFolder } from './subject.ts'

export const text = csv(220, 400)
export const lines = text.trimEnd().split('\n')

/** The same rows as Parquet. */
const parquet = async (at: string, name: string): Promise<string> => {
  const maker = await (await DuckDBInstance.create()).connect()
  await maker.run(`copy (from read_csv('${join(at, 'test.csv')}')) to '${join(at, name)}' (format parquet)`)
  maker.closeSync()
  return join(at, name)
}

export type Case = {
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

export const cases: Case[] = [
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
      server.unref()
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
