/** report: an assessment → pages for people; pure. */
import type { Assessment, Edition, Framework, Pack } from '../model/index.ts'
import { compose } from './editions/compose.ts'
import { full, screen } from './editions/full.ts'
import { packBlocks, packTitle } from './editions/pack.ts'
import { drawHtml } from './formats/html.ts'
import { drawMarkdown } from './formats/markdown.ts'
import { drawTerminal, type TerminalOptions } from './formats/terminal.ts'
import { lookOf, plainLook } from './look.ts'
import { registry } from './sections/registry.ts'
import { fixedWords } from './words.ts'

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

/** What an edition can name: sections, and the words it can replace. */
export const editionTerms: { sections: readonly string[]; words: readonly string[] } = {
  sections: Object.keys(registry),
  words: fixedWords,
}

/** One edition of an assessment, in each format: the same blocks. */
export const drawEdition = (edition: Edition, assessment: Assessment, frameworks: readonly Framework[]) => {
  const blocks = compose(edition, assessment, frameworks)
  const look = lookOf(edition)
  return {
    html: () => drawHtml(`${assessment.subject.subject.name}: ${edition.title}`, blocks, look),
    markdown: () => drawMarkdown(blocks, look),
    terminal: (options: TerminalOptions) =>
      `${[...drawTerminal(blocks, options, look), '', `Edition  ${options.folder}/${edition.id}.html`].join('\n')}\n`,
  }
}

/** A pack of questions in each format: the same blocks. */
export const drawPack = (pack: Pack) => {
  const blocks = packBlocks(pack)
  return {
    html: () => drawHtml(packTitle(pack), blocks),
    markdown: () => drawMarkdown(blocks),
    terminal: (options: TerminalOptions) => `${drawTerminal(blocks, options, plainLook).join('\n')}\n`,
  }
}
