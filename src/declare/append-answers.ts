/** The text of an answers file with more answers at its end: what stood there stays, byte for byte, with its comments and order. */
import { isMap, isSeq, Scalar, stringify, type YAMLSeq } from 'yaml'
import { Problem, type Statement } from '../model/index.ts'
import { parseYaml } from './parse-yaml.ts'
import { toData } from './to-data.ts'

/** Characters that nobody sees, or that YAML does not allow as they are; line ends aside. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/gu

const escaped = (it: string): string => {
  if (it === '\n') return it
  const code = it.codePointAt(0) ?? 0
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
}

/** Lines that a block can hold as they are: no spaces at either end of one, and none that is empty first or last. */
const isClean = (text: string): boolean => text === text.trim() && text.split('\n').every((line) => line === line.trim())

/** A text with such a character in it, or with spaces that a block would lose, stands in double quotes, where all is written out. */
const quotedWhereNeeded = (value: unknown): unknown => {
  if (typeof value !== 'string') {
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, quotedWhereNeeded(it)]))
  }
  const scalar = new Scalar(value)
  if (value.replaceAll('\n', '').search(unseen) !== -1 || !isClean(value)) scalar.type = 'QUOTE_DOUBLE'
  return scalar
}

/** A list of maps, each line behind `indent`. */
const listed = (statements: readonly Statement[], indent: string): string =>
  stringify(statements.map(quotedWhereNeeded), { lineWidth: 0, doubleQuotedAsJSON: true })
    .replace(unseen, escaped)
    .replace(/^(?=.)/gm, indent)

/** In brackets, one a line, as JSON, which is YAML. */
const bracketed = (statements: readonly Statement[]): string =>
  statements.map((it) => `\n  ${JSON.stringify(it).replace(unseen, escaped)}`).join(',')

const isBare = (text: string): boolean => text.split('\n').every((line) => /^\s*(#|$)/.test(line))

const behind = (text: string, offset: number): number => {
  if (text[offset - 1] === '\n') return offset
  const end = text.indexOf('\n', offset)
  return end === -1 ? text.length : end + 1
}

const insertedAt = (text: string, offset: number, more: string): string => {
  const before = text.slice(0, offset)
  const ended = before === '' || before.endsWith('\n') ? before : `${before}\n`
  return `${ended}${before.includes('\r\n') ? more.replaceAll('\n', '\r\n') : more}${text.slice(offset)}`
}

/** Texts of which one is right; which, tells reading them. */
const candidates = (text: string, list: YAMLSeq, added: readonly Statement[]): string[] => {
  const [start, end] = list.range ?? [0, 0]
  if (list.flow === true) {
    const close = text.lastIndexOf(']', end)
    return [', ', ' '].map(
      (comma) => `${text.slice(0, close).trimEnd()}${comma.trimEnd()}${bracketed(added)}\n${text.slice(close).replace(/^\]/, ' ]')}`,
    )
  }
  const indent = ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1))
  const at = behind(text, end)
  // Comments at the end belong to what stands above them.
  const places = isBare(text.slice(at)) ? [text.length, at] : [at]
  return places.map((place) => insertedAt(text, place, listed(added, indent)))
}

const dataOf = (text: string, shown: string): unknown => {
  const { document, at } = parseYaml(text, shown)
  return toData(document.contents, at).data
}

/** What a text reads as; undefined when it does not read. */
const dataIfAny = (text: string, shown: string): unknown => {
  try {
    return dataOf(text, shown)
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}

/** `text`: an answers file that conforms, or undefined when there is none yet. The new text has been read back before it is given. */
export const appendAnswers = (text: string | undefined, added: readonly Statement[], shown: string): string => {
  if (text === undefined || isBare(text))
    return insertedAt(text ?? '', (text ?? '').length, `answers: 1\nstatements:\n${listed(added, '  ')}`)
  const { document } = parseYaml(text, shown)
  const list = isMap(document.contents) ? document.contents.get('statements', true) : undefined
  const old = dataOf(text, shown) as { statements: Statement[] }
  const wanted = JSON.stringify({ ...old, statements: [...old.statements, ...added] })
  const found = isSeq(list) ? candidates(text, list, added).find((it) => JSON.stringify(dataIfAny(it, shown)) === wanted) : undefined
  if (found === undefined)
    throw new Problem(
      'the list of statements is written so that nothing can be put behind it. Write it as plain entries, each beginning with `- `.',
      { file: shown },
    )
  return found
}
