/** Opens a zip archive in memory and inflates single parts of it, each within bounds that are set before a byte is inflated. */
import { crc32, inflateRawSync } from 'node:zlib'
import { Problem } from '../model/index.ts'

/** Parts of an archive; a filled-in list has about ten. */
const mostParts = 2000
/** Bytes that all parts read may have together, after inflating. */
const mostBytes = 100_000_000
/** A part beyond a megabyte may not be more than so many times its packed size; sheets of real programs stay below 60. */
const mostPacked = 250

/** `names` in lower case, with forward slashes, as `read` takes them. */
export type Zip = { names: ReadonlySet<string>; read(name: string): Buffer | undefined }

type Part = { method: number; packed: number; size: number; crc: number; at: number; encrypted: boolean }

const damaged = 'is damaged: it is not a whole zip archive, as an .xlsx is one. Save it again, or have it sent again.'

const directoryAt = (bytes: Buffer): { at: number; parts: number } | undefined => {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 65_557); at--)
    if (bytes.readUInt32LE(at) === 0x06054b50) return { at: bytes.readUInt32LE(at + 16), parts: bytes.readUInt16LE(at + 10) }
  return undefined
}

const partsOf = (bytes: Buffer, refuse: (what: string) => Problem): Map<string, Part> => {
  const directory = directoryAt(bytes)
  if (directory === undefined) throw refuse(damaged)
  if (directory.parts > mostParts)
    throw refuse(`holds ${directory.parts} parts; at most ${mostParts} were expected. Save only the list in it.`)
  const parts = new Map<string, Part>()
  for (let [at, left] = [directory.at, directory.parts]; left > 0; left--) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw refuse(damaged)
    const [name, extra, comment] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32)]
    const called = bytes
      .toString('utf8', at + 46, at + 46 + name)
      .replaceAll('\\', '/')
      .toLowerCase()
    if (parts.has(called)) throw refuse(`holds two parts of one name, so that it can be read in two ways. Save it again in your program.`)
    parts.set(called, {
      encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      at: bytes.readUInt32LE(at + 42),
    })
    at += 46 + name + extra + comment
  }
  return parts
}

const packedBytes = (bytes: Buffer, part: Part, refuse: (what: string) => Problem): Buffer => {
  if (part.encrypted) throw refuse('is locked with a password. Save it without one.')
  if (part.at + 30 > bytes.length || bytes.readUInt32LE(part.at) !== 0x04034b50) throw refuse(damaged)
  const from = part.at + 30 + bytes.readUInt16LE(part.at + 26) + bytes.readUInt16LE(part.at + 28)
  if (from + part.packed > bytes.length) throw refuse(damaged)
  return bytes.subarray(from, from + part.packed)
}

const inflated = (packed: Buffer, part: Part, room: number, refuse: (what: string) => Problem): Buffer => {
  const most = Math.min(room, Math.max(1_000_000, part.packed * mostPacked))
  const bomb = () => refuse(`unpacks to more than ${most} bytes. Save only the list in it, without pictures and empty rows.`)
  if (part.size > most) throw bomb()
  if (part.method === 0) return packed
  if (part.method !== 8) throw refuse('is packed in a way that spreadsheets do not use. Save it again in your program.')
  try {
    return inflateRawSync(packed, { maxOutputLength: most })
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? bomb() : refuse(damaged)
  }
}

/** Throws Problem, naming the file as `shown`, at once or when a part is read. Sizes that the archive states are not believed. */
export const readZip = (bytes: Buffer, shown: string): Zip => {
  const refuse = (what: string) => new Problem(what, { file: shown })
  const parts = partsOf(bytes, refuse)
  let room = mostBytes
  return {
    names: new Set(parts.keys()),
    read(name) {
      const part = parts.get(name.toLowerCase())
      if (part === undefined) return undefined
      const content = inflated(packedBytes(bytes, part, refuse), part, room, refuse)
      if (content.length !== part.size || crc32(content) !== part.crc) throw refuse(damaged)
      room -= content.length
      return content
    },
  }
}
