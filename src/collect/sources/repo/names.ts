/** Turns the bytes of git's file names into text and back; names need not be UTF-8. */
import { isUtf8 } from 'node:buffer'

/** A name's text; bytes that are not UTF-8 become `\xNN`, so that two names never become one. */
export const nameOf = (bytes: Buffer): string => (isUtf8(bytes) ? bytes.toString('utf8') : escaped(bytes))

const escaped = (bytes: Buffer): string =>
  [...bytes].map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`)).join('')

const letters: { [letter: string]: number } = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, '\\': 92 }

/** A path as a diff header writes it, where odd names stand in double quotes with C escapes. */
export const unquoted = (raw: Buffer): string => {
  if (raw[0] !== 34) return nameOf(raw.at(-1) === 9 ? raw.subarray(0, -1) : raw)
  const source = raw.subarray(1, raw.lastIndexOf(34))
  const bytes: number[] = []
  for (let at = 0; at < source.length; at++) {
    if (source[at] !== 92) {
      bytes.push(source[at] as number)
      continue
    }
    const octal = /^[0-3][0-7]{2}/.exec(source.toString('latin1', at + 1, at + 4))
    bytes.push(octal ? Number.parseInt(octal[0], 8) : (letters[String.fromCharCode(source[at + 1] as number)] ?? 63))
    at += octal ? 3 : 1
  }
  return nameOf(Buffer.from(bytes))
}
