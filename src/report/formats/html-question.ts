/** A question of a pack as HTML, ready for paper: boxes to tick, lines to write on, and no question over two pages. */
import type { QuestionBlock } from '../block.ts'
import { askHtml } from './html-edition.ts'
import { escapeHtml, inlineHtml, type Page } from './html-text.ts'

export const questionStyle = `
.q{position:relative;padding-inline-start:2.6rem;break-inside:avoid;border-bottom:1px solid var(--line);padding-block-end:1.3rem}.q.small{padding-block-end:.6rem}.q>.no{position:absolute;inset-inline-start:0;top:.75rem;font:600 1.12rem/1.6 var(--sans);color:var(--accent)}
.q .ask{border-bottom:0;padding-bottom:0}.q .boxes{display:flex;flex-wrap:wrap;gap:.3rem 1.6rem;margin:.6rem 0;font:15px/1.4 var(--sans);padding:0;list-style:none}.q .boxes li{margin:0;white-space:nowrap}
.q .boxes i{display:inline-block;width:1.05em;height:1.05em;border:1.5px solid var(--ink);border-radius:2px;vertical-align:-.15em;margin-inline-end:.5em}
.q .lines i{display:block;border-bottom:1px solid var(--soft);height:2rem}.q .voices{margin:.3rem 0;padding-inline-start:1.1rem;font-size:.95rem}.q .settled{font-size:.95rem}
.signed{display:grid;grid-template-columns:2fr 2fr 1fr;gap:1.6rem;margin:1.8rem 0 1rem;break-inside:avoid}.signed span{border-top:1px solid var(--soft);font:13.5px/1.8 var(--sans);color:var(--soft)}.signed{padding-top:1.4rem}
ul.small{margin:.3rem 0;font-size:.95rem;line-height:1.45}ul.small li{margin:.2rem 0}.q.small{display:grid;grid-template-columns:minmax(0,12fr) minmax(0,4fr);gap:0 1.4rem;padding-inline-start:1.8rem}.q.small>.no{top:.5rem}.q.small .ask{padding:.5rem 0 .2rem}.q.small .about{display:none}.q.small .question{font-size:1.02rem}.q.small .pair{display:block}.q.small .pair>div{line-height:1.45;border:0;padding:0;margin:.15rem 0}.q.small .label,.q.small .label+p{display:inline;font-size:.9rem;margin:0}.q.small .label{color:var(--ink)}.q.small .label::after{content:": "}.q.small .flag{font-size:.9rem;margin:.15rem 0}.q.small .settled{grid-column:1;grid-row:2;margin:.1rem 0}.q.small .lines{grid-column:2;grid-row:1/3;padding-top:.4rem}
@media(max-width:38rem){.q.small{display:block}.q{padding-inline-start:0}.q>.no{position:static}.signed{grid-template-columns:1fr;gap:2.6rem}}
@media print{.q .ask .flag,.q .settled,.q .voices{font-size:9.6pt}.q .boxes{font-size:10pt}.q .lines i{height:8mm}ul.small{font-size:8.6pt;line-height:1.3;margin:0}ul.small+ul.small{margin-top:.1rem}ul.small li{margin:.1rem 0}.q.small{padding-block-end:.2rem}.q.small .lines i{height:7mm}.q.small .label,.q.small .label+p,.q.small .ask .flag,.q.small .settled{font-size:8.6pt;line-height:1.3;margin-block:.05rem}.q.small .pair>div{margin:0;font-size:8.6pt;line-height:1.3}.q.small .ask{padding-block:.3rem .1rem}.q.small .question{font-size:9.6pt;line-height:1.3;margin-block:0 .1rem}}
`

export const questionHtml = (it: QuestionBlock, page: Page): string => {
  const { say } = page
  const boxes = it.levels.map((level) => `<li><i></i>${escapeHtml(say(level))}</li>`).join('')
  const voices = it.said.length === 0 ? '' : `<ul class="voices">${it.said.map((voice) => `<li>${escapeHtml(voice)}</li>`).join('')}</ul>`
  const settled = it.settled === null ? '' : `<p class="settled">${inlineHtml(it.settled, page)}</p>`
  const lines = it.room === 0 ? '' : `<div class="lines" aria-label="${escapeHtml(say('Notes'))}">${'<i></i>'.repeat(it.room)}</div>`
  return `<div class="q${it.small === true ? ' small' : ''}"><span class="no">${it.number}</span>${askHtml(it.ask, page)}${settled}${voices}${boxes === '' ? '' : `<ul class="boxes">${boxes}</ul>`}${lines}</div>`
}

/** Who was there, and when: a line for each to write on. */
export const signedHtml = (fields: readonly string[], { say }: Page): string =>
  `<div class="signed">${fields.map((it) => `<span>${escapeHtml(say(it))}</span>`).join('')}</div>`
