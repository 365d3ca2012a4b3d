/** Cells of any program's workbook are read as they are; what is no workbook, or means harm, ends in one line. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Problem, type SheetCell } from '../model/index.ts'
import { readXlsx } from './read-xlsx.ts'
import { workbookOf, zipOf } from './zip-fixture.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-xlsx-'))
})
afterAll(() => rm(folder, { recursive: true }))

const opened = async (bytes: Buffer) => {
  const file = join(folder, 'list.xlsx')
  await writeFile(file, bytes)
  return readXlsx(file, 'list.xlsx')
}
const cellsOf = async (rows: string, parts: { [name: string]: string } = {}): Promise<SheetCell[]> =>
  (await opened(workbookOf(rows, parts)))[0]?.cells ?? []
const told = async (rows: string, parts: { [name: string]: string } = {}) =>
  (await cellsOf(rows, parts)).map((it) => `${it.ref} ${it.kind} ${it.text}`)
const refused = async (bytes: Buffer): Promise<string> => {
  const error = await opened(bytes).catch((it: unknown) => it)
  expect(error).toBeInstanceOf(Problem)
  const line = (error as Problem).line()
  expect(line).toMatch(/^list\.xlsx: [^\n]+\.$/)
  return line
}

const strings = `<sst><si><t>plain</t></si><si><r><rPr/><t>rich </t></r><r><t xml:space="preserve"> text</t></r><rPh><t>reading</t></rPh></si><si><t>_x0001_ _x005F_x0041_ a&#10;b</t></si><si/></sst>`
const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd;@"/><numFmt numFmtId="165" formatCode="[Red]0.0&quot; days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="165"/><xf numFmtId="22"/></cellXfs></styleSheet>`
const both = { 'xl/sharedStrings.xml': strings, 'xl/styles.xml': styles }

describe('a cell', () => {
  test('holds shared, rich, inline and escaped text', async () => {
    const row =
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c><c r="E1" t="inlineStr"><is><r><t>in</t></r><t>line</t></is></c></row>'
    expect(await told(row, both)).toEqual(['A1 text plain', 'B1 text rich  text', 'C1 text \u0001 _x0041_ a\nb', 'E1 text inline'])
  })

  test('holds numbers, truths, errors and dates', async () => {
    const row =
      '<row r="1"><c r="A1"><v>12.50</v></c><c r="B1" t="b"><v>1</v></c><c r="C1" t="e"><v>#N/A</v></c><c r="D1" s="1"><v>46328</v></c><c r="E1" s="2"><v>46328</v></c><c r="F1" s="3"><v>3</v></c><c r="G1" s="4"><v>46328.5</v></c><c r="H1" t="d"><v>2026-11-02</v></c></row>'
    expect(await told(row, both)).toEqual([
      'A1 number 12.5',
      'B1 boolean TRUE',
      'C1 error #N/A',
      'D1 date 2026-11-02',
      'E1 date 2026-11-02',
      'F1 number 3',
      'G1 date 2026-11-02T12:00:00',
      'H1 date 2026-11-02',
    ])
  })

  test('counts days from 1904 where the workbook says so', async () => {
    const workbook = `<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="List" r:id="s1"/></sheets></workbook>`
    expect(await told('<row><c s="1"><v>44866</v></c></row>', { ...both, 'xl/workbook.xml': workbook })).toEqual(['A1 date 2026-11-02'])
  })

  test('is found without an address, behind a prefix, and below an empty row', async () => {
    const sheet =
      '<x:worksheet xmlns:x="x"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row><x:row r="5"><x:c r="AB5"><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    expect(await told('', { 'xl/worksheets/sheet1.xml': sheet })).toEqual(['A1 number 1', 'B1 number 2', 'AB5 number 3'])
  })

  test('with a formula gives neither its text nor what it showed last', async () => {
    const row =
      '<row r="1"><c r="A1" t="str"><f>"ye"&amp;"s"</f><v>yes</v></c><c r="B1"><f t="shared" si="0"/><v>2</v></c><c r="C1" t="s"><f/><v>0</v></c></row>'
    expect(await told(row, both)).toEqual(['A1 formula ', 'B1 formula ', 'C1 formula '])
  })

  test('that a formula of another cell fills is one too', async () => {
    const rows =
      '<row r="1"><c r="A1"><f t="array" ref="A1:B2">X</f><v>1</v></c><c r="B1" t="str"><v>yes</v></c></row><row r="2"><c r="B2"><v>2</v></c><c r="C2"><v>3</v></c></row>'
    expect(await told(rows)).toEqual(['A1 formula ', 'B1 formula ', 'B2 formula ', 'C2 number 3'])
  })

  test('with a comment is named', async () => {
    const rels = '<Relationships><Relationship Id="c" Type="x/comments" Target="../comments1.xml"/></Relationships>'
    const comments = '<comments><commentList><comment ref="H2" authorId="0"><text><t>see mail</t></text></comment></commentList></comments>'
    const [sheet] = await opened(workbookOf('', { 'xl/worksheets/_rels/sheet1.xml.rels': rels, 'xl/comments1.xml': comments }))
    expect(sheet?.comments).toEqual(['H2'])
  })
})

describe('refused in one line', () => {
  const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2000)])
  const good = workbookOf('<row><c><v>1</v></c></row>')
  test.each<[string, Buffer, RegExp]>([
    ['nothing', Buffer.alloc(0), /empty/],
    ['a few bytes', Buffer.from('PK'), /not an \.xlsx/],
    ['text', Buffer.from('No.,Question,Answer\n1,Why?,yes\n'), /CSV/],
    ['a page', Buffer.from('<html><table><tr><td>1</td></tr></table></html>'), /page/],
    ['other bytes', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0, 0]), /not an \.xlsx/],
    ['an old workbook', ole, /old kind/],
    ['a locked workbook', Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')]), /password/],
    ['half a file', good.subarray(0, good.length / 2), /damaged/],
    ['another zip', zipOf([['readme.txt', 'hello']]), /without a workbook/],
    [
      'OpenDocument',
      zipOf([
        ['mimetype', 'application/vnd.oasis.opendocument.spreadsheet'],
        ['content.xml', '<a/>'],
      ]),
      /OpenDocument/,
    ],
    [
      'a text document',
      zipOf([
        ['_rels/.rels', '<R><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></R>'],
        ['word/document.xml', '<a/>'],
      ]),
      /another document/,
    ],
    ['a locked part', zipOf([['_rels/.rels', '<R/>', { flags: 1 }]]), /password/],
    ['a part packed otherwise', zipOf([['_rels/.rels', '<R/>', { method: 12 }]]), /packed in a way/],
    ['a wrong sum', zipOf([['_rels/.rels', '<R/>', { crc: 1 }]]), /damaged/],
    [
      'one name twice',
      zipOf([
        ['a', '1'],
        ['A', '2'],
      ]),
      /two parts of one name/,
    ],
    ['bytes that are no text', zipOf([['_rels/.rels', Buffer.from([0x3c, 0x52, 0x2f, 0x3e, 0xff])]]), /not whole XML/],
    ['thousands of parts', zipOf(Array.from({ length: 2001 }, (_, at) => [`p${at}`, ''])), /2001 parts/],
  ])('%s', async (_, bytes, words) => {
    expect(await refused(bytes)).toMatch(words)
  })

  test.each<[string, string, { [name: string]: string }, RegExp]>([
    ['a document type', '', { 'xl/worksheets/sheet1.xml': '<!DOCTYPE w [<!ENTITY a "ha">]><worksheet>&a;</worksheet>' }, /document type/],
    ['an entity that is not declared', '', { 'xl/worksheets/sheet1.xml': '<worksheet>&a;</worksheet>' }, /not whole XML/],
    ['broken XML', '<row><c>', {}, /not whole XML/],
    ['half a part', '', { 'xl/worksheets/sheet1.xml': '<worksheet><sheetData>' }, /not whole XML/],
    ['tags in one another without end', '<a>'.repeat(100), {}, /not whole XML/],
    ['a text that is not there', '<row><c t="s"><v>7</v></c></row>', {}, /no cell can/],
    ['a place that is none', '<row><c r="ZZZZ1"><v>7</v></c></row>', {}, /no cell can/],
    ['a number that is none', '<row><c><v>1e999</v></c></row>', {}, /no cell can/],
    [
      'a sheet that is missing',
      '',
      { 'xl/_rels/workbook.xml.rels': '<R><Relationship Id="s1" Type="x/worksheet" Target="gone.xml"/></R>' },
      /List is not in it/,
    ],
    ['too many cells', Array.from({ length: 200_001 }, (_, at) => `<row><c><v>${at}</v></c></row>`).join(''), {}, /200000 cells/],
  ])('%s', async (_, rows, parts, words) => {
    expect(await refused(workbookOf(rows, parts))).toMatch(words)
  })

  test('what unpacks without end, whether the archive admits it or not', async () => {
    const bomb = Buffer.alloc(60_000_000, ' ')
    for (const lies of [{}, { size: 4 }])
      expect(await refused(zipOf([['_rels/.rels', Buffer.concat([Buffer.from('<R>'), bomb, Buffer.from('</R>')]), lies]]))).toMatch(
        /unpacks to more/,
      )
  })

  test('what is not there, or no file', async () => {
    for (const [path, words] of [
      [join(folder, 'none.xlsx'), 'does not exist'],
      [folder, 'is no file'],
    ] as const)
      await expect(readXlsx(path)).rejects.toThrow(words)
  })
})
