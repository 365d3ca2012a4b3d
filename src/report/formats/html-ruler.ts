/** The ruler: three readings under one another from worst to best, bands marked, ink as thick as what is known. */
import { sayNumber, sayPercent } from '../../model/index.ts'
import type { Block } from '../block.ts'
import { readingWords } from '../sections/scores.ts'
import { escapeHtml } from './html-text.ts'

const left = 110
const wide = 440
const right = 130
const step = 30
const sans = 'font-family="system-ui,-apple-system,Segoe UI,Roboto,Arial,sans-serif"'

export const drawRuler = (block: Extract<Block, { kind: 'score' }>): string => {
  const at = (value: number) => left + ((value - block.from) / (block.to - block.from)) * wide
  const percent = block.to === 1
  const say = percent ? sayPercent : sayNumber
  const ticks = percent ? [0, 0.25, 0.5, 0.75, 1] : Array.from({ length: block.to - block.from + 1 }, (_, index) => block.from + index)
  const height = 24 + block.lines.length * step + 6
  const axis = ticks
    .map(
      (it) =>
        `<line x1="${at(it)}" x2="${at(it)}" y1="20" y2="${height - 6}" stroke="#dfe3e6"/><text x="${at(it)}" y="13" text-anchor="middle" font-size="12" fill="#5b636b" ${sans}>${percent ? `${it * 100} %` : it}</text>`,
    )
    .join('')
  const bands = block.edges
    .filter((it) => it > block.from)
    .map((it) => `<line x1="${at(it)}" x2="${at(it)}" y1="20" y2="${height - 6}" stroke="#5b636b" stroke-dasharray="2 3"/>`)
    .join('')
  const lines = block.lines
    .map((it, index) => {
      const y = 24 + index * step
      const thick = 5 + 11 * it.coverage
      const middle = y + 13
      const open = Math.max(0, at(it.high) - at(it.low))
      return `<text x="0" y="${middle + 5}" font-size="14" fill="#1c2024" ${sans}>${readingWords[it.reading]}</text><text x="${left + wide + 14}" y="${middle + 5}" font-size="14" fill="#1c2024" ${sans}>${it.low === it.high ? say(it.low) : `${say(it.low)} to ${say(it.high)}`}</text>
<rect x="${left}" y="${middle - thick / 2}" width="${Math.max(1.5, at(it.low) - left)}" height="${thick}" fill="${it.reading === 'measured' ? '#0b5d66' : '#7a8a90'}"/>
<rect x="${at(it.low)}" y="${middle - thick / 2}" width="${open}" height="${thick}" fill="${it.reading === 'measured' ? '#0b5d66' : '#7a8a90'}" fill-opacity=".16" stroke="${it.reading === 'measured' ? '#0b5d66' : '#7a8a90'}" stroke-opacity="${open > 0 ? '.7' : '0'}" stroke-dasharray="3 3"/>`
    })
    .join('')
  const label = block.lines.map((it) => `${readingWords[it.reading]} ${it.low} to ${it.high}`).join(', ')
  return `<svg viewBox="0 0 ${left + wide + right} ${height}" role="img" aria-label="${escapeHtml(`${block.title}, from ${block.from} to ${block.to}: ${label}`)}">${axis}${bands}${lines}</svg>`
}
