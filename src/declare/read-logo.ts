/** The logo of an edition: an image file beside it → a data URI, so that the page asks for nothing. */
import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Place, Problem } from '../model/index.ts'
import { quoted } from './quoted.ts'

/** In bytes: a report stays small enough to be mailed. */
const largest = 200_000

const isPng = (bytes: Buffer): boolean => bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
const isJpeg = (bytes: Buffer): boolean => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff

/** What a drawing may not hold: anything that runs, that asks for something elsewhere, or that hides either. */
const faults: [RegExp, string][] = [
  [/<!(doctype|entity)/i, 'a document type'],
  [/<\?xml-stylesheet/i, 'a style sheet from elsewhere'],
  [/<(\w+:)?script/i, 'a script'],
  [/<(\w+:)?(foreignobject|iframe|embed|object|animate|set|handler)\b/i, 'foreign or moving content'],
  [/[\s"'/]on\w+\s*=/i, 'an event handler'],
  [/javascript\s*:/i, 'a script'],
  [/\bhref\s*=\s*["']?\s*(?!["'\s]*(#|data:image\/(png|jpeg)))[^"'\s>]/i, 'a reference to something elsewhere'],
  [/url\(\s*["']?\s*(?!["'\s]*(#|data:image\/(png|jpeg)))[^)\s]/i, 'a reference to something elsewhere'],
  [/@import/i, 'a style sheet from elsewhere'],
]

const kindOf = (bytes: Buffer, refuse: (what: string) => Problem): string => {
  if (isPng(bytes)) return 'image/png'
  if (isJpeg(bytes)) return 'image/jpeg'
  const text = bytes.toString('utf8')
  if (
    !/^\uFEFF?\s*(<\?xml[^>]*\?>\s*)?(<!--[\s\S]*?-->\s*)*<svg[\s>]/i.test(text) &&
    !/^\uFEFF?\s*(<\?xml[^>]*\?>\s*)?(<!--[\s\S]*?-->\s*)*<!/i.test(text)
  )
    throw refuse('is no PNG, JPEG or SVG image. Save it as one.')
  const fault = faults.find(([pattern]) => pattern.test(text))
  if (fault !== undefined) throw refuse(`holds ${fault[1]}; a plain drawing was expected. Export it without, or save it as PNG.`)
  return 'image/svg+xml'
}

/** `file` is the edition's own file. Throws Problem at the place of the key. */
export const readLogo = async (file: string, name: string, place: Place): Promise<string> => {
  const refuse = (what: string) => new Problem(`the logo ${quoted(name)} ${what}`, place)
  if (/[/\\]/.test(name) || name === '..') throw refuse('is not a file beside this one. Put it there, and name it without a folder.')
  const path = join(dirname(file), name)
  const kind = await stat(path).catch(() => undefined)
  if (kind?.isFile() !== true) throw refuse('does not exist beside this file. Put it there.')
  if (kind.size > largest) throw refuse(`has ${kind.size} bytes; at most ${largest} were expected. Save it smaller.`)
  const bytes = await readFile(path)
  return `data:${kindOf(bytes, refuse)};base64,${bytes.toString('base64')}`
}
