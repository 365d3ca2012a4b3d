/** A conclusion: an ordered table of cases; where rules are unknown, every case that is still possible. */
import { answerRule, contextFor, type JudgedBefore } from '../judge/index.ts'
import {
  type Collected,
  type Conclusion,
  type ConclusionTable,
  type Framework,
  leavesOf,
  type Method,
  methods,
  type Rule,
} from '../model/index.ts'

/** The names of what a rule asks, as `decided_by` lists them. */
const namesIn = (rule: Rule): string[] =>
  leavesOf(rule).map((it) =>
    'fact' in it
      ? it.fact
      : 'said' in it
        ? it.said
        : 'criterion' in it
          ? it.criterion
          : 'score' in it
            ? it.score
            : 'findings' in it
              ? `${it.findings} findings`
              : 'gate' in it
                ? `gate ${it.gate} of ${it.framework}`
                : `claims ${it.claims}`,
  )

const few = (clauses: readonly string[]): string => {
  const each = [...new Set(clauses)]
  return each.length <= 4 ? each.join('; ') : `${each.slice(0, 4).join('; ')}; and ${each.length - 4} more`
}

const concludeIn = (
  reading: Method,
  framework: Framework,
  table: ConclusionTable,
  collected: Collected,
  judged: JudgedBefore,
): Conclusion => {
  const context = contextFor(collected, framework, undefined, reading, judged)
  const possible: string[] = []
  const open: { names: string[]; because: string[] } = { names: [], because: [] }
  let certain: string[] = []
  let ruledOut: string[] = []
  for (const it of table.cases) {
    const answer = it.when === undefined ? undefined : answerRule(it.when, context)
    if (answer?.truth === 'false') {
      ruledOut = [...ruledOut, ...answer.because]
      continue
    }
    possible.push(it.say)
    if (answer === undefined || answer.truth === 'true') {
      certain = answer?.because ?? ruledOut
      break
    }
    open.names.push(...(it.when === undefined ? [] : namesIn(it.when)))
    open.because.push(...answer.because)
  }
  const because = possible.length <= 1 ? few(certain) || 'every other case is ruled out' : `open: ${few(open.because)}`
  return { framework: framework.id, id: table.id, reading, possible, because, decided_by: [...new Set(open.names)].sort() }
}

/** In all three readings: what follows from their word, from their papers, and from what was measured. */
export const conclude = (framework: Framework, table: ConclusionTable, collected: Collected, judged: JudgedBefore): Conclusion[] =>
  methods.map((reading) => concludeIn(reading, framework, table, collected, judged))
