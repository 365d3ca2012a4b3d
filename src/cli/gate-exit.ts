/** What `--gate` exits with: 1 when a gate failed, 3 when one is undecided, 0 when all passed. */
import type { Assessment } from '../model/index.ts'

export const gateExit = (assessment: Assessment): number => {
  const outcomes = assessment.gates.map((it) => it.outcome)
  return outcomes.includes('failed') ? 1 : outcomes.includes('undecided') || outcomes.length === 0 ? 3 : 0
}
