/** Frameworks and verdicts → scores, gates, conclusions and findings. Pure. */
import type { Claim, Collected, Conclusion, FindingRecord, Framework, GateVerdict, Score, Step, Verdict } from '../model/index.ts'
import { conclude } from './conclude.ts'
import { decideGate } from './decide-gate.ts'
import { find } from './find.ts'
import { planSteps } from './plan-steps.ts'
import { scoreFramework } from './score-framework.ts'

export type Scored = { scores: Score[]; gates: GateVerdict[]; conclusions: Conclusion[]; findings: FindingRecord[]; steps: Step[] }

export const score = (frameworks: readonly Framework[], collected: Collected, verdicts: Verdict[], claims: Claim[]): Scored => {
  const scores = frameworks.flatMap((it) => scoreFramework(it, verdicts))
  const gates = [
    ...frameworks.flatMap((framework) => framework.gates.map((gate) => decideGate(gate, framework.id, verdicts, scores))),
    ...(collected.subject.gates ?? []).map((gate) => decideGate(gate, null, verdicts, scores)),
  ]
  return {
    scores,
    gates,
    conclusions: frameworks.flatMap((framework) =>
      framework.conclusions.flatMap((table) =>
        conclude(framework, table, collected, { framework: framework.id, frameworks, verdicts, claims, gates }),
      ),
    ),
    steps: frameworks.flatMap((it) => planSteps(it, verdicts)),
    findings: find(frameworks, collected, verdicts, claims),
  }
}
