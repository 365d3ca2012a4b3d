/** What looks odd but can be read is read, and what had to be guessed or left out is said without printing a value. */
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Folder, folder } from './testing/folder.ts'

/** Stands in every bad row; must stand in no limit. */
const secret = 'hunter2'
const csv = `a,b\n1,${secret}\n2,x\n`
let at: Folder
beforeAll(async () => {
  at = await folder()
})
afterAll(() => at.close())

/** pyarrow 26: x int32 [1, 2], w decimal256(50, 3) [1.5, null]; the engine would read w as 25165824. */
const wideDecimals =
  'UEFSMRUAFRwVHCwVBBUAFQYVBhwAAAACAAAABAEBAAAAAgAAABUAFTYVNiwVBBUAFQYVBhwAAAACAAAAAwEAAAAAAAAAAAAAAAAAAAAAAAAABdwVBBk8NQAYBnNjaGVtYRUEABUCJQIYAXgAFQ4VKhUCGAF3JQoVBhVkLFwVBhVkAAAAFgQZHBksJgAcFQIZJQYAGRgBeBUAFgQWQhZCJghJHBUAFQAVAgA8KQYZJgAEAAAAJgAcFQ4ZJQYAGRgBdxUAFgQWXBZcJkpJHBUAFQAVAgA8KQYZJgICAAAAFp4BFgQmCBaeAQAoIHBhcnF1ZXQtY3BwLWFycm93IHZlcnNpb24gMjYuMC4xGSwcAAAcAAAAwQAAAFBBUjE='

type Read = { name: string; make: () => Promise<unknown>; path: string; rows: number; columns: string[]; limits: RegExp[] }
const utf16 = (text: string) => Buffer.from(text, 'utf16le')
const read: Read[] = [
  { name: 'a header alone', make: () => at.write('head.csv', 'a,b\n'), path: 'head.csv', rows: 0, columns: ['a', 'b'], limits: [] },
  {
    name: 'a header without a line end',
    make: () => at.write('head2.csv', 'a,b'),
    path: 'head2.csv',
    rows: 0,
    columns: ['a', 'b'],
    limits: [],
  },
  {
    name: 'a ragged CSV',
    make: () => at.write('rag.csv', `a,b\n1,x\n${secret}\n2,y\n3,${secret},z\n`),
    path: 'rag.csv',
    rows: 2,
    columns: ['a', 'b'],
    limits: [/^2 rows of rag\.csv could not be read and were left out \(lines 3, 5\)/],
  },
  {
    name: 'an open quotation mark',
    make: () => at.write('quote.csv', `a,b\n1,x\n2,"${secret}\n3,y\n`),
    path: 'quote.csv',
    rows: 1,
    columns: ['a', 'b'],
    limits: [/line 3.*quotation mark may be open/],
  },
  {
    name: 'a column twice',
    make: () => at.write('twice.csv', 'a,a,A\n1,2,3\n'),
    path: 'twice.csv',
    rows: 1,
    columns: ['a', 'a_1', 'A_2'],
    limits: [/Two columns are called "a".*place 2.*"a_1"/, /Two columns are called "A".*place 3/],
  },
  {
    name: 'columns without names',
    make: () => at.write('nameless.csv', ',b, \n1,2,3\n'),
    path: 'nameless.csv',
    rows: 1,
    columns: ['column_1', 'b', 'column_3'],
    limits: [/Column 1 has no name/, /Column 3 has no name/],
  },
  {
    name: 'the row numbers of pandas',
    make: () => at.parquet('index.parquet', 'select 1 as a, 7 as __index_level_0__ union all select 1, 9'),
    path: 'index.parquet',
    rows: 2,
    columns: ['a'],
    limits: [/row numbers that pandas wrote.*__index_level_0__/],
  },
  {
    name: 'a decimal of 50 digits, as pyarrow writes it',
    make: () => at.write('wide.parquet', Buffer.from(wideDecimals, 'base64')),
    path: 'wide.parquet',
    rows: 2,
    columns: ['x'],
    limits: [/decimals of more than 38 digits, which are not read: w/],
  },
  {
    name: 'names that would be SQL',
    make: () => at.write('sql.csv', '"x""; drop table t; --",it\'s,"two\nlines"\n1,2,3\n'),
    path: 'sql.csv',
    rows: 1,
    columns: ['x"; drop table t; --', "it's", 'two\nlines'],
    limits: [],
  },
  {
    name: 'a name of 5,000 letters',
    make: () => at.write('long.csv', `${'L'.repeat(5000)},b\n1,2\n`),
    path: 'long.csv',
    rows: 1,
    columns: ['L'.repeat(300), 'b'],
    limits: [/name of column 1 has 5000 characters/],
  },
  {
    name: 'a byte order mark',
    make: () => at.write('bom.csv', '\ufeffa,b\n1,2\n'),
    path: 'bom.csv',
    rows: 1,
    columns: ['a', 'b'],
    limits: [],
  },
  {
    name: 'UTF-16, little end first',
    make: () => at.write('le.csv', utf16('\ufeffa,b\n1,é\n')),
    path: 'le.csv',
    rows: 1,
    columns: ['a', 'b'],
    limits: [],
  },
  {
    name: 'UTF-16, big end first',
    make: () => at.write('be.csv', utf16('\ufeffa,b\n1,é\n').swap16()),
    path: 'be.csv',
    rows: 1,
    columns: ['a', 'b'],
    limits: [],
  },
  {
    name: 'UTF-16 without a mark',
    make: () => at.write('nomark.csv', utf16('a,b\n1,2\n')),
    path: 'nomark.csv',
    rows: 1,
    columns: ['a', 'b'],
    limits: [],
  },
  {
    name: 'Latin-1',
    make: () => at.write('latin.csv', Buffer.from('a,b\n1,é\n', 'latin1')),
    path: 'latin.csv',
    rows: 1,
    columns: ['a', 'b'],
    limits: [/^latin\.csv is not UTF-8; it was read as Latin-1/],
  },
  {
    name: 'CSV packed and called Parquet',
    make: () => at.write('packed.parquet', gzipSync(csv)),
    path: 'packed.parquet',
    rows: 2,
    columns: ['a', 'b'],
    limits: [],
  },
  {
    name: 'CSV packed with zstd',
    make: () => at.write('packed.zst', zstdCompressSync(csv)),
    path: 'packed.zst',
    rows: 2,
    columns: ['a', 'b'],
    limits: [],
  },
  {
    name: 'Parquet called CSV',
    make: () => at.parquet('really.csv', 'select 1 as a'),
    path: 'really.csv',
    rows: 1,
    columns: ['a'],
    limits: [],
  },
  {
    name: 'JSON lines called CSV',
    make: () => at.write('lines.csv', '{"a":1}\n{"a":2}\n'),
    path: 'lines.csv',
    rows: 2,
    columns: ['a'],
    limits: [],
  },
  {
    name: 'a bad line among JSON lines',
    make: () => at.write('bad.jsonl', `{"a":1}\n{"a": ${secret}\n\n{"a":3}\n{"a":NaN}\n`),
    path: 'bad.jsonl',
    rows: 3,
    columns: ['a'],
    limits: [/^1 row of bad\.jsonl .*\(line 2\)/],
  },
  {
    name: 'a field twice in one JSON record',
    make: () => at.write('again.jsonl', '{"a":1}\n{"a":1,"a":2}\n'),
    path: 'again.jsonl',
    rows: 1,
    columns: ['a'],
    limits: [/\(line 2\)/],
  },
  { name: 'semicolons', make: () => at.write('semi.csv', 'a;b\n1,5;2\n'), path: 'semi.csv', rows: 1, columns: ['a', 'b'], limits: [] },
  { name: 'tabs', make: () => at.write('tab.csv', 'a\tb\n1\t2\n'), path: 'tab.csv', rows: 1, columns: ['a', 'b'], limits: [] },
  {
    name: 'line ends of Windows',
    make: () => at.write('crlf.csv', 'a,b\r\n1,2\r\n3,4\r\n'),
    path: 'crlf.csv',
    rows: 2,
    columns: ['a', 'b'],
    limits: [],
  },
  {
    name: 'line ends of both kinds',
    make: () => at.write('both.csv', 'a,b\n1,2\r\n3,"x\ny"\n'),
    path: 'both.csv',
    rows: 2,
    columns: ['a', 'b'],
    limits: [],
  },
  {
    name: 'empty lines',
    make: () => at.write('gaps.csv', 'a,b\n1,2\n\n3,4\n\n'),
    path: 'gaps.csv',
    rows: 2,
    columns: ['a', 'b'],
    limits: [],
  },
  {
    name: 'a thousand columns',
    make: () => at.write('wide.csv', `${Array.from({ length: 1000 }, (_, n) => `c${n}`).join(',')}\n${'1,'.repeat(999)}x\n`),
    path: 'wide.csv',
    rows: 1,
    columns: Array.from({ length: 1000 }, (_, n) => `c${n}`),
    limits: [],
  },
  { name: 'one column', make: () => at.write('one.csv', 'a\n1\n2\n'), path: 'one.csv', rows: 2, columns: ['a'], limits: [] },
  {
    name: 'a name that looks like a pattern',
    make: () => at.write('we[ir]d *?\'\n".csv', csv),
    path: 'we[ir]d *?\'\n".csv',
    rows: 2,
    columns: ['a', 'b'],
    limits: [],
  },
  {
    name: 'a folder with spaces and other letters',
    make: () => at.write('мой папка/ü b.csv', csv),
    path: 'мой папка/*.csv',
    rows: 2,
    columns: ['a', 'b'],
    limits: [],
  },
  {
    name: 'a folder of files',
    make: async () => [await at.write('day/1.csv', csv), await at.write('day/2.csv', csv), await at.write('day/_SUCCESS', '')],
    path: 'day',
    rows: 4,
    columns: ['a', 'b'],
    limits: [],
  },
  {
    name: 'an empty file among others',
    make: async () => [await at.write('some/1.csv', csv), await at.write('some/2.csv', '')],
    path: 'some/*.csv',
    rows: 2,
    columns: ['a', 'b'],
    limits: [/^some\/2\.csv is empty/],
  },
  {
    name: 'CSV files with other columns',
    make: async () => [await at.write('uni/1.csv', 'a,b\n1,2\n'), await at.write('uni/2.csv', 'b,c\n3,4\n')],
    path: 'uni/*.csv',
    rows: 2,
    columns: ['a', 'b', 'c'],
    limits: [/do not have the same columns/],
  },
  {
    name: 'Parquet files with other types',
    make: async () => [await at.parquet('typ/1.parquet', 'select 1 as a'), await at.parquet('typ/2.parquet', "select 'x' as a, 2 as b")],
    path: 'typ/*.parquet',
    rows: 2,
    columns: ['a', 'b'],
    limits: [/do not have the same columns or types/],
  },
  {
    name: 'files of several kinds',
    make: async () => [await at.parquet('kin/1.parquet', 'select 1 as a'), await at.write('kin/2.csv', 'a\n2\n')],
    path: 'kin/*',
    rows: 2,
    columns: ['a'],
    limits: [/of several kinds \(parquet, csv\)/],
  },
]

test.each(read)('$name is read', async ({ make, path, rows, columns, limits }) => {
  await make()
  const { handle } = await at.table(path)
  expect({ rows: handle.rows, columns: handle.columns.map((column) => column.name) }).toEqual({ rows, columns })
  expect(handle.limits).toEqual(limits.map((limit) => expect.stringMatching(limit)))
  expect(handle.limits.join()).not.toContain(secret)
  expect(handle.limits.join()).not.toContain(at.path)
})
