/** The blocks of editions as HTML: conclusions beside signed opinions, answers in short rows, questions to put, and the register of evidence. */
import type { AnswerLine, Ask, ConclusionBlock, RegisterLine } from '../block.ts'
import { sayBeside, sayPossible, sayVerdict } from '../say-possible.ts'
import { readingWords } from '../sections/scores.ts'
import { markHtml } from './html-blocks.ts'
import { escapeHtml, evidenceLinks, inlineHtml, type Page, sentenceHtml } from './html-text.ts'

const label = (word: string, { say }: Page): string => `<p class="label">${escapeHtml(say(word))}</p>`

const possibleText = (possible: readonly string[], { say }: Page): string => sentenceHtml(sayPossible(possible, say))

const opinionsHtml = (block: ConclusionBlock, page: Page): string => {
  if (block.opinions === null) return ''
  const signed = block.opinions.map(
    (it) => `<p class="words">“${escapeHtml(it.says)}”</p><p class="sign">${escapeHtml(`${it.by}, ${it.on}`)}</p>`,
  )
  const empty = `<p class="quiet">${escapeHtml(page.say('No opinion was given'))}</p><p class="sign line">${escapeHtml(page.say('name, date and signature'))}</p>`
  return `<div class="opinion">${label('Opinion', page)}${signed.length === 0 ? empty : signed.join('')}</div>`
}

/** The reading that leads stands large, the two others under it, what would decide it last. */
export const conclusionHtml = (block: ConclusionBlock, page: Page): string => {
  const { say } = page
  const lead = block.readings.find((it) => it.reading === block.lead)
  const others = block.readings.filter((it) => it.reading !== block.lead)
  const word = (reading: ConclusionBlock['lead']) => `<span class="who">${escapeHtml(say(readingWords[reading]))}</span>`
  const open = lead !== undefined && lead.possible.length > 1
  const verdict = open ? escapeHtml(sayVerdict(lead.possible, say)) : possibleText(lead?.possible ?? [], page)
  const because = open ? possibleText(lead.possible, page) : sentenceHtml(lead?.because ?? '')
  const head = lead === undefined ? '' : `<p class="verdict">${verdict}</p><p class="quiet">${word(lead.reading)}: ${because}.</p>`
  const also = others
    .map((it) => `<p class="quiet">${word(it.reading)}: ${sentenceHtml(sayBeside(it.possible, lead?.possible, say))}.</p>`)
    .join('')
  const part = (name: string, text: string | null): string =>
    text === null || text === '' ? '' : `${label(name, page)}<p>${sentenceHtml(text)}</p>`
  const decides =
    block.decides.length === 0
      ? ''
      : `${label('What would decide it', page)}<ul>${block.decides.map((it) => `<li>${sentenceHtml(it)}</li>`).join('')}</ul>`
  return `<section class="conclusion${block.opinions === null ? '' : ' two'}"><div>${block.title === '' ? '' : `<p class="name">${escapeHtml(block.title)}</p>`}${head}${also}${part('Why', block.why)}${part('What to do', block.do)}${decides}</div>${opinionsHtml(block, page)}</section>`
}

/** The state beside it says the same in a word. */
const leadHtml = (it: AnswerLine, page: Page): string =>
  it.tick !== undefined ? `<span class="mark tick" aria-hidden="true">${it.tick}</span>` : it.mark === null ? '' : markHtml(it.mark, page)

export const answersHtml = (lines: readonly AnswerLine[], page: Page, dense = false): string =>
  `<div class="answers${dense ? ' dense' : ''}">${lines
    .map((it) => {
      const question = it.question === null ? '' : `<span class="quiet">${sentenceHtml(it.question)}</span>`
      const notes = it.notes
        .map((note) => `<div><dt>${escapeHtml(page.say(note.word))}</dt><dd>${inlineHtml(note.text, page)}</dd></div>`)
        .join('')
      return `<div class="answer" data-text><div>${leadHtml(it, page)}<b>${sentenceHtml(it.title)}</b>${question}</div><div><span class="state">${inlineHtml(it.state, page)}</span>${notes === '' ? '' : `<dl>${notes}</dl>`}${evidenceLinks(it.evidence, page.names)}</div></div>`
    })
    .join('')}</div>`

export const askHtml = (it: Ask, page: Page): string => {
  const { say } = page
  const pair = (word: string, text: string | null, kind: string): string =>
    text === null ? '' : `<div class="${kind}">${label(word, page)}<p>${sentenceHtml(text)}</p></div>`
  const both =
    it.strong === null && it.weak === null
      ? ''
      : `<div class="pair">${pair('Strong answer', it.strong, 'strong')}${pair('Weak answer', it.weak, 'weak')}</div>`
  // One thing to be shown stands behind the question, several under it.
  const few = it.shown_by.length === 1
  const shown = `${say('Ask to be shown')}: ${it.shown_by.join('; ')}`
  const beside = [...(it.who.length === 0 ? [] : [`${say('Ask')}: ${it.who.join(', ')}`]), ...(few ? [shown] : [])].join('. ')
  const who = beside === '' ? '' : ` <span class="quiet">${escapeHtml(beside)}</span>`
  const foot = [
    ...(few || it.shown_by.length === 0 ? [] : [`${shown}.`]),
    ...(it.minutes === null ? [] : [`${it.minutes} ${say('minutes')}.`]),
  ].join(' ')
  const room = it.room === 0 ? '' : `<div class="room">${label('Notes', page)}${'<i></i>'.repeat(it.room)}</div>`
  return `<section class="ask" data-text>${it.about === null ? '' : `<p class="about">${escapeHtml(it.about)}</p>`}<p class="question">${sentenceHtml(it.question)}${who}</p>${it.why === null ? '' : `<p>${sentenceHtml(it.why)}</p>`}${both}${it.red_flag === null ? '' : `<p class="flag"><b>${escapeHtml(say('Red flag'))}:</b> ${sentenceHtml(it.red_flag)}</p>`}${foot === '' ? '' : `<p class="quiet">${escapeHtml(foot)}</p>`}${room}</section>`
}

/** Each id leads to the whole record in the full report, which lies beside the edition. */
export const registerHtml = (lines: readonly RegisterLine[], { say }: Page): string => {
  const head = ['evidence', 'measurement', 'material', 'reading', 'outcome']
    .map((it) => `<th scope="col">${escapeHtml(say(it))}</th>`)
    .join('')
  const rows = lines.map(
    (it) =>
      `<tr id="e-${it.id}"><td><a href="index.html#e-${it.id}"><code>${it.id}</code></a></td><td>${escapeHtml(it.probe)}</td><td>${escapeHtml(it.about)}</td><td>${escapeHtml(say(readingWords[it.reading]))}</td><td>${escapeHtml(say(it.state.replace('_', ' ')))}</td></tr>`,
  )
  return `<div class="scroll" tabindex="0"><table class="register"><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`
}
