/** A conclusion: an ordered table of cases; where rules are unknown, every case that is still possible. */
import { answerRule, contextFor } from '../judge/index.ts'
import { atomsOf, type Collected, type Conclusion, type ConclusionTable, type Framework } from '../model/index.ts'

export const conclude = (framework: Framework, table: ConclusionTable, collected: Collected): Conclusion => {
  const context = contextFor(collected, framework, undefined, table.reading)
  const possible: string[] = []
  const open: { facts: string[]; because: string[] } = { facts: [], because: [] }
  for (const it of table.cases) {
    const answer = it.when === undefined ? undefined : answerRule(it.when, context)
    if (answer?.truth === 'false') continue
    possible.push(it.say)
    if (answer === undefined || answer.truth === 'true') break
    open.facts.push(...(it.when === undefined ? [] : atomsOf(it.when).map((atom) => atom.fact)))
    open.because.push(...answer.because)
  }
  const because = possible.length <= 1 ? 'every case before it is ruled out' : `open: ${[...new Set(open.because)].join('; ')}`
  return { framework: framework.id, id: table.id, reading: table.reading, possible, because, decided_by: [...new Set(open.facts)].sort() }
}
