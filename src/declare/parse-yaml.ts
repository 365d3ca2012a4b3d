/** Text → one YAML document, within bounds: what would take the parser long, or down, is refused with its place first. */
import { Composer, type CST, type Document, Lexer, LineCounter, type ParsedNode, Parser } from 'yaml'
import { type Place, Problem } from '../model/index.ts'

/** Levels of maps and lists in one another; a framework needs about ten. */
export const deepest = 100
/** Keys, values, spaces and marks; the parser takes seconds for more. About 30,000 lines. */
const most = 200_000

const nextStep: { [code: string]: string } = {
  TAB_AS_INDENT: 'Indent with spaces.',
  MULTIPLE_DOCS: 'Keep one document in this file.',
  MISSING_CHAR: 'Close what was opened, or put quotes around the text.',
  BAD_INDENT: 'Line it up with its neighbours.',
  BLOCK_AS_IMPLICIT_KEY: 'Put quotes around a text that holds a colon.',
  UNEXPECTED_TOKEN: 'Put quotes around a text with signs in it.',
}

const tokensOf = (text: string, lines: LineCounter, at: (offset: number) => Place): CST.Token[] => {
  const parser = new Parser(lines.addNewLine)
  const tokens: CST.Token[] = []
  lines.addNewLine(0)
  let count = 0
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token)
    if (parser.stack.length > deepest)
      throw new Problem(`is nested more than ${deepest} levels deep here. Write it flatter.`, at(parser.offset))
    if (++count > most)
      throw new Problem(`more than ${most} keys, values and marks stand before this place. Split the file.`, at(parser.offset))
  }
  for (const token of parser.end()) tokens.push(token)
  return tokens
}

/** YAML 1.2, core schema: dates stay text, `yes` is text, and no tag but the core ones means anything. Throws Problem. */
export const parseYaml = (text: string, file: string): { document: Document.Parsed<ParsedNode>; at: (offset: number) => Place } => {
  const lines = new LineCounter()
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(1, line), column: Math.max(1, col) }
  }
  const tokens = tokensOf(text, lines, at)
  const composer = new Composer<ParsedNode>({
    lineCounter: lines,
    prettyErrors: false,
    schema: 'core',
    resolveKnownTags: false,
    // Found by ours, with the place of the first; the parser's own compares every key with every other.
    uniqueKeys: false,
    logLevel: 'silent',
  })
  const [document, second] = [...composer.compose(tokens, true, text.length)]
  if (document === undefined) throw new Problem('holds no YAML. Write it anew.', { file })
  const fault = document.errors[0]
  if (fault !== undefined) {
    const step = nextStep[fault.code] ?? 'Mend it here.'
    throw new Problem(`this is not YAML: ${fault.message.replace(/\s+/g, ' ').slice(0, 160)}. ${step}`, at(fault.pos[0]))
  }
  if (second !== undefined) throw new Problem('a second YAML document begins here. Keep one document in this file.', at(second.range[0]))
  const strange = document.warnings.find((it) => it.code === 'TAG_RESOLVE_FAILED')
  if (strange !== undefined) throw new Problem('a tag (`!…`) stands here; plain YAML was expected. Take the tag out.', at(strange.pos[0]))
  return { document, at }
}
