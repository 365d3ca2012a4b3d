/** Reads the blocks and plain settings of Terraform files, as far as finding what a block holds needs. */

/** `resource "type" "name" { … }`; `body` is what stands between the braces, which starts on `bodyLine`. */
export type Block = { type: string; name: string; line: number; body: string; bodyLine: number }

const head = /^[ \t]*(\w+)((?:[ \t]+"[^"\n]*")*)[ \t]*\{/gm

const blocksIn = (text: string, line: number): { word: string; labels: string[]; block: Block }[] => {
  const plain = blanked(text)
  const out: { word: string; labels: string[]; block: Block }[] = []
  let from = 0
  for (const found of plain.matchAll(head)) {
    if (found.index < from) continue
    const open = found.index + found[0].length
    const end = closing(plain, open)
    const labels = [...text.slice(found.index, open).matchAll(/"([^"\n]*)"/g)].map(([, label]) => label ?? '')
    const at = (offset: number): number => line + plain.slice(0, offset).split('\n').length - 1
    const start = found.index + (found[0].length - found[0].trimStart().length)
    out.push({
      word: found[1] ?? '',
      labels,
      block: { type: labels[0] ?? found[1] ?? '', name: labels[1] ?? '', line: at(start), body: text.slice(open, end), bodyLine: at(open) },
    })
    from = end
  }
  return out
}

/** Resources of a file. */
export const blocksOf = (text: string): Block[] =>
  blocksIn(text, 1)
    .filter(({ word }) => word === 'resource')
    .map(({ block }) => block)

/** Blocks of one word directly within a block: `stage`, `source`. */
export const blocksWithin = ({ body, bodyLine }: Block, word: string): Block[] =>
  blocksIn(body, bodyLine)
    .filter((one) => one.word === word)
    .map(({ block }) => block)

/** A setting as written, without quotes; of a heredoc its lines, which begin on `line`. */
export const settingOf = ({ body, bodyLine }: Block, name: string): { text: string; line: number } | undefined => {
  const found = new RegExp(`^[ \\t]*"?${name}"?[ \\t]*[=:][ \\t]*(?:<<[-~]?"?(\\w+)"?\\n([\\s\\S]*?)^[ \\t]*\\1[ \\t]*$|(.+))`, 'm').exec(
    body,
  )
  if (!found) return undefined
  const line = bodyLine + body.slice(0, found.index).split('\n').length - 1
  if (found[1] !== undefined) return { text: found[2] ?? '', line: line + 1 }
  return {
    text: (found[3] ?? '')
      .replace(/\s*(#|\/\/).*$/, '')
      .trim()
      .replace(/^"(.*)"$/, '$1'),
    line,
  }
}

/** Texts and comments made blank, so that braces in them do not count. */
const blanked = (text: string): string =>
  text.replace(/<<[-~]?"?(\w+)"?\n[\s\S]*?^[ \t]*\1[ \t]*$|"(?:\\.|[^"\\\n])*"|(^|\s)(#|\/\/)[^\n]*|\/\*[\s\S]*?\*\//gm, (whole) =>
    /^"/.test(whole) ? `"${whole.slice(1, -1).replace(/[^\n]/g, '_')}"` : whole.replace(/[^\n]/g, ' '),
  )

const closing = (text: string, from: number): number => {
  let depth = 1
  for (let at = from; at < text.length; at++) {
    if (text[at] === '{') depth++
    else if (text[at] === '}' && --depth === 0) return at
  }
  return text.length
}
