/** Sorts the values of a column into a few groups with names that give no rare or free-text value away. */
import type { Column, TableHandle } from '../../../model/handles.ts'
import { sayNumber } from '../../../model/say.ts'
import { columnSql, missing, quoteText } from '../../../model/sql.ts'
import { doubleLiteral, numberOf } from '../../log/columns.ts'

/** `sql` gives an integer for each row; `names[code]` names the group, undefined when it has no name of its own. */
export type Coding = { column: string; sql: string; names: (string | undefined)[] }

/** Numbers with at most so many values are taken value by value, others in ranges of equally many rows. */
const fewNumbers = 24
const ranges = 10
/** Text with at most so many values is named value by value, each that has enough rows; of others the most frequent ones by rank. */
const fewTexts = 50
const frequent = 20
const longest = 40

const coded = (column: Column, conditions: string[], names: (string | undefined)[]): Coding => {
  const cases = conditions.map((condition, code) => `WHEN ${condition} THEN ${code}`).join(' ')
  const sql = `CASE WHEN ${missing(column)} THEN ${names.length} ${cases} ELSE ${names.length + 1} END`
  return { column: column.name, sql, names: [...names, `${column.name} is missing`, undefined] }
}

const ofBoolean = (column: Column): Coding =>
  coded(column, [columnSql(column), `NOT ${columnSql(column)}`], [`${column.name} = true`, `${column.name} = false`])

const ofValues = (column: Column, values: number[]): Coding =>
  coded(
    column,
    values.map((value) => `${numberOf(column)} = ${doubleLiteral(value)}`),
    values.map((value) => `${column.name} = ${value}`),
  )

const ofRanges = (column: Column, edges: number[]): Coding => {
  const inner = edges.slice(1, -1)
  const names = [...inner, edges.at(-1) ?? 0].map((edge, at) => {
    const range = `${sayNumber(edges[at] ?? 0)} to ${sayNumber(edge)}`
    return `${column.name} ${range} (range ${at + 1} of ${inner.length + 1})`
  })
  const value = numberOf(column)
  const conditions = [...inner.map((edge) => `${value} < ${doubleLiteral(edge)}`), `${value} IS NOT NULL`]
  return coded(column, conditions, names)
}

/** The distinct values, at most one more than are taken one by one. Many among the first rows are many at all, and spare the rest of the work. */
const readValues = async (log: TableHandle, value: string): Promise<number[]> => {
  const rows = `(SELECT ${value} + 0.0 AS v FROM ${log.from} WHERE (${value}) IS NOT NULL`
  const distinct = (limit: string) => log.query(`SELECT DISTINCT v FROM ${rows}${limit}) ORDER BY v LIMIT ${fewNumbers + 1}`)
  const first = await distinct(' LIMIT 100000')
  return (first.length > fewNumbers ? first : await distinct('')).map((row) => Number(row.v))
}

const readNumbers = async (log: TableHandle, column: Column): Promise<Coding | undefined> => {
  const value = numberOf(column)
  const values = await readValues(log, value)
  if (values.length < 2) return undefined
  if (values.length <= fewNumbers) return ofValues(column, values)
  const parts = Array.from({ length: ranges + 1 }, (_, at) => at / ranges).join(', ')
  const edges = await log.doubles(
    `SELECT unnest(quantile_disc(v, [${parts}])) FROM (SELECT ${value} AS v FROM ${log.from}) WHERE v IS NOT NULL`,
  )
  return ofRanges(column, [...new Set(edges)])
}

const ordinal = (n: number): string => (n === 1 ? 'most frequent value' : `value number ${n} by frequency`)

const readTexts = async (log: TableHandle, column: Column, enough: number): Promise<Coding | undefined> => {
  const value = `CAST(${columnSql(column)} AS VARCHAR)`
  const rows = await log.query(
    `SELECT ${value} AS v, count(*) AS n FROM ${log.from} WHERE NOT ${missing(column)} GROUP BY ALL ORDER BY n DESC, v LIMIT ${fewTexts + 1}`,
  )
  const few = rows.length <= fewTexts
  const kept = rows.filter((row) => Number(row.n) >= enough).slice(0, few ? fewTexts : frequent)
  if (kept.length === 0 || rows.length < 2) return undefined
  const named = few && kept.every((row) => String(row.v).length <= longest)
  return coded(
    column,
    kept.map((row) => `${value} = ${quoteText(String(row.v))}`),
    kept.map((row, at) => (named ? `${column.name} = ${row.v}` : `${column.name}: ${ordinal(at + 1)}`)),
  )
}

/** Undefined for columns that make no groups: times, lists, ids, free text, and columns with one value. `enough`: rows that a text value needs. */
export const readCoding = async (log: TableHandle, column: Column, enough: number): Promise<Coding | undefined> => {
  if (column.kind === 'boolean') return ofBoolean(column)
  if (column.kind === 'number') return readNumbers(log, column)
  return column.kind === 'text' ? readTexts(log, column, enough) : undefined
}
