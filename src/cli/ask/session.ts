/** The questions one at a time: forward, back, skipped, and those that an answer makes needless taken off the list. */
import type { Assessment, Pack, Question } from '../../model/index.ts'
import { goThroughSettled } from './contest.ts'
import { type Answering, putQuestion, type Turn } from './put-question.ts'

export type Known = { pack: Pack; assessment: Assessment }

export type SessionOptions = {
  answering: Answering
  /** What is known with the answers so far; asked again after each answer. */
  known(): Promise<Known>
}

const everywhere = ({ asked, left_out, answered, settled, not_applicable, not_expected }: Pack): Question[] => [
  ...asked,
  ...left_out,
  ...answered,
  ...settled,
  ...not_applicable,
  ...not_expected,
]

const canBePut = ({ state }: Question): boolean => state.is === 'open' || state.is === 'answered'

/** What the last answer made needless, said once. */
const tellFallen = (topics: readonly string[], now: ReadonlyMap<string, Question>, fallen: Set<string>, { screen }: Answering): void => {
  for (const topic of topics) {
    const it = now.get(topic)
    if (it === undefined || canBePut(it) || fallen.has(topic)) continue
    fallen.add(topic)
    const because = it.state.is === 'not_applicable' ? it.state.because : 'it is settled, or not expected yet'
    screen.say(`No longer asked: ${it.lead.criterion.title} (${because}).`, 2)
  }
}

/** A question is put again after something else was contested. */
const steps = { answered: 1, skip: 1, back: -1, contest: 0 } as const satisfies { [turn in Exclude<Turn, 'stop'>]: number }

export type Ended = { stopped: boolean; answered: number; left: number }

/** Ends when every question was put, or when the person stops; `left` counts those of this list that stay open. */
export const runSession = async ({ answering, known }: SessionOptions): Promise<Ended> => {
  let now = await known()
  const topics = now.pack.asked.map((it) => it.topic)
  const answered = new Set<string>()
  const fallen = new Set<string>()
  const byTopic = () => new Map(everywhere(now.pack).map((it) => [it.topic, it]))
  const ended = (stopped: boolean): Ended => ({
    stopped,
    answered: answered.size,
    left: topics.filter((it) => byTopic().get(it)?.state.is === 'open').length,
  })
  let step: 1 | 0 | -1 = 1
  for (let at = 0; at < topics.length; at += step) {
    const it = byTopic().get(topics[at] ?? '')
    if (it === undefined || !canBePut(it)) {
      // Going back past the first goes forward again.
      if (at === 0) step = 1
      continue
    }
    const turn = await putQuestion(it, `${at + 1} of ${topics.length}`, now.pack.settled.length > 0, answering)
    const over = turn === 'stop' || (turn === 'contest' && (await goThroughSettled(now.pack.settled, now.assessment, answering)) === 'stop')
    if (over || turn === 'contest') now = await known()
    if (over) return ended(true)
    step = steps[turn]
    if (turn === 'back' && at === 0) {
      step = 0
      answering.screen.say('This is the first question.', 2)
    }
    if (turn !== 'answered') continue
    answered.add(it.topic)
    now = await known()
    tellFallen(topics.slice(at + 1), byTopic(), fallen, answering)
  }
  const { settled } = now.pack
  if (settled.length > 0) {
    const many = settled.length === 1 ? '1 question is' : `${settled.length} questions are`
    answering.screen.say('')
    const line = await answering.screen.ask(`${many} settled by evidence. Look through, to contest? (y, Enter: no)  `)
    if (line !== undefined && /^y(es)?$/i.test(line.trim())) await goThroughSettled(settled, now.assessment, answering)
  }
  return ended(false)
}
