/** The ruler: three readings under one another from worst to best, bands marked, ink as thick as what is known. */
import { sayNumber, sayPercent } from '../../model/index.ts'
import type { Block, ScoreLine } from '../block.ts'
import { readingWords } from '../sections/scores.ts'
import { escapeHtml } from './html-text.ts'

type Ruler = Extract<Block, { kind: 'score' }>

const percentOf = (block: Ruler, value: number): number => Math.round(((value - block.from) / (block.to - block.from)) * 10_000) / 100

const ticksOf = (block: Ruler): number[] =>
  block.to === 1 ? [0, 0.25, 0.5, 0.75, 1] : Array.from({ length: block.to - block.from + 1 }, (_, index) => block.from + index)

const row = (block: Ruler, it: ScoreLine, lines: string, say: (word: string) => string): string => {
  const tell = block.to === 1 ? sayPercent : sayNumber
  const [low, high] = [percentOf(block, it.low), percentOf(block, it.high)]
  // From a thin line where little is settled to a full bar where all is.
  const thick = Math.round(30 + 70 * it.coverage)
  const range = it.low === it.high ? tell(it.low) : `${tell(it.low)} to ${tell(it.high)}`
  return `<div class="r ${it.reading}"><span class="who">${escapeHtml(say(readingWords[it.reading]))}</span><span class="track">${lines}<i class="open" style="left:${low}%;width:${Math.max(0, high - low)}%;height:${thick}%"></i><i class="sure" style="width:max(2px,${low}%);height:${thick}%"></i></span><span class="much">${range}</span></div>`
}

/** Plain boxes rather than a picture, so that words stay readable on a phone; the numbers stand as text. */
export const drawRuler = (block: Ruler, say: (word: string) => string): string => {
  const ticks = ticksOf(block)
  const names = ticks.map((it) => `<b style="left:${percentOf(block, it)}%">${block.to === 1 ? sayPercent(it) : it}</b>`).join('')
  const lines = [
    ...ticks.map((it) => `<u style="left:${percentOf(block, it)}%"></u>`),
    ...block.edges.filter((it) => it > block.from).map((it) => `<u class="edge" style="left:${percentOf(block, it)}%"></u>`),
  ].join('')
  return `<div class="bars"><div class="r axis" aria-hidden="true"><span class="who"></span><span class="track">${names}</span><span class="much"></span></div>${block.lines.map((it) => row(block, it, lines, say)).join('')}</div>`
}
