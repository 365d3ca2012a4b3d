/** Where the cells of a notebook stand in its file: each line of a cell's source with the line of the file that holds it. */

/** `lines[i]`: the file's line that holds line i+1 of `source`. Outputs are never looked at. */
export type NotebookCell = { code: boolean; source: string; lines: number[] }

/** All cells in order, those of text too, as editors count them; undefined when the text is no notebook. */
export function notebookCells(text: string): NotebookCell[] | undefined {
  try {
    if (!Array.isArray((JSON.parse(text) as { cells?: unknown } | null)?.cells)) return undefined
  } catch {
    return undefined
  }
  const cells: Found[] = []
  const lineAt = lineCounter(text)
  for (const { path, from, to } of stringsIn(text)) {
    const [top, index, key] = path
    if (top !== 'cells' || typeof index !== 'number' || (key !== 'cell_type' && key !== 'source')) continue
    cells[index] ??= { code: false, parts: [] }
    const value = JSON.parse(text.slice(from, to)) as string
    if (key === 'cell_type') cells[index].code = value === 'code'
    else cells[index].parts.push({ value, line: lineAt(from) })
  }
  return Array.from(cells, (cell) => joined(cell))
}

type Found = { code: boolean; parts: { value: string; line: number }[] }

/** A line may be spread over several strings, and a string may hold several lines: a line stands where it begins. */
function joined(cell: Found | undefined): NotebookCell {
  const lines: number[] = []
  const source: string[] = []
  for (const { value, line } of cell?.parts ?? []) {
    const [first = '', ...rest] = value.split('\n')
    if (source.length === 0) {
      source.push(first)
      lines.push(line)
    } else {
      if (source.at(-1) === '') lines[lines.length - 1] = line
      source[source.length - 1] += first
    }
    source.push(...rest)
    lines.push(...rest.map(() => line))
  }
  return { code: cell?.code === true, source: source.join('\n'), lines }
}

type Step = string | number
type Level = { list: boolean; key: Step }

/**
 * Every string that is a value at most four steps deep, with its quotes. Text that is not between quotes is walked sign by sign,
 * strings are leapt over: a notebook is mostly pictures.
 */
function* stringsIn(text: string): Generator<{ path: Step[]; from: number; to: number }> {
  const levels: Level[] = []
  let named = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    const level = levels.at(-1)
    if (sign === '"') {
      const to = endOfString(text, at)
      if (level !== undefined && !level.list && !named) level.key = levels.length > 4 ? '' : (JSON.parse(text.slice(at, to)) as string)
      else if (levels.length >= 3 && levels.length <= 4) yield { path: levels.map(({ key }) => key), from: at, to }
      at = to - 1
    } else if (sign === ':') named = true
    else if (sign === ',') {
      named = false
      if (level?.list) level.key = (level.key as number) + 1
    } else if (sign === '{' || sign === '[') {
      levels.push({ list: sign === '[', key: sign === '[' ? 0 : '' })
      named = false
    } else if (sign === '}' || sign === ']') {
      levels.pop()
      named = levels.at(-1)?.list === false
    }
  }
}

function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (text[at - 1 - slashes] === '\\') slashes++
    if (slashes % 2 === 0) return at + 1
  }
  return text.length
}

/** For positions that never go back. */
function lineCounter(text: string): (at: number) => number {
  let line = 1
  let from = text.indexOf('\n')
  return (at) => {
    for (; from >= 0 && from < at; from = text.indexOf('\n', from + 1)) line++
    return line
  }
}

/** `cell` is counted from 1 over all cells; `cell_line` is left out where one line of the file holds several of the cell's. */
export type CellPlace = { cell: number; cell_line?: number }

/** The place in a cell for a line of the file; nothing for lines that hold no source, or that of several cells. */
export function cellPlaces(cells: readonly NotebookCell[]): (line: number) => CellPlace | undefined {
  const places = new Map<number, CellPlace | undefined>()
  for (const [at, { lines }] of cells.entries())
    for (const [index, line] of lines.entries()) {
      const before = places.get(line)
      if (!places.has(line)) places.set(line, { cell: at + 1, cell_line: index + 1 })
      else places.set(line, before?.cell === at + 1 ? { cell: at + 1 } : undefined)
    }
  return (line) => places.get(line)
}
