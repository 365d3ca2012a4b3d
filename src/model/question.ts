/** A question as it is put to a person: one topic, whoever asks it, with what is already known of it; and a pack of them. */
import type { Asker, Criterion, Level, Section, Severity, Stage } from './framework.ts'
import type { Grade } from './rule.ts'
import type { Statement } from './subject.ts'

/** One criterion that the answer counts for, and where it stands. */
export type AskedIn = {
  framework: string
  framework_title: string
  section: string
  section_title: string
  stage?: Section['stage']
  criterion: Criterion
}

/**
 * `answered`: somebody gave a level; `statements` of the question are all voices. `settled`: the measured reading has one outcome,
 * from evidence and not from words, in every criterion of the topic. `not_applicable` and `not_expected`: in every criterion too.
 */
export type QuestionState =
  | { is: 'open' }
  | { is: 'answered' }
  | { is: 'settled'; outcome: Grade; because: string; evidence: string[] }
  | { is: 'not_applicable'; because: string }
  | { is: 'not_expected'; from: Stage }

export type Question = {
  topic: string
  /** The criterion whose words are used: of a framework that this asker puts, else of the lowest rank. */
  lead: AskedIn
  /** Every criterion of the chosen frameworks on the topic, the lead among them. */
  asked_in: AskedIn[]
  /** The question in the words for this asker. */
  wording: string
  /** What may be answered, best first. */
  levels: Level[]
  severity: Severity
  /** How much it decides: severity × weight over all its criteria, and more for each conclusion and gate that waits for it. */
  worth: number
  minutes: number
  state: QuestionState
  /** All that was said on the topic, in the order of the files; also what has no level, and what contests the evidence. */
  statements: Statement[]
}

/** What one asker puts to people. A topic stands in exactly one of the lists, each in the order of the frameworks. */
export type Pack = {
  asker: Asker | undefined
  /** Name of the subject; undefined where the questions are put to nobody in particular. */
  subject: string | undefined
  frameworks: { id: string; title: string; source: string }[]
  /** The time there is, in minutes; undefined: all the time in the world. */
  minutes: number | undefined
  asked: Question[]
  /** Open too, but not in the time there is. */
  left_out: Question[]
  answered: Question[]
  settled: Question[]
  not_applicable: Question[]
  not_expected: Question[]
}

export const minutesOf = (questions: readonly Question[]): number => questions.reduce((sum, it) => sum + it.minutes, 0)

/** `45 minutes`, `1 h 30 min`. */
export const sayMinutes = (minutes: number): string => {
  const whole = Math.round(minutes)
  if (whole < 60) return whole === 1 ? '1 minute' : `${whole} minutes`
  const rest = whole % 60
  return `${Math.floor(whole / 60)} h${rest === 0 ? '' : ` ${rest} min`}`
}

/** What is worth reading of all that was said: a further claim made in the same words stands in the file, and is not read twice. */
export const voicesOf = ({ statements }: Pick<Question, 'statements'>): Statement[] =>
  statements.filter(
    (it) =>
      it.claim === undefined ||
      it.level !== undefined ||
      !statements.some((other) => other.level !== undefined && other.by === it.by && other.on === it.on && other.says === it.says),
  )
