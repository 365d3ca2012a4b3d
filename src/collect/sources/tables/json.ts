/** Reads JSON lines, or one JSON array of records, into the engine. */

import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { CannotLook } from '../../../model/handles.ts'
import { namesOf } from './csv.ts'
import type { Engine } from './engine.ts'
import { type FoundFile, shown } from './find-files.ts'
import type { Part } from './part.ts'
import { pathsSql } from './paths.ts'

/** `first`: the first character of each file that is not white space, `{` or `[`. */
export async function readJson(engine: Engine, files: readonly FoundFile[], first: '{' | '['): Promise<Part> {
  const table = engine.fresh('json')
  const read = (from: readonly FoundFile[], format: string) =>
    engine.run(
      `create table ${table} as select * from read_json(${pathsSql(from)}, format = '${format}', records = true, sample_size = -1,
       union_by_name = true, hive_partitioning = false, compression = 'uncompressed', maximum_object_size = 268435456)`,
      `read ${namesOf(files)} as JSON`,
    )
  const done = (limits: string[]): Part => ({ table, limits, nullText: new Map() })
  try {
    await read(files, first === '[' ? 'array' : 'newline_delimited')
    return done([])
  } catch (error) {
    if (!(error instanceof CannotLook) || error.code !== 'not_readable') throw error
    if (first === '[') throw new CannotLook('damaged', `${namesOf(files)} could not be read as a JSON array of records.`)
  }
  const limits: string[] = []
  const good = await Promise.all(files.map((file) => goodLines(engine, file, limits)))
  await read(good, 'newline_delimited')
  return done(limits)
}

/** A copy with the lines that are JSON records; the others are named by number. */
async function goodLines(engine: Engine, file: FoundFile, limits: string[]): Promise<FoundFile> {
  const path = join(engine.spill, engine.fresh('lines'))
  const out = createWriteStream(path)
  const bad: number[] = []
  let line = 0
  let kept = 0
  for await (const text of createInterface({ input: createReadStream(file.path), crlfDelay: Number.POSITIVE_INFINITY })) {
    line++
    if (text.trim() === '') continue
    if (isRecord(text)) {
      kept++
      if (!out.write(`${text}\n`)) await once(out, 'drain')
    } else bad.push(line)
  }
  out.end()
  await once(out, 'finish')
  if (kept === 0) throw new CannotLook('damaged', `No line of ${shown(file.name)} is a JSON record.`)
  if (bad.length > 0)
    limits.push(
      `${bad.length} ${bad.length === 1 ? 'row' : 'rows'} of ${shown(file.name)} could not be read and ${bad.length === 1 ? 'was' : 'were'} left out (line${bad.length === 1 ? '' : 's'} ${bad.slice(0, 10).join(', ')}${bad.length > 10 ? ', …' : ''}).`,
    )
  return { ...file, path }
}

function isRecord(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
