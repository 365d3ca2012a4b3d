/** A gate passes on the low ends, fails on the high ends, and is otherwise undecided. */
import { type Gate, type GateVerdict, grades, type Score, sayNumber, type Verdict } from '../model/index.ts'

type Part = { outcome: GateVerdict['outcome']; because: string; criterion?: string }
type Requirement = Gate['require'][number]

const ranged = (low: boolean, high: boolean): GateVerdict['outcome'] => (low ? 'passed' : high ? 'undecided' : 'failed')

const criterionPart = (
  need: Extract<Requirement, { criterion: string }>,
  framework: string | null,
  gate: Gate,
  verdicts: readonly Verdict[],
): Part | undefined => {
  const verdict = verdicts.find(
    (it) =>
      it.criterion === need.criterion && it.reading === gate.reading && it.framework === (need.framework ?? framework ?? it.framework),
  )
  if (verdict === undefined) return { outcome: 'undecided', because: `${need.criterion} was not judged`, criterion: need.criterion }
  if (verdict.outcome === 'not_applicable' || verdict.outcome === 'not_expected') return undefined
  const enough = (grade: Verdict['from']) => grades.indexOf(grade) >= grades.indexOf(need.at_least)
  return {
    outcome: ranged(enough(verdict.from), enough(verdict.to)),
    because: `${need.criterion} is ${verdict.outcome}, ${need.at_least} was asked`,
    criterion: need.criterion,
  }
}

const scorePart = (need: Extract<Requirement, { score: string }>, framework: string | null, gate: Gate, scores: readonly Score[]): Part => {
  const section = need.score === 'total' ? null : need.score
  const score = scores.find(
    (it) => it.section === section && it.reading === gate.reading && it.framework === (need.framework ?? framework ?? it.framework),
  )
  if (score?.low == null || score.high === null) return { outcome: 'undecided', because: `there is no score ${need.score}` }
  const said = score.value === null ? `${sayNumber(score.low)} to ${sayNumber(score.high)}` : sayNumber(score.value)
  return {
    outcome: ranged(score.low >= need.at_least, score.high >= need.at_least),
    because: `score ${need.score} is ${said}, ${need.at_least} was asked`,
  }
}

export const decideGate = (gate: Gate, framework: string | null, verdicts: readonly Verdict[], scores: readonly Score[]): GateVerdict => {
  const parts = gate.require.flatMap((need) => {
    const part = 'criterion' in need ? criterionPart(need, framework, gate, verdicts) : scorePart(need, framework, gate, scores)
    return part === undefined ? [] : [part]
  })
  const outcomes = parts.map((it) => it.outcome)
  const outcome = outcomes.includes('failed') ? 'failed' : outcomes.length === 0 || outcomes.includes('undecided') ? 'undecided' : 'passed'
  const deciding = parts.filter((it) => it.outcome === outcome)
  return {
    framework,
    id: gate.id,
    reading: gate.reading,
    outcome,
    because: deciding.length === 0 ? 'nothing it asks for applies' : deciding.map((it) => it.because).join('; '),
    decided_by: deciding.flatMap((it) => it.criterion ?? []).sort(),
  }
}
