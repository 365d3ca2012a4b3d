/** What a rule is judged against: the evidence of one assessment, and how this framework and criterion read it. */
import type { Claim, Collected, Criterion, Evidence, Framework, GateVerdict, Method, Verdict } from '../model/index.ts'

/** What was judged before: for rules that ask scores of other frameworks, and for conclusions. */
export type JudgedBefore = {
  framework: string
  frameworks: readonly Framework[]
  verdicts: readonly Verdict[]
  claims: readonly Claim[]
  gates?: readonly GateVerdict[]
}

export type JudgingContext = {
  reading: Method
  evidence: readonly Evidence[]
  /** Version of each material now: evidence over another version is stale. */
  versions: ReadonlyMap<string, string | null>
  asOf: number
  /** Days; evidence older than this cannot satisfy. */
  freshFor: number | undefined
  /** What one repository does not show counts as unknown. */
  absenceUnknown: boolean
  /** Names of the materials whose absence may lie elsewhere: the repository and its workflow runs. */
  oneRepository: ReadonlySet<string>
  targets: NonNullable<Collected['subject']['targets']>
  judged: JudgedBefore | undefined
}

const methodsOf: { [reading in Method]: Method[] } = {
  measured: ['measured'],
  documented: ['measured', 'documented'],
  claimed: ['measured', 'documented', 'claimed'],
}
export const methodsIn = (reading: Method): Method[] => methodsOf[reading]

const strength: Method[] = ['claimed', 'documented', 'measured']
export const weaker = (a: Method, b: Method | undefined): Method => (b !== undefined && strength.indexOf(b) < strength.indexOf(a) ? b : a)

export const contextFor = (
  collected: Collected,
  framework: Framework,
  criterion: Criterion | undefined,
  reading: Method,
  judged?: JudgedBefore,
): JudgingContext => ({
  reading,
  evidence: collected.evidence,
  versions: new Map(collected.materials.map((it) => [it.name, it.version])),
  asOf: Date.parse(collected.as_of),
  freshFor: criterion?.fresh_for,
  absenceUnknown: framework.absence === 'unknown' && collected.subject.repo?.complete !== true,
  oneRepository: new Set(collected.materials.filter((it) => it.kind === 'repo' || it.kind === 'ci').map((it) => it.name)),
  targets: collected.subject.targets ?? [],
  judged,
})
