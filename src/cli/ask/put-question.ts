/** Puts one question on the screen and takes what is answered; every part is kept as soon as it is given. */
import { printable, type Question, type Statement, voicesOf } from '../../model/index.ts'
import { choices, sayLevel, understand } from './level-keys.ts'
import { offerNumbers } from './offer-numbers.ts'
import type { Screen } from './screen.ts'

export type Turn = 'answered' | 'skip' | 'back' | 'contest' | 'stop'

export type Answering = {
  screen: Screen
  by: string | undefined
  /** Today, as 2026-05-04. */
  on: string
  /** Puts what was answered on a topic in this run in place of what was answered on it before in this run. */
  keep(topic: string, statements: Statement[]): Promise<void>
  /** Beside the answers that stand: a remark, a doubt. */
  add(statement: Statement): Promise<void>
  /** With its document where an assessment may read it, else with its name in the note. */
  holdDocument(statement: Statement): Promise<{ statement: Statement; fault?: string }>
}

export const signed = ({ by, on }: Answering): Pick<Statement, 'by' | 'on'> => ({ ...(by === undefined ? {} : { by }), on })

export const tellVoices = (screen: Screen, statements: readonly Statement[]): void => {
  for (const it of statements) {
    const words = [it.level === undefined ? '' : sayLevel(it.level), it.says === undefined ? '' : `“${it.says}”`, it.note ?? '']
    screen.say(
      `${it.by ?? 'somebody'}${it.on === undefined ? '' : `, ${it.on.slice(0, 10)}`}: ${words.filter((part) => part !== '').join(' ')}`,
      2,
    )
  }
}

const show = (screen: Screen, it: Question, place: string): void => {
  const { criterion, section_title, framework_title } = it.lead
  const who =
    criterion.who.length === 0 ? '' : ` · ask ${criterion.who.map((one) => one.replace('_', ' ').replace(/^ml /, 'ML ')).join(', ')}`
  screen.say('')
  screen.quiet(`${place} · ${framework_title}, ${section_title} · ${it.severity} · ${it.minutes} min${who}`)
  screen.loud(it.wording)
  screen.say(criterion.why, 2)
  if (it.statements.length > 0) screen.quiet('  Said so far:')
  tellVoices(screen, voicesOf(it))
}

const showMore = (screen: Screen, { lead: { criterion } }: Question): void => {
  const parts: [string, string | undefined][] = [
    ['Strong answer', criterion.strong],
    ['Weak answer', criterion.weak],
    ['Red flag', criterion.red_flag],
    ['Good is', criterion.should],
    ['Ask to be shown', criterion.shown_by.length === 0 ? undefined : criterion.shown_by.join('; ')],
  ]
  for (const [name, text] of parts) if (text !== undefined) screen.say(`${name}: ${text}`, 2)
}

const withDocument = async (statement: Statement, typed: string, { screen, holdDocument }: Answering): Promise<Statement> => {
  if (typed === '') return statement
  const held = await holdDocument({ ...statement, document: typed })
  if (held.fault !== undefined) screen.say(`${typed} ${held.fault}; its name is kept as a note.`, 2)
  return held.statement
}

const takeAnswer = async (it: Question, answering: Answering, level: Statement['level'], given: string): Promise<Turn> => {
  const { screen } = answering
  let statement: Statement = { topic: it.topic, ...(level === undefined ? {} : { level }), ...signed(answering) }
  if (given !== '') statement = { ...statement, says: given }
  await answering.keep(it.topic, [statement])
  if (given === '') {
    const words = await screen.ask('  In their words (Enter: none)  ')
    if (words === undefined) return 'stop'
    if (words.trim() !== '') statement = { ...statement, says: words.trim() }
    await answering.keep(it.topic, [statement])
  }
  const typed = await screen.ask('  A document that shows it (Enter: none)  ')
  if (typed === undefined) return 'stop'
  statement = await withDocument(statement, typed.trim(), answering)
  await answering.keep(it.topic, [statement])
  const offered = await offerNumbers(screen, statement, it.topic)
  await answering.keep(it.topic, offered.statements)
  return offered.ended ? 'stop' : 'answered'
}

const takeNote = async (it: Question, answering: Answering): Promise<Turn | undefined> => {
  const note = await answering.screen.ask('  Note (Enter: none; the answer no is x)  ')
  if (note === undefined) return 'stop'
  if (note.trim() !== '') {
    await answering.add({ topic: it.topic, note: note.trim(), ...signed(answering) })
    answering.screen.say('Noted.', 2)
  }
  return undefined
}

/** `place` as `3 of 17`; `settled`: something is settled by evidence and can be contested. */
export const putQuestion = async (it: Question, place: string, settled: boolean, answering: Answering): Promise<Turn> => {
  const { screen } = answering
  show(screen, it, place)
  let words = ''
  for (;;) {
    screen.quiet(`  ${choices(it.levels)} · ? more · s skip · b back · n note${settled ? ' · c contest what is settled' : ''} · q stop`)
    const line = await screen.ask(words === '' ? '> ' : 'Which is it? > ')
    if (line === undefined) return 'stop'
    const typed = understand(line, it.levels)
    switch (typed.is) {
      case 'level':
        return takeAnswer(it, answering, typed.level, [words, typed.words].filter((part) => part !== '').join(' '))
      case 'words':
        words = [words, typed.words].filter((part) => part !== '').join(' ')
        screen.say(`“${printable(words)}”`, 2)
        break
      case 'more':
        showMore(screen, it)
        break
      case 'note': {
        const turn = await takeNote(it, answering)
        if (turn !== undefined) return turn
        break
      }
      case 'nothing':
        break
      default:
        return typed.is
    }
  }
}
