/** The assessment folder on disk: assessment.json, evidence/ and the reports, as texts by name, and read again. */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../collect/index.ts'
import { type Assessment, Problem, schemaVersion } from '../model/index.ts'
import { writeFolder } from './write-files.ts'

/** Keys sorted, two spaces, one newline at the end. */
export const assessmentText = (assessment: Assessment): string => `${canonicalJson(assessment, 2)}\n`

const evidenceName = (probe: string, id: string): string => `${probe}-${id}.json`

/** Every file of the folder, by its path in it. `reports` by file name. */
export const filesOf = (assessment: Assessment, reports: { [name: string]: string }): { [path: string]: string } => ({
  ...Object.fromEntries(assessment.evidence.map((it) => [`evidence/${evidenceName(it.probe, it.id)}`, `${canonicalJson(it, 2)}\n`])),
  ...reports,
  'assessment.json': assessmentText(assessment),
})

export const writeAssessment = (folder: string, assessment: Assessment, reports: { [name: string]: string }): Promise<void> =>
  writeFolder(folder, filesOf(assessment, reports))

/** Where in the JSON a thing stands: `evidence[3].state`. */
const dotted = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}${text === '' ? '' : '.'}${String(step)}`),
    '',
  )

/** A pipe or a device would be waited for without end. */
const readRegular = async (file: string): Promise<string> => {
  if (!(await stat(file)).isFile()) throw new Error('not a file')
  return readFile(file, 'utf8')
}

/** Reads a saved assessment (or only collected evidence); throws Problem with the place when it is not one. */
export const readAssessment = async (folder: string): Promise<Assessment> => {
  const at = await stat(folder).catch(() => undefined)
  if (at === undefined)
    throw new Problem('there is nothing there. Name the folder that `assay` or `assay collect` wrote.', { file: folder })
  const file = at.isDirectory() ? join(folder, 'assessment.json') : folder
  const text = await readRegular(file).catch(() => {
    throw new Problem('has no assessment.json that can be read. Name the folder that `assay` or `assay collect` wrote.', { file: folder })
  })
  let saved: Partial<Assessment>
  try {
    saved = JSON.parse(text)
  } catch (error) {
    const where = /line (\d+) column (\d+)/.exec(error instanceof Error ? error.message : '')
    throw new Problem('is not whole JSON. Collect it again.', {
      file,
      ...(where === null ? {} : { line: Number(where[1]), column: Number(where[2]) }),
    })
  }
  if (saved?.schema_version !== schemaVersion)
    throw new Problem(
      `has schema_version ${saved?.schema_version ?? 'none'}; ${schemaVersion} was expected. Collect it again with this version of Assay.`,
      { file },
    )
  const whole = { verdicts: [], claims: [], scores: [], gates: [], conclusions: [], opinions: [], findings: [], ...saved }
  const { AssessmentFile } = await import('../model/assessment-schema.ts')
  const fault = AssessmentFile.safeParse(whole).error?.issues[0]
  if (fault !== undefined)
    throw new Problem(`is not an assessment: \`${dotted(fault.path).slice(0, 200)}\` does not fit. Collect it again.`, { file })
  return whole as Assessment
}
