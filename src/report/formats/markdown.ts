/** Blocks as Markdown, with every text of the subject escaped. */
import type { Block } from '../block.ts'
import { type Look, plainLook } from '../look.ts'
import { evidenceMarkdown, figureMarkdown, outcomeMarkdown, saidMarkdown, scoreMarkdown } from './markdown-blocks.ts'
import { answersMarkdown, askMarkdown, calloutMarkdown, conclusionMarkdown, registerMarkdown } from './markdown-edition.ts'
import { questionMarkdown, signedMarkdown } from './markdown-question.ts'
import { escaped, inline, marks, type Say, table } from './markdown-text.ts'

const fence = (text: string): string => {
  const ticks = '`'.repeat(Math.max(3, ...(text.match(/`+/g) ?? []).map((it) => it.length + 1)))
  return `${ticks}\n${text}\n${ticks}`
}

const draw = (block: Block, say: Say): string => {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${escaped(say(block.text))}${block.aside === undefined || block.aside === '' ? '' : ` (${escaped(block.aside)})`}`
    case 'text':
      return inline(block.text, say)
    case 'list':
      return block.items.map((it) => `- ${block.mark === undefined ? '' : `${marks[block.mark]} `}${inline(it, say)}`).join('\n')
    case 'table':
      return table(
        block.columns.map((it) => escaped(say(it))),
        block.rows.map((row) => row.map((it) => inline(it, say))),
      )
    case 'said':
      return saidMarkdown(block.lines, say)
    case 'score':
      return scoreMarkdown(block, say)
    case 'callout':
      return calloutMarkdown(block, say)
    case 'conclusion':
      return conclusionMarkdown(block, say)
    case 'answers':
      return answersMarkdown(block.lines, say)
    case 'ask':
      return askMarkdown(block, say)
    case 'question':
      return questionMarkdown(block, say)
    case 'signed':
      return signedMarkdown(block.fields, say)
    case 'register':
      return registerMarkdown(block.lines, say)
    case 'outcome':
      return outcomeMarkdown(block, say)
    case 'figure':
      return figureMarkdown(block)
    case 'evidence':
      return evidenceMarkdown(block)
    case 'code':
      return fence(block.text)
    case 'break':
      return '---'
  }
}

export const drawMarkdown = (blocks: readonly Block[], look: Look = plainLook): string =>
  `${blocks.map((it) => draw(it, look.say)).join('\n\n')}\n`
