/** Findings that have a line in the repository as SARIF 2.1.0, in the part of it that GitHub's code scanning reads. */
import { type Assessment, type Framework, type Placed, placedFindings } from '../../model/index.ts'
import { levels, rulesOf } from './sarif-rules.ts'
import { locationOf, message } from './sarif-text.ts'

/** What GitHub shows of a run; it takes 25,000 and drops the rest by itself. */
const mostResults = 5000
const mostPlaces = 10

const sentence = (text: string): string => (/[.!?”…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)

/** A note that a place's own sentence tells better than the verdict's, which speaks of the whole repository. */
const isOf = ({ finding, line }: Placed): string => (line.note === '' ? finding.is : line.note)

/** What is comes first: where there is little room, only the first sentence is shown. */
const fourSentences = (it: Placed): string => {
  const { should, so_what, do: todo } = it.finding
  const where = it.line.commit === undefined ? '' : ` (commit ${it.line.commit.slice(0, 7)})`
  return message(`${it.criterion.title}: ${sentence(`${isOf(it)}${where}`)} ${sentence(should)} ${sentence(so_what)} ${sentence(todo)}`)
}

const resultOf = (it: Placed, index: ReadonlyMap<string, number>, baseline: 'new' | undefined) => ({
  ruleId: it.rule,
  ruleIndex: index.get(it.rule),
  kind: 'fail',
  level: levels[it.finding.severity],
  message: { text: fourSentences(it) },
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
  const results = placed.slice(0, mostResults).map((it) => resultOf(it, index, fresh === undefined ? undefined : 'new'))
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
