/** Gives the text columns of a CSV table the type that every one of their values has: number, time, boolean, or text as it was. */
import { isNullLikeText, quoteIdentifier } from '../../../model/sql.ts'
import type { Engine, Row } from './engine.ts'
import { describe, type Part } from './part.ts'

/** A type, when a text has it exactly, and how the text becomes a value of it. */
type Candidate = { sql: string; fits: (x: string) => string; value: (x: string) => string }

const tried = (type: string) => (x: string) => `try_cast(${x} as ${type})`
/** The engine rounds `1.5` and `1e-3` to integers when asked for one; only text that is a whole number by value may become one. */
const whole = (type: string) => (x: string) =>
  `(try_cast(${x} as ${type}) is not null and not contains(${x}, '.') and coalesce(try_cast(${x} as ${type})::double = try_cast(${x} as double), false))`
/** The engine also takes words such as `epoch` and `infinity` for times; a time starts with a digit. */
const startsWithDigit = (x: string) => `(${x}[1] between '0' and '9')`

const candidates: Candidate[] = [
  { sql: 'BOOLEAN', fits: (x) => `(lower(${x}) in ('true', 'false'))`, value: (x) => `(lower(${x}) = 'true')` },
  { sql: 'BIGINT', fits: whole('bigint'), value: tried('bigint') },
  { sql: 'HUGEINT', fits: whole('hugeint'), value: tried('hugeint') },
  { sql: 'DOUBLE', fits: (x) => `(try_cast(${x} as double) is not null)`, value: tried('double') },
  {
    sql: 'DATE',
    fits: (x) => `(${startsWithDigit(x)} and length(${x}) <= 10 and try_cast(${x} as date) is not null)`,
    value: tried('date'),
  },
  {
    sql: 'TIMESTAMPTZ',
    fits: (x) => `(${startsWithDigit(x)} and try_cast(${x} as timestamptz) is not null)`,
    value: tried('timestamptz'),
  },
]

/** How many rows are looked at first; only types that all of those have are tried on every row. */
const sample = 2048

/** Replaces `raw` (text columns only) by a typed table. Null-like text in a typed column becomes null and is counted. */
export async function typed(engine: Engine, raw: string): Promise<Part> {
  const columns = (await describe(engine, raw)).map((column) => column.name)
  const few = await fitting(engine, `(select * from ${raw} limit ${sample})`, columns, () => candidates)
  const all = await fitting(engine, raw, columns, (at) => few[at]?.fit ?? [])
  const table = engine.fresh('csv')
  const nullText = new Map<string, number>()
  const selects = columns.map((name, at) => {
    const x = quoteIdentifier(name)
    const chosen = all[at]?.fit[0]
    if (chosen === undefined || (all[at]?.values ?? 0) === 0) return x
    nullText.set(name, all[at]?.nullText ?? 0)
    return `case when ${x} is null or ${isNullLikeText(x)} then null else ${chosen.value(x)} end as ${x}`
  })
  await engine.run(`create table ${table} as select ${selects.join(', ')} from ${raw}`, 'give the columns of a CSV file their types')
  await engine.run(`drop table ${raw}`)
  return { table, nullText, limits: [] }
}

type Fit = { fit: Candidate[]; values: number; nullText: number }

/** Which candidates every value of each column fits, in one scan. */
async function fitting(engine: Engine, from: string, columns: string[], tries: (at: number) => Candidate[]): Promise<Fit[]> {
  const counts = columns.flatMap((name, at) => {
    const x = quoteIdentifier(name)
    const isValue = `${x} is not null and not ${isNullLikeText(x)}`
    if (tries(at).length === 0) return []
    return [
      `count(*) filter (where ${isValue}) as v${at}`,
      `count(*) filter (where ${x} is not null and ${isNullLikeText(x)}) as t${at}`,
      ...tries(at).map((it, n) => `count(*) filter (where ${isValue} and not ${it.fits(x)}) as c${at}_${n}`),
    ]
  })
  const row: Row = counts.length === 0 ? {} : ((await engine.run(`select ${counts.join(', ')} from ${from}`))[0] ?? {})
  return columns.map((_, at) => ({
    values: Number(row[`v${at}`] ?? 0),
    nullText: Number(row[`t${at}`] ?? 0),
    fit: tries(at).filter((_, n) => row[`c${at}_${n}`] === 0),
  }))
}
