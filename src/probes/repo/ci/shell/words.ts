/** Replaces the variables of shell words by their known values. */
import type { Word } from './lex.ts'

export type Variables = { [name: string]: string }

const expansion = /\$(?:\{([A-Za-z_]\w*|[@*#?0-9])(?:(:?[-=+?])([^}]*))?\}|([A-Za-z_]\w*|[@*?0-9]))/g

/** Longer values are those that variables make of each other, doubled again and again. */
const longest = 10_000

/** Values that are not known stay as written, so a later reader can see that the word is not fixed. */
export const substitute = (text: string, variables: Variables): string =>
  text.replace(expansion, (whole, long, operator, fallback, short) => {
    const name: string = long ?? short
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined
    if (operator?.endsWith('+')) return value ? fallback : ''
    if (value !== undefined && value.length <= longest && (value !== '' || operator === undefined)) return value
    return operator?.endsWith('-') || operator?.endsWith('=') ? fallback : whole
  })

/** The arguments that a command gets: unquoted variables are split at spaces, and empty ones vanish. */
export const argumentsOf = (words: readonly Word[], variables: Variables): string[] =>
  words.flatMap((word) => {
    const text = substitute(word.text, variables)
    const dynamic = text !== word.text
    if (dynamic && (!word.quoted || /^\$\{?[@*]\}?$/.test(word.text))) return text.split(/\s+/).filter((part) => part !== '')
    return [text]
  })

/** Does this text hold a value that only a run knows? */
export const isDynamic = (text: string): boolean => /\$[\w{(@*#?]|`|<<|\{\{/.test(text)

/** `bash <<END`, `ssh host <<END` and `python - <<END` run the text as if it were given by `-c`. */
export const withInput = (words: string[], input: string | undefined): string[] => {
  if (input === undefined) return words
  if (/(^|\/)ssh$/.test(words[0] ?? '')) return [...words, input]
  const plain = words.filter((word) => word !== '-' && word !== '-s')
  const reads = plain.findLast((word) => !word.startsWith('-')) ?? ''
  return /(^|\/)((ba|da|z|k)?sh|python[\d.]*)$/.test(reads) ? [...plain, '-c', input] : words
}
