/** A question of a pack as Markdown: boxes as a task list. */
import type { QuestionBlock } from '../block.ts'
import { askMarkdown } from './markdown-edition.ts'
import { escaped, inline, type Say } from './markdown-text.ts'

export const questionMarkdown = (it: QuestionBlock, say: Say): string =>
  [
    askMarkdown(it.ask, say).replace(/^\*\*/, `**${it.number}. `),
    ...(it.settled === null ? [] : ['', inline(it.settled, say)]),
    ...(it.said.length === 0 ? [] : ['', ...it.said.map((voice) => `> ${escaped(voice)}`)]),
    ...(it.levels.length === 0 ? [] : ['', ...it.levels.map((level) => `- [ ] ${escaped(say(level))}`)]),
    ...(it.room === 0 ? [] : ['', `${escaped(say('Notes'))}: ……`]),
  ].join('\n')

export const signedMarkdown = (fields: readonly string[], say: Say): string => fields.map((it) => `${escaped(say(it))}: ……`).join('  \n')
