/** Decides which label is the positive one, and writes the SQL that says so of each row. */
import { CannotLook, type Column, type TableHandle } from '../../../model/handles.ts'
import { isNullLikeText, quoteIdentifier, quoteText } from '../../../model/sql.ts'
import { columnOf, doubleLiteral } from '../../log/columns.ts'
import type { Why } from '../../log/telling.ts'

const yes = ['true', 'yes']
const no = ['false', 'no']
const list = (words: string[]): string => words.map(quoteText).join(', ')

/** A declared positive as a number, when it can be one: 1, "1", true, yes. */
const asNumber = (value: string | number | boolean): number | undefined => {
  if (typeof value !== 'string') return Number(value)
  if (yes.includes(value.toLowerCase())) return 1
  if (no.includes(value.toLowerCase())) return 0
  return value.trim() === '' || !Number.isFinite(Number(value)) ? undefined : Number(value)
}

/** Text so written that `1`, `1.0`, `yes` and `TRUE` are one class; null-like text is missing, but `none` is told apart. */
const textKey = (x: string): string => {
  const number = `TRY_CAST(${x} AS DOUBLE)`
  return `CASE WHEN lower(${x}) IN (${list(yes)}) THEN '1.0' WHEN lower(${x}) IN (${list(no)}) THEN '0.0'
    WHEN lower(${x}) = 'none' THEN 'none' WHEN ${isNullLikeText(x)} THEN NULL
    WHEN ${number} IS NOT NULL THEN CASE WHEN isfinite(${number}) THEN CAST(${number} + 0.0 AS VARCHAR) END ELSE ${x} END`
}

type Key = { sql: string; positive: string; negative: string[] }

/** SQL of a row's class and of the positive class; `negative` are the classes that are negative in themselves. */
const keyOf = (column: Column, declared: string | number | boolean | undefined): Key => {
  const name = quoteIdentifier(column.name)
  if (column.kind === 'number' || column.kind === 'boolean') {
    const value = `CAST(${name} AS DOUBLE)`
    const number = declared === undefined ? 1 : asNumber(declared)
    const positive = number === undefined ? 'CAST(NULL AS DOUBLE)' : doubleLiteral(number + 0)
    return { sql: `CASE WHEN isfinite(${value}) THEN ${value} + 0.0 END`, positive, negative: ['0', '-1'] }
  }
  if (column.kind !== 'text')
    throw new CannotLook('not_supported', `the label "${column.name}" holds ${column.sql}, which names no classes`)
  const text = `CAST(${name} AS VARCHAR)`
  const negative = ['0.0', '-1.0']
  if (declared === undefined) return { sql: textKey(text), positive: quoteText('1.0'), negative }
  const literal = quoteText(String(declared))
  const positive = `coalesce(${textKey(literal)}, ${literal})`
  return { sql: `CASE WHEN ${text} = ${literal} THEN ${positive} ELSE ${textKey(text)} END`, positive, negative }
}

/** `labelled`: SQL, true where a row has a label. `sql`: whether it is positive, NULL without a label; undefined when `why` says why not. */
export type Truth = { labelled: string; limits: string[] } & ({ sql: string } | { sql: undefined; why: Why })

type Class = { key: string; positive: boolean; rows: number }

const classesOf = async (log: TableHandle, key: Key, where: string): Promise<{ classes: Class[]; more: boolean }> => {
  const rows = await log.query(
    `SELECT CAST(k AS VARCHAR) AS k, coalesce(k = ${key.positive}, false) AS p, count(*) AS n FROM (SELECT ${key.sql} AS k FROM ${log.from} WHERE ${where})
     WHERE k IS NOT NULL GROUP BY ALL ORDER BY p DESC, n DESC, k LIMIT 5`,
  )
  const classes = rows.map((row) => ({ key: String(row.k).replace(/^(-?\d+)\.0$/, '$1'), positive: row.p === true, rows: Number(row.n) }))
  return { classes, more: classes.length === 5 }
}

/** `none` is a class of its own beside one declared word (`fraud` or `none`), and otherwise means that there is no label. */
const withoutNone = (classes: Class[], declared: string | number | boolean | undefined): { classes: Class[]; keptNone: boolean } => {
  const others = classes.filter((it) => it.key !== 'none')
  const named = declared !== undefined && asNumber(declared) === undefined
  const keptNone = named && others.length < classes.length && (others.length === 1 || declared === 'none')
  return { classes: keptNone ? classes : others, keptNone }
}

/** Reads the classes of the rows that `where` keeps, and says which rows are positive. */
export const readTruth = async (log: TableHandle, where: string): Promise<Truth> => {
  const column = columnOf(log, 'label')
  const declared = log.roles.positive
  const key = keyOf(column, declared)
  const read = await classesOf(log, key, where)
  const { classes, keptNone } = withoutNone(read.classes, declared)
  const negative = key.negative.map((it) => it.replace('.0', ''))
  const has = classes.some((it) => it.positive)
  const bare = keptNone || column.kind !== 'text' ? key.sql : `NULLIF(${key.sql}, 'none')`
  const labelled = `((${bare}) IS NOT NULL)`
  const several = read.more ? 'more than four' : String(classes.length)
  if (classes.length > 2 && declared === undefined)
    return {
      labelled,
      limits: [],
      sql: undefined,
      why: ['undefined', `the label "${column.name}" has ${several} classes; say which is positive: \`positive: <label>\``],
    }
  if (!has && classes.length > 0 && !(classes.length === 1 && (declared !== undefined || negative.includes(classes[0]?.key ?? ''))))
    return {
      labelled,
      limits: [],
      sql: undefined,
      why: [
        'no_role',
        declared === undefined
          ? `no label in "${column.name}" is 1, true or yes; say which is positive: \`positive: <label>\``
          : `no label in "${column.name}" equals the declared positive`,
      ],
    }
  const limits: string[] = []
  if (classes.length > 2) limits.push(`"${column.name}" has ${several} classes; all but the declared positive count as negative`)
  if (keptNone) limits.push(`the text none in "${column.name}" counts as a class, not as a missing label`)
  if (!has && classes.length === 1 && declared !== undefined) limits.push(`no label in "${column.name}" equals the declared positive`)
  return { labelled, limits, sql: `((${bare}) = ${key.positive})` }
}
