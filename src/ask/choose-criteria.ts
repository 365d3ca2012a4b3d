/** Which criteria an asker puts, by topic: one topic is asked once, however many frameworks ask it. */
import type { AskedIn, Asker, Criterion, Framework } from '../model/index.ts'

/** The question in the words for this asker; undefined where it has none for somebody who needs words of his own. */
export const wordingFor = (criterion: Criterion, asker: Asker | undefined): string | undefined => {
  if (asker === 'candidate') return criterion.candidate
  if (asker === 'interviewer') return criterion.interviewer
  return criterion.question
}

/** A candidate and an interviewer ask only what is worded for them, wherever it stands; the others ask whole frameworks. */
const asks = (framework: Framework, asker: Asker | undefined): boolean =>
  asker === undefined || asker === 'candidate' || asker === 'interviewer' || framework.asked_by.includes(asker)

const rankFor = (framework: Framework, asker: Asker | undefined): number =>
  asker !== undefined && framework.asked_by.includes(asker) ? framework.rank : framework.rank + 1_000_000

/** The frameworks that were asked for by name, or that this asker puts; those written for him first, then by rank. */
export const frameworksFor = (
  frameworks: readonly Framework[],
  asker: Asker | undefined,
  named: readonly string[] | undefined,
): Framework[] =>
  frameworks
    .filter(
      (it) =>
        (named === undefined ? asks(it, asker) : named.includes(it.id)) &&
        criteriaOf(it).some((at) => wordingFor(at.criterion, asker) !== undefined),
    )
    .sort((a, b) => rankFor(a, asker) - rankFor(b, asker))

export const criteriaOf = (framework: Framework): AskedIn[] =>
  framework.sections.flatMap((section) =>
    section.criteria.map((criterion) => ({
      framework: framework.id,
      framework_title: framework.title,
      section: section.id,
      section_title: section.title,
      ...(section.stage === undefined ? {} : { stage: section.stage }),
      criterion,
    })),
  )

/** Topic → its criteria, the one whose words are used first; topics in the order in which the frameworks ask them. */
export const byTopic = (frameworks: readonly Framework[], asker: Asker | undefined): Map<string, AskedIn[]> => {
  const topics = new Map<string, AskedIn[]>()
  const worded = (at: AskedIn) => wordingFor(at.criterion, asker) !== undefined
  for (const at of frameworks.flatMap(criteriaOf))
    topics.set(
      at.criterion.topic,
      [...(topics.get(at.criterion.topic) ?? []), at].sort((a, b) => Number(worded(b)) - Number(worded(a))),
    )
  return new Map([...topics].filter(([, all]) => all.some(worded)))
}
