/** The pack of questions for one asker: what to put, what is answered or settled already, and what there is no time for. */
import {
  type AskedIn,
  type Asker,
  type Assessment,
  type Framework,
  type Level,
  type Pack,
  type Question,
  severities,
} from '../model/index.ts'
import { byTopic, frameworksFor, wordingFor } from './choose-criteria.ts'
import { knownFrom, mayNotApply, stateOf } from './state-of.ts'
import { waitingIn, worthOf } from './worth-of.ts'

export type PackOptions = {
  /** All that was judged by; of these the ones that were `named` are asked, else those that this asker puts. */
  frameworks: readonly Framework[]
  named: readonly string[] | undefined
  asker: Asker | undefined
  /** Judged by these frameworks. Without it nothing is known: everything is open. */
  assessment: Assessment | undefined
  minutes: number | undefined
}

const plain: Level[] = ['yes', 'partly', 'no']
const practice: Level[] = ['automatic', 'recorded', 'by_hand', 'no']

const gravest = (all: readonly AskedIn[]): Question['severity'] =>
  severities[Math.max(...all.map(({ criterion }) => severities.indexOf(criterion.severity)))] ?? 'minor'

/** Most decided per minute first; of equals the one that frameworks ask first. */
const fitting = (open: readonly Question[], minutes: number): Set<Question> => {
  const chosen = new Set<Question>()
  let left = minutes
  for (const it of [...open].sort((a, b) => b.worth / b.minutes - a.worth / a.minutes))
    if (it.minutes <= left) {
      chosen.add(it)
      left -= it.minutes
    }
  return chosen
}

const questionsIn = (chosen: readonly Framework[], { asker, assessment, frameworks }: PackOptions): Question[] => {
  const known = assessment === undefined ? undefined : knownFrom(assessment, frameworks)
  const waiting = waitingIn(chosen, assessment)
  const practiceIn = new Set(chosen.filter((it) => it.answers === 'practice').map((it) => it.id))
  return [...byTopic(chosen, asker)].flatMap(([topic, all]): Question[] => {
    const { state, criteria } = stateOf(topic, all, known)
    const lead = criteria.find((at) => wordingFor(at.criterion, asker) !== undefined) ?? all[0]
    if (lead === undefined) return []
    return [
      {
        topic,
        lead,
        asked_in: [lead, ...criteria.filter((at) => at !== lead)],
        wording: wordingFor(lead.criterion, asker) ?? lead.criterion.question,
        levels: criteria.some((at) => practiceIn.has(at.framework)) ? practice : plain,
        severity: gravest(criteria),
        worth: worthOf(topic, criteria, waiting, mayNotApply(criteria, known)),
        minutes: lead.criterion.minutes,
        state,
        statements: (assessment?.subject.statements ?? []).filter((it) => it.topic === topic),
      },
    ]
  })
}

/** In the order of the frameworks: a topic stands where the criterion stands whose words are used. */
const inOrder = (questions: Question[], chosen: readonly Framework[]): Question[] => {
  const places = new Map(
    chosen
      .flatMap((it) => it.sections.flatMap((section) => section.criteria.map((at) => `${it.id} ${at.id}`)))
      .map((name, at) => [name, at]),
  )
  const place = ({ lead }: Question) => places.get(`${lead.framework} ${lead.criterion.id}`) ?? 0
  return questions.sort((a, b) => place(a) - place(b))
}

export const makePack = (options: PackOptions): Pack => {
  const { asker, assessment, minutes } = options
  const chosen = frameworksFor(options.frameworks, asker, options.named)
  const all = inOrder(questionsIn(chosen, options), chosen)
  const having = (is: Question['state']['is']) => all.filter((it) => it.state.is === is)
  const open = having('open')
  const kept = minutes === undefined ? new Set(open) : fitting(open, minutes)
  return {
    asker,
    subject: assessment?.subject.subject.name,
    frameworks: chosen.map(({ id, title, source }) => ({ id, title, source })),
    minutes,
    asked: open.filter((it) => kept.has(it)),
    left_out: open.filter((it) => !kept.has(it)),
    answered: having('answered'),
    settled: having('settled'),
    not_applicable: having('not_applicable'),
    not_expected: having('not_expected'),
  }
}
