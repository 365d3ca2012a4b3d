/** Blocks as one self-contained HTML file: offline, readable without script, by keyboard and on paper. */
import type { Block } from '../block.ts'
import { type Look, plainLook } from '../look.ts'
import { calloutHtml, figureHtml, markHtml, outcomeHtml, saidHtml, scoreHtml } from './html-blocks.ts'
import { answersHtml, askHtml, conclusionHtml, registerHtml } from './html-edition.ts'
import { evidenceHtml } from './html-evidence.ts'
import { questionHtml, questionStyle, signedHtml } from './html-question.ts'
import { script } from './html-script.ts'
import { accentStyle, style } from './html-style.ts'
import { escapeHtml, escapeLines, inlineHtml, type Page } from './html-text.ts'

const headingHtml = (block: Extract<Block, { kind: 'heading' }>, { say }: Page): string =>
  `<h${block.level} id="${escapeHtml(block.id)}">${escapeHtml(say(block.text))}${block.aside === undefined || block.aside === '' ? '' : ` <span class="aside">${escapeHtml(block.aside)}</span>`}</h${block.level}>`

const tableHtml = (block: Extract<Block, { kind: 'table' }>, page: Page): string => {
  const head = block.columns.map((it) => `<th scope="col">${escapeHtml(page.say(it))}</th>`).join('')
  const cell = (index: number): string => (block.numeric?.includes(index) === true ? '<td class="n">' : '<td>')
  const rows = block.rows.map((row) => `<tr>${row.map((it, index) => `${cell(index)}${inlineHtml(it, page)}</td>`).join('')}</tr>`)
  const widths = block.widths?.map((it) => `<col style="width:${it}%">`).join('') ?? ''
  const group = widths === '' ? '' : `<colgroup>${widths}</colgroup>`
  return `<div class="scroll"><table${widths === '' ? '' : ' class="wide"'}>${group}<thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`
}

const draw = async (block: Block, page: Page, anchors: ReadonlySet<string>): Promise<string> => {
  switch (block.kind) {
    case 'heading':
      return headingHtml(block, page)
    case 'text':
      return `<p${block.quiet === true ? ' class="quiet"' : ''}>${inlineHtml(block.text, page)}</p>`
    case 'list':
      return `<ul${block.mark === undefined ? '' : ` class="marked${block.small === true ? ' small' : ''}"`}>${block.items.map((it) => `<li>${block.mark === undefined ? '' : markHtml(block.mark, page)}${inlineHtml(it, page)}</li>`).join('')}</ul>`
    case 'table':
      return tableHtml(block, page)
    case 'said':
      return saidHtml(block.lines, page)
    case 'score':
      return scoreHtml(block, page, anchors)
    case 'callout':
      return calloutHtml(block, page)
    case 'outcome':
      return outcomeHtml(block, page)
    case 'figure':
      return figureHtml(block, page)
    case 'evidence':
      return evidenceHtml(block)
    case 'conclusion':
      return conclusionHtml(block, page)
    case 'answers':
      return answersHtml(block.lines, page, block.dense)
    case 'ask':
      return askHtml(block, page)
    case 'question':
      return questionHtml(block, page)
    case 'signed':
      return signedHtml(block.fields, page)
    case 'register':
      return registerHtml(block.lines, page)
    case 'code':
      return `<pre>${escapeLines(block.text)}</pre>`
    case 'break':
      return block.page === true ? '<hr class="page-break">' : '<hr>'
  }
}

/** Names of the records that the page itself shows. */
const namesIn = (blocks: readonly Block[]): Map<string, string> =>
  new Map(
    blocks.flatMap((it) =>
      it.kind === 'evidence'
        ? [[it.record.id, it.record.probe] as const]
        : it.kind === 'register'
          ? it.lines.map((line) => [line.id, line.probe] as const)
          : [],
    ),
  )

const filter = `<form class="filter" hidden role="search"><label>Find <input type="search" name="text"></label><label>Severity <select name="severity"><option value="">all</option><option>critical</option><option>major</option><option>minor</option></select></label></form>`

const indexOf = (blocks: readonly Block[], { say }: Page): string =>
  blocks
    .flatMap((it) =>
      it.kind === 'heading' && it.level === 2 ? [`<li><a href="#${escapeHtml(it.id)}">${escapeHtml(say(it.text))}</a></li>`] : [],
    )
    .join('')

export const drawHtml = async (title: string, blocks: readonly Block[], look: Look = plainLook): Promise<string> => {
  const page: Page = { names: namesIn(blocks), say: look.say, accent: look.accent }
  const anchors = new Set(blocks.flatMap((it) => (it.kind === 'heading' ? [it.id] : [])))
  const parts: string[] = []
  for (const block of blocks) parts.push(await draw(block, page, anchors))
  const own = look.accent === null ? '' : accentStyle(look.accent)
  const logo = look.logo === null ? '' : `<img class="logo" alt="" src="${escapeHtml(look.logo)}">\n`
  const body = parts.join('\n')
  const searchable = blocks.some((it) => it.kind === 'outcome')
  return `<!doctype html>
<html lang="${escapeHtml(look.language)}"${look.direction === 'rtl' ? ' dir="rtl"' : ''}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"><title>${escapeHtml(title)}</title><style>${style}${questionStyle}${own}</style></head>
<body><a class="skip" href="#main">Skip to the text</a><div class="page"><nav aria-label="Sections"><ol>${indexOf(blocks, page)}</ol></nav><main id="main" tabindex="-1">
${logo}${searchable ? body.replace('<h2 id="scores"', `${filter}<h2 id="scores"`) : body}
</main></div><script>${script}</script></body></html>
`
}
