/** What became better or worse, as one JSON document for machines. */
import type { KeyedFinding, Line, Moved } from '../../model/index.ts'
import { becauseOf, type SinceTold } from '../sections/since.ts'

const placed = (line: Line | undefined) =>
  line === undefined
    ? {}
    : {
        path: line.path,
        ...(line.line === undefined ? {} : { line: line.line }),
        ...(line.cell === undefined ? {} : { cell: line.cell }),
        ...(line.cell_line === undefined ? {} : { cell_line: line.cell_line }),
      }

const verdict = (it: Moved, told: SinceTold) => ({
  framework: it.after.framework,
  criterion: it.after.criterion,
  title: it.title,
  from: it.before.outcome,
  to: it.after.outcome,
  direction: it.direction,
  ...placed(it.line),
  ...(it.gone ? { line_is_gone: true } : {}),
  because: becauseOf(it, told),
})

const finding = ({ finding, key, line }: KeyedFinding) => ({
  framework: finding.framework,
  criterion: finding.criterion,
  severity: finding.severity,
  fingerprint: key,
  ...placed(line),
  is: line === undefined || line.note === '' ? finding.is : line.note,
})

export const drawSinceJson = (told: SinceTold): string => {
  const { what, compared, assessment } = told
  return `${JSON.stringify(
    {
      schema_version: 1,
      assay_version: assessment.assay_version,
      as_of: assessment.as_of,
      since: { revision: what.revision, commit: what.commit },
      now: { commit: what.now },
      commits: what.commits,
      verdicts: compared.moved.map((it) => verdict(it, told)),
      findings: { new: compared.fresh.map(finding), gone: compared.gone.map(finding), same: compared.same },
      scores: compared.differences.filter((it) => it.kind === 'score' && it.what.endsWith('(measured)')),
    },
    null,
    2,
  )}\n`
}
