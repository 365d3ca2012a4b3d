/** Reads Parquet files: small ones into the engine, large ones in place, as a view over all of them. */
import { open } from 'node:fs/promises'
import { CannotLook } from '../../../model/handles.ts'
import { quoteIdentifier } from '../../../model/sql.ts'
import type { Engine } from './engine.ts'
import { type FoundFile, shown } from './find-files.ts'
import { type Described, describeSelect, namesOf, type Part, renamedOf } from './part.ts'
import { pathsSql } from './paths.ts'

/** Up to this many bytes and cells, opening the files again for every question costs more than keeping their rows. */
const smallBytes = 8 * 2 ** 20
const smallCells = 5_000_000

/** `wide`: holds decimals that the engine would read wrong. */
type Seen = Described & { written: string; wide: boolean }

/** Columns are put together by name. Throws `damaged` for a file without its footer. */
export async function readParquet(engine: Engine, files: readonly FoundFile[]): Promise<Part> {
  const limits: string[] = []
  const schemas = new Set<string>()
  const seen: Seen[] = []
  let columns = 0
  for (const file of files) {
    await refuseTruncated(file)
    const described = await describedFile(engine, file, limits)
    seen.push(...described)
    columns = Math.max(columns, described.length)
    schemas.add(JSON.stringify(described))
  }
  if (schemas.size > 1)
    limits.push('The files do not have the same columns or types; they were put together by column name, and what a file lacks is missing.')
  const left = notTaken(seen, limits)
  const table = engine.fresh('parquet')
  const how = (await isSmall(engine, files, columns)) ? 'table' : 'view'
  const from = `read_parquet(${pathsSql(files)}, union_by_name = true, hive_partitioning = false)`
  await engine
    .read(`create ${how} ${table} as select *${without(left)} from ${from}`, `read ${namesOf(files)} as Parquet`)
    .catch(damaged(`The rows of ${namesOf(files)} cannot be read: the Parquet file is damaged, or its columns cannot be put together.`))
  const renamed = renamedOf(
    seen.map((column) => column.written),
    seen.map((column) => column.name),
  )
  return { table, limits, nullText: new Map(), renamed }
}

/** What pandas calls an index without a name: the number that a row once had, which is no column to it. */
const pandasIndex = /^__index_level_\d+__$/
/** The engine reads decimals with more digits than this as wrong numbers. */
const mostDigits = 38

/** Says which columns are left out: row numbers of pandas, and numbers that would be read wrong. Never all columns. */
function notTaken(columns: readonly Seen[], limits: string[]): string[] {
  const names = new Set(columns.map(({ name }) => name))
  const index = [...names].filter((name) => pandasIndex.test(name))
  const wide = [...new Set(columns.filter((column) => column.wide).map(({ name }) => name))]
  const left = [...index, ...wide]
  if (left.length >= names.size && wide.length > 0)
    throw new CannotLook(
      'not_supported',
      `Every column holds decimals of more than ${mostDigits} digits, which are not read. Export them as doubles or text.`,
    )
  if (left.length >= names.size) return []
  if (index.length > 0) limits.push(`Left out, being row numbers that pandas wrote beside the columns: ${index.join(', ')}.`)
  if (wide.length > 0) limits.push(`Left out, being decimals of more than ${mostDigits} digits, which are not read: ${wide.join(', ')}.`)
  return left
}

const without = (names: readonly string[]): string => (names.length === 0 ? '' : ` exclude (${names.map(quoteIdentifier).join(', ')})`)

const damaged = (message: string) => (error: unknown) => {
  if (error instanceof CannotLook && error.code === 'not_readable') throw new CannotLook('damaged', message)
  throw error
}

async function isSmall(engine: Engine, files: readonly FoundFile[], columns: number): Promise<boolean> {
  if (files.reduce((sum, file) => sum + file.bytes, 0) > smallBytes) return false
  const [row] = await engine.read(`select sum(num_rows)::double as n from parquet_file_metadata(${pathsSql(files)})`, 'count rows')
  return Number(row?.n) * columns <= smallCells
}

/** Columns as the engine calls them; names it had to change are told. */
async function describedFile(engine: Engine, file: FoundFile, limits: string[]): Promise<Seen[]> {
  const written = await writtenColumns(engine, file)
  if (written.length === 0) throw new CannotLook('damaged', `${shown(file.name)} is a Parquet file without columns.`)
  const columns = await describeSelect(
    engine,
    `select * from read_parquet(${pathsSql([file])}, hive_partitioning = false)`,
    shown(file.name),
  )
  for (const [at, { name }] of columns.entries()) {
    const before = written[at]?.name
    if (before === '') limits.push(`Column ${at + 1} has no name; it is called ${JSON.stringify(name)}.`)
    else if (before !== undefined && before !== name)
      limits.push(`Two columns are called ${JSON.stringify(before)}; the one in place ${at + 1} is called ${JSON.stringify(name)}.`)
  }
  return columns.map((column, at) => ({ ...column, written: written[at]?.name ?? column.name, wide: written[at]?.wide ?? false }))
}

/** The columns as they are called in the file; fields inside a column are passed over, but a wide decimal there counts for it. */
async function writtenColumns(engine: Engine, file: FoundFile): Promise<{ name: string; wide: boolean }[]> {
  const rows = await engine
    .read(
      `select name, coalesce(num_children, 0)::bigint as children, coalesce(logical_type, '') like 'Decimal%' and precision > ${mostDigits} as wide
       from parquet_schema(${pathsSql([file])})`,
      `read ${shown(file.name)}`,
    )
    .catch(damaged(`${shown(file.name)} starts as a Parquet file but its description of columns cannot be read.`))
  const columns: { name: string; wide: boolean }[] = []
  let inside = 0
  for (const row of rows.slice(1)) {
    if (inside > 0) inside--
    else columns.push({ name: String(row.name), wide: false })
    const last = columns.at(-1)
    if (last !== undefined && row.wide === true) last.wide = true
    inside += Number(row.children)
  }
  return columns
}

async function refuseTruncated(file: FoundFile): Promise<void> {
  const handle = await open(file.path, 'r')
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, Math.max(0, file.bytes - 4))
    if (file.bytes < 12 || buffer.toString('latin1') !== 'PAR1')
      throw new CannotLook('damaged', `${shown(file.name)} is a Parquet file cut short: its last bytes are missing. Export it again.`)
  } finally {
    await handle.close()
  }
}
