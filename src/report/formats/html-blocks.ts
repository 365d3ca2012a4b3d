/** The blocks of the full report as HTML: what was said, rulers, cards, criteria and figures. */
import { sayNumber, sayPercent } from '../../model/index.ts'
import type { Block, Callout, CriterionBlock, Figure, Mark, SaidLine } from '../block.ts'
import { readingWords } from '../sections/scores.ts'
import { drawFigure } from './figure-svg.ts'
import { drawRuler } from './html-ruler.ts'
import { escapeHtml, evidenceLinks, type Page, sentenceHtml } from './html-text.ts'

const marks: { [mark in Mark]: [string, string] } = {
  holds: ['✓', 'holds'],
  partly: ['~', 'partly met'],
  fails: ['✗', 'does not hold'],
  open: ['?', 'not known'],
}

export const markHtml = (mark: Mark, { say }: Page): string =>
  `<span class="mark ${mark}" aria-hidden="true">${marks[mark][0]}</span><span class="visually" style="position:absolute;clip-path:inset(50%)">${escapeHtml(say(marks[mark][1]))}: </span>`

export const saidHtml = (lines: SaidLine[], page: Page): string =>
  `<div class="said">${lines
    .map((it) => {
      const by =
        it.by === null && it.shown === null
          ? ''
          : `<span class="by">${[it.by, it.shown === null ? null : `${page.say('shown')}: ${it.shown}`]
              .filter((part) => part !== null)
              .map((part) => escapeHtml(part))
              .join(' · ')}</span>`
      return `<div class="${it.mark}-line">${`<span>${markHtml(it.mark, page)}</span>`}<div><span class="words">“${escapeHtml(it.said)}”</span>${by}</div><div class="measured">${sentenceHtml(it.measured)} ${evidenceLinks(it.evidence, page.names)}</div></div>`
    })
    .join('')}</div>`

/** The name leads to the criteria where the page has them. */
export const scoreHtml = (block: Extract<Block, { kind: 'score' }>, { say }: Page, anchors: ReadonlySet<string>): string => {
  const measured = block.lines.find((it) => it.reading === 'measured')
  const known = block.lines.map((it) => `${escapeHtml(say(readingWords[it.reading]))} ${sayPercent(it.coverage)}`).join(', ')
  const says = measured?.says == null ? '' : ` ${escapeHtml(say('As measured'))}: ${escapeHtml(measured.says)}.`
  const title = escapeHtml(block.title)
  const name = anchors.has(block.leads) ? `<a href="#${escapeHtml(block.leads)}">${title}</a>` : title
  return `<div class="ruler"><div class="name">${name}</div>${drawRuler(block, say)}<p class="quiet">${escapeHtml(say('Questions settled'))}: ${known}.${says}</p></div>`
}

const calloutFoot = (it: Callout, { names, say }: Page): string => {
  const also =
    it.also === undefined || it.also.length === 0
      ? ''
      : `<p class="quiet">${escapeHtml(`${say('Also asked by')} ${it.also.join(', ')}`)}</p>`
  return `${also}${evidenceLinks(it.evidence, names)}`
}

export const calloutHtml = (it: Callout, page: Page): string => {
  const { say } = page
  const part = (word: string, text: string): string => `<div><dt>${escapeHtml(say(word))}</dt><dd>${sentenceHtml(text)}</dd></div>`
  const name = it.name === undefined ? '' : `<span class="quiet">${escapeHtml(it.name)}</span>`
  const top = `<div class="top">${it.number === null ? '' : `<span class="number">${escapeHtml(it.number)}</span>`}<span class="sev">${escapeHtml(say(it.severity))}</span>${it.place === null ? '' : `<code class="place">${escapeHtml(it.place)}</code>`}${name}</div>`
  const rest =
    it.brief === true
      ? `<p>${sentenceHtml(it.so_what)}</p>`
      : `<dl>${part('What should be', it.should)}${part('So what', it.so_what)}${part('What to do', it.do)}</dl>`
  return `<article class="card ${it.severity}${it.brief === true ? ' brief' : ''}" data-text data-severity="${it.severity}">
${top}
<h3>${sentenceHtml(it.is)}</h3>${rest}${calloutFoot(it, page)}</article>`
}

const stateClass = (block: CriterionBlock): string =>
  block.outcome === 'met' ? 'met' : block.outcome === 'not met' ? (block.severity === 'critical' ? 'critical' : 'bad') : ''

/** On paper a row opens where something is known of the thing itself; what was only said stays one line there. */
const opensInPrint = ({ outcome, condition }: CriterionBlock): boolean =>
  outcome === 'met' || outcome === 'partly met' || outcome === 'not met' || condition?.state === 'failing'

export const outcomeHtml = (block: CriterionBlock, { names, say }: Page): string => {
  const rows = block.readings
    .map(
      (it) =>
        `<tr><th scope="row">${escapeHtml(say(readingWords[it.reading]))}</th><td>${escapeHtml(say(it.outcome))}</td><td>${sentenceHtml(it.because)}</td></tr>`,
    )
    .join('')
  const condition =
    block.condition === null ? '' : `<p>Condition: ${sentenceHtml(block.condition.says)} <strong>${block.condition.state}</strong></p>`
  const said = block.said === '' ? '' : `<p class="quiet">Said: ${escapeHtml(block.said)}</p>`
  const flag = block.condition?.state === 'failing' ? ' · condition failing' : ''
  return `<details class="row" id="${escapeHtml(block.id)}" data-text data-severity="${block.severity}"${opensInPrint(block) ? ' data-known' : ''}><summary><span class="title">${escapeHtml(block.title)}</span><span class="state ${stateClass(block)}">${escapeHtml(say(block.outcome))}${flag}</span></summary><div class="inside"><p>${sentenceHtml(block.question)}</p>${said}<div class="scroll"><table><tbody>${rows}</tbody></table></div>${condition}<p class="quiet">${sentenceHtml(block.why)}</p>${evidenceLinks(block.evidence, names)}</div></details>`
}

const figureTable = (figure: Figure): string => {
  const rows = figure.points.map(
    (it) =>
      `<tr><td>${escapeHtml(typeof it.x === 'number' ? sayNumber(it.x) : it.x)}</td><td class="n">${sayNumber(it.y)}${it.low === undefined || it.high === undefined ? '' : ` (${sayNumber(it.low)}–${sayNumber(it.high)})`}</td><td>${escapeHtml(it.series ?? '')}</td></tr>`,
  )
  return `<details><summary class="quiet">the numbers</summary><table><thead><tr><th scope="col">${escapeHtml(figure.x)}</th><th scope="col">${escapeHtml(figure.y)}</th><th></th></tr></thead><tbody>${rows.join('')}</tbody></table></details>`
}

export const figureHtml = async (figure: Figure, { names, accent }: Page): Promise<string> => {
  const drawn = await drawFigure(figure, accent ?? undefined)
  const svg = drawn.replace('<svg', `<svg role="img" aria-label="${escapeHtml(`${figure.title}. ${figure.says}`)}"`)
  return `<figure id="${figure.id}"><figcaption><b>${escapeHtml(figure.title)}.</b> ${sentenceHtml(figure.says)} ${evidenceLinks(figure.evidence, names)}</figcaption>${svg}${figureTable(figure)}</figure>`
}
