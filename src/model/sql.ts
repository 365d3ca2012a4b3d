/** SQL text that every table probe shares: quoting, what is missing, and when two values are the same. Pure; DuckDB's dialect. */
import type { Column } from './handles.ts'

/** Text in any letter case that stands for "no value"; the empty string is one of them. Not trimmed. */
export const nullLikeText = ['', 'none', 'null', 'nan', 'na', 'n/a', 'nil', '#n/a'] as const

/** `a"b` → `"a""b"`. The engine's names ignore letter case; sources see to it that no two columns differ in case alone. */
export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** `it's` → `'it''s'`, a varchar literal. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** A column as SQL, behind the alias of its table when one is given. */
export const columnSql = (column: Pick<Column, 'name'>, alias?: string): string =>
  alias === undefined ? quoteIdentifier(column.name) : `${quoteIdentifier(alias)}.${quoteIdentifier(column.name)}`

const isFloating = (sql: string) => sql === 'DOUBLE' || sql === 'FLOAT'

/** SQL boolean, never null, of a varchar expression that is not null: is it null-like text? */
export const isNullLikeText = (expression: string): string => `(lower(${expression}) in (${nullLikeText.map(quoteText).join(', ')}))`

/** SQL boolean, never null: the row has no value here (null, NaN, ±infinity, null-like text). */
export function missing(column: Column, alias?: string): string {
  const it = columnSql(column, alias)
  if (isFloating(column.sql)) return `(${it} is null or not isfinite(${it}))`
  if (column.kind === 'text') return `(${it} is null or ${isNullLikeText(`${it}::varchar`)})`
  if (column.kind === 'time') return `(${it} is null or not isfinite(${it}))`
  return `(${it} is null)`
}

/** SQL boolean, never null: the row has a value here. */
export const present = (column: Column, alias?: string): string => `(not ${missing(column, alias)})`

const floatingText = (it: string) =>
  `(case when ${it} is null or isnan(${it}) then null when isinf(${it}) then ${it}::varchar ` +
  `when abs(${it}) < 1e38 and ${it} = trunc(${it}) then (${it}::hugeint)::varchar else ${it}::varchar end)`

/** Decimals lose their trailing zeros; small ones are written as a double is, so that 0.00001 is the same from both. */
const decimalText = (it: string) =>
  `(case when ${it} = trunc(${it}) then regexp_replace(${it}::varchar, '\\.0*$', '') ` +
  `when abs(${it}) < 0.0001 then ${it}::double::varchar else rtrim(${it}::varchar, '0') end)`

function valueText(it: string, sql: string): string {
  if (sql.endsWith(']')) {
    const element = sql.slice(0, sql.lastIndexOf('['))
    return `to_json(list_transform(${it}::${element}[], lambda e: ${valueText('e', element)}))::varchar`
  }
  if (sql === 'DOUBLE') return floatingText(it)
  if (sql === 'FLOAT') return floatingText(`${it}::double`)
  if (sql.startsWith('DECIMAL')) return decimalText(it)
  if (sql === 'DATE' || sql.startsWith('TIMESTAMP')) return `${timeOf(it, sql)}::varchar`
  if (sql.startsWith('STRUCT(')) return structText(it, sql)
  if (sql.startsWith('MAP(')) return mapText(it, sql)
  if (sql.startsWith('UNION')) return `to_json(${it})::varchar`
  return `${it}::varchar`
}

/** Fields by name, whatever their order, each as the text of its own type; a struct that is null is null and not one of nulls. */
function structText(it: string, sql: string): string {
  const fields = parts(sql).map((part): [string, string] => {
    const [, quoted, bare = ''] = /^(?:"((?:[^"]|"")*)"|(\S+)) /.exec(part) ?? []
    const name = quoted?.replaceAll('""', '"') ?? bare
    return [name, part.slice((quoted === undefined ? bare.length : quoted.length + 2) + 1)]
  })
  const packed = fields
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, type]) => `${quoteIdentifier(name)} := ${valueText(`struct_extract(${it}, ${quoteText(name)})`, type)}`)
  return `(case when ${it} is not null then to_json(struct_pack(${packed.join(', ')}))::varchar end)`
}

function mapText(it: string, sql: string): string {
  const [key, value] = parts(sql)
  return `(case when ${it} is not null then ${valueText(`map_entries(${it})`, `STRUCT("key" ${key}, "value" ${value})[]`)} end)`
}

/** What stands between the outer brackets of a type, parted at its own commas: `STRUCT(a INTEGER, b MAP(VARCHAR, DOUBLE))` has two. */
function parts(sql: string): string[] {
  const inner = sql.slice(sql.indexOf('(') + 1, -1)
  const found: string[] = []
  let depth = 0
  let quote = ''
  let from = 0
  for (let at = 0; at < inner.length; at += 1) {
    const it = inner[at] as string
    if (quote !== '') quote = it === quote ? '' : quote
    else if (it === '"' || it === "'") quote = it
    else if (it === '(') depth += 1
    else if (it === ')') depth -= 1
    else if (it === ',' && depth === 0) {
      found.push(inner.slice(from, at).trim())
      from = at + 1
    }
  }
  return [...found, inner.slice(from).trim()]
}

/** Any date or time as a timestamp in UTC (with nanoseconds where it had them). */
const timeOf = (it: string, sql: string) =>
  sql === 'TIMESTAMP_NS' ? it : sql === 'TIMESTAMP WITH TIME ZONE' ? `(${it} at time zone 'UTC')` : `${it}::timestamp`

/**
 * SQL varchar that is equal for two values exactly when they are the same value, whatever numeric type, time type or file
 * type each side has: `1`, `1.0` and `1.00` give `1`, −0 gives `0`, float32 counts by its exact value, text is itself byte
 * for byte, times are UTC. Null and NaN give SQL null, so compare with `is not distinct from`, and put a null mark and a
 * separator (or a length) around it before joining several into one text.
 */
export const canonicalText = (column: Column, alias?: string): string => valueText(columnSql(column, alias), column.sql)

/** SQL of the column in its own type, with NaN as null and −0 as 0: the quick way to compare rows of one table. */
export function sameValue(column: Column, alias?: string): string {
  const it = columnSql(column, alias)
  if (isFloating(column.sql)) return `(case when isnan(${it}) then null else ${it} + 0.0 end)`
  if (column.kind === 'other') return canonicalText(column, alias)
  return it
}

const integers = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT', 'UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT']
const timesInMicroseconds = ['DATE', 'TIMESTAMP', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP WITH TIME ZONE']
const isTextType = (column: Column) => column.sql === 'VARCHAR'

/**
 * SQL of two columns of two tables in one type, so that `is not distinct from` (or `=` on rows without nulls) means "the
 * same value"; as quick as their types allow. Text against times is read as a time, text against numbers stays text.
 */
export function alike(a: Column, b: Column, aliasA?: string, aliasB?: string): [string, string] {
  const sides = [columnSql(a, aliasA), columnSql(b, aliasB)] as const
  const both = (test: (column: Column) => boolean) => test(a) && test(b)
  if (a.sql === b.sql) return [sameValue(a, aliasA), sameValue(b, aliasB)]
  if (both((c) => isFloating(c.sql))) {
    const [x, y] = sides.map((it) => `(case when isnan(${it}) then null else ${it}::double + 0.0 end)`)
    return [x ?? '', y ?? '']
  }
  if (both((c) => integers.includes(c.sql))) return [`${sides[0]}::hugeint`, `${sides[1]}::hugeint`]
  if (both((c) => timesInMicroseconds.includes(c.sql))) return [timeOf(sides[0], a.sql), timeOf(sides[1], b.sql)]
  if (isTextType(a) && b.kind === 'time') return [textAsTime(sides[0]), canonicalText(b, aliasB)]
  if (a.kind === 'time' && isTextType(b)) return [canonicalText(a, aliasA), textAsTime(sides[1])]
  return [canonicalText(a, aliasA), canonicalText(b, aliasB)]
}

/** Text that reads as a time gives the canonical text of that time, and itself otherwise. */
const textAsTime = (it: string) => `coalesce((try_cast(${it} as timestamptz) at time zone 'UTC')::varchar, ${it})`
