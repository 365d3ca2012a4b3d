/** Opens a declared table: finds its files, takes their digest, reads them, and hands out a read-only handle. */
import type { Column, Roles, TableHandle } from '../../../model/handles.ts'
import { digestOf, stillSame } from './digest.ts'
import type { Engine } from './engine.ts'
import { type FoundFile, findFiles } from './find-files.ts'
import { kindOf } from './kinds.ts'
import { describe, type Part } from './part.ts'
import { readFiles } from './read-files.ts'
import { refuseMissingRoles, rolesHere, sayMissingRoles } from './roles.ts'
import { withTime } from './time-role.ts'

export type TableRequest = {
  /** `tables.train`. */
  material: string
  /** A file, a folder or a pattern, relative to `root`. */
  path: string
  root: string
  roles: Roles
  kind: 'table' | 'predictions'
  allowOutside?: boolean
  /** The roles were given to several tables at once, so a column that this one lacks is told and no mistake. */
  rolesOfAll?: boolean
}

/** `stillSame()` reads the files again: false means that what was measured may be of no one version of them. */
export type Opened = { handle: TableHandle; version: string; stillSame(): Promise<boolean> }

/** Throws CannotLook for whatever keeps the table from being read. */
export async function openTable(engine: Engine, request: TableRequest): Promise<Opened> {
  const files = await findFiles(request.path, request.root, request.allowOutside ?? false)
  const version = await digestOf(files)
  const part = await readFiles(engine, files)
  return opened(engine, request, files, version, part)
}

/** The last steps that tables and predictions share. */
export async function opened(engine: Engine, request: TableRequest, files: FoundFile[], version: string, read: Part): Promise<Opened> {
  const before = (await describe(engine, read.table)).map((column) => column.name)
  const roles = rolesHere(request.roles, before, read.renamed)
  const lacking = request.rolesOfAll === true ? sayMissingRoles(roles, before, request.material) : []
  if (request.rolesOfAll !== true) refuseMissingRoles(roles, before, request.material)
  const part = await withTime(engine, read, roles.time)
  const columns = (await describe(engine, part.table)).map(({ name, sql }): Column => {
    const nullText = part.nullText.get(name) ?? 0
    return { name, kind: kindOf(sql), sql, ...(nullText > 0 ? { null_text_rows: nullText } : {}) }
  })
  const [counted] = await engine.run(`select count(*) as n from ${part.table}`, `count the rows of ${request.material}`)
  const handle: TableHandle = {
    kind: request.kind,
    material: request.material,
    from: part.table,
    columns,
    roles,
    rows: Number(counted?.n),
    limits: [...part.limits, ...lacking],
    query: (sql) => engine.run(sql, `work on ${request.material}`),
    doubles: (sql) => engine.doubles(sql, `read a column of ${request.material}`),
  }
  return { handle, version, stillSame: () => stillSame(files, version) }
}
