/** Joins a notebook's code cells into one Python text, and remembers which line of the notebook file each line came from. */
import { notebookCells } from '../../../model/notebook-cells.ts'

/** `lines[i]`: the line of the .ipynb file that line i+1 of `source` came from. Outputs are never read. */
export type NotebookCode = { source: string; lines: number[] }

/** Cell magics that hand the cell to something other than Python; the others (`%%time`, `%%capture`) keep it. */
const otherLanguage = /^\s*%%(bash|sh|script|html|javascript|js|latex|markdown|perl|ruby|sql|bigquery|R|writefile|file|svg|cmd|system)\b/

/** Undefined when the text is no notebook. */
export function notebookCode(text: string): NotebookCode | undefined {
  const cells = notebookCells(text)
  if (cells === undefined) return undefined
  const source: string[] = []
  const lines: number[] = []
  for (const cell of cells) {
    if (!cell.code || cell.lines.length === 0) continue
    const blank = otherLanguage.test(cell.source)
    for (const [at, line] of cell.source.split('\n').entries()) {
      source.push(blank || /^\s*[%!?]/.test(line) ? '' : line)
      lines.push(cell.lines[at] as number)
    }
  }
  return { source: source.join('\n'), lines }
}
