/** Reads Parquet files: small ones into the engine, large ones in place, as a view over all of them. */
import { open } from 'node:fs/promises'
import { CannotLook } from '../../../model/handles.ts'
import type { Engine } from './engine.ts'
import { type FoundFile, shown } from './find-files.ts'
import { type Described, describeSelect, namesOf, type Part } from './part.ts'
import { pathsSql } from './paths.ts'

/** Up to this many bytes and cells, opening the files again for every question costs more than keeping their rows. */
const smallBytes = 8 * 2 ** 20
const smallCells = 5_000_000

/** Columns are put together by name. Throws `damaged` for a file without its footer. */
export async function readParquet(engine: Engine, files: readonly FoundFile[]): Promise<Part> {
  const limits: string[] = []
  const schemas = new Set<string>()
  let columns = 0
  for (const file of files) {
    await refuseTruncated(file)
    const described = await describedFile(engine, file, limits)
    columns = Math.max(columns, described.length)
    schemas.add(JSON.stringify(described))
  }
  if (schemas.size > 1)
    limits.push('The files do not have the same columns or types; they were put together by column name, and what a file lacks is missing.')
  const table = engine.fresh('parquet')
  const how = (await isSmall(engine, files, columns)) ? 'table' : 'view'
  const from = `read_parquet(${pathsSql(files)}, union_by_name = true, hive_partitioning = false)`
  await engine
    .read(`create ${how} ${table} as select * from ${from}`, `read ${namesOf(files)} as Parquet`)
    .catch(damaged(`The rows of ${namesOf(files)} cannot be read: the Parquet file is damaged, or its columns cannot be put together.`))
  return { table, limits, nullText: new Map() }
}

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
async function describedFile(engine: Engine, file: FoundFile, limits: string[]): Promise<Described[]> {
  const names = await writtenNames(engine, file)
  if (names.length === 0) throw new CannotLook('damaged', `${shown(file.name)} is a Parquet file without columns.`)
  const columns = await describeSelect(
    engine,
    `select * from read_parquet(${pathsSql([file])}, hive_partitioning = false)`,
    shown(file.name),
  )
  for (const [at, { name }] of columns.entries()) {
    const written = names[at]
    if (written === '') limits.push(`Column ${at + 1} has no name; it is called ${JSON.stringify(name)}.`)
    else if (written !== undefined && written !== name)
      limits.push(`Two columns are called ${JSON.stringify(written)}; the one in place ${at + 1} is called ${JSON.stringify(name)}.`)
  }
  return columns
}

/** Names of the columns as they stand in the file; fields inside a column are passed over. */
async function writtenNames(engine: Engine, file: FoundFile): Promise<string[]> {
  const rows = await engine
    .read(`select name, coalesce(num_children, 0)::bigint as children from parquet_schema(${pathsSql([file])})`, `read ${shown(file.name)}`)
    .catch(damaged(`${shown(file.name)} starts as a Parquet file but its description of columns cannot be read.`))
  const names: string[] = []
  let inside = 0
  for (const row of rows.slice(1)) {
    if (inside > 0) inside--
    else names.push(String(row.name))
    inside += Number(row.children)
  }
  return names
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
