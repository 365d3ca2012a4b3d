/** Reads Parquet files in place, as a view over all of them. */

import { open } from 'node:fs/promises'
import { CannotLook } from '../../../model/handles.ts'
import type { Engine } from './engine.ts'
import { type FoundFile, shown } from './find-files.ts'
import { namesOf, type Part } from './part.ts'
import { pathsSql } from './paths.ts'

/** Columns are put together by name. Throws `damaged` for a file without its footer. */
export async function readParquet(engine: Engine, files: readonly FoundFile[]): Promise<Part> {
  for (const file of files) await refuseTruncated(file)
  const schemas = new Set<string>()
  for (const file of files) {
    const rows = await described(engine, file)
    schemas.add(JSON.stringify(rows))
  }
  const table = engine.fresh('parquet')
  const from = `read_parquet(${pathsSql(files)}, union_by_name = true, hive_partitioning = false)`
  await engine.read(`create view ${table} as select * from ${from}`, `read ${namesOf(files)} as Parquet`)
  const limits =
    schemas.size > 1
      ? ['The files do not have the same columns or types; they were put together by column name, and what a file lacks is missing.']
      : []
  return { table, limits, nullText: new Map() }
}

async function described(engine: Engine, file: FoundFile): Promise<unknown> {
  try {
    return await engine.read(`describe select * from read_parquet(${pathsSql([file])}, hive_partitioning = false)`, `read ${shown(file.name)}`)
  } catch (error) {
    if (error instanceof CannotLook && error.code === 'not_readable')
      throw new CannotLook('damaged', `${shown(file.name)} starts as a Parquet file but its description of columns cannot be read.`)
    throw error
  }
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
