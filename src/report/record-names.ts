/** Short names by which every edition calls the same things: F1 for a finding, C1 for a claim, and evidence records by what they are. */
import type { Assessment, Claim, Evidence, FindingRecord } from '../model/index.ts'

/** By their order in the assessment, which is the same for every edition. */
export const findingName = (assessment: Assessment, finding: FindingRecord): string => `F${assessment.findings.indexOf(finding) + 1}`
export const claimName = (assessment: Assessment, claim: Claim): string => `C${assessment.claims.indexOf(claim) + 1}`

/** What was looked at, and could be; what was not given or is not built yet stands under Limits, in numbers. */
export const recordsShown = (assessment: Assessment): Evidence[] =>
  assessment.evidence.filter((it) => it.state !== 'not_given' && it.error?.code !== 'not_built')

/** Materials; of words, what they are about and whose they are. */
export const aboutOf = (record: Evidence): string => {
  const { topic, by } = record.facts
  if (record.probe !== 'statement' && record.probe !== 'document.quote') return record.inputs.map((it) => it.material).join(' + ')
  return [topic, by].filter((it) => typeof it === 'string').join(', ')
}
