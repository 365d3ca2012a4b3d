/** The example company with an answer to three questions in four, made from what a strong and a weak answer sound like, so that every section has something to tell. */

import { factIndex, loadFrameworks } from '../../src/declare/index.ts'
import type { Criterion, Framework, Level, Subject } from '../../src/model/index.ts'
import { built, planned } from '../../src/probes/index.ts'

const people = ['Ines Carvalho, CTO', 'Tomasz Wrona, machine learning', 'Priya Nair, machine learning', 'Joel Lindqvist, platform']

const frameworks: Framework[] = await loadFrameworks(
  ['ml-due-diligence', 'ml-leadership', 'ml-readiness'],
  factIndex([...built, ...planned]),
)

const oncePerTopic = (): Criterion[] => {
  const seen = new Set<string>()
  return frameworks
    .flatMap((it) => it.sections.flatMap(({ criteria }) => criteria))
    .filter(({ topic }) => !seen.has(topic) && seen.add(topic))
}

const levels: Level[] = ['yes', 'partly', 'yes', 'no', 'yes']

/** `more`: words that every answer carries besides. */
export const answersOf = (more = ''): NonNullable<Subject['statements']> =>
  oncePerTopic().flatMap((it, at) => {
    if (at % 4 === 3) return []
    const level = levels[at % levels.length] ?? 'yes'
    return [
      {
        topic: it.topic,
        level,
        says: `${(level === 'no' ? it.weak : it.strong) ?? it.should}${more}`,
        by: people[at % people.length] ?? '',
        on: '2026-06-30',
      },
    ]
  })

export const withAnswers = (subject: Subject): Subject => ({
  ...subject,
  statements: [...(subject.statements ?? []), ...answersOf()],
  opinions: [{ about: 'recommendation', says: 'Not on these terms.', by: 'Marta Ilves, assessor', on: '2026-07-01' }],
})
