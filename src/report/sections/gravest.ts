/** Findings as cards: the gravest first, each with its number, its place, and four sentences. */
import { type Assessment, type Evidence, type FindingRecord, type Framework, isSaid } from '../../model/index.ts'
import type { Block, Callout } from '../block.ts'
import { criteriaByName } from '../criteria.ts'
import { placeOfItem } from '../practices.ts'

/** Where to look: a file and line, else the table and column the evidence names. */
const placeOf = (finding: FindingRecord, assessment: Assessment): string | null => {
  // What rests on their own word has no place in the subject.
  if (assessment.evidence.some((it) => isSaid(it) && finding.evidence.includes(it.id))) return null
  const items = assessment.evidence.filter((it) => finding.evidence.includes(it.id)).flatMap((it) => it.items)
  // Of several places, the one whose column the sentence names.
  const named = items.find((it) => it.column !== undefined && finding.is.includes(`\`${it.column}\``)) ?? items[0]
  const place = named === undefined ? undefined : placeOfItem(named)
  if (place !== undefined) return place
  const inputs = assessment.evidence
    .filter((it) => finding.evidence.includes(it.id))
    .flatMap((it: Evidence) => it.inputs.map((input) => input.material))
  return inputs.length === 0 ? null : [...new Set(inputs)].slice(0, 2).join(' + ')
}

/** The number that carries the finding: the first with a unit, else the first. */
const numberIn = (sentence: string): string | null => {
  // Quotes, code, brackets and places (`ci.yml:25`) hold numbers that carry nothing.
  const bare = sentence.replace(/“[^”]*”|`[^`]*`|\([^)]*\)|\S*:\d+/g, '')
  const withUnit = /\$\s?[\d,.]+|\d[\d,.]*\s?(?:%|ms\b|days\b)/.exec(bare)?.[0]
  return withUnit ?? (/^none\b/.test(bare) ? 'none' : (/\d[\d,.]*(?<![.,])/.exec(bare)?.[0] ?? null))
}

export const calloutOf = (finding: FindingRecord, assessment: Assessment, title: string | undefined): Callout => ({
  kind: 'callout',
  severity: finding.severity,
  title: title ?? finding.should,
  number: numberIn(finding.is),
  place: placeOf(finding, assessment),
  should: finding.should,
  is: finding.is,
  so_what: finding.so_what,
  do: finding.do,
  evidence: finding.evidence,
})

/** The same thing told by two frameworks is one finding: the first telling stays. */
export const distinct = (findings: readonly FindingRecord[]): FindingRecord[] => {
  const seen = new Set<string>()
  return findings.filter((it) => !seen.has(it.is) && seen.add(it.is))
}

const calloutsOf = (assessment: Assessment, frameworks: readonly Framework[]): Callout[] => {
  const criteria = criteriaByName(frameworks)
  return distinct(assessment.findings).map((it) =>
    calloutOf(it, assessment, it.criterion === null ? it.should : criteria.get(`${it.framework} ${it.criterion}`)?.title),
  )
}

export const gravest = (assessment: Assessment, frameworks: readonly Framework[], most = 5): Block[] => {
  // What refutes a claim already stands in "They say, we measured".
  const callouts = calloutsOf({ ...assessment, findings: assessment.findings.filter((it) => it.criterion !== null) }, frameworks)
  if (callouts.length === 0) return []
  return [{ kind: 'heading', level: 2, text: 'Gravest', id: 'gravest' }, ...callouts.slice(0, most)]
}

export const allFindings = (assessment: Assessment, frameworks: readonly Framework[], shown = 5): Block[] => {
  const callouts = calloutsOf({ ...assessment, findings: assessment.findings.filter((it) => it.criterion !== null) }, frameworks)
  if (callouts.length <= shown) return []
  return [{ kind: 'heading', level: 2, text: 'All other findings', id: 'findings' }, ...callouts.slice(shown)]
}
