/** What is not known, why, and which declarations would answer most of it: worked out from the plan, never written by hand. */
import { type Assessment, atomsOf, type Criterion, type Framework, splitFact, type Unknown } from '../model/index.ts'
import { criteriaByName } from './criteria.ts'

export type Declaration = { material: string; answers: number }
export type NotKnown = { criteria: number; asked: number; reasons: { reason: Unknown; criteria: number }[]; next: Declaration[] }

/** What to write behind `tables.train:`, by the material that is missing. */
const entryFor = (material: string): [string, string] => {
  const [kind = '', name = 'current'] = material.split('.')
  switch (kind) {
    case 'tables':
      return [kind, `  ${name}: { path: data/${name}.parquet, label: …, id: …, time: … }`]
    case 'predictions':
      return [kind, `  ${name}: { path: logs/*.parquet, id: …, time: …, score: …,\n    label: …, latency_ms: … }`]
    case 'ci':
      return ['ci', ' { runs: runs.json }   # an export of the workflow runs, with their jobs']
    case 'documents':
      return ['documents', ' { path: docs }']
    default:
      return [kind, kind === 'repo' ? ' { path: . }' : ' …']
  }
}

/** The exact lines, those of one key under it. */
export const linesFor = (materials: readonly string[]): string => {
  const byKey = new Map<string, string[]>()
  for (const [key, entry] of materials.map(entryFor)) byKey.set(key, [...(byKey.get(key) ?? []), entry])
  return [...byKey]
    .map(([key, entries]) => (entries[0]?.startsWith('  ') === true ? `${key}:\n${entries.join('\n')}` : `${key}:${entries[0]}`))
    .join('\n')
}

const probesOf = (criterion: Criterion): Set<string> =>
  new Set(
    [criterion.met, criterion.partial, criterion.condition]
      .flatMap((it) => (it === undefined ? [] : atomsOf(it)))
      .map((it) => splitFact(it.fact).probe),
  )

/** The materials that a criterion's measurements lacked, and that the subject does not declare. */
export const materialsFor = (assessment: Assessment): ((criterion: Criterion) => string[]) => {
  const lacking = new Map(
    assessment.evidence
      .filter((it) => it.state === 'not_given')
      .map((it) => [it.probe, assessment.plan.find((pair) => pair.probe === it.probe)?.inputs ?? []]),
  )
  const declared = new Set(assessment.materials.map((it) => it.name))
  return (criterion) => [...new Set([...probesOf(criterion)].flatMap((it) => lacking.get(it) ?? []).filter((it) => !declared.has(it)))]
}

export const notKnown = (assessment: Assessment, frameworks: readonly Framework[]): NotKnown => {
  const measured = assessment.verdicts.filter(
    (it) => it.reading === 'measured' && it.outcome !== 'not_applicable' && it.outcome !== 'not_expected',
  )
  const open = measured.filter((it) => it.outcome === 'unknown')
  const lacking = materialsFor(assessment)
  const criteria = criteriaByName(frameworks)
  const answered = new Map<string, Set<string>>()
  for (const verdict of open) {
    const criterion = criteria.get(`${verdict.framework} ${verdict.criterion}`)
    for (const material of criterion === undefined ? [] : lacking(criterion))
      answered.set(material, (answered.get(material) ?? new Set()).add(`${verdict.framework} ${verdict.criterion}`))
  }
  const reasons = new Map<Unknown, number>()
  for (const it of open) reasons.set(it.reason ?? 'not_given', (reasons.get(it.reason ?? 'not_given') ?? 0) + 1)
  return {
    criteria: open.length,
    asked: measured.length,
    reasons: [...reasons]
      .map(([reason, count]) => ({ reason, criteria: count }))
      .sort((a, b) => b.criteria - a.criteria || (a.reason < b.reason ? -1 : 1)),
    next: [...answered]
      .map(([material, verdicts]) => ({ material, answers: verdicts.size }))
      .sort((a, b) => b.answers - a.answers || (a.material < b.material ? -1 : 1)),
  }
}

export const reasonWords: { [reason in Unknown]: string } = {
  too_small: 'too few rows to tell',
  one_class: 'only one class in the labels',
  no_rows: 'no rows',
  no_role: 'a column’s role is not declared',
  undefined: 'could not be worked out from what is there',
  not_given: 'not given',
  failed: 'we could not look',
  not_built: 'this version does not measure it yet',
  stale: 'only evidence that is too old',
  no_target: 'no target was declared',
  person: 'a person must answer',
}
