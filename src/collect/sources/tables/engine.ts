/** One sandboxed DuckDB per run: it reads the given folders, reaches no network, and spills into a folder of its own. */
import { rmSync } from 'node:fs'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { Cell } from '../../../model/fact.ts'
import { CannotLook } from '../../../model/handles.ts'
import { quoteText } from '../../../model/sql.ts'
import { cellOf } from './cells.ts'
import { unreadable } from './digest.ts'
import { refusal } from './refusal.ts'

export type Row = { [column: string]: Cell }

export type Engine = {
  /** Real paths of the folders that tables may lie in; those that are not there are left out. */
  directories: string[]
  /** This run's own folder for converted files and spilled rows; gone after `close()`. */
  spill: string
  /** Runs one statement, one at a time. `doing` continues "could not …" in the message when the engine refuses. */
  run(sql: string, doing?: string): Promise<Row[]>
  /** As `run`, for a statement that first meets a file: whatever the engine dislikes is the file's doing, not a bug of ours. */
  read(sql: string, doing: string): Promise<Row[]>
  /** The first column of a SELECT of doubles, nulls left out. */
  doubles(sql: string, doing?: string): Promise<Float64Array>
  /** A name for a table or file that nothing else of this run has. */
  fresh(prefix: string): string
  /** Stops the statement that runs now; its promise ends with CannotLook `cancelled`. */
  interrupt(): void
  close(): Promise<void>
}

/** `memory` as the engine writes it (`1GB`); it allows itself about a quarter more. */
export type EngineOptions = { directories: string[]; memory?: string; threads?: number }

export async function openEngine(options: EngineOptions): Promise<Engine> {
  const real = await Promise.all(options.directories.map((directory) => realpath(directory).catch(() => undefined)))
  const directories = real.filter((directory) => directory !== undefined)
  const spill = await mkdtemp(join(await realpath(tmpdir()), 'assay-')).catch((error: unknown) => {
    throw unreadable(error, 'the folder for temporary files')
  })
  try {
    const instance = await DuckDBInstance.create(join(spill, 'tables.duckdb'), {
      threads: String(options.threads ?? 2),
      memory_limit: options.memory ?? '1GB',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    })
    const connection = await instance.connect()
    await fence(connection, directories, spill)
    return engineOn(instance, connection, directories, spill)
  } catch (error) {
    await rm(spill, { recursive: true, force: true })
    throw refusal(error, 'start', true)
  }
}

/** Order matters: once locked, nothing can be set again, by our SQL or anybody's. */
async function fence(connection: DuckDBConnection, directories: string[], spill: string): Promise<void> {
  const allowed = [...directories, spill].map(quoteText).join(', ')
  for (const setting of [
    `temp_directory = ${quoteText(join(spill, 'rows'))}`,
    `allowed_directories = [${allowed}]`,
    'enable_external_access = false',
    "TimeZone = 'UTC'",
    'lock_configuration = true',
  ])
    await connection.run(`set ${setting}`)
}

function engineOn(instance: DuckDBInstance, connection: DuckDBConnection, directories: string[], spill: string): Engine {
  // A run that ends without close() (a bug, exit in mid-run) leaves no rows of the subject behind.
  const sweep = () => rmSync(spill, { recursive: true, force: true })
  process.once('exit', sweep)
  let last: Promise<unknown> = Promise.resolve()
  let count = 0
  let closed = false
  /** One statement at a time, so that an interrupt stops the one meant and memory is one statement's. */
  const inTurn = <T>(job: () => Promise<T>, doing: string, reading = false): Promise<T> => {
    const turn = () => (closed ? Promise.reject(new CannotLook('cancelled', 'The run is over; nothing more is read.')) : job())
    const mine = last.then(turn).catch((error: unknown) => {
      throw refusal(error, doing, reading)
    })
    last = mine.catch(() => undefined)
    return mine
  }
  return {
    directories,
    spill,
    run: (sql, doing = 'run a query') => inTurn(() => rowsOf(connection, sql), doing),
    read: (sql, doing) => inTurn(() => rowsOf(connection, sql), doing, true),
    doubles: (sql, doing = 'read a column') => inTurn(() => doublesOf(connection, sql), doing),
    fresh: (prefix) => `${prefix}_${++count}`,
    interrupt: () => connection.interrupt(),
    close: async () => {
      closed = true
      connection.interrupt()
      await last
      connection.closeSync()
      instance.closeSync()
      process.off('exit', sweep)
      await rm(spill, { recursive: true, force: true })
    },
  }
}

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<Row[]> {
  const reader = await connection.runAndReadAll(sql)
  const names = reader.deduplicatedColumnNames()
  return reader.getRows().map((row) => Object.fromEntries(row.map((value, at) => [names[at] ?? '', cellOf(value)])))
}

async function doublesOf(connection: DuckDBConnection, sql: string): Promise<Float64Array> {
  const result = await connection.stream(`select v::double from (${sql}) t(v) where v is not null`)
  const parts: Float64Array[] = []
  let length = 0
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const part = Float64Array.from(chunk.getColumnValues(0) as number[])
    parts.push(part)
    length += part.length
  }
  const all = new Float64Array(length)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
