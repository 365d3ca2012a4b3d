/** report: an assessment → pages for people; pure. */
import type { Assessment, Edition, Framework, Pack, Request, RequestListMeta } from '../model/index.ts'
import { compose } from './editions/compose.ts'
import { full, screen } from './editions/full.ts'
import { packBlocks, packTitle } from './editions/pack.ts'
import { drawHtml } from './formats/html.ts'
import { drawMarkdown } from './formats/markdown.ts'
import { drawSarif } from './formats/sarif.ts'
import { drawSinceJson } from './formats/since-json.ts'
import { drawTerminal, type TerminalOptions } from './formats/terminal.ts'
import { lookOf, plainLook } from './look.ts'
import { registry } from './sections/registry.ts'
import { type SinceTold, sinceBlocks } from './sections/since.ts'
import { fixedWords } from './words.ts'

/** One gate in its own words; of several, how many have which outcome, and which have failed. */
const gateLines = ({ gates }: Assessment): string[] => {
  if (gates.length <= 2) return gates.map((it) => `${it.id.replaceAll('_', ' ')} gate: ${it.outcome}`)
  const parts = (['failed', 'undecided', 'passed'] as const).flatMap((outcome) => {
    const ids = gates.filter((it) => it.outcome === outcome).map((it) => it.id.replaceAll('_', ' '))
    return ids.length === 0
      ? []
      : [`${ids.length} ${outcome}${outcome === 'failed' ? ` (${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ', …' : ''})` : ''}`]
  })
  return [`Gates   ${parts.join(', ')}`]
}

/** The whole report: one self-contained HTML file, Markdown, what has a line in the repository as SARIF, and the first screen, which ends with where the report lies and what the gates say. */
export const drawReport = (assessment: Assessment, frameworks: readonly Framework[]) => ({
  html: (): Promise<string> =>
    drawHtml(`${assessment.subject.subject.name}: they say, they show, we measured`, full(assessment, frameworks)),
  markdown: (): string => drawMarkdown(full(assessment, frameworks)),
  sarif: (): string => drawSarif(assessment, frameworks),
  terminal: (options: TerminalOptions): string => {
    const last = [`Report  ${options.folder}/index.html`, ...gateLines(assessment)]
    const oneLine = last.join('   ')
    return `${[...drawTerminal(screen(assessment, frameworks), options), '', ...(oneLine.length <= options.width ? [oneLine] : last)].join('\n')}\n`
  },
})

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

/** A pack of questions in each format: the same blocks; and, from its rows, the request list. */
export const drawPack = (pack: Pack) => {
  const blocks = packBlocks(pack)
  return {
    html: () => drawHtml(packTitle(pack), blocks),
    markdown: () => drawMarkdown(blocks),
    terminal: (options: TerminalOptions) => `${drawTerminal(blocks, options, plainLook).join('\n')}\n`,
    xlsx: async (requests: readonly Request[], meta: RequestListMeta) =>
      (await import('./formats/xlsx.ts')).writeRequestList(requests, meta),
  }
}

/** What became better or worse since a commit, in each format; SARIF holds the findings that are new. */
export const drawSince = (told: SinceTold) => {
  const { assessment, frameworks, compared } = told
  const blocks = sinceBlocks(told)
  return {
    html: () => drawHtml(`${assessment.subject.subject.name} since ${told.what.revision}`, blocks),
    markdown: () => drawMarkdown(blocks),
    json: () => drawSinceJson(told),
    sarif: () => drawSarif(assessment, frameworks, new Set(compared.fresh.map((it) => it.key))),
    terminal: (options: TerminalOptions) =>
      `${[...drawTerminal(blocks, options, plainLook), '', `Report  ${options.folder}/since.md`].join('\n')}\n`,
  }
}
