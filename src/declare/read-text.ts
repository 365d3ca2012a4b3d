/** Reads one small file as UTF-8 text, or says what it is instead and where. */
import { isUtf8 } from 'node:buffer'
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { Problem } from '../model/index.ts'

/** In bytes. The largest framework section has some 50 KB; a file beyond this is data, not a declaration. */
export const largest = 2_000_000

const worldly: { [code: string]: string } = {
  ENOENT: 'does not exist. Name another file, or write one with `assay init`.',
  ENOTDIR: 'does not exist: a part of its path is a file. Name another file.',
  EACCES: 'may not be read. Give this user permission to read it.',
  ELOOP: 'is a link that leads to itself. Name the file it should lead to.',
  ENAMETOOLONG: 'has too long a name. Name another file.',
}

const placeIn = (text: string, offset: number): { line: number; column: number } => {
  const before = text.slice(0, offset)
  const start = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: offset - start + 1 }
}

/** Where the first byte stands that UTF-8 does not allow: where decoding put a replacement that was not written there. */
const badByte = (bytes: Buffer): { line: number; column: number } => {
  const text = bytes.toString('utf8')
  let [at, offset] = [0, 0]
  for (let next = text.indexOf('\ufffd'); next !== -1; next = text.indexOf('\ufffd', at)) {
    offset += Buffer.byteLength(text.slice(at, next))
    if (bytes[offset] !== 0xef || bytes[offset + 1] !== 0xbf || bytes[offset + 2] !== 0xbd) return placeIn(text, next)
    offset += 3
    at = next + 1
  }
  return placeIn(text, 0)
}

const isUtf16 = (bytes: Buffer): boolean => {
  const [a, b] = [bytes[0], bytes[1]]
  return (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || (bytes.length > 1 && (a === 0) !== (b === 0))
}

/** YAML 1.2 allows no control characters but tab and line ends. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/

// A pipe must not make us wait for a writer, so the file is opened without blocking and asked what it is.
const careful = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

const bytesOf = async (file: string, shown: string): Promise<Buffer> => {
  const handle = await open(file, careful).catch((error: NodeJS.ErrnoException) => {
    const why = worldly[error.code ?? '']
    throw why === undefined ? error : new Problem(why, { file: shown })
  })
  try {
    const kind = await handle.stat()
    if (kind.isDirectory()) throw new Problem('is a folder, and a file was expected. Name the file in it.', { file: shown })
    if (!kind.isFile()) throw new Problem('is a device or a pipe, and a file was expected. Name a file.', { file: shown })
    if (kind.size > largest)
      throw new Problem(`is ${kind.size} bytes; at most ${largest} were expected. Keep tables and logs outside it.`, { file: shown })
    return await handle.readFile()
  } finally {
    await handle.close()
  }
}

/** Without a byte order mark. Throws Problem, naming the file as `shown`. */
export const readText = async (file: string, shown: string): Promise<string> => {
  const bytes = await bytesOf(file, shown)
  if (isUtf16(bytes)) throw new Problem('is UTF-16 text; UTF-8 was expected. Save it as UTF-8.', { file: shown, line: 1, column: 1 })
  if (!isUtf8(bytes)) throw new Problem('a byte here is not UTF-8. Save the file as UTF-8.', { file: shown, ...badByte(bytes) })
  const text = new TextDecoder('utf-8').decode(bytes)
  const at = text.search(control)
  if (at !== -1) {
    const code = text.charCodeAt(at).toString(16).padStart(4, '0')
    throw new Problem(`a control character (U+${code.toUpperCase()}) stands here; text was expected. Take it out.`, {
      file: shown,
      ...placeIn(text, at),
    })
  }
  return text
}
