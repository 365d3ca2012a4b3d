/** Reads CSV files into the engine as text, names the lines that cannot be read, then gives each column its type. */
import { CannotLook } from '../../../model/handles.ts'
import { quoteText } from '../../../model/sql.ts'
import { withPlainLineEnds } from './as-text.ts'
import { type CsvShape, csvShape, distinctNames } from './csv-shape.ts'
import type { Engine } from './engine.ts'
import { type FoundFile, shown } from './find-files.ts'
import { leftOut } from './left-out.ts'
import { namesOf, type Part, renamedOf } from './part.ts'
import { pathsSql } from './paths.ts'
import { head } from './sniff.ts'
import { typed } from './typed.ts'

type Group = { shape: CsvShape; names: string[]; files: FoundFile[] }

/** UTF-8 files only. Files with other columns are joined by name; a missing column is null. */
export async function readCsv(engine: Engine, files: readonly FoundFile[]): Promise<Part> {
  try {
    return await readOnce(engine, files)
  } catch (error) {
    if (!(error instanceof CannotLook) || error.code !== 'not_readable') throw error
  }
  // The one thing the engine refuses a whole file for is line ends of both kinds.
  const plain: FoundFile[] = []
  for (const file of files) plain.push(await withPlainLineEnds(engine, file))
  return readOnce(engine, plain)
}

async function readOnce(engine: Engine, files: readonly FoundFile[]): Promise<Part> {
  const said: string[] = []
  const groups = new Map<string, Group>()
  for (const file of files) {
    const shape = await shapeOf(file)
    const key = JSON.stringify(shape)
    const group = groups.get(key)
    if (group !== undefined) group.files.push(file)
    else {
      const distinct = distinctNames(shape.header)
      said.push(...distinct.said)
      groups.set(key, { shape, names: distinct.names, files: [file] })
    }
  }
  const all = [...groups.values()]
  const rejects = engine.fresh('rejects')
  const union = (options: (at: number) => string) => {
    const [only, ...others] = all.map((group, at) => groupSql(group, options(at)))
    return others.length === 0 ? String(only) : `(${[only, ...others].map((it) => `select * from ${it}`).join(' union all by name ')})`
  }
  const result = await typed(engine, {
    names: together(all),
    first: union(
      (at) => `store_rejects = true, rejects_table = '${rejects}_${at}', rejects_scan = '${rejects}_${at}_scan', rejects_limit = 0`,
    ),
    again: union(() => 'ignore_errors = true'),
    doing: `read ${namesOf(files)} as CSV`,
  })
  const bad: string[] = []
  for (const at of all.keys()) bad.push(...(await rejected(engine, `${rejects}_${at}`, files)))
  if (bad.length > 0 && result.rows === 0) throw new CannotLook('damaged', `No row of ${namesOf(files)} could be read as CSV. ${bad[0]}`)
  if (new Set(all.map((group) => group.names.toSorted().join('\0'))).size > 1)
    said.push('The files do not have the same columns; they were put together by column name, and what a file lacks is missing.')
  const renamed = new Map(all.flatMap((group) => [...renamedOf(group.shape.header, group.names)]))
  return { ...result, limits: [...said, ...bad], renamed }
}

/** Every column of any group once; the engine's names ignore letter case, and the first spelling counts. */
function together(groups: readonly Group[]): string[] {
  const names = new Map<string, string>()
  for (const name of groups.flatMap((group) => group.names)) if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name)
  return [...names.values()]
}

async function shapeOf(file: FoundFile): Promise<CsvShape> {
  for (let bytes = 1 << 16; ; bytes *= 16) {
    const start = await head(file, bytes)
    const whole = start.length >= file.bytes
    const shape = csvShape(start.toString('utf8'), whole)
    const ended = shape !== undefined && shape.header.length > 0
    if (ended && (whole || bytes >= 1 << 24 || start.includes(10) || start.includes(13))) return shape
    if (whole || bytes >= 1 << 24) throw new CannotLook('damaged', `${shown(file.name)} has no line that could name its columns.`)
  }
}

function groupSql(group: Group, options: string): string {
  const columns = group.names.map((name) => `${quoteText(name)}: 'VARCHAR'`).join(', ')
  return (
    `read_csv(${pathsSql(group.files)}, columns = {${columns}}, auto_detect = false, header = true, ` +
    `delim = ${quoteText(group.shape.delimiter)}, quote = '"', escape = '"', compression = 'none', encoding = 'utf-8', ${options})`
  )
}

/** Line numbers of at most ten rows a file; never what stands in them. */
async function rejected(engine: Engine, table: string, files: readonly FoundFile[]): Promise<string[]> {
  const rows = await engine.run(
    `select s.file_path as path, r.line::bigint as line, min(r.error_type) as why from ${table} r join ${table}_scan s using (scan_id, file_id)
     group by all order by 1, 2`,
  )
  const byPath = Map.groupBy(rows, (row) => String(row.path))
  return [...byPath].map(([path, lines]) => {
    const name = files.find((file) => file.path === path)?.name ?? 'one file'
    const open = lines.some((row) => row.why === 'UNQUOTED VALUE')
      ? ' A quotation mark may be open there, which swallows what follows.'
      : ''
    return (
      leftOut(
        lines.map((row) => Number(row.line)),
        name,
      ) + open
    )
  })
}
