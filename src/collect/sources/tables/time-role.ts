/** Makes the column that a role calls `time` a time: ISO-like text is read, Unix seconds are turned into moments. */
import { isNullLikeText, quoteIdentifier } from '../../../model/sql.ts'
import type { Engine } from './engine.ts'
import { kindOf } from './kinds.ts'
import { describe, type Part } from './part.ts'

export async function withTime(engine: Engine, part: Part, time: string | undefined): Promise<Part> {
  if (time === undefined) return part
  const column = (await describe(engine, part.table)).find((it) => it.name === time)
  if (column === undefined) return part
  const kind = kindOf(column.sql)
  if (kind === 'text') return fromText(engine, part, time)
  if (kind === 'number') return fromNumber(engine, part, time)
  return part
}

async function fromText(engine: Engine, part: Part, time: string): Promise<Part> {
  const x = `${quoteIdentifier(time)}::varchar`
  const value = `(case when (${x})[1] between '0' and '9' then try_cast(${x} as timestamptz) end)`
  const [row] = await engine.run(
    `select count(*) filter (where ${x} is not null and not ${isNullLikeText(x)} and ${value} is null) as bad,
     count(*) filter (where ${x} is not null and ${isNullLikeText(x)}) as t from ${part.table}`,
  )
  const bad = Number(row?.bad)
  const said =
    bad === 0
      ? []
      : [
          `${bad} ${bad === 1 ? 'value' : 'values'} of the time column ${JSON.stringify(time)} could not be read as a time; ${bad === 1 ? 'it counts' : 'they count'} as missing.`,
        ]
  const read = await replaced(engine, part, time, value)
  return { ...read, limits: [...part.limits, ...said], nullText: new Map([...part.nullText, [time, Number(row?.t)]]) }
}

/** Sizes of numbers that moments between 1973 and 2286 have as Unix time, and what makes a microsecond of one. */
const units = [
  { name: 'seconds', low: 1e8, high: 1e10, micros: (x: string) => `(${x} * 1000000)` },
  { name: 'milliseconds', low: 1e11, high: 1e13, micros: (x: string) => `(${x} * 1000)` },
  { name: 'microseconds', low: 1e14, high: 1e16, micros: (x: string) => x },
  { name: 'nanoseconds', low: 1e17, high: 1e19, micros: (x: string) => `(${x} / 1000)` },
]

async function fromNumber(engine: Engine, part: Part, time: string): Promise<Part> {
  const x = quoteIdentifier(time)
  const [row] = await engine.run(
    `select min(${x})::double as low, max(${x})::double as high from ${part.table} where isfinite(${x}::double)`,
  )
  const unit = units.find((it) => typeof row?.low === 'number' && row.low >= it.low && Number(row.high) < it.high)
  if (unit === undefined)
    return {
      ...part,
      limits: [...part.limits, `The time column ${JSON.stringify(time)} holds plain numbers; they are ordered as numbers.`],
    }
  const value = `(case when isfinite(${x}::double) then make_timestamptz(floor(${unit.micros(`${x}::decimal(38, 9)`)})::bigint) end)`
  const read = await replaced(engine, part, time, value)
  return { ...read, limits: [...part.limits, `The time column ${JSON.stringify(time)} was read as Unix ${unit.name}.`] }
}

async function replaced(engine: Engine, part: Part, column: string, value: string): Promise<Part> {
  const table = engine.fresh('timed')
  await engine.run(`create view ${table} as select * replace (${value} as ${quoteIdentifier(column)}) from ${part.table}`)
  return { ...part, table }
}
