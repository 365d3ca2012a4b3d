/** Findings with their lines in the repository, each with a name that stays when lines move: for code scanning, and for what is new since a commit. */
import type { Assessment } from './assessment.ts'
import { type Deciding, decidingLines, type Line } from './deciding-lines.ts'
import { fingerprint } from './fingerprint.ts'
import type { Criterion, Framework } from './framework.ts'
import type { FindingRecord } from './verdict.ts'

/**
 * `rule` is `framework/criterion`; `key` names the same finding in another version of the repository.
 * `each`: one of several faults under one criterion, each at its own line. `line` is undefined for what has no line in the repository.
 */
export type KeyedFinding = {
  finding: FindingRecord
  criterion: Criterion
  rule: string
  key: string
  each: boolean
  line: Line | undefined
  others: Line[]
}
export type Placed = KeyedFinding & { line: Line }

/** What it is, without what moves with lines, counts and places: `secret under its own name` of `…, in the tree`. */
const kindOf = (note: string): string => (note.split(',')[0] ?? '').replace(/\d+/g, '#')

type Lines = { line: Line | undefined; others: Line[] }

const told = ({ each, lines: [line, ...others] }: Deciding): Lines[] =>
  each && line !== undefined ? [line, ...others].map((it) => ({ line: it, others: [] })) : [{ line, others }]

/** Only what was measured in a repository has a line in it. */
const repositoryOnly = ({ materials, evidence }: Pick<Assessment, 'materials' | 'evidence'>) => {
  const repositories = new Set(materials.filter((it) => it.kind === 'repo').map((it) => it.name))
  return evidence.filter((it) => it.inputs.length > 0 && it.inputs.every((input) => repositories.has(input.material)))
}

const criteriaByRule = (frameworks: readonly Framework[]): Map<string, Criterion> =>
  new Map(
    frameworks.flatMap((it) =>
      it.sections.flatMap(({ criteria }) => criteria.map((criterion) => [`${it.id}/${criterion.id}`, criterion] as const)),
    ),
  )

/** Gravest first, as the assessment has them. A secret is a finding for each place; a missing practice is one. */
export const keyedFindings = (assessment: Assessment, frameworks: readonly Framework[]): KeyedFinding[] => {
  const criteria = criteriaByRule(frameworks)
  const evidence = repositoryOnly(assessment)
  const seen = new Map<string, number>()
  const keyOf = (text: string): string => {
    const count = (seen.get(text) ?? 0) + 1
    seen.set(text, count)
    return fingerprint(`${text}\0${count}`)
  }
  return assessment.findings.flatMap((finding) => {
    const rule = `${finding.framework}/${finding.criterion}`
    const criterion = criteria.get(rule)
    const verdict = assessment.verdicts.find(
      (it) => it.framework === finding.framework && it.criterion === finding.criterion && it.reading === 'measured',
    )
    if (criterion === undefined || verdict === undefined) return []
    const deciding = decidingLines(criterion, { outcome: verdict.outcome, evidence: finding.evidence }, evidence)
    // Whether one file or another leads does not make a missing practice another finding.
    return told(deciding).map(({ line, others }) => {
      const each = deciding.each && line !== undefined
      return { finding, criterion, rule, key: keyOf(each ? `${rule}\0${line.path}\0${kindOf(line.note)}` : rule), each, line, others }
    })
  })
}

export const placedFindings = (assessment: Assessment, frameworks: readonly Framework[]): Placed[] =>
  keyedFindings(assessment, frameworks).filter((it): it is Placed => it.line !== undefined)
