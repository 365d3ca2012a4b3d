/** What would decide a conclusion, in words: the names that it waits for, as a reader knows them. */
import { type Conclusion, type Framework, sayName, splitFact } from '../model/index.ts'
import { criteriaByName } from './criteria.ts'

const wordsOf = (name: string, framework: string, frameworks: readonly Framework[]): string => {
  const criteria = criteriaByName(frameworks)
  const own = criteria.get(`${framework} ${name}`)
  if (own !== undefined) return own.title
  if (name === 'claims refuted') return 'whether any claim is refuted'
  if (name === 'claims supported') return 'how many claims hold'
  if (name.endsWith(' findings')) return `whether there are ${name}`
  const scored = frameworks.find((it) => it.id === name)
  if (scored !== undefined) return `the score of ${scored.title}`
  const asking = [...criteria].find(([key, it]) => it.topic === name || key.endsWith(` ${name}`))
  if (asking !== undefined) return asking[1].title
  const { probe, fact } = splitFact(name)
  return probe === '' ? name : `${probe.replaceAll('.', ' ')}: ${sayName(fact)}`
}

/** Each once, in the order in which the questions stand in the framework, at most `most` of them. */
export const decidersOf = (conclusion: Conclusion, frameworks: readonly Framework[], most = 5): string[] => {
  const order = frameworks.find((it) => it.id === conclusion.framework)?.sections.flatMap((it) => it.criteria.map(({ id }) => id)) ?? []
  const place = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length)
  const names = [...conclusion.decided_by].sort((a, b) => place(a) - place(b))
  const words = [...new Set(names.map((it) => wordsOf(it, conclusion.framework, frameworks)))]
  return words.length <= most ? words : [...words.slice(0, most), `and ${words.length - most} more`]
}
