/** Zip archives for tests, honest ones and others. */
import { crc32, deflateRawSync } from 'node:zlib'

/** What an archive says of a part instead of the truth. */
export type Lies = { size?: number; crc?: number; flags?: number; method?: number; name?: string }

const little = (...fields: [value: number, bytes: 2 | 4][]): Buffer =>
  Buffer.concat(
    fields.map(([value, bytes]) => {
      const field = Buffer.alloc(bytes)
      field.writeUIntLE(value, 0, bytes)
      return field
    }),
  )

/** Parts in their order; a name may stand twice. */
export const zipOf = (parts: [name: string, content: string | Buffer, lies?: Lies][]): Buffer => {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, text, lies = {}] of parts) {
    const content = Buffer.from(text)
    const packed = deflateRawSync(content)
    const called = Buffer.from(lies.name ?? name)
    const { flags = 0, method = 8, crc = crc32(content), size = content.length } = lies
    const shared = little(
      [20, 2],
      [flags, 2],
      [method, 2],
      [0, 2],
      [0x21, 2],
      [crc, 4],
      [packed.length, 4],
      [size, 4],
      [called.length, 2],
      [0, 2],
    )
    const local = Buffer.concat([little([0x04034b50, 4]), shared, called, packed])
    directory.push(Buffer.concat([little([0x02014b50, 4], [20, 2]), shared, little([0, 2], [0, 2], [0, 2], [0, 4], [at, 4]), called]))
    locals.push(local)
    at += local.length
  }
  const index = Buffer.concat(directory)
  const end = little([0x06054b50, 4], [0, 2], [0, 2], [parts.length, 2], [parts.length, 2], [index.length, 4], [at, 4], [0, 2])
  return Buffer.concat([...locals, index, end])
}

const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A workbook of one sheet, `List`; `parts` replace or join what it is made of. */
export const workbookOf = (sheetData: string, parts: { [name: string]: string } = {}): Buffer => {
  const all = {
    '_rels/.rels': `<Relationships><Relationship Id="a" Type="${relationships}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns:r="${relationships}"><sheets><sheet name="List" sheetId="1" r:id="s1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="s1" Type="${relationships}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="t" Type="${relationships}/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="u" Type="${relationships}/styles" Target="styles.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheetData}</sheetData></worksheet>`,
    ...parts,
  }
  return zipOf(Object.entries(all))
}
