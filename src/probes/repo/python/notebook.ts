/** Joins a notebook's code cells into one Python text, and remembers which line of the notebook file each line came from. */

/** `lines[i]`: the line of the .ipynb file that line i+1 of `source` came from. Outputs are never read. */
export type NotebookCode = { source: string; lines: number[] }

/** Cell magics that hand the cell to something other than Python; the others (`%%time`, `%%capture`) keep it. */
const otherLanguage = /^\s*%%(bash|sh|script|html|javascript|js|latex|markdown|perl|ruby|sql|bigquery|R|writefile|file|svg|cmd|system)\b/

/** Undefined when the text is no notebook. */
export function notebookCode(text: string): NotebookCode | undefined {
  let cells: unknown
  try {
    cells = (JSON.parse(text) as { cells?: unknown } | null)?.cells
  } catch {
    return undefined
  }
  if (!Array.isArray(cells)) return undefined
  const place = lineFinder(text)
  const source: string[] = []
  const lines: number[] = []
  for (const cell of cells as { cell_type?: unknown; source?: unknown }[]) {
    const code = Array.isArray(cell?.source) ? cell.source.join('') : cell?.source
    if (cell?.cell_type !== 'code' || typeof code !== 'string') continue
    const blank = otherLanguage.test(code)
    for (const line of code.split('\n')) {
      source.push(blank || /^\s*[%!?]/.test(line) ? '' : line)
      lines.push(place(line))
    }
  }
  return { source: source.join('\n'), lines }
}

/** Cells stand in the file in order, so each line is searched from where the one before was found. */
function lineFinder(text: string): (line: string) => number {
  let from = 0
  let line = 1
  return (wanted) => {
    const at = wanted.trim() === '' ? -1 : text.indexOf(JSON.stringify(wanted).slice(1, -1), from)
    if (at >= 0) {
      for (let next = text.indexOf('\n', from); next >= 0 && next < at; next = text.indexOf('\n', next + 1)) line++
      from = at
    }
    return line
  }
}
