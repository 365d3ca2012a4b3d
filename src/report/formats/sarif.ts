/** Findings that have a line in the repository as SARIF 2.1.0, in the part of it that GitHub's code scanning reads. */
import { type Assessment, type Framework, type Placed, placedFindings, type Verdict } from '../../model/index.ts'
import { practiceOf } from '../practices.ts'
import { levels, rulesOf } from './sarif-rules.ts'
import { inCell, locationOf, message } from './sarif-text.ts'

/** What GitHub shows of a run; it takes 25,000 and drops the rest by itself. */
const mostResults = 5000
const mostPlaces = 10

const sentence = (text: string): string => (/[.!?”…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)

/** A fault at a line of its own speaks for itself; a practice says what it lacks too. */
const isOf = (it: Placed, verdict: Verdict | undefined, assessment: Assessment): string => {
  const where = it.line.commit === undefined ? inCell(it.line) : ` (commit ${it.line.commit.slice(0, 7)})`
  if (it.each || verdict === undefined) return `${it.line.note === '' ? it.finding.is : it.line.note}${where}`
  return practiceOf(it.criterion, verdict, assessment.evidence).says
}

/** What is comes first: where there is little room, only the first sentence is shown. */
const fourSentences = (it: Placed, assessment: Assessment): string => {
  const { should, so_what, do: todo, framework, criterion } = it.finding
  const verdict = assessment.verdicts.find(
    (one) => one.reading === 'measured' && one.framework === framework && one.criterion === criterion,
  )
  const so = verdict?.outcome === 'partial' ? 'Only in part so' : 'Not so'
  const effort = todo.replace(/\.? \((\w+)\)$/, ' ($1)')
  return message(
    `${so}: ${it.criterion.title}: ${sentence(isOf(it, verdict, assessment))} What should be: ${sentence(should)} So what: ${sentence(so_what)} What to do: ${sentence(effort)}`,
  )
}

const resultOf = (it: Placed, assessment: Assessment, index: ReadonlyMap<string, number>, baseline: 'new' | undefined) => ({
  ruleId: it.rule,
  ruleIndex: index.get(it.rule),
  kind: 'fail',
  level: levels[it.finding.severity],
  message: { text: fourSentences(it, assessment) },
  locations: [locationOf(it.line)],
  ...(it.others.length === 0
    ? {}
    : { relatedLocations: it.others.slice(0, mostPlaces).map((line, id) => ({ id: id + 1, ...locationOf(line) })) }),
  partialFingerprints: { 'assayFinding/v1': it.key },
  ...(baseline === undefined ? {} : { baselineState: baseline }),
})

/** The repository that was read, by its name in the assessment: its address on a network is not known, its path is nobody's business. */
const provenance = (assessment: Assessment) =>
  assessment.materials.flatMap((it) =>
    it.kind === 'repo' && it.version !== null
      ? [{ repositoryUri: `urn:assay:${it.name}`, revisionId: it.version, mappedTo: { uriBaseId: '%SRCROOT%' } }]
      : [],
  )

/**
 * One run. With `fresh`, only the findings of these keys, as new since an older version: GitHub knows no baseline,
 * and would show what is unchanged or gone as found.
 */
export const drawSarif = (assessment: Assessment, frameworks: readonly Framework[], fresh?: ReadonlySet<string>): string => {
  const rules = rulesOf(frameworks)
  const index = new Map(rules.map((it, at) => [it.id, at]))
  const placed = placedFindings(assessment, frameworks).filter((it) => index.has(it.rule) && fresh?.has(it.key) !== false)
  const results = placed.slice(0, mostResults).map((it) => resultOf(it, assessment, index, fresh === undefined ? undefined : 'new'))
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Assay',
            version: assessment.assay_version,
            semanticVersion: assessment.assay_version,
            rules,
          },
        },
        automationDetails: { id: 'assay/' },
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
        ...(provenance(assessment).length === 0 ? {} : { versionControlProvenance: provenance(assessment) }),
        columnKind: 'utf16CodeUnits',
        results,
        properties: { findings: assessment.findings.length, placed: placed.length, left_out: placed.length - results.length },
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}
