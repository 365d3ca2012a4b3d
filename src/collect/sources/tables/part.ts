/** Some files of one form, read: a table or view of the engine that holds their rows. */
import type { Column } from '../../../model/handles.ts'
import type { Engine } from './engine.ts'
import { type FoundFile, shown } from './find-files.ts'

/** `nullText`: by column, how many values were null-like text that a typed column now holds as null. */
export type Part = {
  table: string
  limits: string[]
  nullText: Map<string, number>
  /** Names as files write them that only differ in letter case from another's → the names that the engine could take. */
  renamed?: ReadonlyMap<string, string>
}

export type Described = Pick<Column, 'name' | 'sql'>

/** Every column of a table, in order. */
export const describe = (engine: Engine, table: string): Promise<Described[]> => describeSelect(engine, `select * from ${table}`, 'a table')

/** `whose`: what the message names when the engine cannot tell. */
export const describeSelect = async (engine: Engine, select: string, whose: string): Promise<Described[]> =>
  (await engine.read(`describe ${select}`, `read the columns of ${whose}`)).map((row) => ({
    name: String(row.column_name),
    sql: String(row.column_type),
  }))

/** Several files in a sentence. */
export const namesOf = (files: readonly FoundFile[]) =>
  files.length === 1 ? shown(files[0]?.name ?? '') : `${files.length} files (${shown(files[0]?.name ?? '')} first)`

/** For `renamed`: each written name that no column has any more, with the name its column was given. */
export const renamedOf = (written: readonly string[], given: readonly string[]): Map<string, string> =>
  new Map(written.flatMap((name, at) => (given.includes(name) || given[at] === undefined ? [] : [[name, given[at]]])))
