/** Reads an .xlsx of any spreadsheet program: its sheets with the cells that hold something. Formulas are named and never run. */
import { readFile, stat } from 'node:fs/promises'
import { posix } from 'node:path'
import { Problem, type Sheet } from '../model/index.ts'
import { cellReader, type Texts, unescaped } from './read-xlsx-cells.ts'
import { readXml } from './read-xml.ts'
import { readZip, type Zip } from './read-zip.ts'
import { isDateFormat } from './serial-date.ts'

/** Bytes of the file; a list of a thousand answered questions has some 500 KB. */
const largest = 20_000_000
const mostSheets = 100

const otherwise = 'Save it as .xlsx (Excel workbook), and import that.'

const refuseOther = (bytes: Buffer, refuse: (what: string) => Problem): void => {
  if (bytes.length === 0) throw refuse('is empty. Have it sent again.')
  if (bytes.readUInt32BE(0) === 0xd0cf11e0 && bytes.length > 8) {
    // The directory of the old container names its streams in UTF-16.
    if (bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))) throw refuse('is locked with a password. Save it without one.')
    throw refuse(`is a file of the old kind (.xls or .doc), and not an .xlsx. ${otherwise}`)
  }
  if (bytes.readUInt16BE(0) === 0x504b) return
  const head = bytes.subarray(0, 4096)
  if (/^\s*(<\?xml|<html|<table|\{\\rtf)/i.test(head.toString('latin1')))
    throw refuse(`is a page or text with markup, and not an .xlsx. ${otherwise}`)
  if (!head.includes(0)) throw refuse(`is text, perhaps CSV, and not an .xlsx. Open it in a spreadsheet program. ${otherwise}`)
  throw refuse(`is not an .xlsx. ${otherwise}`)
}

const bytesOf = async (file: string, shown: string): Promise<Buffer> => {
  const refuse = (what: string) => new Problem(what, { file: shown })
  const kind = await stat(file).catch(() => undefined)
  if (kind === undefined) throw refuse('does not exist. Name the list that was filled in.')
  if (!kind.isFile()) throw refuse('is no file. Name the .xlsx itself.')
  if (kind.size > largest)
    throw refuse(`is ${kind.size} bytes; at most ${largest} were expected. Save only the list in it, without pictures.`)
  const bytes = await readFile(file).catch(() => {
    throw refuse('may not be read. Give this user permission to read it.')
  })
  if (bytes.length < 8) throw refuse(bytes.length === 0 ? 'is empty. Have it sent again.' : `is not an .xlsx. ${otherwise}`)
  return bytes
}

type Link = { type: string; target: string }

/** What a part points at, by id. */
const linksOf = (zip: Zip, part: string, shown: string): Map<string, Link> => {
  const links = new Map<string, Link>()
  const rels = posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`)
  const bytes = zip.read(rels)
  if (bytes === undefined) return links
  readXml(bytes, rels, shown, {
    open(name, { Id = '', Type = '', Target = '', TargetMode }) {
      if (name !== 'Relationship' || TargetMode === 'External') return
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(posix.dirname(part), Target)
      links.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), target })
    },
  })
  return links
}

const linkOf = (links: Map<string, Link>, type: string): string | undefined => [...links.values()].find((it) => it.type === type)?.target

const stringsOf = (zip: Zip, part: string | undefined, shown: string): string[] => {
  const bytes = part === undefined ? undefined : zip.read(part)
  const strings: string[] = []
  let [text, inside, phonetic] = ['', false, false]
  if (bytes !== undefined)
    readXml(bytes, String(part), shown, {
      open(name) {
        if (name === 'si') text = ''
        else if (name === 'rPh') phonetic = true
        else if (name === 't') inside = !phonetic
      },
      text(more) {
        if (inside) text += more
      },
      close(name) {
        if (name === 't') inside = false
        else if (name === 'rPh') phonetic = false
        else if (name === 'si') strings.push(unescaped(text))
      },
    })
  return strings
}

const datesOf = (zip: Zip, part: string | undefined, shown: string): boolean[] => {
  const bytes = part === undefined ? undefined : zip.read(part)
  const codes = new Map<number, string>()
  const dates: boolean[] = []
  let inside = false
  if (bytes !== undefined)
    readXml(bytes, String(part), shown, {
      open(name, { numFmtId = '0', formatCode = '' }) {
        if (name === 'numFmt') codes.set(Number(numFmtId), formatCode)
        else if (name === 'cellXfs') inside = true
        else if (name === 'xf' && inside) dates.push(isDateFormat(Number(numFmtId), codes.get(Number(numFmtId))))
      },
      close(name) {
        if (name === 'cellXfs') inside = false
      },
    })
  return dates
}

/** Cells that a comment hangs on, which belongs to no cell's text. */
const commentsOf = (zip: Zip, links: Map<string, Link>, shown: string): string[] => {
  const part = linkOf(links, 'comments')
  const bytes = part === undefined ? undefined : zip.read(part)
  const refs: string[] = []
  if (bytes !== undefined)
    readXml(bytes, String(part), shown, {
      open(name, { ref }) {
        if (name === 'comment' && ref !== undefined) refs.push(ref)
      },
    })
  return refs
}

const workbookOf = (zip: Zip, shown: string): string => {
  const refuse = (what: string) => new Problem(what, { file: shown })
  const part = linkOf(linksOf(zip, '', shown), 'officeDocument')
  if (part !== undefined && /\.bin$/i.test(part)) throw refuse(`is a binary workbook (.xlsb), and not an .xlsx. ${otherwise}`)
  if (part !== undefined && !/workbook/i.test(part)) throw refuse(`is no spreadsheet but another document. ${otherwise}`)
  if (part !== undefined && zip.names.has(part.toLowerCase())) return part
  if (zip.names.has('content.xml')) throw refuse(`is an OpenDocument file (.ods), and not an .xlsx. ${otherwise}`)
  throw refuse(`is a zip archive without a workbook in it, and not an .xlsx. ${otherwise}`)
}

/** Sheets in the order of the workbook, hidden ones too. Throws Problem, in one line, for whatever is no .xlsx that can be read whole. */
export const readXlsx = async (file: string, shown: string = file): Promise<Sheet[]> => {
  const bytes = await bytesOf(file, shown)
  const refuse = (what: string) => new Problem(what, { file: shown })
  refuseOther(bytes, refuse)
  const zip = readZip(bytes, shown)
  const workbook = workbookOf(zip, shown)
  const links = linksOf(zip, workbook, shown)
  const named: { name: string; id: string }[] = []
  let from1904 = false
  readXml(zip.read(workbook) ?? Buffer.alloc(0), workbook, shown, {
    open(tag, { name = '', id = '', date1904 }) {
      if (tag === 'sheet') named.push({ name, id })
      else if (tag === 'workbookPr') from1904 = date1904 === '1' || date1904 === 'true'
    },
  })
  if (named.length > mostSheets) throw refuse(`holds ${named.length} sheets; at most ${mostSheets} were expected. Send only the list.`)
  const texts: Texts = {
    strings: stringsOf(zip, linkOf(links, 'sharedStrings'), shown),
    dates: datesOf(zip, linkOf(links, 'styles'), shown),
    from1904,
  }
  return named.flatMap(({ name, id }) => {
    const link = links.get(id)
    // A chart on a sheet of its own has no cells.
    if (link === undefined || link.type !== 'worksheet') return []
    const content = zip.read(link.target)
    if (content === undefined) throw refuse(`is damaged: the sheet ${name} is not in it. Save it again, or have it sent again.`)
    const cells = cellReader(texts, refuse)
    readXml(content, link.target, shown, cells)
    return [{ name, cells: cells.end(), comments: commentsOf(zip, linksOf(zip, link.target, shown), shown) }]
  })
}
