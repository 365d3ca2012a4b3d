/** The questions that are still open, the most telling first: by what their criteria weigh and by the conclusions that wait for them. */
import type { Assessment, Framework, Severity } from '../model/index.ts'
import { allKnown, doesNotCount, type Known } from './answers.ts'

const weights: { [severity in Severity]: number } = { critical: 4, major: 2, minor: 1 }
const forEachWaiting = 4

export type OpenQuestion = Known & { worth: number }

/** Names of criteria and topics that each conclusion with several possible cases waits for. */
const waiting = (assessment: Assessment): ReadonlySet<string>[] =>
  assessment.conclusions
    .filter((it) => it.reading === 'claimed' && it.possible.length > 1)
    .map((it) => new Set(it.decided_by.flatMap((name) => [name, `${it.framework} ${name}`])))

/** What an answer to this criterion decides: what it weighs, and every conclusion that waits for it. */
export const worthFor = (assessment: Assessment): ((it: Known) => number) => {
  const waits = waiting(assessment)
  return ({ framework, criterion: { topic, severity, weight, id } }) =>
    weights[severity] * weight + forEachWaiting * waits.filter((names) => names.has(topic) || names.has(`${framework.id} ${id}`)).length
}

/** One for each topic: the criterion of the framework that leads. */
const mostTelling = (some: readonly Known[], assessment: Assessment): OpenQuestion[] => {
  const worthOf = worthFor(assessment)
  const byTopic = new Map<string, OpenQuestion>()
  for (const it of some) {
    const { topic } = it.criterion
    const first = byTopic.get(topic)
    const worth = worthOf(it)
    if (first === undefined) byTopic.set(topic, { ...it, worth })
    else first.worth += worth
  }
  return [...byTopic.values()].sort((a, b) => b.worth - a.worth)
}

/** Neither answered nor shown nor measured. */
export const openQuestions = (assessment: Assessment, frameworks: readonly Framework[]): OpenQuestion[] =>
  mostTelling(
    allKnown(assessment, frameworks).filter(
      (it) => it.settled === undefined && it.statements.length === 0 && it.verdicts.measured !== undefined && !doesNotCount(it),
    ),
    assessment,
  )

/** Answered well, and nothing but their word stands behind it. */
export const onlySaid = (assessment: Assessment, frameworks: readonly Framework[]): OpenQuestion[] =>
  mostTelling(
    allKnown(assessment, frameworks).filter(
      ({ settled, statements }) => settled?.reading === 'claimed' && settled.outcome !== 'unmet' && statements.length > 0,
    ),
    assessment,
  )

const people: { [who: string]: string } = {
  ml_lead: 'head of machine learning',
  ml_engineer: 'machine-learning engineer',
  data_engineer: 'data engineer',
}
export const sayWho = (who: readonly string[]): string[] => who.map((it) => people[it] ?? it)
