/** Two assessments of one subject side by side: what became better, what became worse, and what cannot be told. */
import type { Line } from './deciding-lines.ts'
import type { KeyedFinding } from './placed-findings.ts'
import type { Verdict } from './verdict.ts'

/** `unclear`: one of the two sides leaves open which way it went. */
export type Direction = 'better' | 'worse' | 'unclear'

/** One judged thing by a name that stays, and what is said of it on both sides. */
export type Difference = { kind: 'verdict' | 'claim' | 'score' | 'gate'; what: string; before: string; after: string; direction: Direction }

/** A measured verdict that moved. `line` did it: it shows or breaks the practice now, or, with `gone`, showed it before. `stood`: what showed it then. */
export type Moved = {
  before: Verdict
  after: Verdict
  direction: Direction
  title: string
  line: Line | undefined
  stood: Line | undefined
  gone: boolean
}

/** Findings are told apart by their keys, not by their line numbers; of criteria that one side could not tell, none is new or gone. */
export type Compared = { differences: Difference[]; moved: Moved[]; fresh: KeyedFinding[]; gone: KeyedFinding[]; same: number }
