/** Findings with their lines in the repository, each with a name that stays when lines move: for code scanning, and for what is new since a commit. */
import type { Assessment } from './assessment.ts'
import { type Deciding, decidingLines, type Line } from './deciding-lines.ts'
import { fingerprint } from './fingerprint.ts'
import type { Criterion, Framework } from './framework.ts'
import type { FindingRecord } from './verdict.ts'

/** `rule` is `framework/criterion`; `key` names the same finding in another version of the repository. */
export type Placed = {
  finding: FindingRecord
  criterion: Criterion
  rule: string
  key: string
  line: Line
  others: Line[]
  lacks: string[]
}

/** Numbers move when lines do: `at train.py:12`, `3 of 5`, `84 packages`. */
const withoutNumbers = (text: string): string => text.replace(/\d+/g, '#')

const one = (deciding: Deciding): { line: Line; others: Line[] }[] => {
  if (deciding.each) return deciding.lines.map((line) => ({ line, others: [] }))
  const [line, ...others] = deciding.lines
  return line === undefined ? [] : [{ line, others }]
}

/** Only what was measured in a repository has a line in it. */
const repositoryOnly = ({ materials, evidence }: Pick<Assessment, 'materials' | 'evidence'>) => {
  const repositories = new Set(materials.filter((it) => it.kind === 'repo').map((it) => it.name))
  return evidence.filter((it) => it.inputs.length > 0 && it.inputs.every((input) => repositories.has(input.material)))
}

/** Gravest first, as the assessment has them. A secret is a finding for each place; a missing practice is one. */
export const placedFindings = (assessment: Assessment, frameworks: readonly Framework[]): Placed[] => {
  const criteria = new Map<string, Criterion>(
    frameworks.flatMap((it) =>
      it.sections.flatMap(({ criteria }) => criteria.map((criterion) => [`${it.id}/${criterion.id}`, criterion] as const)),
    ),
  )
  const evidence = repositoryOnly(assessment)
  const seen = new Map<string, number>()
  return assessment.findings.flatMap((finding) => {
    const rule = `${finding.framework}/${finding.criterion}`
    const criterion = criteria.get(rule)
    const verdict = assessment.verdicts.find(
      (it) => it.framework === finding.framework && it.criterion === finding.criterion && it.reading === 'measured',
    )
    if (criterion === undefined || verdict === undefined) return []
    const deciding = decidingLines(criterion, { outcome: verdict.outcome, evidence: finding.evidence }, evidence)
    return one(deciding).map(({ line, others }) => {
      // Whether one file or another leads does not make a missing practice another finding.
      const told = deciding.each ? `${rule}\0${line.path}\0${withoutNumbers(line.note)}` : rule
      const count = (seen.get(told) ?? 0) + 1
      seen.set(told, count)
      return { finding, criterion, rule, key: fingerprint(`${told}\0${count}`), line, others, lacks: deciding.lacks }
    })
  })
}
