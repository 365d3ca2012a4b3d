/** How much an answer decides: what its criteria weigh, and the conclusions and gates that wait for it. */
import { type AskedIn, type Assessment, type Framework, leavesOf, type Severity } from '../model/index.ts'

const weights: { [severity in Severity]: number } = { critical: 4, major: 2, minor: 1 }

/** What each conclusion or gate that waits adds to the questions that would decide it: as much as a critical criterion. */
const forEachWaiting = 4

/** Names (topics, `framework criterion`) that one open conclusion or gate waits for. */
type Waiting = ReadonlySet<string>

const named = (framework: string | null, name: string): string[] => [name, `${framework ?? ''} ${name}`]

/** Before anybody has answered everything is open: all that a table or a gate names decides it. */
const inTables = (frameworks: readonly Framework[]): Waiting[] =>
  frameworks.flatMap((framework) => [
    ...framework.conclusions.map(
      (table) =>
        new Set(
          table.cases
            .flatMap(({ when }) => (when === undefined ? [] : leavesOf(when)))
            .flatMap((it) => ('said' in it ? [it.said] : 'criterion' in it ? [`${it.framework ?? framework.id} ${it.criterion}`] : [])),
        ),
    ),
    ...framework.gates.map(
      (gate) => new Set(gate.require.flatMap((it) => ('criterion' in it ? [`${it.framework ?? framework.id} ${it.criterion}`] : []))),
    ),
  ])

const inAssessment = ({ conclusions, gates }: Assessment, asked: ReadonlySet<string | null>): Waiting[] => [
  ...conclusions
    .filter((it) => asked.has(it.framework) && it.reading === 'claimed' && it.possible.length > 1)
    .map((it) => new Set(it.decided_by.flatMap((name) => named(it.framework, name)))),
  ...gates
    .filter((it) => asked.has(it.framework) && it.outcome === 'undecided')
    .map((it) => new Set(it.decided_by.flatMap((name) => named(it.framework, name)))),
]

export const waitingIn = (frameworks: readonly Framework[], assessment: Assessment | undefined): Waiting[] =>
  assessment === undefined ? inTables(frameworks) : inAssessment(assessment, new Set([null, ...frameworks.map((it) => it.id)]))

/** `mayNotApply`: whether it is asked at all hangs on what nobody has said yet, so that it decides half as much. */
export const worthOf = (topic: string, criteria: readonly AskedIn[], waiting: readonly Waiting[], mayNotApply: boolean): number => {
  const own = criteria.reduce((sum, { criterion }) => sum + weights[criterion.severity] * criterion.weight, 0)
  const waits = waiting.filter((it) => it.has(topic) || criteria.some((at) => it.has(`${at.framework} ${at.criterion.id}`)))
  return (own + forEachWaiting * waits.length) / (mayNotApply ? 2 : 1)
}
