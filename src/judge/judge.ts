/** Frameworks and evidence → verdicts and claims. Pure: the time comes in the assessment. */
import { type Claim, type Collected, type Criterion, type Framework, leavesOf, type Verdict } from '../model/index.ts'
import { judgeClaims } from './judge-claim.ts'
import { judgeCriterion } from './judge-criterion.ts'

const refersToScores = (criterion: Criterion): boolean =>
  [criterion.met, criterion.partial, criterion.applies, criterion.condition].some(
    (rule) => rule !== undefined && leavesOf(rule).some((it) => 'score' in it),
  )

/** What asks the score of a framework is judged after it; nothing refers to what refers. */
export const judge = (frameworks: readonly Framework[], collected: Collected): { verdicts: Verdict[]; claims: Claim[] } => {
  const claims = judgeClaims(collected)
  const judged = new Map<Criterion, Verdict[]>()
  for (const referring of [false, true]) {
    const verdicts = [...judged.values()].flat()
    for (const framework of frameworks)
      for (const criterion of framework.sections.flatMap((it) => it.criteria))
        if (refersToScores(criterion) === referring)
          judged.set(criterion, judgeCriterion(framework, criterion, collected, { framework: framework.id, frameworks, verdicts, claims }))
  }
  return {
    verdicts: frameworks.flatMap((framework) =>
      framework.sections.flatMap((section) => section.criteria.flatMap((criterion) => judged.get(criterion) ?? [])),
    ),
    claims,
  }
}
