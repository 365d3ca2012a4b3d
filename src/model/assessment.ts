/** The whole of one assessment: everything a reader needs, and everything needed to judge it again. */
import type { Evidence, Material, Planned } from './evidence.ts'
import type { Opinion, Subject } from './subject.ts'
import type { Claim, Conclusion, FindingRecord, GateVerdict, Score, Step, Verdict } from './verdict.ts'

export const schemaVersion = 1

export type FrameworkLine = { id: string; version: number; title: string; source: string }

/** After `collect`: what was planned and seen. */
export type Collected = {
  schema_version: number
  assay_version: string
  as_of: string
  subject: Subject
  materials: Material[]
  frameworks: FrameworkLine[]
  plan: Planned[]
  evidence: Evidence[]
}

/** After `judge` and `score`: what follows. */
export type Assessment = Collected & {
  verdicts: Verdict[]
  claims: Claim[]
  scores: Score[]
  gates: GateVerdict[]
  conclusions: Conclusion[]
  opinions: Opinion[]
  findings: FindingRecord[]
  /** What would raise a measured score, and by how much. */
  steps: Step[]
}
