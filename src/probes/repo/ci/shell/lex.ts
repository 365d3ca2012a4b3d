/** Cuts shell text into words and operators: quotes, comments, here-documents, substitutions and line continuations. */

/** `text` has its quotes removed, with expansions (`$x`, `${{ … }}`) left as written; `scripts` are its command substitutions. */
/** `here`: the text of the here-document that this word begins. */
export type Word = { kind: 'word'; text: string; quoted: boolean; line: number; scripts: Piece[]; here?: Piece }
export type Piece = { text: string; line: number }
export type Token = Word | { kind: 'op'; text: string; line: number } | { kind: 'end'; line: number }

const operators = ['&&', '||', ';;&', ';;', ';&', '|&', '&>>', '&>', '>>', '>&', '<&', '>|', '<>', '&', '|', ';', '(', ')', '<', '>']

/** Lexes whole text. Never fails: an open quote runs to the end. `line` is the number of the first line. */
export const lex = (source: string, firstLine = 1): Token[] => {
  const tokens: Token[] = []
  const pending: { word: Word; dash: boolean }[] = []
  let at = 0
  let line = firstLine
  let wantsHere: '<<' | '<<-' | undefined

  const advance = (to: number) => {
    for (; at < to; at++) if (source[at] === '\n') line++
  }
  const skipHere = () => {
    for (const { word, dash } of pending.splice(0)) {
      const here = { text: '', line }
      word.here = here
      while (at < source.length) {
        const end = source.indexOf('\n', at) < 0 ? source.length : source.indexOf('\n', at)
        const text = source.slice(at, end)
        advance(Math.min(end + 1, source.length))
        const plain = dash ? text.replace(/^\t+/, '') : text
        if (plain === word.text) break
        here.text += `${plain}\n`
      }
    }
  }

  while (at < source.length) {
    const rest = source.slice(at, at + 3)
    const char = source[at] as string
    if (char === '\n') {
      tokens.push({ kind: 'op', text: '\n', line })
      advance(at + 1)
      skipHere()
    } else if (/\s/.test(char)) at++
    else if (rest.startsWith('\\\n') || rest.startsWith('\\\r\n')) advance(source.indexOf('\n', at) + 1)
    else if (char === '#') at = source.indexOf('\n', at) < 0 ? source.length : source.indexOf('\n', at)
    else if (rest.startsWith('<<') && rest !== '<<<') {
      wantsHere = rest === '<<-' ? '<<-' : '<<'
      tokens.push({ kind: 'op', text: '<<', line })
      at += wantsHere.length
    } else if (rest === '<<<') {
      tokens.push({ kind: 'op', text: '<', line })
      at += 3
    } else if ((rest.startsWith('<(') || rest.startsWith('>(')) && !rest.startsWith('((')) {
      const word = readWord(source, at, line)
      tokens.push(word.token)
      advance(word.end)
    } else {
      const operator = operators.find((text) => source.startsWith(text, at))
      if (operator) {
        tokens.push({ kind: 'op', text: operator, line })
        at += operator.length
        continue
      }
      const word = readWord(source, at, line)
      if (wantsHere) pending.push({ word: word.token, dash: wantsHere === '<<-' })
      wantsHere = undefined
      tokens.push(word.token)
      advance(Math.max(word.end, at + 1))
    }
  }
  tokens.push({ kind: 'end', line })
  return tokens
}

const stops = /[\s;&|()<>]/

const readWord = (source: string, from: number, line: number): { token: Word; end: number } => {
  const token: Word = { kind: 'word', text: '', quoted: false, line, scripts: [] }
  const raw = (end: number) => source.slice(from, end).split('\n').length - 1
  let at = from
  // `[[ … ]]` and `(( … ))` hold operators that are none.
  if (/^\[\[\s/.test(source.slice(at, at + 3))) {
    const end = source.indexOf(']]', at)
    const stop = end < 0 ? source.length : end + 2
    return { token: { ...token, text: source.slice(at, stop) }, end: stop }
  }
  const substitution = (open: number): number => {
    const end = matching(source, open)
    token.scripts.push({ text: source.slice(open + 1, end), line: line + raw(open) })
    token.text += source.slice(at, end + 1)
    return end + 1
  }
  while (at < source.length) {
    const char = source[at] as string
    if (source.startsWith('${{', at)) {
      const end = source.indexOf('}}', at)
      const stop = end < 0 ? source.length : end + 2
      token.text += source.slice(at, stop)
      at = stop
    } else if (char === "'") {
      const end = source.indexOf("'", at + 1)
      token.text += source.slice(at + 1, end < 0 ? source.length : end)
      token.quoted = true
      at = end < 0 ? source.length : end + 1
    } else if (char === '"') {
      token.quoted = true
      at = doubleQuoted(source, at, token, line, from)
    } else if (char === '\\') {
      if (source[at + 1] !== '\n') token.text += source[at + 1] ?? ''
      token.quoted = true
      at += 2
    } else if (source.startsWith('$((', at)) {
      const end = source.indexOf('))', at)
      const stop = end < 0 ? source.length : end + 2
      token.text += source.slice(at, stop)
      at = stop
    } else if (source.startsWith('$(', at)) at = substitution(at + 1)
    else if ((char === '<' || char === '>') && source[at + 1] === '(' && at === from) at = substitution(at + 1)
    else if (char === '`') {
      const end = source.indexOf('`', at + 1)
      token.scripts.push({ text: source.slice(at + 1, end < 0 ? source.length : end), line: line + raw(at) })
      token.text += source.slice(at, end < 0 ? source.length : end + 1)
      at = end < 0 ? source.length : end + 1
    } else if (source.startsWith('${', at)) {
      const end = source.indexOf('}', at)
      const stop = end < 0 ? source.length : end + 1
      token.text += source.slice(at, stop)
      at = stop
    } else if (stops.test(char)) break
    else {
      token.text += char
      at++
    }
  }
  return { token, end: at }
}

const doubleQuoted = (source: string, open: number, token: Word, line: number, from: number): number => {
  let at = open + 1
  while (at < source.length && source[at] !== '"') {
    if (source[at] === '\\' && '"\\$`\n'.includes(source[at + 1] ?? '')) {
      if (source[at + 1] !== '\n') token.text += source[at + 1]
      at += 2
    } else if (source.startsWith('$(', at) && source[at + 2] !== '(') {
      const end = matching(source, at + 1)
      token.scripts.push({ text: source.slice(at + 2, end), line: line + source.slice(from, at).split('\n').length - 1 })
      token.text += source.slice(at, end + 1)
      at = end + 1
    } else if (source.startsWith('${{', at)) {
      const end = source.indexOf('}}', at)
      const stop = end < 0 ? source.length : end + 2
      token.text += source.slice(at, stop)
      at = stop
    } else token.text += source[at++]
  }
  return at + 1
}

/** Where the parenthesis that opens at `open` closes; quotes inside are honoured. */
const matching = (source: string, open: number): number => {
  let depth = 0
  for (let at = open; at < source.length; at++) {
    const char = source[at]
    if (char === '\\') at++
    else if (char === "'") {
      const end = source.indexOf("'", at + 1)
      at = end < 0 ? source.length : end
    } else if (char === '"') {
      for (at++; at < source.length && source[at] !== '"'; at++) if (source[at] === '\\') at++
    } else if (char === '(') depth++
    else if (char === ')' && --depth === 0) return at
  }
  return source.length
}
