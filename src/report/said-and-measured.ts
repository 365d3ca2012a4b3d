/** What was said beside what was measured: claims on numbers and statements on practices, conflicts first. */
import {
  type Assessment,
  type Claim,
  type Criterion,
  type Evidence,
  type Framework,
  grades,
  isMeasured,
  isSaid,
  type Level,
  levelGrades,
  rowsBehind,
  sayMeasured,
  sayName,
  sayNumber,
  severities,
  splitFact,
  type Verdict,
} from '../model/index.ts'
import type { Mark, SaidLine } from './block.ts'
import { criteriaByName } from './criteria.ts'

const markOf: { [outcome in Claim['outcome']]: Mark } = { supported: 'holds', refuted: 'fails', undecided: 'open', not_comparable: 'open' }

const documentOf = (statement: Evidence | undefined): string | null => {
  const item = statement?.items[0]
  if (item?.path !== undefined) return `${item.path}:${item.line ?? 1}`
  return statement?.facts.document_bears_out === false ? `not in ${statement.facts.document}` : null
}

const materialWords = (claim: Claim): string => (claim.of === null ? '' : ` in ${claim.of}`)

/** The same fact in the other materials, which shows where the number that was said may come from. */
const elsewhere = (claim: Claim, assessment: Assessment): string => {
  const { probe, fact } = splitFact(claim.fact)
  const others = assessment.evidence.flatMap((it) => {
    const value = it.facts[fact]
    const name = it.inputs[0]?.material
    if (it.probe !== probe || it.state !== 'found' || name === undefined || name === claim.of || !isMeasured(value)) return []
    return [`${sayMeasured(fact, { ...value, low: value.value, high: value.value })} in ${name}`]
  })
  return claim.outcome !== 'refuted' || claim.of === null || others.length === 0 ? '' : `; ${others.slice(0, 2).join(', ')}`
}

const claimLine = (claim: Claim, assessment: Assessment): SaidLine => {
  const statement = assessment.evidence.find((it) => it.probe === 'statement' && claim.evidence.includes(it.id))
  const record = assessment.evidence.find((it) => it.probe !== 'statement' && claim.evidence.includes(it.id))
  const { fact } = splitFact(claim.fact)
  const n = record === undefined ? undefined : rowsBehind(record)
  const rows = n === undefined ? '' : `, ${sayNumber(n)} rows`
  const number =
    claim.measured === undefined
      ? undefined
      : `${sayName(fact)} ${sayMeasured(fact, claim.measured)}${rows}${materialWords(claim)}${elsewhere(claim, assessment)}`
  const measured =
    number === undefined || claim.outcome === 'not_comparable'
      ? claim.because
      : claim.outcome === 'undecided'
        ? `${number}: too close to tell${claim.needed === undefined ? '' : `, about ${sayNumber(claim.needed)} rows would`}`
        : number
  return { mark: markOf[claim.outcome], said: claim.says, by: claim.by, measured, shown: documentOf(statement), evidence: claim.evidence }
}

const bySaid = (verdict: Verdict, level: Level): Mark =>
  verdict.outcome === 'unknown'
    ? 'open'
    : verdict.outcome === 'met' || verdict.outcome === 'partial' || verdict.outcome === 'unmet'
      ? grades.indexOf(verdict.outcome) >= grades.indexOf(levelGrades[level])
        ? 'holds'
        : 'fails'
      : 'open'

const gravity: Mark[] = ['fails', 'holds', 'open']

type Weighed = { line: SaidLine; weight: number }

/** How grave a contradiction is: by the severity of what is asked, then by how far the answer lies above what was measured. */
const weightOf = (verdict: Verdict, level: Level, criteria: ReadonlyMap<string, Criterion>): number => {
  const severity = criteria.get(`${verdict.framework} ${verdict.criterion}`)?.severity ?? 'minor'
  return severities.indexOf(severity) * 3 + grades.indexOf(levelGrades[level]) - grades.indexOf(verdict.from)
}

/** A statement on a topic beside the verdict that the measurements give; where several frameworks ask it, the gravest known one. */
const topicLine = (statement: Evidence, assessment: Assessment, criteria: ReadonlyMap<string, Criterion>): Weighed | undefined => {
  const level = statement.facts.level as Level | undefined
  const verdicts = assessment.verdicts.filter((it) => it.reading === 'measured' && it.topic === statement.facts.topic)
  if (level === undefined || verdicts.length === 0) return undefined
  // What rests on words alone holds nothing against them.
  const onlyWords = (it: Verdict): boolean => {
    const looked = assessment.evidence.filter(({ id, state }) => it.evidence.includes(id) && (state === 'found' || state === 'absent'))
    return looked.length > 0 && looked.every(isSaid)
  }
  const ranked = verdicts
    .map((verdict) => ({ verdict, mark: onlyWords(verdict) ? ('open' as const) : bySaid(verdict, level) }))
    .map((it) => ({ ...it, weight: weightOf(it.verdict, level, criteria) }))
    .sort((a, b) => gravity.indexOf(a.mark) - gravity.indexOf(b.mark) || b.weight - a.weight)
  const first = ranked[0]
  if (first === undefined) return undefined
  const says =
    typeof statement.facts.says === 'string' ? statement.facts.says : `${String(statement.facts.topic)}: ${level.replace('_', ' ')}`
  const line: SaidLine = {
    mark: first.mark,
    said: says,
    by: typeof statement.facts.by === 'string' ? statement.facts.by : null,
    measured: onlyWords(first.verdict) ? 'only their own word, which nothing bears out or contradicts' : first.verdict.because,
    shown: documentOf(statement),
    evidence: [...new Set([statement.id, ...first.verdict.evidence])],
  }
  return { line, weight: first.weight }
}

/** Conflicts first, then what holds, then what is open; within, claims before topics, and the gravest topic first. */
export const saidAndMeasured = (assessment: Assessment, frameworks: readonly Framework[]): SaidLine[] => {
  const criteria = criteriaByName(frameworks)
  const topics = assessment.evidence
    .filter((it) => it.probe === 'statement' && it.facts.claim_fact === undefined && typeof it.facts.topic === 'string')
    .sort((a, b) => (String(a.facts.topic) < String(b.facts.topic) ? -1 : 1))
    .flatMap((it) => topicLine(it, assessment, criteria) ?? [])
    .sort((a, b) => b.weight - a.weight)
    .map(({ line }) => line)
  const claims = [...assessment.claims]
    .sort((a, b) => Math.abs(Math.log(b.ratio ?? 1)) - Math.abs(Math.log(a.ratio ?? 1)))
    .map((it) => claimLine(it, assessment))
  return [...claims, ...topics].sort((a, b) => gravity.indexOf(a.mark) - gravity.indexOf(b.mark))
}

/** The few that lead: conflicts, but with at least one thing that holds, because praise is a finding. */
export const leading = (lines: SaidLine[], most = 5): SaidLine[] => {
  const fails = lines.filter((it) => it.mark === 'fails')
  const holds = lines.filter((it) => it.mark === 'holds')
  const open = lines.filter((it) => it.mark === 'open')
  const kept = fails.slice(0, holds.length > 0 ? most - 1 : most)
  return [...kept, ...holds.slice(0, most - kept.length), ...open].slice(0, most)
}
