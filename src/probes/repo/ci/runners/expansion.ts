/** What a runner gives: the scripts that one command makes run, such as a make target's recipe lines. */
import type { Tree } from '../tree.ts'

/** A command with its wrappers taken off. `cwd` is relative to the tree's top. */
export type Call = { words: string[]; cwd: string; variables: { [name: string]: string } }

export type Expansion = {
  /** e.g. `make test`. */
  label: string
  path: string
  line: number
  script: string
  scriptLine: number
  errexit: boolean
  pipefail: boolean
  cwd: string | null
  variables: { [name: string]: string }
  /** Set when the runner drops the script's failure, with the reason. */
  forgiven?: string
}

/** A command that came before in the same workflow: what it made may be started now. */
export type Before = { words: string[]; cwd: string | null }

/** Empty when the command is not this runner's. */
export type Runner = (call: Call, tree: Tree, earlier: () => readonly Before[]) => Promise<Expansion[]>

/** A path below a folder; undefined when it leaves the tree. */
export const under = (folder: string, way: string): string | undefined => {
  const parts = folder === '' ? [] : folder.split('/')
  for (const part of way.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return undefined
  }
  return parts.join('/')
}

/** The value of an option written `-x value`, `-xvalue`, `--long value` or `--long=value`. */
export const optionOf = (words: readonly string[], ...names: string[]): string | undefined => {
  for (const [at, word] of words.entries())
    for (const name of names) {
      if (word === name) return words[at + 1]
      if (name.startsWith('--') && word.startsWith(`${name}=`)) return word.slice(name.length + 1)
      if (!name.startsWith('--') && word.startsWith(name) && word.length > name.length && !word.startsWith('--'))
        return word.slice(name.length)
    }
  return undefined
}

/** Words without options and without the values of those options that take one. */
export const positionals = (words: readonly string[], valued: readonly string[]): string[] => {
  const left: string[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string
    if (word === '--') return [...left, ...words.slice(at + 1)]
    if (!word.startsWith('-') || word === '-') left.push(word)
    else if (valued.includes(word)) at++
  }
  return left
}

/** The number of the first line that fits; 1 when none does. */
export const lineWhere = (text: string, fits: (line: string) => boolean): number => Math.max(1, text.split('\n').findIndex(fits) + 1)

/** Quotes words so that a shell reads them back as they are. */
export const quoteAll = (words: readonly string[]): string =>
  words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ')
