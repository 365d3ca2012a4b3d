/** Two assessments → what changed between them. Pure. What one side leaves open is called neither better nor worse. */
import {
  type Assessment,
  type Claim,
  type Compared,
  type Criterion,
  type Difference,
  type Direction,
  decidingLines,
  type Framework,
  type GateVerdict,
  grades,
  type KeyedFinding,
  keyedFindings,
  type Moved,
  sayNumber,
  type Verdict,
} from '../model/index.ts'

/** From one range to another: surely up, surely down, or not to be told. */
const movedFrom = (before: { low: number; high: number }, after: { low: number; high: number }): Direction =>
  after.low > before.high ? 'better' : after.high < before.low ? 'worse' : 'unclear'

const counts = (it: Verdict): boolean => it.outcome !== 'not_applicable' && it.outcome !== 'not_expected'

const rangeOf = (it: Verdict) => ({ low: grades.indexOf(it.from), high: grades.indexOf(it.to) })

const directionOf = (before: Verdict, after: Verdict): Direction =>
  counts(before) && counts(after) ? movedFrom(rangeOf(before), rangeOf(after)) : 'unclear'

const point = (value: number) => ({ low: value, high: value })
const claimRange: { [outcome in Claim['outcome']]: { low: number; high: number } } = {
  refuted: point(0),
  supported: point(1),
  undecided: { low: 0, high: 1 },
  not_comparable: { low: 0, high: 1 },
}
const gateRange: { [outcome in GateVerdict['outcome']]: { low: number; high: number } } = {
  failed: point(0),
  passed: point(1),
  undecided: { low: 0, high: 1 },
}

type Told = Omit<Difference, 'before' | 'direction'> & { range: { low: number; high: number } | undefined }

const scoreText = (low: number | null, high: number | null): string =>
  low === null || high === null ? 'none' : low === high ? sayNumber(low) : `${sayNumber(low)} to ${sayNumber(high)}`

const told = (it: Assessment): Map<string, Told> =>
  new Map(
    [
      ...it.verdicts.map((verdict) => ({
        kind: 'verdict' as const,
        what: `${verdict.framework} ${verdict.criterion} (${verdict.reading})`,
        after: verdict.outcome,
        range: counts(verdict) ? rangeOf(verdict) : undefined,
      })),
      ...it.claims.map((claim) => ({
        kind: 'claim' as const,
        what: `“${claim.says}” on ${claim.fact}`,
        after: claim.outcome,
        range: claimRange[claim.outcome],
      })),
      ...it.scores.map((score) => ({
        kind: 'score' as const,
        what: `${score.framework} ${score.section ?? 'total'} (${score.reading})`,
        after: scoreText(score.low, score.high),
        range: score.low === null || score.high === null ? undefined : { low: score.low, high: score.high },
      })),
      ...it.gates.map((gate) => ({
        kind: 'gate' as const,
        what: `${gate.framework ?? 'own'} ${gate.id}`,
        after: gate.outcome,
        range: gateRange[gate.outcome],
      })),
    ].map((line) => [`${line.kind} ${line.what}`, line]),
  )

const differencesBetween = (old: Assessment, now: Assessment): Difference[] => {
  const [before, after] = [told(old), told(now)]
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [a, b] = [before.get(key), after.get(key)]
    const line = b ?? a
    if (line === undefined || a?.after === b?.after) return []
    const direction = a?.range === undefined || b?.range === undefined ? 'unclear' : movedFrom(a.range, b.range)
    return [{ kind: line.kind, what: line.what, before: a?.after ?? 'not there', after: b?.after ?? 'not there', direction }]
  })
}

const nameOf = (it: { framework: string | null; criterion: string | null }): string => `${it.framework}/${it.criterion}`

const measuredIn = (assessment: Assessment): Map<string, Verdict> =>
  new Map(assessment.verdicts.filter((it) => it.reading === 'measured').map((it) => [nameOf(it), it]))

/** The line that did it: where the practice stands or breaks now, else where it stood before. */
const lineBehind = (
  before: Verdict,
  after: Verdict,
  criterion: Criterion,
  [old, now]: [Assessment, Assessment],
): Pick<Moved, 'line' | 'stood' | 'gone'> => {
  const here = decidingLines(criterion, after, now.evidence).lines[0]
  const stood = decidingLines(criterion, before, old.evidence).lines[0]
  return { line: here ?? stood, stood, gone: here === undefined && stood !== undefined }
}

const movedBetween = (old: Assessment, now: Assessment, frameworks: readonly Framework[]): Moved[] => {
  const [before, after] = [measuredIn(old), measuredIn(now)]
  return frameworks.flatMap((framework) =>
    framework.sections.flatMap(({ criteria }) =>
      criteria.flatMap((criterion): Moved[] => {
        const name = `${framework.id}/${criterion.id}`
        const [a, b] = [before.get(name), after.get(name)]
        if (a === undefined || b === undefined || (a.outcome === b.outcome && a.from === b.from && a.to === b.to)) return []
        return [{ before: a, after: b, direction: directionOf(a, b), title: criterion.title, ...lineBehind(a, b, criterion, [old, now]) }]
      }),
    ),
  )
}

/** Whether the other side could have told such a finding. */
const known = (it: KeyedFinding, verdicts: ReadonlyMap<string, Verdict>): boolean => {
  const verdict = verdicts.get(it.rule)
  return verdict !== undefined && verdict.outcome !== 'unknown' && counts(verdict)
}

export const compare = (old: Assessment, now: Assessment, frameworks: readonly Framework[]): Compared => {
  const [before, after] = [keyedFindings(old, frameworks), keyedFindings(now, frameworks)]
  const [oldKeys, newKeys] = [new Set(before.map((it) => it.key)), new Set(after.map((it) => it.key))]
  const [oldVerdicts, newVerdicts] = [measuredIn(old), measuredIn(now)]
  return {
    differences: differencesBetween(old, now),
    moved: movedBetween(old, now, frameworks),
    fresh: after.filter((it) => !oldKeys.has(it.key) && known(it, oldVerdicts)),
    gone: before.filter((it) => !newKeys.has(it.key) && known(it, newVerdicts)),
    same: after.filter((it) => oldKeys.has(it.key)).length,
  }
}
