/** Reads JSON lines, or one JSON array of records, into the engine. */
import { CannotLook } from '../../../model/handles.ts'
import { quoteIdentifier } from '../../../model/sql.ts'
import type { Engine } from './engine.ts'
import type { FoundFile } from './find-files.ts'
import { withoutBadLines } from './json-lines.ts'
import { describe, namesOf, type Part } from './part.ts'
import { pathsSql } from './paths.ts'

/** `first`: the first character of each file that is not white space. */
export async function readJson(engine: Engine, files: readonly FoundFile[], first: '{' | '['): Promise<Part> {
  const table = engine.fresh('json')
  const load = (from: readonly FoundFile[], format: string) =>
    engine.read(
      `create table ${table} as select * from read_json(${pathsSql(from)}, format = '${format}', records = true, sample_size = -1,
       map_inference_threshold = -1, union_by_name = true, hive_partitioning = false, compression = 'uncompressed')`,
      `read ${namesOf(files)} as JSON`,
    )
  if (first === '[') {
    await load(files, 'array').catch(notRecords(`${namesOf(files)} could not be read as a JSON array of records.`))
    return plain(engine, table, [])
  }
  const whole = await load(files, 'newline_delimited').then(
    () => true,
    (error: unknown) => {
      if (error instanceof CannotLook && error.code === 'not_readable') return false
      throw error
    },
  )
  if (whole) return plain(engine, table, [])
  const limits: string[] = []
  const good: FoundFile[] = []
  for (const file of files) good.push(await withoutBadLines(engine, file, limits))
  await load(good, 'newline_delimited').catch(notRecords(`${namesOf(files)} could not be read as JSON lines that make one table.`))
  return plain(engine, table, limits)
}

const notRecords = (message: string) => (error: unknown) => {
  if (error instanceof CannotLook && error.code === 'not_readable') throw new CannotLook('damaged', message)
  throw error
}

/** Columns of mixed scalars, which the engine keeps as JSON, become text: `1` and `"a"` are `1` and `a`. */
async function plain(engine: Engine, table: string, limits: string[]): Promise<Part> {
  const mixed = (await describe(engine, table)).filter((column) => column.sql === 'JSON').map((column) => quoteIdentifier(column.name))
  if (mixed.length === 0) return { table, limits, nullText: new Map() }
  const view = engine.fresh('json')
  await engine.run(`create view ${view} as select * replace (${mixed.map((x) => `${x} ->> '$' as ${x}`).join(', ')}) from ${table}`)
  return { table: view, limits, nullText: new Map() }
}
