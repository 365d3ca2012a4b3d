/** Findings as cards: the gravest first, each with its number, its place, and four sentences. */
import { type Assessment, type Evidence, type FindingRecord, type Framework, isSaid } from '../../model/index.ts'
import type { Block, Callout } from '../block.ts'
import { criteriaByName } from '../criteria.ts'
import { placeOfItem } from '../practices.ts'
import { findingName } from '../record-names.ts'

/** Where to look: a file and line, else the table and column the evidence names. */
export const placeOf = (finding: FindingRecord, assessment: Assessment): string | null => {
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
  // How much was searched is no measure of what was not there.
  if (searched.test(sentence)) return null
  const bare = sentence.replace(/“[^”]*”|`[^`]*`|\([^)]*\)|\S*:\d+/g, '')
  const withUnit = /\$\s?[\d,.]+|\d[\d,.]*\s?(?:%|ms\b|days\b)/.exec(bare)?.[0]
  return withUnit ?? (/^none\b/.test(bare) ? 'none' : (/\d[\d,.]*(?<![.,])/.exec(bare)?.[0] ?? null))
}

const searched = /^nothing found: /

/** What somebody said of themselves, and where something was looked for, tells nothing without the question it answers. */
export const sayFinding = (finding: FindingRecord, assessment: Assessment, title: string | undefined): string => {
  if (title !== undefined && searched.test(finding.is)) return `Not so: ${title}. ${finding.is.replace(/^n/, 'N')}`
  const own = /^by their own word: /.exec(finding.is)
  if (own === null || title === undefined) return finding.is
  const verdict = assessment.verdicts.find(
    (it) => it.reading === 'measured' && it.framework === finding.framework && it.criterion === finding.criterion,
  )
  return `${verdict?.outcome === 'partial' ? 'Only partly so' : 'Not so'}: ${title}. By their own word: ${finding.is.slice(own[0].length)}`
}

export const calloutOf = (finding: FindingRecord, assessment: Assessment, title: string | undefined): Callout => ({
  kind: 'callout',
  severity: finding.severity,
  title: title ?? finding.should,
  number: numberIn(finding.is),
  place: placeOf(finding, assessment),
  should: finding.should,
  is: sayFinding(finding, assessment, title),
  so_what: finding.so_what,
  do: finding.do,
  evidence: finding.evidence,
  name: findingName(assessment, finding),
})

/** A finding that leads, with the frameworks that tell the same again. */
export type Told = { finding: FindingRecord; also: string[] }

/**
 * The same sentence twice, or the same topic in another framework, is one finding. Findings come gravest first, and those equally
 * grave in the order of the frameworks' rank, so the first telling stays; the others are named beside it.
 */
export const distinct = (findings: readonly FindingRecord[], frameworks: readonly Framework[]): Told[] => {
  const criteria = criteriaByName(frameworks)
  const titles = new Map(frameworks.map((it) => [it.id, it.title]))
  const told: Told[] = []
  for (const it of findings) {
    const topic = (at: FindingRecord) => (at.criterion === null ? undefined : criteria.get(`${at.framework} ${at.criterion}`)?.topic)
    const own = topic(it)
    const first = told.find(
      ({ finding }) => finding.is === it.is || (own !== undefined && topic(finding) === own && finding.framework !== it.framework),
    )
    if (first === undefined) told.push({ finding: it, also: [] })
    else if (it.framework !== null && it.framework !== first.finding.framework) {
      const title = titles.get(it.framework) ?? it.framework
      if (!first.also.includes(title)) first.also.push(title)
    }
  }
  return told
}

/** What refutes a claim already stands in "They say, we measured". */
const calloutsOf = (assessment: Assessment, frameworks: readonly Framework[]): Callout[] => {
  const criteria = criteriaByName(frameworks)
  const asked = assessment.findings.filter((it) => it.criterion !== null)
  return distinct(asked, frameworks).map(({ finding, also }) => ({
    ...calloutOf(finding, assessment, criteria.get(`${finding.framework} ${finding.criterion}`)?.title),
    ...(also.length === 0 ? {} : { also }),
  }))
}

export const gravest = (assessment: Assessment, frameworks: readonly Framework[], most = 5): Block[] => {
  const callouts = calloutsOf(assessment, frameworks)
  if (callouts.length === 0) return []
  return [{ kind: 'heading', level: 2, text: 'Gravest', id: 'gravest' }, ...callouts.slice(0, most)]
}

/** Each with its number and what follows from it, for a page that must stand alone. */
export const gravestInShort = (assessment: Assessment, frameworks: readonly Framework[], most = 5): Block[] =>
  gravest(assessment, frameworks, most).map((it): Block => (it.kind === 'callout' ? { ...it, brief: true } : it))

/** Of those that lead, only what rests on a measurement: what people admit by their own word was not measured. */
export const gravestMeasured = (assessment: Assessment, frameworks: readonly Framework[], most = 5): Block[] => {
  const measured = new Set(assessment.evidence.filter((it) => !isSaid(it)).map((it) => it.id))
  const words = new Set(assessment.evidence.filter(isSaid).map((it) => it.id))
  const isMeasured = (it: Block): boolean =>
    it.kind === 'callout' && it.evidence.some((id) => measured.has(id)) && !it.evidence.some((id) => words.has(id))
  const [heading, ...callouts] = gravestInShort(assessment, frameworks, Number.POSITIVE_INFINITY)
  const kept = callouts.filter(isMeasured).slice(0, most)
  return heading === undefined || kept.length === 0 ? [] : [heading, ...kept]
}

export const allFindings = (assessment: Assessment, frameworks: readonly Framework[], shown = 5): Block[] => {
  const callouts = calloutsOf(assessment, frameworks)
  if (callouts.length <= shown) return []
  return [{ kind: 'heading', level: 2, text: shown === 0 ? 'Findings' : 'All other findings', id: 'findings' }, ...callouts.slice(shown)]
}
