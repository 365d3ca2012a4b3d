/** Goes through what evidence settled: each is shown with its evidence, and whoever holds another view can contest it. */
import { type Assessment, type Level, lineText, type Question, voicesOf } from '../../model/index.ts'
import { choices, understand } from './level-keys.ts'
import { type Answering, signed, type Turn, tellVoices } from './put-question.ts'

const outcomes = { met: 'met', partial: 'partly met', unmet: 'not met' } as const

const places = (assessment: Assessment, id: string): string => {
  const record = assessment.evidence.find((it) => it.id === id)
  if (record === undefined) return id
  const where = record.items
    .slice(0, 2)
    .map((it) => [it.path ?? it.table, lineText(it), it.column].filter((part) => part !== undefined).join(':'))
  const names = where.filter((it) => it !== '')
  return `${record.probe} ${id}${names.length === 0 ? '' : ` (${names.join(', ')})`}`
}

const show = (it: Question, place: string, assessment: Assessment, { screen }: Answering): void => {
  if (it.state.is !== 'settled') return
  screen.say('')
  screen.quiet(`${place} · settled by evidence · ${it.lead.framework_title}, ${it.lead.section_title}`)
  screen.loud(it.wording)
  screen.say(`${outcomes[it.state.outcome]}: ${it.state.because.replace(/\.$/, '')}.`, 2)
  for (const [index, id] of it.state.evidence.slice(0, 5).entries()) screen.say(`${index + 1} ${places(assessment, id)}`, 4)
  tellVoices(screen, voicesOf(it))
}

/** Which evidence, where there are several. Undefined when the input ended. */
const evidenceOf = async (ids: readonly string[], { screen }: Answering): Promise<string | undefined> => {
  for (;;) {
    if (ids.length < 2) return ids[0]
    const typed = await screen.ask(`  Which evidence is not right? (1 to ${Math.min(5, ids.length)})  `)
    if (typed === undefined) return undefined
    const id = ids[Number(typed.trim()) - 1]
    if (id !== undefined) return id
  }
}

/** True when something was contested or given up, false when the input ended. */
const contest = async (it: Question, answering: Answering): Promise<boolean> => {
  if (it.state.is !== 'settled') return true
  const { screen } = answering
  const contests = await evidenceOf(it.state.evidence, answering)
  if (contests === undefined) return false
  const says = await screen.ask('  What is not so? (Enter: nothing)  ')
  if (says === undefined) return false
  if (says.trim() === '') return true
  const typed = await screen.ask(`  Your answer: ${choices(it.levels)} (Enter: none)  `)
  const understood = understand(typed ?? '', it.levels)
  const level: { level?: Level } = understood.is === 'level' ? { level: understood.level } : {}
  await answering.add({ topic: it.topic, ...level, says: says.trim(), ...signed(answering), contests })
  screen.say('Kept. The report shows both; evidence goes on counting until other evidence stands beside it.', 2)
  return typed !== undefined
}

export const goThroughSettled = async (settled: readonly Question[], assessment: Assessment, answering: Answering): Promise<Turn> => {
  let at = 0
  for (let it = settled[at]; it !== undefined; it = settled[at]) {
    show(it, `${at + 1} of ${settled.length}`, assessment, answering)
    const line = await answering.screen.ask('  Enter go on · c contest · b back · q stop > ')
    const typed = line?.trim().toLowerCase()
    if (typed === undefined || typed === 'q') return 'stop'
    if (typed === 'b') at = Math.max(0, at - 1)
    else if (typed !== 'c') at += 1
    else if (await contest(it, answering)) at += 1
    else return 'stop'
  }
  return 'answered'
}
