/** Frameworks and evidence → verdicts and claims. Pure: the time comes in the assessment. */
import type { Claim, Collected, Framework, Verdict } from '../model/index.ts'
import { judgeClaims } from './judge-claim.ts'
import { judgeCriterion } from './judge-criterion.ts'

export const judge = (frameworks: readonly Framework[], collected: Collected): { verdicts: Verdict[]; claims: Claim[] } => ({
  verdicts: frameworks.flatMap((framework) =>
    framework.sections.flatMap((section) => section.criteria.flatMap((criterion) => judgeCriterion(framework, criterion, collected))),
  ),
  claims: judgeClaims(collected),
})
