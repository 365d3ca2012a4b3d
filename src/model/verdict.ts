/** What follows from evidence: verdicts, claims, scores, gates, conclusions and findings. */
import type { Method } from './evidence.ts'
import type { Unknown } from './fact.ts'
import type { Severity } from './framework.ts'
import type { Grade, Scalar } from './rule.ts'

export type Outcome = Grade | 'unknown' | 'not_applicable' | 'not_expected'

/** `from`–`to` is the range the evidence leaves open; `outcome` is their common value, or `unknown` with a `reason`. */
export type Verdict = {
  framework: string
  criterion: string
  topic: string
  reading: Method
  outcome: Outcome
  from: Grade
  to: Grade
  reason?: Unknown
  condition?: 'ok' | 'failing' | 'unknown'
  because: string
  evidence: string[]
}

export type Limit = { at_most?: number; at_least?: number; above?: number; below?: number; is?: Scalar }

/** A statement about a number held against the number. `ratio` is measured ÷ limit. `needed` is the n that would settle it. */
export type Claim = {
  says: string
  by: string | null
  on: string | null
  fact: string
  of: string | null
  limit: Limit
  outcome: 'supported' | 'refuted' | 'undecided' | 'not_comparable'
  measured?: { value: number; low: number; high: number }
  ratio?: number
  needed?: number
  because: string
  evidence: string[]
}

/** `section` null is the total. `value` only when low equals high; all null when there is nothing to score. */
export type Score = {
  framework: string
  section: string | null
  reading: Method
  value: number | null
  low: number | null
  high: number | null
  coverage: number
  band?: { low: string; high: string }
}

export type GateVerdict = {
  framework: string | null
  id: string
  reading: Method
  outcome: 'passed' | 'failed' | 'undecided'
  because: string
  decided_by: string[]
}

export type Conclusion = { framework: string; id: string; reading: Method; possible: string[]; because: string; decided_by: string[] }

/** `from`–`to` is the measured verdict now: one that is open may be in place already, and need only be shown. `gain` is in points of its sum. */
export type Change = { criterion: string; from: Grade; to: Grade; gain: number }

/** Changes that raise the low end of the measured score from `from` to `to`, with the least effort; the best for the effort first. */
export type Step = { framework: string; from: number; to: number; band?: string; effort_hours: number; changes: Change[] }

/** A partial or unmet verdict, a refuted claim or a failing condition, written up in four sentences. */
export type FindingRecord = {
  severity: Severity
  framework: string | null
  criterion: string | null
  should: string
  is: string
  so_what: string
  do: string
  evidence: string[]
}
