/** What is handed in is often broken: each case ends with a code, names the place, and never prints a value. */
import { execFileSync } from 'node:child_process'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CannotLook, type Roles } from '../../../model/handles.ts'
import { type Folder, folder } from './testing/folder.ts'

/** Stands in every bad row; must stand in no message and no limit. */
const secret = 'hunter2'
let at: Folder
beforeAll(async () => {
  at = await folder()
})
afterAll(() => at.close())

type Refused = { name: string; make: () => Promise<unknown>; path: string; roles?: Roles; code: string; says: RegExp }
const csv = `a,b\n1,${secret}\n2,x\n`
const parquetBytes = async (name: string, cut: (bytes: Buffer) => Uint8Array) => {
  await at.parquet(name, `select range as a, '${secret}' || range as b from range(5000)`)
  await at.write(name, cut(await readFile(join(at.path, name))))
}
const overwritten = (bytes: Buffer, from: number, to: number) => Buffer.from(bytes).fill(0xa5, from, to)

const refused: Refused[] = [
  {
    name: 'Parquet of 0 bytes',
    make: () => at.write('zero.parquet', ''),
    path: 'zero.parquet',
    code: 'damaged',
    says: /^zero\.parquet is empty \(0 bytes\)/,
  },
  {
    name: 'CSV of 0 bytes',
    make: () => at.write('zero.csv', ''),
    path: 'zero.csv',
    code: 'damaged',
    says: /^zero\.csv is empty \(0 bytes\)/,
  },
  {
    name: 'a pattern whose files are all empty',
    make: async () => [await at.write('z/1.csv', ''), await at.write('z/2.csv', '')],
    path: 'z/*.csv',
    code: 'damaged',
    says: /^All 2 files are empty/,
  },
  {
    name: 'Parquet cut in the middle',
    make: () => parquetBytes('cut.parquet', (b) => b.subarray(0, b.length / 2)),
    path: 'cut.parquet',
    code: 'damaged',
    says: /^cut\.parquet is a Parquet file cut short/,
  },
  {
    name: 'nothing but the magic of Parquet',
    make: () => at.write('magic.parquet', 'PAR1'),
    path: 'magic.parquet',
    code: 'damaged',
    says: /^magic\.parquet is a Parquet file cut short/,
  },
  {
    name: 'Parquet with a broken footer',
    make: () => parquetBytes('foot.parquet', (b) => overwritten(b, b.length - 60, b.length - 8)),
    path: 'foot.parquet',
    code: 'damaged',
    says: /^foot\.parquet starts as a Parquet file/,
  },
  {
    name: 'Parquet with broken pages',
    make: () => parquetBytes('page.parquet', (b) => overwritten(b, 4, 2000)),
    path: 'page.parquet',
    code: 'damaged',
    says: /page\.parquet cannot be read/,
  },
  {
    name: 'encrypted Parquet',
    make: () => at.write('enc.parquet', 'PARE and more and more PARE'),
    path: 'enc.parquet',
    code: 'not_supported',
    says: /^enc\.parquet is an encrypted Parquet file/,
  },
  {
    name: 'a CSV without a good row',
    make: () => at.write('none.csv', `a,b\n1\n${secret},2,3\n`),
    path: 'none.csv',
    code: 'damaged',
    says: /^No row of none\.csv could be read as CSV\. 2 rows .*lines 2, 3/,
  },
  {
    name: 'a gzip cut short',
    make: () => at.write('cut.csv.gz', gzipSync(csv.repeat(500)).subarray(0, 40)),
    path: 'cut.csv.gz',
    code: 'damaged',
    says: /^cut\.csv\.gz is damaged or cut short/,
  },
  {
    name: 'a gzip with a false check sum',
    make: () => at.write('sum.csv.gz', overwritten(gzipSync(csv), gzipSync(csv).length - 8, gzipSync(csv).length)),
    path: 'sum.csv.gz',
    code: 'damaged',
    says: /^sum\.csv\.gz is damaged/,
  },
  {
    name: 'a gzip bomb',
    make: () => at.write('bomb.csv.gz', gzipSync(Buffer.alloc(80 * 2 ** 20, 'a'))),
    path: 'bomb.csv.gz',
    code: 'too_large',
    says: /^bomb\.csv\.gz unpacks to more than/,
  },
  {
    name: 'a gzip in a gzip',
    make: () => at.write('two.gz', gzipSync(gzipSync(csv))),
    path: 'two.gz',
    code: 'not_supported',
    says: /^two\.gz is packed twice/,
  },
  {
    name: 'a spreadsheet',
    make: () => at.write('book.csv', Buffer.from([0x50, 0x4b, 3, 4, 20, 0])),
    path: 'book.csv',
    code: 'not_supported',
    says: /^book\.csv is a zip archive or a spreadsheet/,
  },
  {
    name: 'a pickle',
    make: () => at.write('frame.pkl', Buffer.from([0x80, 4, 0x95, 1, 0, 0])),
    path: 'frame.pkl',
    code: 'not_supported',
    says: /^frame\.pkl is a Python pickle/,
  },
  {
    name: 'a pointer of Git LFS',
    make: () => at.write('lfs.parquet', 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n'),
    path: 'lfs.parquet',
    code: 'not_found',
    says: /^lfs\.parquet is a pointer of Git LFS/,
  },
  {
    name: 'a web page',
    make: () => at.write('web.csv', '<html>\n'),
    path: 'web.csv',
    code: 'not_supported',
    says: /^web\.csv is a web page/,
  },
  {
    name: 'a pointer of Git LFS',
    make: () => at.write('lfs.parquet', 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n'),
    path: 'lfs.parquet',
    code: 'not_found',
    says: /^lfs\.parquet is a pointer of Git LFS/,
  },
  {
    name: 'a web page',
    make: () => at.write('web.csv', '<html>Sign in, please\n'),
    path: 'web.csv',
    code: 'not_supported',
    says: /^web\.csv is a web page/,
  },
  {
    name: 'bytes of no kind',
    make: () => at.write('junk.csv', Buffer.from([1, 0, 2, 200, 0, 0, 7, 9, 0, 1, 1, 1])),
    path: 'junk.csv',
    code: 'not_supported',
    says: /^junk\.csv is neither Parquet nor text/,
  },
  { name: 'a file that is not there', make: async () => {}, path: 'gone.csv', code: 'not_found', says: /^No file matches gone\.csv/ },
  {
    name: 'a pattern without a match',
    make: async () => {},
    path: 'logs/2031-*.parquet',
    code: 'not_found',
    says: /^No file matches logs\/2031-\*\.parquet/,
  },
  {
    name: 'an empty folder',
    make: () => mkdir(join(at.path, 'hollow')),
    path: 'hollow',
    code: 'not_found',
    says: /^No file matches hollow/,
  },
  { name: 'a path with a null byte', make: async () => {}, path: 'a\0.csv', code: 'not_found', says: /null byte/ },
  {
    name: 'a path out of the folder',
    make: () => writeFile(join(dirname(at.path), 'assay-outside.csv'), csv),
    path: '../assay-outside.csv',
    code: 'outside_folder',
    says: /^\.\.\/assay-outside\.csv lies outside .*--allow-outside/,
  },
  {
    name: 'a pattern out of the folder',
    make: async () => {},
    path: '../assay-outs*.csv',
    code: 'outside_folder',
    says: /lies outside the folder/,
  },
  {
    name: 'an absolute path out of the folder',
    make: async () => {},
    path: '/etc/hostname',
    code: 'outside_folder',
    says: /^\/etc\/hostname lies outside/,
  },
  {
    name: 'a link out of the folder',
    make: () => symlink('/etc/hostname', join(at.path, 'link.csv')),
    path: 'link.csv',
    code: 'outside_folder',
    says: /^link\.csv lies outside/,
  },
  {
    name: 'a linked folder that leads out',
    make: () => symlink('/etc', join(at.path, 'etc')),
    path: 'etc/hostname',
    code: 'outside_folder',
    says: /^etc\/hostname lies outside/,
  },
  {
    name: 'a link out among the matches of a pattern',
    make: async () => [await at.write('mix/a.csv', csv), await symlink('/etc/hostname', join(at.path, 'mix/b.csv'))],
    path: 'mix/*.csv',
    code: 'outside_folder',
    says: /^mix\/b\.csv lies outside/,
  },
  {
    name: 'a link that leads nowhere',
    make: () => symlink('nowhere.csv', join(at.path, 'dangling.csv')),
    path: 'dangling.csv',
    code: 'not_found',
    says: /^dangling\.csv is a link that leads nowhere/,
  },
  {
    name: 'a link to itself',
    make: () => symlink('loop.csv', join(at.path, 'loop.csv')),
    path: 'loop.csv',
    code: 'not_found',
    says: /^loop\.csv is a link/,
  },
  {
    name: 'a pipe',
    make: async () => execFileSync('mkfifo', [join(at.path, 'pipe.csv')]),
    path: 'pipe.csv',
    code: 'not_readable',
    says: /^pipe\.csv is not a file/,
  },
  {
    name: 'a role whose column is not there',
    make: () => at.write('roles.csv', csv),
    path: 'roles.csv',
    roles: { label: 'B' },
    code: 'missing_role',
    says: /^tables\.t has no column "B", which its label should be\. The nearest is "b"/,
  },
  {
    name: 'a JSON array cut short',
    make: () => at.write('cut.json', `[{"a":1},{"a":"${secret}"`),
    path: 'cut.json',
    code: 'damaged',
    says: /^cut\.json could not be read as a JSON array/,
  },
  {
    name: 'a JSON array of numbers',
    make: () => at.write('num.json', '[1,2,3]'),
    path: 'num.json',
    code: 'damaged',
    says: /^num\.json could not be read as a JSON array of records/,
  },
  {
    name: 'JSON lines without a record',
    make: () => at.write('none.jsonl', `{"a": ${secret}}\n{"b"\n`),
    path: 'none.jsonl',
    code: 'damaged',
    says: /^No line of none\.jsonl is a JSON record/,
  },
  {
    name: 'JSON records without fields',
    make: () => at.write('bare.jsonl', '{}\n{}\n'),
    path: 'bare.jsonl',
    code: 'damaged',
    says: /^No line of bare\.jsonl/,
  },
]

test.each(refused)('$name is refused', async ({ make, path, roles, code, says }) => {
  await make()
  const error = await at.table(path, roles).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(CannotLook)
  const { code: got, message } = error as CannotLook
  expect({ got, message }).toEqual({ got: code, message: expect.stringMatching(says) })
  expect(message).not.toContain(secret)
  expect(message).not.toContain(`${at.path}/`)
})
