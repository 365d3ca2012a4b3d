/** Findings: what is partial or unmet as measured, refuted claims and failing conditions, each in four sentences; gravest first, and what somebody said otherwise before the rest. */
import { answerRule, contextFor } from '../judge/index.ts'
import {
  type Claim,
  type Collected,
  type Criterion,
  type FindingRecord,
  type Framework,
  type Severity,
  sayIn,
  severities,
  type Verdict,
} from '../model/index.ts'

/** A thing half there is one step less grave than a thing missing. */
const milder = (severity: Severity): Severity => severities[Math.max(0, severities.indexOf(severity) - 1)] ?? severity

const effort = (criterion: Criterion): string => `${criterion.remedy.do} (${criterion.remedy.effort})`

const ofVerdict = (framework: Framework, criterion: Criterion, verdict: Verdict): FindingRecord => ({
  severity: verdict.outcome === 'partial' ? milder(criterion.severity) : criterion.severity,
  framework: framework.id,
  criterion: criterion.id,
  should: criterion.should,
  is: verdict.because,
  so_what: criterion.why,
  do: effort(criterion),
  evidence: verdict.evidence,
})

const ofCondition = (framework: Framework, criterion: Criterion, collected: Collected): FindingRecord | undefined => {
  if (criterion.condition === undefined) return undefined
  const answer = answerRule(criterion.condition, contextFor(collected, framework, criterion, 'measured'))
  if (answer.truth !== 'false') return undefined
  return {
    severity: milder(criterion.severity),
    framework: framework.id,
    criterion: criterion.id,
    should: criterion.condition_says ?? criterion.should,
    is: answer.because.join('; '),
    so_what: criterion.why,
    do: effort(criterion),
    evidence: answer.evidence,
  }
}

const ofClaim = (claim: Claim, by: ReadonlyMap<string, Criterion>): FindingRecord => {
  const wanted = claim.limit.at_least ?? claim.limit.at_most ?? claim.limit.above ?? claim.limit.below
  const name = claim.fact.split('.').at(-1) ?? claim.fact
  const criterion = by.get(claim.fact)
  const times =
    claim.ratio === undefined || !(claim.ratio > 1.5 || claim.ratio < 0.67) ? '' : ` (${claim.ratio.toFixed(1)} times what was said)`
  return {
    severity: 'major',
    framework: null,
    criterion: null,
    should: `${claim.by ?? 'Somebody'} says “${claim.says}”${wanted === undefined ? '' : `, that is ${sayIn(name, wanted)}`}.`,
    is: `${claim.because.charAt(0).toUpperCase()}${claim.because.slice(1)}${times}.`,
    so_what: criterion?.why ?? 'What rests on this number rests on something that the evidence does not bear out.',
    do: criterion === undefined ? 'Ask where the number came from, and correct it wherever it was given (hours)' : effort(criterion),
    evidence: claim.evidence,
  }
}

const criteriaByFact = (frameworks: readonly Framework[]): Map<string, Criterion> =>
  new Map(
    frameworks.flatMap((it) =>
      it.sections.flatMap((section) =>
        section.criteria.flatMap((criterion) =>
          criterion.met !== undefined && 'fact' in criterion.met ? [[criterion.met.fact, criterion] as const] : [],
        ),
      ),
    ),
  )

/** The same evidence told twice is one finding: the verdict's own sentence stays, a condition that repeats it goes. */
const once = (verdictFindings: FindingRecord[], conditionFindings: FindingRecord[]): FindingRecord[] => {
  const told = new Set(verdictFindings.flatMap((it) => it.evidence))
  return [...verdictFindings, ...conditionFindings.filter((it) => !it.evidence.every((id) => told.has(id)))]
}

export const find = (
  frameworks: readonly Framework[],
  collected: Collected,
  verdicts: readonly Verdict[],
  claims: readonly Claim[],
): FindingRecord[] => {
  const each = frameworks.flatMap((framework) =>
    framework.sections.flatMap((section) => section.criteria.map((criterion) => ({ framework, criterion }))),
  )
  const measured = new Map(verdicts.filter((it) => it.reading === 'measured').map((it) => [`${it.framework} ${it.criterion}`, it]))
  const ofVerdicts = each.flatMap(({ framework, criterion }) => {
    const verdict = criterion.fault ? measured.get(`${framework.id} ${criterion.id}`) : undefined
    return verdict?.outcome === 'unmet' || verdict?.outcome === 'partial' ? [ofVerdict(framework, criterion, verdict)] : []
  })
  const ofConditions = each.flatMap(({ framework, criterion }) => ofCondition(framework, criterion, collected) ?? [])
  const ofClaims = claims.filter((it) => it.outcome === 'refuted').map((it) => ofClaim(it, criteriaByFact(frameworks)))
  const contradicted = new Set(
    verdicts.filter((it) => it.reading === 'claimed' && it.from === 'met').map((it) => `${it.framework} ${it.criterion}`),
  )
  const graver = (it: FindingRecord): number =>
    severities.indexOf(it.severity) * 2 + (contradicted.has(`${it.framework} ${it.criterion}`) ? 1 : 0)
  return [...ofClaims, ...once(ofVerdicts, ofConditions)].sort((a, b) => graver(b) - graver(a))
}
