/** A pack of questions → blocks: for whom, how long, each question with room to answer, and what was left out and why. */
import {
  type AskedIn,
  type Asker,
  type Grade,
  type Level,
  minutesOf,
  type Pack,
  type Question,
  type Statement,
  sayMinutes,
  voicesOf,
} from '../../model/index.ts'
import type { Block, QuestionBlock, Text } from '../block.ts'
import { stageBlocks } from '../stage-blocks.ts'

const askerWords: { [asker in Asker]: string } = {
  investor: 'an investor',
  leader: 'a leader',
  engineering: 'engineers',
  candidate: 'a candidate, to a team',
  interviewer: 'an interviewer, to a candidate',
}

const outcomes: { [outcome in Grade]: string } = { met: 'met', partial: 'partly met', unmet: 'not met' }

export const sayLevel = (level: Level): string => level.replace('_', ' ')

const count = (questions: readonly Question[]): string => (questions.length === 1 ? '1 question' : `${questions.length} questions`)

/** One voice in one line: who, when, the level, the words. */
export const sayVoice = (it: Statement): string => {
  const who = [it.by ?? 'somebody', ...(it.on === undefined ? [] : [it.on.slice(0, 10)])].join(', ')
  const level = it.level === undefined ? '' : sayLevel(it.level)
  const words = it.says === undefined ? '' : `“${it.says}”`
  const rest = [
    ...(it.document === undefined ? [] : [`document: ${it.document}`]),
    ...(it.note === undefined ? [] : [`note: ${it.note}`]),
    ...(it.contests === undefined ? [] : [`contests ${it.contests}`]),
  ]
  return `${who}: ${[level, words, ...rest].filter((part) => part !== '').join(' ')}`
}

/** `ml_lead` → `ML lead`. */
const sayAnswerer = (who: string): string => who.replace('_', ' ').replace(/^ml /, 'ML ')

const differs = ({ statements }: Question): boolean =>
  new Set(statements.filter((it) => it.level !== undefined).map((it) => it.level)).size > 1

const where = ({ lead, asked_in, severity }: Question): string => {
  const others = [...new Set(asked_in.map((it) => it.framework_title))].filter((it) => it !== lead.framework_title)
  return [lead.criterion.title, severity, ...(others.length === 0 ? [] : [`also asked by ${others.join(', ')}`])].join(' · ')
}

/** Lines to write on: a grave question deserves more words. */
const room = { minor: 2, major: 3, critical: 4 } as const

/** As in a pack, so that an edition and `assay ask` put it alike. */
export const questionBlock = (it: Question, number: number): QuestionBlock => {
  const { criterion } = it.lead
  return {
    kind: 'question',
    number,
    ask: {
      kind: 'ask',
      question: it.wording,
      about: where(it),
      why: criterion.why,
      strong: criterion.strong ?? null,
      weak: criterion.weak ?? null,
      red_flag: criterion.red_flag ?? null,
      shown_by: criterion.shown_by,
      who: criterion.who.map(sayAnswerer),
      minutes: it.minutes,
      room: 0,
    },
    levels: it.levels.map(sayLevel),
    said: voicesOf(it).map(sayVoice),
    settled: null,
    room: room[it.severity],
  }
}

type Group = { framework: string; framework_title: string; section: string; section_title: string; questions: Question[] }

const grouped = (questions: readonly Question[]): Group[] => {
  const groups: Group[] = []
  const same = (it: Group | undefined, lead: AskedIn) => it?.framework === lead.framework && it.section === lead.section
  for (const it of questions) {
    const last = groups.at(-1)
    if (last !== undefined && same(last, it.lead)) last.questions.push(it)
    else {
      const { framework, framework_title, section, section_title } = it.lead
      groups.push({ framework, framework_title, section, section_title, questions: [it] })
    }
  }
  return groups
}

const asked = (questions: readonly Question[]): Block[] => {
  let number = 0
  let framework = ''
  return grouped(questions).flatMap((group): Block[] => {
    const first = group.framework !== framework
    framework = group.framework
    return [
      ...(first ? [{ kind: 'heading', level: 2, text: group.framework_title, id: group.framework } as const] : []),
      { kind: 'heading', level: 3, text: group.section_title, id: `${group.framework}-${group.section}` },
      ...stageBlocks(group.questions[0]?.lead.stage),
      ...group.questions.map((it) => questionBlock(it, ++number)),
    ]
  })
}

const listed = (title: string, id: string, questions: readonly Question[], lead: string, line: (it: Question) => Text): Block[] =>
  questions.length === 0
    ? []
    : [
        { kind: 'heading', level: 2, text: title, id },
        { kind: 'text', quiet: true, text: lead },
        { kind: 'list', items: questions.map(line) },
      ]

/** By section, so that one sees what was left out and not only how much. */
const leftOut = ({ left_out, minutes, frameworks }: Pack): Block[] =>
  left_out.length === 0
    ? []
    : [
        { kind: 'heading', level: 2, text: 'Left out', id: 'left-out' },
        {
          kind: 'text',
          quiet: true,
          text: `${count(left_out)} for which ${sayMinutes(minutes ?? 0)} are too short; they decide less for each minute. They would take ${sayMinutes(minutesOf(left_out))}.`,
        },
        {
          kind: 'list',
          items: grouped(left_out).map((it) => [
            { strong: frameworks.length === 1 ? it.section_title : `${it.framework_title}: ${it.section_title}` },
            ` (${sayMinutes(minutesOf(it.questions))}): ${it.questions.map(({ lead }) => lead.criterion.title).join('; ')}.`,
          ]),
        },
      ]

const settledLine = (it: Question): Text => {
  if (it.state.is !== 'settled') return it.wording
  const links = it.state.evidence.slice(0, 3).flatMap((id, at): Text[] => [at === 0 ? ' Evidence ' : ', ', { code: id }])
  const voices = voicesOf(it)
    .map((voice) => ` ${sayVoice(voice)}.`)
    .join('')
  return [
    { strong: `${it.lead.criterion.title}: ${outcomes[it.state.outcome]}.` },
    ` ${it.state.because.replace(/\.$/, '')}.`,
    ...links.flat(),
    `.${voices}`,
  ]
}

const answeredLine = (it: Question): Text => [
  { strong: `${it.lead.criterion.title}${differs(it) ? ' (they differ)' : ''}:` },
  ` ${voicesOf(it).map(sayVoice).join('; ')}`,
]

const notAskedLine = (it: Question): Text =>
  it.state.is === 'not_applicable'
    ? `${it.lead.criterion.title}: ${it.state.because}`
    : `${it.lead.criterion.title}: expected from stage ${it.state.is === 'not_expected' ? it.state.from.replaceAll('_', ' ') : ''} on`

export const packTitle = ({ asker, subject }: Pack): string =>
  `${asker === undefined ? 'Questions' : `Questions of ${askerWords[asker]}`}${subject === undefined ? '' : `: ${subject}`}`

/** The evidence records themselves stand in the report; a pack names their ids. */
export const packBlocks = (pack: Pack): Block[] => {
  const needed = sayMinutes(minutesOf(pack.asked))
  const time = pack.minutes === undefined ? needed : `${needed} of the ${sayMinutes(pack.minutes)} there are`
  const reads = pack.frameworks.map((it) => it.title).join(', ')
  return [
    { kind: 'heading', level: 1, text: packTitle({ ...pack, subject: undefined }), id: 'top', aside: pack.subject ?? '' },
    {
      kind: 'text',
      text:
        pack.asked.length === 0
          ? pack.left_out.length === 0
            ? 'Nothing is left to ask.'
            : `No question fits into ${sayMinutes(pack.minutes ?? 0)}; the shortest takes ${sayMinutes(Math.min(...pack.left_out.map((it) => it.minutes)))}.`
          : `${count(pack.asked)}, ${time}. Tick what is so today, not what is planned; write down the words, who said them, and what was shown.`,
    },
    { kind: 'text', quiet: true, text: `From ${reads}.` },
    ...(pack.asked.length === 0 ? [] : [{ kind: 'signed', fields: ['Asked by', 'Answered by', 'Date'] } satisfies Block]),
    ...asked(pack.asked),
    ...leftOut(pack),
    ...listed('Answered already', 'answered', pack.answered, 'Every voice; where they differ, ask again.', answeredLine),
    ...listed(
      'Settled by evidence',
      'settled',
      pack.settled,
      'Not asked, because it was measured. Whoever holds another view can contest it: `assay ask <assessment>`, then c.',
      settledLine,
    ),
    ...listed(
      'Not asked',
      'not-asked',
      [...pack.not_applicable, ...pack.not_expected],
      'What does not apply by the answers and the evidence, and what is not expected yet.',
      notAskedLine,
    ),
  ]
}
