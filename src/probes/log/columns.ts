/** Finds the columns that a log's roles name, and writes the SQL that reads them as numbers. */
import type { Roles } from '../../model/handles.ts'
import { CannotLook, type Column, type TableHandle } from '../../model/handles.ts'
import { isNullLikeText, quoteIdentifier } from '../../model/sql.ts'

/** The roles that name one column. */
export type ColumnRole = { [R in keyof Roles]-?: Exclude<Roles[R], undefined> extends string ? R : never }[keyof Roles]

/** The column in this role, or undefined when the role is not declared. Throws `missing_role` when there is no such column. */
export const columnIfDeclared = (log: TableHandle, role: ColumnRole): Column | undefined => {
  const name = log.roles[role]
  if (name === undefined) return undefined
  const column = log.columns.find((it) => it.name === name)
  if (column === undefined)
    throw new CannotLook('missing_role', `${log.material} has no column "${name}"; say which column is the ${role}: \`${role}: <column>\``)
  return column
}

/** The column in this role; throws `missing_role` when it is not declared. */
export const columnOf = (log: TableHandle, role: ColumnRole): Column => {
  const column = columnIfDeclared(log, role)
  if (column === undefined)
    throw new CannotLook('missing_role', `${log.material} does not say which column is its ${role}; declare \`${role}: <column>\``)
  return column
}

/** A number as an SQL literal that DuckDB reads back to the last bit. */
export const doubleLiteral = (value: number): string => `CAST('${value}' AS DOUBLE)`

/** A column as a finite DOUBLE; null, NaN, infinity and text that is no number give NULL. */
export const numberOf = (column: Column): string => {
  if (column.kind === 'time' || column.kind === 'other')
    throw new CannotLook('not_supported', `column "${column.name}" holds ${column.sql}, which is not a number`)
  const name = quoteIdentifier(column.name)
  const value = `TRY_CAST(${column.kind === 'text' ? `CAST(${name} AS VARCHAR)` : name} AS DOUBLE)`
  return `CASE WHEN isfinite(${value}) THEN ${value} END`
}

/** Condition: the column holds text that is neither a number nor one of the words for nothing. */
export const notANumber = (column: Column): string => {
  if (column.kind !== 'text') return 'false'
  const name = `CAST(${quoteIdentifier(column.name)} AS VARCHAR)`
  return `(${name} IS NOT NULL AND NOT ${isNullLikeText(name)} AND TRY_CAST(${name} AS DOUBLE) IS NULL)`
}
