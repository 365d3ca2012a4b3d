/** Reads one column of both tables and measures how far the two lie apart, as numbers or as categories. */
import { CannotLook, type TableHandle } from '../../../model/handles.ts'
import { columnSql, missing, present } from '../../../model/sql.ts'
import { utc } from '../time/moment.ts'
import { type SharedColumn, sameInBoth } from '../two-tables.ts'
import { categoryDistance } from './category-distance.ts'
import type { Distance } from './distance.ts'
import { missingDistance } from './missing-distance.ts'
import { numberDistance } from './number-distance.ts'

/** `undefined` where a side has no row, or none with a value. */
export type Measured = {
  column: string
  values: { measure: string; n: number; m: number; distance: Distance | undefined }
  missing: { n: number; m: number; distance: Distance | undefined }
}

/** Numbers with at most this many values over both tables are compared as categories. */
export const fewValues = 20
/** The engine's estimate of that number may be half as large again. */
const perhapsFew = 40

export async function measureColumns(
  reference: TableHandle,
  current: TableHandle,
  columns: readonly SharedColumn[],
  signal: AbortSignal,
): Promise<Measured[]> {
  const forms = await formsOf(reference, current, columns)
  const looks = { a: await look(reference, columns, forms, 0), b: await look(current, columns, forms, 1) }
  const measured: Measured[] = []
  for (const [at, column] of columns.entries()) {
    if (signal.aborted) throw new CannotLook('cancelled', 'the run was stopped')
    const form = forms[at] as Form
    const [a, b] = [looks.a[at] as Look, looks.b[at] as Look]
    const few = a.distinct <= perhapsFew && b.distinct <= perhapsFew
    const distance = a.values > 0 && b.values > 0 ? await distanceOf(reference, current, form, few) : undefined
    measured.push({
      column: column.name,
      values: {
        measure: distance?.measure ?? (form.numbers ? 'ks' : 'js_distance'),
        n: a.values,
        m: b.values,
        distance,
      },
      missing: {
        n: reference.rows,
        m: current.rows,
        distance:
          reference.rows > 0 && current.rows > 0
            ? missingDistance([reference.rows - a.values, reference.rows], [current.rows - b.values, current.rows])
            : undefined,
      },
    })
  }
  return measured
}

/** SQL of a column on either side, null where missing: doubles when `numbers`, else anything that is equal for equal values. */
type Form = { numbers: boolean; sql: [string, string]; integer: boolean }

async function distanceOf(reference: TableHandle, current: TableHandle, form: Form, few: boolean): Promise<Distance> {
  const sides = await exactIntegers(reference, current, form)
  if (form.numbers && few) {
    const rows = await current.query(`select a, b from (${countsSql(reference, current, sides)}) order by a, b`)
    if (rows.length <= fewValues) return categoryDistance(rows.map((row) => ({ a: Number(row.a), b: Number(row.b), count: 1 })))
  }
  if (!form.numbers) {
    const rows = await current.query(
      `select a, b, count(*) as cells from (${countsSql(reference, current, sides)}) group by a, b order by a, b`,
    )
    return categoryDistance(rows.map((row) => ({ a: Number(row.a), b: Number(row.b), count: Number(row.cells) })))
  }
  const a = (await reference.doubles(`select ${sides[0]} from ${reference.from}`)).sort()
  const b = (await current.doubles(`select ${sides[1]} from ${current.from}`)).sort()
  return distinctUpTo(a, b, fewValues) ?? numberDistance(a, b)
}

/** Rows of each value on both sides. */
const countsSql = (reference: TableHandle, current: TableHandle, [a, b]: [string, string]): string =>
  `select count(*) filter (where side = 0) as a, count(*) filter (where side = 1) as b from
   (select ${a} as value, 0 as side from ${reference.from} union all select ${b} as value, 1 as side from ${current.from})
   where value is not null group by value`

/** Sorted lists as categories when they have at most `most` values between them. */
function distinctUpTo(a: Float64Array, b: Float64Array, most: number): Distance | undefined {
  const cells = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    const value = Math.min(a[i] ?? Infinity, b[j] ?? Infinity)
    const from = { i, j }
    while (i < a.length && a[i] === value) i += 1
    while (j < b.length && b[j] === value) j += 1
    cells.push({ a: i - from.i, b: j - from.j, count: 1 })
    if (cells.length > most) return undefined
  }
  return categoryDistance(cells)
}

/** Doubles tell integers apart up to 2^53 only, so larger ones are counted from the smallest of both sides. */
async function exactIntegers(reference: TableHandle, current: TableHandle, form: Form): Promise<[string, string]> {
  const [x, y] = form.sql
  const doubles: [string, string] = form.numbers ? [`(${x})::double`, `(${y})::double`] : [x, y]
  if (!form.integer) return doubles
  const [row] = await current.query(
    `select min(v)::varchar as least, min(v)::double as low, max(v)::double as high from
     (select ${x} as v from ${reference.from} union all select ${y} as v from ${current.from})`,
  )
  if (Math.max(Math.abs(Number(row?.low)), Math.abs(Number(row?.high))) < 2 ** 53) return doubles
  const from = (it: string) => `((${it})::hugeint - ${row?.least}::hugeint)::double`
  return [from(x), from(y)]
}

const integers = /^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/
const wideIntegers = /^U?(BIGINT|HUGEINT)$/

/** A column is compared as numbers when both sides are numbers, booleans beside numbers, times, or text that reads as such. */
async function formsOf(reference: TableHandle, current: TableHandle, columns: readonly SharedColumn[]): Promise<Form[]> {
  const forms: Form[] = []
  for (const column of columns) {
    const { a, b } = column
    const kinds = [a.kind, b.kind]
    const asText = kinds.includes('text') && kinds.some((kind) => kind === 'number' || kind === 'time')
    const whole = (kind: 'number' | 'time') => kinds.every((it) => it === kind || it === 'text') && kinds.includes(kind)
    const reads = asText && (await readsWhole(reference, current, column))
    const numbers = kinds.every((kind) => kind === 'number' || kind === 'boolean') && kinds.includes('number')
    if (numbers || (reads && whole('number'))) {
      const integer = integers.test(a.sql) && integers.test(b.sql) && (wideIntegers.test(a.sql) || wideIntegers.test(b.sql))
      forms.push({ numbers: true, sql: [numberSql(a), numberSql(b)], integer })
    } else if (kinds.every((kind) => kind === 'time') || (reads && whole('time'))) {
      forms.push({ numbers: true, sql: [`epoch_us(${utc(a)})`, `epoch_us(${utc(b)})`], integer: false })
    } else {
      const [x, y] = sameInBoth(column)
      forms.push({
        numbers: false,
        sql: [`case when ${present(a)} then ${x} end`, `case when ${present(b)} then ${y} end`],
        integer: false,
      })
    }
  }
  return forms
}

const numberSql = (column: SharedColumn['a']): string => {
  const it = columnSql(column)
  if (column.kind === 'boolean') return `${it}::int`
  return `(case when ${missing(column)} then null else ${column.kind === 'text' ? readNumber(column) : it} end)`
}

const readNumber = (column: SharedColumn['a']): string => {
  const number = `try_cast(${columnSql(column)}::varchar as double)`
  return `(case when isfinite(${number}) then ${number} end)`
}

/** Whether the side that holds text reads as what the other holds, in every row that has a value. */
async function readsWhole(reference: TableHandle, current: TableHandle, { a, b }: SharedColumn): Promise<boolean> {
  const [table, text, other] = a.kind === 'text' ? [reference, a, b] : [current, b, a]
  const read = other.kind === 'time' ? utc(text) : readNumber(text)
  const [row] = await table.query(`select count(*) filter (where ${present(text)} and ${read} is null) as bad from ${table.from}`)
  return row?.bad === 0
}

type Look = { values: number; distinct: number }

/** One scan of a table: how many rows have a value in each column, and about how many different values numbers have. */
async function look(table: TableHandle, columns: readonly SharedColumn[], forms: readonly Form[], side: 0 | 1): Promise<Look[]> {
  if (columns.length === 0) return []
  const counts = forms.flatMap((form, at) => [
    `count(${form.sql[side]}) as n${at}`,
    ...(form.numbers ? [`approx_count_distinct(${form.sql[side]}) as d${at}`] : []),
  ])
  const [row] = await table.query(`select ${counts.join(', ')} from ${table.from}`)
  return columns.map((_, at) => ({ values: Number(row?.[`n${at}`]), distinct: Number(row?.[`d${at}`] ?? 0) }))
}
