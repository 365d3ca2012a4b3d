/** What one types for a level, and how a typed line is understood. */
import type { Level } from '../../model/index.ts'

/** `n` is a note and `s` skips, so that "no" is x everywhere. */
const keys: { [level in Level]: string } = { yes: 'y', partly: 'p', automatic: 'a', recorded: 'r', by_hand: 'h', no: 'x' }

export const sayLevel = (level: Level): string => level.replace('_', ' ')

/** `y yes · p partly · x no`. */
export const choices = (levels: readonly Level[]): string => levels.map((it) => `${keys[it]} ${sayLevel(it)}`).join(' · ')

export type Typed =
  | { is: 'level'; level: Level; words: string }
  | { is: 'words'; words: string }
  | { is: 'more' | 'skip' | 'back' | 'note' | 'contest' | 'stop' | 'nothing' }

const commands: { [word: string]: Exclude<Typed, { words: string }>['is'] } = {
  '': 'nothing',
  '?': 'more',
  s: 'skip',
  skip: 'skip',
  b: 'back',
  back: 'back',
  n: 'note',
  note: 'note',
  c: 'contest',
  contest: 'contest',
  q: 'stop',
  quit: 'stop',
  stop: 'stop',
}

/** A key or a word of its own, or followed by `,` or `:` and the words; anything else is words, and the level is asked for. */
export const understand = (line: string, levels: readonly Level[]): Typed => {
  const text = line.trim()
  const command = commands[text.toLowerCase()]
  if (command !== undefined) return { is: command }
  const [, head = '', words = ''] = /^([\p{L} ]{1,10}?)\s*(?:[,:]\s*(.*))?$/su.exec(text) ?? []
  const level = levels.find((it) => head.toLowerCase() === keys[it] || head.toLowerCase() === sayLevel(it))
  return level === undefined ? { is: 'words', words: text } : { is: 'level', level, words: words.trim() }
}
