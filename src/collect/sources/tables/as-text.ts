/** Makes any text file UTF-8 without a byte order mark: unpacked or converted into the run's own folder when it is not. */
import { isUtf8 } from 'node:buffer'
import { createReadStream, createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { CannotLook } from '../../../model/handles.ts'
import { unreadable } from './digest.ts'
import type { Engine } from './engine.ts'
import { type FoundFile, shown } from './find-files.ts'
import type { TextForm } from './sniff.ts'

/** A packed file may not grow past this many bytes, or past 200 times its size (but always to 64 MiB). */
const largest = 256 * 2 ** 30
const largestGrowth = 200

/** Unpacks into the run's folder; `damaged` when the packing is broken, `too_large` when it swells beyond reason. */
export async function unpacked(engine: Engine, file: FoundFile, packing: 'gzip' | 'zstd'): Promise<FoundFile> {
  const path = join(engine.spill, engine.fresh('unpacked'))
  const most = Math.min(largest, Math.max(file.bytes * largestGrowth, 2 ** 26))
  let bytes = 0
  const counted = async function* (source: Readable) {
    for await (const chunk of source) {
      bytes += (chunk as Buffer).length
      if (bytes > most)
        throw new CannotLook('too_large', `${shown(file.name)} unpacks to more than ${most} bytes; unpack it yourself and give that.`)
      yield chunk as Buffer
    }
  }
  try {
    const unpack = packing === 'gzip' ? createGunzip() : createZstdDecompress()
    await pipeline(createReadStream(file.path), unpack, counted, createWriteStream(path))
  } catch (error) {
    await rm(path, { force: true })
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (/^(Z_|ERR_Z|ZSTD)/.test(code))
      throw new CannotLook('damaged', `${shown(file.name)} is damaged or cut short: its ${packing} packing does not end well.`)
    throw unreadable(error, file.name)
  }
  return { name: file.name, path, bytes }
}

/** The file itself when it is UTF-8 already, else a converted copy; `said` tells what had to be guessed. */
export async function asText(engine: Engine, file: FoundFile, form: TextForm): Promise<{ file: FoundFile; said: string[] }> {
  const encoding = form.encoding !== 'utf-8' ? form.encoding : (await isAllUtf8(file)) ? 'utf-8' : 'windows-1252'
  if (encoding === 'utf-8' && form.bom === 0) return { file, said: [] }
  const path = join(engine.spill, engine.fresh('text'))
  const decoder = new TextDecoder(encoding)
  let bytes = 0
  const decoded = async function* (source: Readable) {
    for await (const chunk of source) {
      const text = Buffer.from(decoder.decode(chunk as Buffer, { stream: true }))
      bytes += text.length
      yield text
    }
    yield Buffer.from(decoder.decode())
  }
  try {
    await pipeline(createReadStream(file.path), decoded, createWriteStream(path))
  } catch (error) {
    throw unreadable(error, file.name)
  }
  const said = encoding === 'windows-1252' ? [`${shown(file.name)} is not UTF-8; it was read as Latin-1 (Windows-1252).`] : []
  return { file: { name: file.name, path, bytes }, said }
}

async function isAllUtf8(file: FoundFile): Promise<boolean> {
  let rest = Buffer.alloc(0)
  try {
    for await (const chunk of createReadStream(file.path, { highWaterMark: 1 << 20 })) {
      const bytes = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer])
      const end = wholeCharacters(bytes)
      if (!isUtf8(bytes.subarray(0, end))) return false
      rest = Buffer.from(bytes.subarray(end))
    }
  } catch (error) {
    throw unreadable(error, file.name)
  }
  return isUtf8(rest)
}

/** Where the last whole UTF-8 character ends: a character may be cut by the end of a piece. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return bytes.length
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? bytes.length - back : bytes.length
  }
  return bytes.length
}

/** A copy with one kind of line end: the engine refuses files that mix them. */
export async function withPlainLineEnds(engine: Engine, file: FoundFile): Promise<FoundFile> {
  const path = join(engine.spill, engine.fresh('lines'))
  const plain = async function* (source: Readable) {
    let held = false
    for await (const chunk of source) {
      const text: string = (held ? '\r' : '') + (chunk as Buffer).toString('latin1')
      held = text.endsWith('\r')
      yield Buffer.from((held ? text.slice(0, -1) : text).replaceAll('\r\n', '\n'), 'latin1')
    }
    if (held) yield Buffer.from('\n')
  }
  try {
    await pipeline(createReadStream(file.path), plain, createWriteStream(path))
  } catch (error) {
    throw unreadable(error, file.name)
  }
  return { ...file, path }
}
