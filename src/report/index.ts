/** report: an assessment → pages for people; pure. */
import type { Assessment, Framework } from '../model/index.ts'
import { full, screen } from './editions/full.ts'
import { drawHtml } from './formats/html.ts'
import { drawMarkdown } from './formats/markdown.ts'
import { drawTerminal, type TerminalOptions } from './formats/terminal.ts'

/** One self-contained file. */
export const html = (assessment: Assessment, frameworks: readonly Framework[]): Promise<string> =>
  drawHtml(`${assessment.subject.subject.name}: they say, they show, we measured`, full(assessment, frameworks))

export const markdown = (assessment: Assessment, frameworks: readonly Framework[]): string => drawMarkdown(full(assessment, frameworks))

/** The first screen, ending with where the report lies and what the gates say. */
export const terminal = (assessment: Assessment, frameworks: readonly Framework[], options: TerminalOptions): string => {
  const gates = assessment.gates.map((it) => `${it.id} gate: ${it.outcome}`).join('   ')
  return `${[...drawTerminal(screen(assessment, frameworks), options), '', `Report  ${options.folder}/index.html${gates === '' ? '' : `   ${gates}`}`].join('\n')}\n`
}
