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
  const said = [`Report  ${options.folder}/index.html`, ...assessment.gates.map((it) => `${it.id} gate: ${it.outcome}`)]
  const oneLine = said.join('   ')
  const last = oneLine.length <= options.width ? [oneLine] : said.map((it, at) => (at === 0 ? it : `        ${it}`))
  return `${[...drawTerminal(screen(assessment, frameworks), options), '', ...last].join('\n')}\n`
}
