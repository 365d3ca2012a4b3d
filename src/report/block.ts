/** The kinds of block that every report is made of; formats draw them, sections make them. */
import type { Evidence, Grade, Method, Severity } from '../model/index.ts'

/** Plain text, or text with references: to an evidence record, to a place in the subject, or code to be typed. */
export type Span = string | { evidence: string; text: string } | { place: string } | { code: string } | { strong: string }
export type Text = Span | Span[]

/** Whether what was said is borne out. */
export type Mark = 'holds' | 'fails' | 'open'

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
}

export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string; id: string; aside?: string }
  | { kind: 'text'; text: Text; quiet?: true }
  | { kind: 'list'; items: Text[]; mark?: Mark }
  | { kind: 'table'; columns: string[]; rows: Text[][]; numeric?: number[] }
  | { kind: 'said'; lines: SaidLine[] }
  /** `leads` is the id of the heading under which its criteria stand. */
  | { kind: 'score'; title: string; leads: string; from: number; to: number; unit: string; edges: number[]; lines: ScoreLine[] }
  | CriterionBlock
  | Figure
  | Callout
  | { kind: 'evidence'; record: Evidence; title: string; command: string | null; supplied: string[] }
  | { kind: 'code'; text: string }
  | { kind: 'break' }
