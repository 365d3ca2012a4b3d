/** Prints an assessment on stdout and makes its reports; the report room is loaded only here. */
import type { Assessment, Framework } from '../model/index.ts'
import type { Asked } from './arguments.ts'
import { assessmentText } from './assessment-folder.ts'

export const writeReports = async (assessment: Assessment, frameworks: readonly Framework[]): Promise<{ [name: string]: string }> => {
  const { html, markdown } = await import('../report/index.ts')
  return { 'index.html': await html(assessment, frameworks), 'report.md': markdown(assessment, frameworks) }
}

export const tellAssessment = async (
  assessment: Assessment,
  frameworks: readonly Framework[],
  asked: Asked,
  folder: string,
): Promise<void> => {
  if (asked.json) {
    process.stdout.write(assessmentText(assessment))
    return
  }
  const { terminal } = await import('../report/index.ts')
  const colour = process.stdout.isTTY === true && (process.env.NO_COLOR ?? '') === ''
  process.stdout.write(terminal(assessment, frameworks, { width: process.stdout.columns ?? 80, colour, folder }))
}
