/** Finds quoted words in a text, white space and Markdown emphasis folded, on whole words only. */

type Token = { text: string; line: number }

const tokensOf = (source: string): Token[] => {
  // What a reader of the page does not see bears nothing out.
  const visible = source.replace(/<!--[\s\S]*?(-->|$)/g, (comment) => comment.replace(/[^\n]/g, ' '))
  return visible.split('\n').flatMap((line, at) =>
    line
      .replace(/^\s*(>\s*)+/, '')
      .split(/\s+/)
      .map((word) => ({ text: plain(word), line: at + 1 }))
      .filter(({ text }) => text !== ''),
  )
}

/** `**95**` and `95` are one word, as are the two spellings of an accented letter and of a quotation mark. */
const plain = (word: string): string =>
  word
    .normalize('NFC')
    .replace(/[*`]+|^_+|_+$/g, '')
    .replace(/[“”„]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/[‐‑‒–—]/g, '-')

const isPart = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}]/u.test(char)

/** `ms` ends `(50 ms)`, but `50` does not begin `150`. */
const beginsAt = (word: string, wanted: string): boolean => word.endsWith(wanted) && !isPart(word.at(-wanted.length - 1))
const endsAt = (word: string, wanted: string): boolean => word.startsWith(wanted) && !isPart(word[wanted.length])
const holds = (word: string, wanted: string): boolean => {
  for (let at = word.indexOf(wanted); at >= 0; at = word.indexOf(wanted, at + 1))
    if (!isPart(word[at - 1]) && !isPart(word[at + wanted.length])) return true
  return false
}

/** First and last line of the first place; undefined when the words are not there, or are none. */
export const findWords = (source: string, words: string): { line: number; end_line: number } | undefined => {
  const wanted = tokensOf(words).map(({ text }) => text)
  const tokens = tokensOf(source)
  const last = wanted.length - 1
  const fits = (text: string, at: number): boolean => {
    const word = wanted[at] as string
    if (last === 0) return holds(text, word)
    return at === 0 ? beginsAt(text, word) : at === last ? endsAt(text, word) : text === word
  }
  if (last < 0) return undefined
  for (let start = 0; start + last < tokens.length; start++) {
    if (!wanted.every((_, at) => fits((tokens[start + at] as Token).text, at))) continue
    return { line: (tokens[start] as Token).line, end_line: (tokens[start + last] as Token).line }
  }
  return undefined
}
