/** The blocks of editions as Markdown. */
import type { AnswerLine, Ask, Callout, ConclusionBlock, RegisterLine } from '../block.ts'
import { sayBeside, sayPossible, sayVerdict } from '../say-possible.ts'
import { readingWords } from '../sections/scores.ts'
import { code, escaped, inline, marks, type Say, table } from './markdown-text.ts'

export const calloutMarkdown = (block: Callout, say: Say): string =>
  [
    `**${block.name === undefined ? '' : `${escaped(block.name)}, `}${escaped(say(block.severity))}: ${escaped(block.is)}**${block.place === null ? '' : ` ${code(block.place)}`}`,
    '',
    ...(block.brief === true
      ? [escaped(block.so_what)]
      : [
          `- ${escaped(say('What should be'))}: ${escaped(block.should)}`,
          `- ${escaped(say('So what'))}: ${escaped(block.so_what)}`,
          `- ${escaped(say('What to do'))}: ${escaped(block.do)}`,
        ]),
    ...(block.also === undefined || block.also.length === 0
      ? []
      : ['', `${escaped(say('Also asked by'))} ${escaped(block.also.join(', '))}`]),
  ].join('\n')

const opinionLines = (block: ConclusionBlock, say: Say): string[] => {
  if (block.opinions === null) return []
  if (block.opinions.length === 0)
    return ['', `> ${escaped(say('Opinion'))}: ${escaped(say('No opinion was given'))} (${escaped(say('name, date and signature'))}: ……)`]
  return block.opinions.flatMap((it) => ['', `> ${escaped(say('Opinion'))}: “${escaped(it.says)}” ${escaped(`${it.by}, ${it.on}`)}`])
}

export const conclusionMarkdown = (block: ConclusionBlock, say: Say): string => {
  const possible = (it: readonly string[]): string => escaped(sayPossible(it, say))
  const lead = block.readings.find((it) => it.reading === block.lead)
  const open = lead !== undefined && lead.possible.length > 1
  const title = [...(block.title === '' ? [] : [block.title]), ...(lead === undefined ? [] : [sayVerdict(lead.possible, say)])].join(': ')
  const reading = (it: ConclusionBlock['lead']): string => escaped(say(readingWords[it]))
  return [
    `**${escaped(title)}**`,
    '',
    ...(lead === undefined ? [] : [`- ${reading(lead.reading)}: ${possible(lead.possible)}${open ? '' : ` (${escaped(lead.because)})`}`]),
    ...block.readings
      .filter((it) => it !== lead)
      .map((it) => `- ${reading(it.reading)}: ${escaped(sayBeside(it.possible, lead?.possible, say))}`),
    ...(block.why === null ? [] : [`- ${escaped(say('Why'))}: ${escaped(block.why)}`]),
    ...(block.do === null ? [] : [`- ${escaped(say('What to do'))}: ${escaped(block.do)}`]),
    ...(block.decides.length === 0 ? [] : [`- ${escaped(say('What would decide it'))}: ${escaped(block.decides.join('; '))}`]),
    ...opinionLines(block, say),
  ].join('\n')
}

export const answersMarkdown = (lines: readonly AnswerLine[], say: Say): string =>
  lines
    .map((it) =>
      [
        `- ${it.tick !== undefined ? `${it.tick} ` : it.mark === null ? '' : `${marks[it.mark]} `}**${escaped(it.title)}** (${inline(it.state, say)})${it.question === null ? '' : ` ${escaped(it.question)}`}`,
        ...it.notes.map((note) => `  - ${escaped(say(note.word))}: ${inline(note.text, say)}`),
      ].join('\n'),
    )
    .join('\n')

export const askMarkdown = (it: Ask, say: Say): string => {
  const line = (word: string, text: string | null): string[] => (text === null ? [] : [`- ${escaped(say(word))}: ${escaped(text)}`])
  return [
    `**${escaped(it.question)}**${it.about === null ? '' : ` (${escaped(it.about)})`}`,
    '',
    ...(it.why === null ? [] : [escaped(it.why), '']),
    ...line('Strong answer', it.strong),
    ...line('Weak answer', it.weak),
    ...line('Red flag', it.red_flag),
    ...line('Ask to be shown', it.shown_by.length === 0 ? null : it.shown_by.join('; ')),
    ...line('Ask', it.who.length === 0 ? null : it.who.join(', ')),
    ...line('minutes', it.minutes === null ? null : String(it.minutes)),
    ...(it.room === 0 ? [] : [`- ${escaped(say('Notes'))}: ……`]),
  ].join('\n')
}

export const registerMarkdown = (lines: readonly RegisterLine[], say: Say): string =>
  table(
    ['evidence', 'measurement', 'material', 'reading', 'outcome'].map((it) => escaped(say(it))),
    lines.map((it) => [
      `<a id="${it.id}"></a>[${code(it.id)}](index.html#e-${it.id})`,
      escaped(it.probe),
      escaped(it.about),
      escaped(say(readingWords[it.reading])),
      escaped(say(it.state.replace('_', ' '))),
    ]),
  )
