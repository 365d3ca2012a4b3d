/** Reads table-like texts into columns: delimited files, JSON records, lines of JSON, inserts of SQL dumps, tables in notebooks' outputs. */

/** `values` as many as `lines`; `line` is where the value stands in the file. */
export type Column = { name: string; values: string[]; lines: number[] }
export type Table = { columns: Column[]; kind: 'table' | 'records' | 'dump' | 'notebook output' }

const mostRows = 5000
const mostCell = 200

export function tablesOf(path: string, text: string): Table[] {
  if (/\.(csv|tsv|psv|data|tab)$/i.test(path)) return some(delimited(text))
  if (/\.(jsonl|ndjson)$/i.test(path)) return some(jsonLines(text))
  if (/\.json$/i.test(path)) return jsonRecords(text)
  if (/\.sql$/i.test(path)) return dumps(text)
  if (/\.ipynb$/i.test(path)) return outputs(text)
  return []
}

const some = (table: Table | undefined): Table[] => (table === undefined ? [] : [table])

/** The delimiter that splits the first line most often. */
function delimited(text: string): Table | undefined {
  const lines = text.split(/\r?\n/, mostRows)
  const head = lines[0] ?? ''
  const mark = [',', '\t', ';', '|'].reduce((best, one) => (head.split(one).length > head.split(best).length ? one : best), ',')
  const names = cellsOf(head, mark)
  if (names.length > 400) return undefined
  // Without a header the first row is data, and columns have no names.
  const headed = names.every((name) => !/@|^\d[\d.-]*$/.test(name))
  const columns = names.map((name): Column => ({ name: headed ? name : '', values: [], lines: [] }))
  for (const [at, line] of lines.entries()) {
    if ((at === 0 && headed) || line === '') continue
    for (const [index, cell] of cellsOf(line, mark).entries()) add(columns[index], cell, at + 1)
  }
  return { columns, kind: 'table' }
}

const add = (column: Column | undefined, value: string, line: number): void => {
  if (column === undefined || value === '' || value.length > mostCell) return
  column.values.push(value)
  column.lines.push(line)
}

function cellsOf(line: string, mark: string): string[] {
  if (!line.includes('"')) return line.split(mark).map((cell) => cell.trim())
  const out: string[] = []
  let cell = ''
  let quoted = false
  for (const letter of line)
    if (letter === '"') quoted = !quoted
    else if (letter === mark && !quoted) {
      out.push(cell.trim())
      cell = ''
    } else cell += letter
  return [...out, cell.trim()]
}

function jsonLines(text: string): Table | undefined {
  const columns = new Map<string, Column>()
  for (const [at, line] of text.split('\n', mostRows).entries()) {
    const record = parse(line)
    if (record !== null && typeof record === 'object') take(columns, record as object, () => at + 1)
  }
  return columns.size === 0 ? undefined : { columns: [...columns.values()], kind: 'records' }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Text values of a record, those of records in it too. */
function take(into: Map<string, Column>, record: object, lineOf: (value: string) => number, depth = 0): void {
  for (const [name, value] of Object.entries(record)) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && depth < 2) take(into, value, lineOf, depth + 1)
    if (typeof value !== 'string' && typeof value !== 'number') continue
    const column = into.get(name) ?? { name, values: [], lines: [] }
    into.set(name, column)
    if (column.values.length < mostRows) add(column, String(value), lineOf(String(value)))
  }
}

/** Arrays of at least three records, wherever they stand. */
function jsonRecords(text: string): Table[] {
  const out: Table[] = []
  const open: unknown[] = [parse(text)]
  const lineOf = (value: string): number => text.slice(0, Math.max(0, text.indexOf(JSON.stringify(value).slice(1, -1)))).split('\n').length
  for (let at = open.pop(), steps = 0; at !== undefined && steps < 2000; at = open.pop(), steps++) {
    if (typeof at !== 'object' || at === null) continue
    const inner = Array.isArray(at) ? at : Object.values(at)
    const records = inner.filter((one) => typeof one === 'object' && one !== null && !Array.isArray(one)) as object[]
    if (Array.isArray(at) && records.length >= 3) {
      const columns = new Map<string, Column>()
      for (const record of records.slice(0, mostRows)) take(columns, record, () => 0)
      for (const column of columns.values()) column.lines[0] = lineOf(column.values[0] ?? '')
      out.push({ columns: [...columns.values()], kind: 'records' })
    } else open.push(...inner.filter((one) => typeof one === 'object' && one !== null).slice(0, 200))
  }
  return out
}

/** `INSERT INTO t (a, b) VALUES ('x', 'y'), …`: quoted values by their place. */
function dumps(text: string): Table[] {
  const tables = new Map<string, Column[]>()
  for (const [at, line] of text.split('\n', 20_000).entries()) {
    const insert = /^\s*insert\s+(?:ignore\s+)?into\s+[`"[]?([\w.]+)[`"\]]?\s*(?:\(([^)]*)\))?\s*values\s*(.*)$/i.exec(
      line.slice(0, 100_000),
    )
    if (insert === null) continue
    const names = (insert[2] ?? '').split(',').map((name) => name.replaceAll(/[`"[\]\s]/g, ''))
    const columns = tables.get(insert[1] ?? '') ?? []
    tables.set(insert[1] ?? '', columns)
    for (const [, row] of (insert[3] ?? '').matchAll(/\(((?:'(?:[^'\\]|\\.|'')*'|[^()'])*)\)/g))
      for (const [index, cell] of [...(row ?? '').matchAll(/'((?:[^'\\]|\\.|'')*)'|([^,'\s]+)/g)].entries()) {
        columns[index] ??= { name: names[index] ?? '', values: [], lines: [] }
        if ((columns[index]?.values.length ?? 0) < mostRows) add(columns[index], cell[1] ?? cell[2] ?? '', at + 1)
      }
  }
  return [...tables.values()].map((columns) => ({ columns: columns.filter(Boolean), kind: 'dump' as const }))
}

/** Frames that pandas printed as HTML; each line of the file holds one cell. */
function outputs(text: string): Table[] {
  const out: Table[] = []
  let columns: Column[] = []
  let index = 0
  let heading = false
  for (const [at, line] of text.split('\n').entries()) {
    if (line.includes('</thead>')) heading = false
    if (line.includes('<thead>')) {
      heading = true
      if (columns.length > 0) out.push({ columns, kind: 'notebook output' })
      columns = []
    }
    if (line.includes('<tr')) index = 0
    const name = /<th>([^<]*)<\/th>/.exec(line)?.[1]
    const value = /<td>([^<]*)<\/td>/.exec(line)?.[1]
    if (name !== undefined && heading) columns.push({ name, values: [], lines: [] })
    if (value === undefined) continue
    // The first heading is the index's, which has no cells.
    add(columns[columns.length > 1 ? index + 1 : index] ?? columns[index], value, at + 1)
    index++
  }
  if (columns.length > 0) out.push({ columns, kind: 'notebook output' })
  return out
}
