/** What two tables have in common: which columns, which roles, and how a value of one is set against a value of the other. */
import type { Column, Roles, TableHandle } from '../../model/handles.ts'
import { alike, canonicalText, columnSql } from '../../model/sql.ts'

/** One column that both tables have under the same name. */
export type SharedColumn = { name: string; a: Column; b: Column }

type SingleRole = 'id' | 'label' | 'time' | 'entity' | 'score' | 'model' | 'weight'

/** In the order of the first table; names must be the same letter for letter. */
export function sharedColumns(a: TableHandle, b: TableHandle): SharedColumn[] {
  const ofB = new Map(b.columns.map((column) => [column.name, column]))
  return a.columns.flatMap((column) => {
    const other = ofB.get(column.name)
    return other === undefined ? [] : [{ name: column.name, a: column, b: other }]
  })
}

/** The name a role has in a table: what the table itself declares, else what the other table declares. */
export const roleName = (table: TableHandle, role: SingleRole, other?: TableHandle): string | undefined =>
  table.roles[role] ?? other?.roles[role]

/** The column of a role, where the table has it. */
export const roleColumn = (table: TableHandle, role: SingleRole, other?: TableHandle): Column | undefined => {
  const name = roleName(table, role, other)
  return name === undefined ? undefined : table.columns.find((column) => column.name === name)
}

export const declaredFeatures = (a: TableHandle, b?: TableHandle): Roles['features'] => a.roles.features ?? b?.roles.features

/** Names of the columns that have one of the roles in either table. */
export const inRoles = (roles: readonly SingleRole[], a: TableHandle, b: TableHandle): Set<string> =>
  new Set(roles.flatMap((role) => [roleName(a, role, b), roleName(b, role, a)]).filter((name) => name !== undefined))

const readAsNumber = (text: string) => {
  const double = canonicalText({ name: 'x', kind: 'number', sql: 'DOUBLE' })
  return (
    `(case when ${text} is null then null when regexp_full_match(${text}, '[+-]?[0-9]{1,38}') then coalesce(try_cast(${text} as hugeint)::varchar, ${text}) ` +
    `else coalesce(list_transform([try_cast(${text} as double)], lambda x: ${double})[1], ${text}) end)`
  )
}

const readAsBoolean = (text: string) => `(case when lower(${text}) in ('true', 'false') then lower(${text}) else ${text} end)`

/** A text column set against a number, or a boolean against either, in the form in which the other side is written. */
function across(column: Column, other: Column): string {
  const it = columnSql(column)
  if (column.kind === 'text' && other.kind === 'number') return readAsNumber(`${it}::varchar`)
  if (column.kind === 'text' && other.kind === 'boolean') return readAsBoolean(`${it}::varchar`)
  if (column.kind === 'boolean' && other.kind === 'number') return `(${it}::int)::varchar`
  return canonicalText(column)
}

const sameKind = ({ a, b }: { a: Column; b: Column }) => a.kind === b.kind

/**
 * SQL of both sides in one type, so that `is not distinct from` means the same value. Where a file holds as text what the
 * other holds as numbers, times or booleans, the text is read as such, so that a changed type does not hide a row.
 */
export const sameInBoth = (column: { a: Column; b: Column }): [string, string] =>
  sameKind(column) || column.a.kind === 'time' || column.b.kind === 'time'
    ? alike(column.a, column.b)
    : [across(column.a, column.b), across(column.b, column.a)]

/** One sentence for the columns whose kind differs between the tables; none when there are none. */
export function sayOtherKinds(columns: readonly SharedColumn[], a: TableHandle, b: TableHandle): string[] {
  const others = columns.filter((column) => !sameKind(column))
  if (others.length === 0) return []
  const each = others.slice(0, 10).map(({ name, a: x, b: y }) => `${JSON.stringify(name)} (${x.kind}, ${y.kind})`)
  return [
    `Not of one kind in ${a.material} and ${b.material}: ${each.join(', ')}${others.length > 10 ? ` and ${others.length - 10} more` : ''}. Values were compared by what they read as.`,
  ]
}

/** Column names for a sentence, at most twenty. */
export const listed = (names: readonly string[], most = 20): string => {
  const shown = names.slice(0, most).map((name) => JSON.stringify(name))
  return names.length > most ? `${shown.join(', ')} and ${names.length - most} more` : shown.join(', ')
}

/** `1 row`, `3 rows`. */
export const rowsOf = (n: number): string => (n === 1 ? '1 row' : `${n} rows`)
