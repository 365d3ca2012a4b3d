/** What to ask a team, or a candidate: as many questions as a page has room for, each with a strong and a weak answer, a red flag and lines for notes. */
import { type Assessment, type Framework, type Statement, sayNumber } from '../../model/index.ts'
import type { Block, QuestionBlock, Text } from '../block.ts'
import { questionBlock } from '../editions/pack.ts'
import { type Interview, interviewQuestions } from '../interview-questions.ts'
import type { Reader } from '../meanings.ts'
import { cut } from '../reason.ts'
import { firstLookFor } from './first-look.ts'
import type { SectionOptions } from './section-options.ts'

const headings: { [reader in Reader]: string } = {
  candidate: 'What is still worth asking',
  interviewer: 'What to ask them',
}

/** The first voice: `“95 % within 50 ms” Ines Carvalho, CTO`. */
const voiceOf = ([it]: readonly Statement[]): Text[] => {
  if (it === undefined) return []
  const words = it.says === undefined ? (it.level ?? '') : `“${cut(it.says, 110)}”`
  return [{ word: 'They say' }, `: ${words}${it.by === undefined ? '' : ` ${cut(it.by, 40)}`}. `]
}

/** Up to the end of its first sentence. */
const firstSentence = (text: string): string => cut(/^.*?[.](?=\s|$)/.exec(text)?.[0] ?? `${text}.`, 160)

const known = ({ question, against }: Interview): Text | null => {
  const voice = voiceOf(question.statements).flat()
  if (against !== undefined) return [...voice, { word: 'We measured' }, `: ${firstSentence(against.because)}`]
  return voice.length === 0 ? null : voice
}

/** A pack's question without what one page has no room for. */
const small = (it: Interview, number: number): QuestionBlock => {
  const whole = questionBlock(it.question, number)
  return {
    ...whole,
    ask: { ...whole.ask, about: null, why: null, shown_by: [], who: [], minutes: null },
    said: [],
    settled: known(it),
    room: 4,
    small: true,
  }
}

/** Letters in a line: across the page, and beside the lines for notes; of the question, which is set larger, fewer. */
const letters = { across: 104, beside: 78, question: 62 }
const linesOf = (text: string, width: number): number => Math.ceil(text.length / width)

const lengthOf = (text: Text | null): string => {
  if (text === null) return ''
  if (Array.isArray(text)) return text.map(lengthOf).join('')
  if (typeof text === 'string') return text
  return 'text' in text ? text.text : 'strong' in text ? text.strong : 'word' in text ? text.word : 'place' in text ? text.place : text.code
}

/** Lines on paper, as html-question.ts sets them: guessed from above, so that the page is never too full. */
const heightOf = (block: Block): number => {
  switch (block.kind) {
    case 'question': {
      const { question, strong, weak, red_flag } = block.ask
      const text = [`Strong answer: ${strong ?? ''}`, `Weak answer: ${weak ?? ''}`, `Red flag: ${red_flag ?? ''}`, lengthOf(block.settled)]
      return 1.2 * linesOf(question, letters.question) + text.reduce((sum, it) => sum + linesOf(it, letters.beside), 0) + 1.5
    }
    case 'list':
      return block.items.reduce((sum, it) => sum + linesOf(lengthOf(it), letters.across) + 0.2, 0)
    case 'text':
      return linesOf(lengthOf(block.text), letters.across) + 1
    default:
      return 3
  }
}

/** Small lines on a sheet of A4, without a cover that says in a line or two what this is. */
const page = 65

const heightOfCover = ({ subject }: Assessment): number =>
  subject.subject.about === undefined ? 0 : linesOf(subject.subject.about, 95) * 1.4 + 0.6

const fitting = (blocks: readonly QuestionBlock[], room: number): QuestionBlock[] => {
  const kept: QuestionBlock[] = []
  let left = room
  for (const it of blocks) {
    left -= heightOf(it)
    if (left < 0 && kept.length > 0) break
    kept.push(it)
  }
  return kept
}

export const interviewFor =
  (reader: Reader) =>
  (assessment: Assessment, frameworks: readonly Framework[], { most = 8 }: SectionOptions): Block[] => {
    const all = interviewQuestions(assessment, frameworks, reader)
    if (all.length === 0) return []
    const before = firstLookFor(reader)(assessment).reduce((sum, it) => sum + heightOf(it), 0)
    const kept = fitting(
      all.slice(0, most).map((it, at) => small(it, at + 1)),
      page - before - heightOfCover(assessment) - 4,
    )
    const left = all.length - kept.length
    return [
      { kind: 'heading', level: 2, text: headings[reader], id: 'interview' },
      ...kept,
      ...(left === 0
        ? []
        : [
            { kind: 'text' as const, quiet: true as const, text: [`${sayNumber(left)} more: `, { code: `assay ask --as ${reader}` }, '.'] },
          ]),
    ]
  }
