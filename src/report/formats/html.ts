/** Blocks as one self-contained HTML file: offline, readable without script, by keyboard and on paper. */
import { sayNumber, sayPercent } from '../../model/index.ts'
import type { Block, Callout, CriterionBlock, Figure, Mark, SaidLine } from '../block.ts'
import { readingWords } from '../sections/scores.ts'
import { drawFigure } from './figure-svg.ts'
import { evidenceHtml } from './html-evidence.ts'
import { drawRuler } from './html-ruler.ts'
import { script } from './html-script.ts'
import { style } from './html-style.ts'
import { escapeHtml, escapeLines, evidenceLinks, inlineHtml, type RecordNames, sentenceHtml } from './html-text.ts'

const marks: { [mark in Mark]: [string, string] } = { holds: ['✓', 'holds'], fails: ['✗', 'does not hold'], open: ['?', 'not known'] }

const markHtml = (mark: Mark): string =>
  `<span class="mark ${mark}" aria-hidden="true">${marks[mark][0]}</span><span class="visually" style="position:absolute;clip-path:inset(50%)">${marks[mark][1]}: </span>`

const saidHtml = (lines: SaidLine[], names: RecordNames): string =>
  `<div class="said">${lines
    .map((it) => {
      const by =
        it.by === null && it.shown === null
          ? ''
          : `<span class="by">${[it.by, it.shown === null ? null : `shown: ${it.shown}`]
              .filter((part) => part !== null)
              .map((part) => escapeHtml(part))
              .join(' · ')}</span>`
      return `<div class="${it.mark}-line">${`<span>${markHtml(it.mark)}</span>`}<div><span class="words">“${escapeHtml(it.said)}”</span>${by}</div><div class="measured">${sentenceHtml(it.measured)} ${evidenceLinks(it.evidence, names)}</div></div>`
    })
    .join('')}</div>`

const scoreHtml = (block: Extract<Block, { kind: 'score' }>): string => {
  const measured = block.lines.find((it) => it.reading === 'measured')
  const known = block.lines.map((it) => `${readingWords[it.reading]} ${sayPercent(it.coverage)}`).join(', ')
  const says = measured?.says == null ? '' : ` As measured: ${escapeHtml(measured.says)}.`
  return `<div class="ruler"><div class="name"><a href="#${escapeHtml(block.leads)}">${escapeHtml(block.title)}</a></div>${drawRuler(block)}<p class="quiet">Questions settled: ${known}.${says}</p></div>`
}

const calloutHtml = (
  it: Callout,
  names: RecordNames,
): string => `<article class="card ${it.severity}" data-text data-severity="${it.severity}">
<div class="top">${it.number === null ? '' : `<span class="number">${escapeHtml(it.number)}</span>`}<span class="sev">${it.severity}</span>${it.place === null ? '' : `<code class="place">${escapeHtml(it.place)}</code>`}</div>
<h3>${sentenceHtml(it.is)}</h3><dl><div><dt>What should be</dt><dd>${sentenceHtml(it.should)}</dd></div><div><dt>So what</dt><dd>${sentenceHtml(it.so_what)}</dd></div><div><dt>What to do</dt><dd>${sentenceHtml(it.do)}</dd></div></dl>${evidenceLinks(it.evidence, names)}</article>`

const stateClass = (block: CriterionBlock): string =>
  block.outcome === 'met' ? 'met' : block.outcome === 'not met' ? (block.severity === 'critical' ? 'critical' : 'bad') : ''

const outcomeHtml = (block: CriterionBlock, names: RecordNames): string => {
  const rows = block.readings
    .map(
      (it) =>
        `<tr><th scope="row">${readingWords[it.reading]}</th><td>${escapeHtml(it.outcome)}</td><td>${sentenceHtml(it.because)}</td></tr>`,
    )
    .join('')
  const condition =
    block.condition === null ? '' : `<p>Condition: ${sentenceHtml(block.condition.says)} <strong>${block.condition.state}</strong></p>`
  const said = block.said === '' ? '' : `<p class="quiet">Said: ${escapeHtml(block.said)}</p>`
  const flag = block.condition?.state === 'failing' ? ' · condition failing' : ''
  return `<details class="row" id="${escapeHtml(block.id)}" data-text data-severity="${block.severity}"${block.outcome === 'not known' && block.said === '' && block.condition?.state !== 'failing' ? '' : ' data-known'}><summary><span class="title">${escapeHtml(block.title)}</span><span class="state ${stateClass(block)}">${escapeHtml(block.outcome)}${flag}</span></summary><div class="inside"><p>${sentenceHtml(block.question)}</p>${said}<div class="scroll"><table><tbody>${rows}</tbody></table></div>${condition}<p class="quiet">${sentenceHtml(block.why)}</p>${evidenceLinks(block.evidence, names)}</div></details>`
}

const figureTable = (figure: Figure): string => {
  const rows = figure.points.map(
    (it) =>
      `<tr><td>${escapeHtml(typeof it.x === 'number' ? sayNumber(it.x) : it.x)}</td><td class="n">${sayNumber(it.y)}${it.low === undefined || it.high === undefined ? '' : ` (${sayNumber(it.low)}–${sayNumber(it.high)})`}</td><td>${escapeHtml(it.series ?? '')}</td></tr>`,
  )
  return `<details><summary class="quiet">the numbers</summary><table><thead><tr><th scope="col">${escapeHtml(figure.x)}</th><th scope="col">${escapeHtml(figure.y)}</th><th></th></tr></thead><tbody>${rows.join('')}</tbody></table></details>`
}

const figureHtml = async (figure: Figure, names: RecordNames): Promise<string> => {
  const svg = (await drawFigure(figure)).replace('<svg', `<svg role="img" aria-label="${escapeHtml(`${figure.title}. ${figure.says}`)}"`)
  return `<figure id="${figure.id}"><figcaption><b>${escapeHtml(figure.title)}.</b> ${sentenceHtml(figure.says)} ${evidenceLinks(figure.evidence, names)}</figcaption>${svg}${figureTable(figure)}</figure>`
}

const headingHtml = (block: Extract<Block, { kind: 'heading' }>): string =>
  `<h${block.level} id="${escapeHtml(block.id)}">${escapeHtml(block.text)}${block.aside === undefined || block.aside === '' ? '' : ` <span class="aside">${escapeHtml(block.aside)}</span>`}</h${block.level}>`

const draw = async (block: Block, names: RecordNames): Promise<string> => {
  switch (block.kind) {
    case 'heading':
      return headingHtml(block)
    case 'text':
      return `<p${block.quiet === true ? ' class="quiet"' : ''}>${inlineHtml(block.text)}</p>`
    case 'list':
      return `<ul${block.mark === undefined ? '' : ' class="marked"'}>${block.items.map((it) => `<li>${block.mark === undefined ? '' : markHtml(block.mark)}${inlineHtml(it)}</li>`).join('')}</ul>`
    case 'table':
      return `<div class="scroll"><table><thead><tr>${block.columns.map((it) => `<th scope="col">${escapeHtml(it)}</th>`).join('')}</tr></thead><tbody>${block.rows.map((row) => `<tr>${row.map((cell, index) => `<td${block.numeric?.includes(index) === true ? ' class="n"' : ''}>${inlineHtml(cell)}</td>`).join('')}</tr>`).join('')}</tbody></table></div>`
    case 'said':
      return saidHtml(block.lines, names)
    case 'score':
      return scoreHtml(block)
    case 'callout':
      return calloutHtml(block, names)
    case 'outcome':
      return outcomeHtml(block, names)
    case 'figure':
      return figureHtml(block, names)
    case 'evidence':
      return evidenceHtml(block)
    case 'code':
      return `<pre>${escapeLines(block.text)}</pre>`
    case 'break':
      return '<hr>'
  }
}

const filter = `<form class="filter" hidden role="search"><label>Find <input type="search" name="text"></label><label>Severity <select name="severity"><option value="">all</option><option>critical</option><option>major</option><option>minor</option></select></label></form>`

export const drawHtml = async (title: string, blocks: readonly Block[]): Promise<string> => {
  const parts: string[] = []
  const names = new Map(blocks.flatMap((it) => (it.kind === 'evidence' ? [[it.record.id, it.record.probe] as const] : [])))
  for (const block of blocks) parts.push(await draw(block, names))
  const index = blocks
    .flatMap((it) =>
      it.kind === 'heading' && it.level === 2 ? [`<li><a href="#${escapeHtml(it.id)}">${escapeHtml(it.text)}</a></li>`] : [],
    )
    .join('')
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"><title>${escapeHtml(title)}</title><style>${style}</style></head>
<body><a class="skip" href="#main">Skip to what was measured</a><div class="page"><nav aria-label="Sections"><ol>${index}</ol></nav><main id="main" tabindex="-1">
${parts.join('\n').replace('<h2 id="scores"', `${filter}<h2 id="scores"`)}
</main></div><script>${script}</script></body></html>
`
}
