/** Builds the tree of a shell script: lists, pipelines, and-or chains, groups, conditions, loops and functions. */
import { lex, type Token, type Word } from './lex.ts'

/** `input`: a here-document that the command reads. */
export type Simple = { kind: 'simple'; assigns: Word[]; words: Word[]; line: number; input?: string }
export type Node =
  | Simple
  | { kind: 'pipeline'; parts: Node[]; negated: boolean }
  | { kind: 'chain'; parts: Node[]; operators: ('&&' | '||')[] }
  | List
  | { kind: 'group'; body: List; subshell: boolean }
  | { kind: 'if'; tests: List[]; bodies: List[]; otherwise: List | undefined }
  | { kind: 'loop'; test: List | undefined; body: List }
  | { kind: 'case'; bodies: List[] }
  | { kind: 'function'; name: string; body: Node }
export type List = { kind: 'list'; items: { node: Node; background: boolean }[] }

/** Parses leniently: what does not fit is passed over, so that one odd line does not hide the rest. */
export const parseShell = (source: string, firstLine = 1): List => {
  const reader = new Reader(lex(source, firstLine))
  const items: List['items'] = []
  while (!reader.done) {
    items.push(...list(reader, []).items)
    if (!reader.done) reader.next()
  }
  return { kind: 'list', items }
}

class Reader {
  #tokens: Token[]
  #at = 0
  constructor(tokens: Token[]) {
    this.#tokens = tokens
  }
  get token(): Token {
    return this.#tokens[this.#at] as Token
  }
  get after(): Token | undefined {
    return this.#tokens[this.#at + 1]
  }
  get done(): boolean {
    return this.token.kind === 'end'
  }
  next(): Token {
    const token = this.token
    if (!this.done) this.#at++
    return token
  }
  isOp(...texts: string[]): boolean {
    return this.token.kind === 'op' && texts.includes(this.token.text)
  }
  isWord(...texts: string[]): boolean {
    return this.token.kind === 'word' && !this.token.quoted && texts.includes(this.token.text)
  }
  skipLines() {
    while (this.isOp('\n')) this.next()
  }
}

const closers = ['then', 'else', 'elif', 'fi', 'do', 'done', 'esac', '}']

const list = (reader: Reader, until: string[]): List => {
  const items: List['items'] = []
  for (;;) {
    while (reader.isOp('\n', ';')) reader.next()
    if (reader.done || reader.isOp(')', ';;', ';&', ';;&') || reader.isWord(...closers, ...until)) break
    const node = chain(reader)
    if (!node) {
      if (reader.done || reader.isOp(')', ';;')) break
      reader.next()
      continue
    }
    const background = reader.isOp('&')
    if (background) reader.next()
    items.push({ node, background })
  }
  return { kind: 'list', items }
}

const chain = (reader: Reader): Node | undefined => {
  const first = pipeline(reader)
  if (!first) return undefined
  const parts = [first]
  const operators: ('&&' | '||')[] = []
  while (reader.isOp('&&', '||')) {
    const operator = (reader.next() as { text: '&&' | '||' }).text
    reader.skipLines()
    const part = pipeline(reader)
    if (!part) break
    operators.push(operator)
    parts.push(part)
  }
  return parts.length === 1 ? first : { kind: 'chain', parts, operators }
}

const pipeline = (reader: Reader): Node | undefined => {
  let negated = false
  while (reader.isWord('!')) {
    negated = !negated
    reader.next()
  }
  const first = command(reader)
  if (!first) return undefined
  const parts = [first]
  while (reader.isOp('|', '|&')) {
    reader.next()
    reader.skipLines()
    const part = command(reader)
    if (part) parts.push(part)
    else break
  }
  return parts.length === 1 && !negated ? first : { kind: 'pipeline', parts, negated }
}

const expect = (reader: Reader, word: string) => {
  while (reader.isOp('\n', ';')) reader.next()
  if (reader.isWord(word)) reader.next()
}

const command = (reader: Reader): Node | undefined => {
  const node = compound(reader)
  if (!node) return simple(reader)
  redirections(reader)
  return node
}

const compound = (reader: Reader): Node | undefined => {
  if (reader.isOp('(')) {
    reader.next()
    const body = list(reader, [])
    if (reader.isOp(')')) reader.next()
    return { kind: 'group', body, subshell: true }
  }
  if (reader.isWord('{')) {
    reader.next()
    const body = list(reader, [])
    expect(reader, '}')
    return { kind: 'group', body, subshell: false }
  }
  if (reader.isWord('if')) return condition(reader)
  if (reader.isWord('while', 'until', 'for', 'select')) return loop(reader)
  if (reader.isWord('case')) return choice(reader)
  return definition(reader)
}

const condition = (reader: Reader): Node => {
  const tests: List[] = []
  const bodies: List[] = []
  let otherwise: List | undefined
  while (reader.isWord('if', 'elif')) {
    reader.next()
    tests.push(list(reader, []))
    expect(reader, 'then')
    bodies.push(list(reader, []))
  }
  if (reader.isWord('else')) {
    reader.next()
    otherwise = list(reader, [])
  }
  expect(reader, 'fi')
  return { kind: 'if', tests, bodies, otherwise }
}

const loop = (reader: Reader): Node => {
  const counted = reader.isWord('for', 'select')
  reader.next()
  let test: List | undefined
  if (counted) while (!reader.done && !reader.isWord('do')) reader.next()
  else test = list(reader, [])
  expect(reader, 'do')
  const body = list(reader, [])
  expect(reader, 'done')
  return { kind: 'loop', test, body }
}

const choice = (reader: Reader): Node => {
  const bodies: List[] = []
  while (!reader.done && !reader.isWord('in')) reader.next()
  reader.next()
  for (;;) {
    reader.skipLines()
    if (reader.done || reader.isWord('esac')) break
    while (!reader.done && !reader.isOp(')')) reader.next()
    reader.next()
    bodies.push(list(reader, []))
    if (reader.isOp(';;', ';&', ';;&')) reader.next()
  }
  expect(reader, 'esac')
  return { kind: 'case', bodies }
}

const definition = (reader: Reader): Node | undefined => {
  const word = reader.token
  if (word.kind !== 'word') return undefined
  const keyword = reader.isWord('function')
  if (!keyword && !(reader.after?.kind === 'op' && reader.after.text === '(')) return undefined
  if (keyword) reader.next()
  const name = reader.next()
  if (reader.isOp('(')) reader.next()
  if (reader.isOp(')')) reader.next()
  reader.skipLines()
  const body = command(reader)
  return body && name.kind === 'word' ? { kind: 'function', name: name.text, body } : undefined
}

const redirects = ['<', '>', '>>', '<<', '>&', '<&', '&>', '&>>', '>|', '<>']
/** Gives the word that begins a here-document. */
const redirections = (reader: Reader): Word | undefined => {
  let here: Word | undefined
  while (reader.isOp(...redirects)) {
    const reads = reader.isOp('<<')
    reader.next()
    const { token } = reader
    if (token.kind !== 'word') continue
    if (reads) here = token
    reader.next()
  }
  return here
}

const simple = (reader: Reader): Simple | undefined => {
  const node: Simple = { kind: 'simple', assigns: [], words: [], line: reader.token.line }
  for (;;) {
    const { token } = reader
    if (token.kind === 'op' && redirects.includes(token.text)) {
      // In `2>&1` the figure before the sign is no argument.
      const last = node.words.at(-1)
      if (last && /^\d$/.test(last.text) && token.line === last.line && node.words.length > 1) node.words.pop()
      const here = redirections(reader)
      if (here?.here !== undefined) node.input = here.here.text
    } else if (token.kind === 'word') {
      reader.next()
      const assigns = node.words.length === 0 && /^[A-Za-z_]\w*\+?=/.test(token.text)
      if (assigns) node.assigns.push(token)
      else node.words.push(token)
    } else break
  }
  return node.words.length + node.assigns.length > 0 ? node : undefined
}
