/** A question of a pack on a terminal or a printer of lines. */
import type { QuestionBlock } from '../block.ts'
import { type Desk, plain, wrap } from './terminal-text.ts'

const indent = '     '

export const questionLines = (it: QuestionBlock, { width, paint, say }: Desk): string[] => {
  const { ask } = it
  const part = (word: string, text: string | null): string[] =>
    text === null || text === '' ? [] : wrap(`${say(word)}: ${text}`, width, indent)
  const number = `${it.number}`.padStart(3)
  const about = [
    ...(ask.about === null ? [] : [ask.about]),
    ...(ask.minutes === null ? [] : [`${ask.minutes} ${say('minutes')}`]),
    ...(ask.who.length === 0 ? [] : [`${say('Ask')}: ${ask.who.join(', ')}`]),
  ]
  return [
    '',
    ...wrap(ask.question, width, indent).map((line, at) => paint.bold(at === 0 ? `${number}  ${line.trimStart()}` : line)),
    ...wrap(about.join(' · '), width, indent).map(paint.dim),
    ...(ask.why === null ? [] : wrap(ask.why, width, indent)),
    ...part('Strong answer', ask.strong),
    ...part('Weak answer', ask.weak),
    ...part('Red flag', ask.red_flag),
    ...part('Ask to be shown', ask.shown_by.join('; ')),
    ...(it.settled === null ? [] : wrap(plain(it.settled, say), width, indent)),
    ...it.said.flatMap((voice) => wrap(voice, width, indent)),
    ...(it.levels.length === 0 ? [] : [`${indent}${it.levels.map((level) => `[ ] ${say(level)}`).join('   ')}`]),
  ]
}
