/** Tells what a file is from its first bytes, whatever its name. */
import { open } from 'node:fs/promises'
import { CannotLook } from '../../../model/handles.ts'
import { unreadable } from './digest.ts'
import { type FoundFile, shown } from './find-files.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'
export type TextForm = { form: 'text'; encoding: Encoding; bom: number }
export type Form = { form: 'parquet' } | { form: 'empty' } | { form: 'packed'; packing: 'gzip' | 'zstd' } | TextForm

const headBytes = 64 * 1024

export async function head(file: FoundFile, bytes = headBytes): Promise<Buffer> {
  try {
    const handle = await open(file.path, 'r')
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw unreadable(error, file.name)
  }
}

const starts = (bytes: Buffer, ...magic: number[]) => magic.every((byte, at) => bytes[at] === byte)

/** Files that are plainly something else, by their first bytes. */
const foreign: [string, number[]][] = [
  ['a zip archive or a spreadsheet', [0x50, 0x4b, 0x03, 0x04]],
  ['an ORC file', [0x4f, 0x52, 0x43]],
  ['an Avro file', [0x4f, 0x62, 0x6a, 0x01]],
  ['an Arrow file', [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31]],
  ['an SQLite database', [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20]],
  ['an HDF5 file', [0x89, 0x48, 0x44, 0x46]],
  ['a Python pickle', [0x80, 0x04, 0x95]],
  ['a PDF', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['an image', [0x89, 0x50, 0x4e, 0x47]],
]

const pointer = 'version https://git-lfs.github.com/'
const webPage = /^\s*<(!doctype html|html|\?xml)/i

/** Throws CannotLook for text that is plainly not a table: what a failed download or a clone without its data leaves. */
function refuseNoTable(bytes: Buffer, name: string): void {
  const start = bytes.subarray(0, 200).toString('latin1')
  if (start.startsWith(pointer))
    throw new CannotLook('not_found', `${shown(name)} is a pointer of Git LFS; the data itself is not here. Run git lfs pull first.`)
  if (webPage.test(start))
    throw new CannotLook('not_supported', `${shown(name)} is a web page or XML, not a table. Export it as Parquet, CSV or JSON lines.`)
}

/** Throws CannotLook `not_supported` for what is plainly not a table. */
export function formOf(bytes: Buffer, name: string): Form {
  if (bytes.length === 0) return { form: 'empty' }
  if (starts(bytes, 0x50, 0x41, 0x52, 0x31)) return { form: 'parquet' }
  if (starts(bytes, 0x50, 0x41, 0x52, 0x45))
    throw new CannotLook('not_supported', `${shown(name)} is an encrypted Parquet file. Give a copy that is not encrypted.`)
  if (starts(bytes, 0x1f, 0x8b)) return { form: 'packed', packing: 'gzip' }
  if (starts(bytes, 0x28, 0xb5, 0x2f, 0xfd)) return { form: 'packed', packing: 'zstd' }
  const other = foreign.find(([, magic]) => starts(bytes, ...magic))
  if (other !== undefined)
    throw new CannotLook('not_supported', `${shown(name)} is ${other[0]}, not a table. Export it as Parquet, CSV or JSON lines.`)
  refuseNoTable(bytes, name)
  return textForm(bytes, name)
}

function textForm(bytes: Buffer, name: string): Form {
  if (starts(bytes, 0xef, 0xbb, 0xbf)) return { form: 'text', encoding: 'utf-8', bom: 3 }
  if (starts(bytes, 0xff, 0xfe)) return { form: 'text', encoding: 'utf-16le', bom: 2 }
  if (starts(bytes, 0xfe, 0xff)) return { form: 'text', encoding: 'utf-16be', bom: 2 }
  const zeros = [0, 0]
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  const half = bytes.length / 2
  if (odd > half * 0.6 && even < half * 0.05) return { form: 'text', encoding: 'utf-16le', bom: 0 }
  if (even > half * 0.6 && odd < half * 0.05) return { form: 'text', encoding: 'utf-16be', bom: 0 }
  if (even + odd > 0)
    throw new CannotLook('not_supported', `${shown(name)} is neither Parquet nor text. Export it as Parquet, CSV or JSON lines.`)
  return { form: 'text', encoding: 'utf-8', bom: 0 }
}
