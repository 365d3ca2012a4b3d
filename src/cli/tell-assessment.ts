/** Puts an assessment into words for stdout and makes its reports; the report room is loaded only here. */
import { shipped } from '../declare/index.ts'
import type { Assessment, Edition, Framework } from '../model/index.ts'
import type { Asked } from './arguments.ts'
import { assessmentText } from './assessment-folder.ts'
import { screen } from './screen.ts'

/** Before anything is measured, so that a mistake in an edition is told at once. */
export const editionsOf = async (asked: Asked): Promise<Edition[]> => {
  if (asked.editions.length === 0) return []
  const { editionTerms } = await import('../report/index.ts')
  return shipped.loadEditions(asked.editions, editionTerms)
}

/** By file name: the full report, and two files for each edition. */
export const writeReports = async (
  assessment: Assessment,
  frameworks: readonly Framework[],
  editions: readonly Edition[],
): Promise<{ [name: string]: string }> => {
  const { drawEdition, drawReport } = await import('../report/index.ts')
  const report = drawReport(assessment, frameworks)
  const files = { 'index.html': await report.html(), 'report.md': report.markdown(), 'report.sarif': report.sarif() }
  const more = await Promise.all(
    editions.map(async (it): Promise<[string, string][]> => {
      const drawn = drawEdition(it, assessment, frameworks)
      return [
        [`${it.id}.html`, await drawn.html()],
        [`${it.id}.md`, drawn.markdown()],
      ]
    }),
  )
  return { ...files, ...Object.fromEntries(more.flat()) }
}

/** The first screen, or the editions where some were asked for. */
export const toldAssessment = async (
  assessment: Assessment,
  frameworks: readonly Framework[],
  editions: readonly Edition[],
  asked: Asked,
  folder: string,
): Promise<string> => {
  if (asked.json) return assessmentText(assessment)
  const { drawEdition, drawReport } = await import('../report/index.ts')
  const options = { ...screen(), folder }
  const pages =
    editions.length === 0
      ? [drawReport(assessment, frameworks).terminal(options)]
      : editions.map((it) => drawEdition(it, assessment, frameworks).terminal(options))
  return pages.join('\n')
}
