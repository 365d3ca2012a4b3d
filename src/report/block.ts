/** The kinds of block that every report is made of; formats draw them, sections make them. */
import type { Evidence, Grade, Method, Opinion, Severity, State } from '../model/index.ts'

/**
 * Plain text, or text with references: to an evidence record, to a place in the subject, or code to be typed.
 * `word` is one of the fixed words (words.ts), which an edition may have in another language.
 */
export type Span =
  | string
  | { evidence: string; text: string }
  | { place: string }
  | { code: string }
  | { strong: string }
  | { word: string }
export type Text = Span | Span[]

/** Whether what was said is borne out; `partly` where half of it is. */
export type Mark = 'holds' | 'partly' | 'fails' | 'open'

/** Met, partly, not met, not known, not asked. */
export type Tick = '☑' | '◪' | '☐' | '?' | '–'

export type SaidLine = { mark: Mark; said: string; by: string | null; measured: string; shown: string | null; evidence: string[] }

export type ScoreLine = { reading: Method; low: number; high: number; coverage: number; says: string | null }

export type ReadingLine = { reading: Method; from: Grade; to: Grade; outcome: string; because: string }

export type CriterionBlock = {
  kind: 'outcome'
  id: string
  title: string
  question: string
  why: string
  severity: Severity
  outcome: string
  said: string
  condition: { says: string; state: 'ok' | 'failing' | 'unknown' } | null
  readings: ReadingLine[]
  evidence: string[]
}

/** A figure is data: points with their intervals on named axes. `floor` is a tick that chance alone reaches. */
export type FigurePoint = { x: number | string; y: number; low?: number; high?: number; series?: string; floor?: number }
export type Figure = {
  kind: 'figure'
  id: string
  title: string
  /** One sentence that says what the picture shows, for those who do not see it. */
  says: string
  shape: 'calibration' | 'weeks' | 'bars'
  x: string
  y: string
  points: FigurePoint[]
  evidence: string[]
}

export type Callout = {
  kind: 'callout'
  severity: Severity
  title: string
  /** The number that carries it, when there is one. */
  number: string | null
  place: string | null
  should: string
  is: string
  so_what: string
  do: string
  evidence: string[]
  /** `F3`: how the annex and the other editions name it. */
  name?: string
  /** Other frameworks that ask the same. */
  also?: string[]
  /** In short: what is and what follows. */
  brief?: true
}

/** What a framework concludes, in each reading, with what would decide it. `opinions` empty is an empty box to be signed. */
export type ConclusionBlock = {
  kind: 'conclusion'
  title: string
  lead: Method
  readings: { reading: Method; possible: string[]; because: string }[]
  why: string | null
  do: string | null
  decides: string[]
  opinions: Opinion[] | null
}

/** One question with what is known of it: `state` in a few words, `notes` what they said, what papers show, what was measured. */
export type AnswerLine = {
  title: string
  question: string | null
  mark: Mark | null
  /** A box of a checklist, in place of the mark. */
  tick?: Tick
  state: Text
  notes: { word: string; text: Text }[]
  evidence: string[]
}

/** A question to be put, with what a strong and a weak answer sound like. `room`: empty lines for notes. */
export type Ask = {
  kind: 'ask'
  question: string
  about: string | null
  why: string | null
  strong: string | null
  weak: string | null
  red_flag: string | null
  shown_by: string[]
  who: string[]
  minutes: number | null
  room: number
}

/** A question of a pack: `levels` are boxes to tick, `said` the voices so far, `settled` what evidence says, `room` lines to write on. */
export type QuestionBlock = {
  kind: 'question'
  number: number
  ask: Ask
  levels: string[]
  said: string[]
  settled: Text | null
  room: number
  /** Set small, the lines beside it: several have to stand on one page. */
  small?: true
}

export type RegisterLine = { id: string; probe: string; reading: Method; state: State; about: string }

export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string; id: string; aside?: string }
  | { kind: 'text'; text: Text; quiet?: true }
  /** `small`: set so that several lists and questions stand on one page. */
  | { kind: 'list'; items: Text[]; mark?: Mark; small?: true }
  /** `widths` in percent, for columns that hold sentences. */
  | { kind: 'table'; columns: string[]; rows: Text[][]; numeric?: number[]; widths?: number[] }
  | { kind: 'said'; lines: SaidLine[] }
  /** `leads` is the id of the heading under which its criteria stand. */
  | { kind: 'score'; title: string; leads: string; from: number; to: number; unit: string; edges: number[]; lines: ScoreLine[] }
  | CriterionBlock
  | Figure
  | Callout
  | { kind: 'evidence'; record: Evidence; title: string; command: string | null; supplied: string[] }
  | ConclusionBlock
  /** `dense`: notes run on in one paragraph, for a page that must stay short. */
  | { kind: 'answers'; lines: AnswerLine[]; dense?: true }
  | Ask
  | QuestionBlock
  /** Lines for names and a date. */
  | { kind: 'signed'; fields: string[] }
  /** Every evidence record in one line, where links lead to in an edition that does not show the records themselves. */
  | { kind: 'register'; lines: RegisterLine[] }
  | { kind: 'code'; text: string }
  /** `page`: what follows begins a new page on paper. */
  | { kind: 'break'; page?: true }
