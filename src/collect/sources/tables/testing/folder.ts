/** For tests: a folder of their own with files in it, an engine that may read it, and Parquet made by an engine without a fence. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Roles } from '../../../../model/handles.ts'
import { type Engine, type Opened, openEngine, openPredictions, openTable } from '../index.ts'

export type Folder = {
  path: string
  engine: Engine
  write(name: string, content: string | Uint8Array): Promise<void>
  /** The rows of a SELECT as a Parquet file. */
  parquet(name: string, select: string): Promise<void>
  table(path: string, roles?: Roles, allowOutside?: boolean): Promise<Opened>
  log(path: string, roles: Roles, labels?: { path: string; id: string; label: string }): Promise<Opened>
  /** Every row of a table, for looking at. */
  rows(opened: Opened): Promise<unknown[]>
  close(): Promise<void>
}

export async function folder(options: { memory?: string } = {}): Promise<Folder> {
  const path = await mkdtemp(join(await realpath(tmpdir()), 'tables-'))
  const engine = await openEngine({ directories: [path], ...options })
  const maker = await (await DuckDBInstance.create()).connect()
  const write = async (name: string, content: string | Uint8Array) => {
    await mkdir(dirname(join(path, name)), { recursive: true })
    await writeFile(join(path, name), content)
  }
  return {
    path,
    engine,
    write,
    parquet: async (name, select) => {
      await mkdir(dirname(join(path, name)), { recursive: true })
      await maker.run(`copy (${select}) to '${join(path, name).replaceAll("'", "''")}' (format parquet)`)
    },
    table: (name, roles = {}, allowOutside = false) =>
      openTable(engine, { material: 'tables.t', path: name, root: path, roles, kind: 'table', allowOutside }),
    log: (name, roles, labels) =>
      openPredictions(engine, { material: 'predictions.p', path: name, root: path, roles, kind: 'predictions', labels }),
    rows: (opened) => opened.handle.query(`select * from ${opened.handle.from}`),
    close: async () => {
      maker.closeSync()
      await engine.close()
      await rm(path, { recursive: true, force: true })
    },
  }
}
