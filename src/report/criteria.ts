/** The criteria of all frameworks by the names that verdicts and findings carry: `framework criterion`. */
import type { Criterion, Framework } from '../model/index.ts'

export const criteriaByName = (frameworks: readonly Framework[]): Map<string, Criterion> =>
  new Map(
    frameworks.flatMap((it) =>
      it.sections.flatMap((section) => section.criteria.map((criterion) => [`${it.id} ${criterion.id}`, criterion] as const)),
    ),
  )
