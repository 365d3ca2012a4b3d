/** Which number columns repeat a calendar part (hour, weekday, …) of a moment that lies after the prediction. */
import { CannotLook, type Column, type TableHandle } from '../../../model/handles.ts'
import { columnSql, present } from '../../../model/sql.ts'
import { nanoseconds, utc } from './moment.ts'

/** Numbers that people make of a moment `t`, a SQL timestamp in UTC. Weekdays in the four usual ways of counting. */
const parts: { name: string; of: (t: string) => string }[] = [
  { name: 'hour', of: (t) => `hour(${t})` },
  { name: 'minute', of: (t) => `minute(${t})` },
  { name: 'minute of the day', of: (t) => `hour(${t}) * 60 + minute(${t})` },
  { name: 'weekday', of: (t) => `isodow(${t})` },
  { name: 'weekday', of: (t) => `isodow(${t}) - 1` },
  { name: 'weekday', of: (t) => `dayofweek(${t})` },
  { name: 'weekday', of: (t) => `dayofweek(${t}) + 1` },
  { name: 'day', of: (t) => `day(${t})` },
  { name: 'day of the year', of: (t) => `dayofyear(${t})` },
  { name: 'week', of: (t) => `week(${t})` },
  { name: 'month', of: (t) => `month(${t})` },
  { name: 'Unix seconds', of: (t) => `floor(epoch(${t}))` },
  { name: 'Unix milliseconds', of: (t) => `epoch_ms(${t})` },
]

/** Fewer rows say nothing about where a number comes from. */
const fewestRows = 50
const fewestApart = 10
const equalShare = 0.99
const featuresATime = 10

export type Derived = { column: string; from: string; part: string; rows: number; later: number }

/**
 * `late` are the moments that lie after `time` in some row, `others` those that never do. A number counts as made from a
 * late moment when it equals one of its parts in 99 % of at least 50 rows, takes more than one value there, and equals it
 * also in 99 % of the rows (at least 10) where that part of `time`, or of another moment, is a different one.
 */
export async function derivedFrom(
  table: TableHandle,
  features: readonly Column[],
  time: Column,
  late: readonly Column[],
  others: readonly Column[],
  signal: AbortSignal,
): Promise<Derived[]> {
  const found: Derived[] = []
  for (let from = 0; from < features.length && late.length > 0; from += featuresATime) {
    if (signal.aborted) throw new CannotLook('cancelled', 'the run was stopped')
    const some = features.slice(from, from + featuresATime)
    const [row] = await table.query(sqlFor(table, some, time, late, others))
    for (const [f, feature] of some.entries()) {
      const best = bestSource((name) => Number(row?.[name] ?? 0), f, late, others.length + 1)
      if (best !== undefined) found.push({ column: feature.name, ...best })
    }
  }
  return found
}

/** Aggregates `n` rows, `l` later ones, `v` whether it varies, `e` equal to the late part; `d` where that part differs from the same part of another moment, `o` equal to the late one there. */
function sqlFor(table: TableHandle, features: readonly Column[], time: Column, late: readonly Column[], others: readonly Column[]): string {
  const known = [time, ...others]
  const aggregates = features.flatMap((_, f) =>
    late.flatMap((_, l) => {
      const usable = `x${f} is not null and l${l} is not null and k0 is not null`
      const equal = (moment: string, of: (t: string) => string) => `count(*) filter (where ${usable} and x${f} = ${of(moment)})`
      return [
        `count(*) filter (where ${usable}) as n_${f}_${l}`,
        `count(*) filter (where ${usable} and ln${l} > kn) as l_${f}_${l}`,
        `(min(x${f}) filter (where ${usable}) < max(x${f}) filter (where ${usable}))::int as v_${f}_${l}`,
        ...parts.flatMap(({ of }, p) => [
          `${equal(`l${l}`, of)} as e_${f}_${l}_${p}`,
          ...known.flatMap((_, k) => {
            const differ = `${usable} and ${of(`l${l}`)} <> ${of(`k${k}`)}`
            return [
              `count(*) filter (where ${differ}) as d_${f}_${l}_${p}_${k}`,
              `count(*) filter (where ${differ} and x${f} = ${of(`l${l}`)}) as o_${f}_${l}_${p}_${k}`,
            ]
          }),
        ]),
      ]
    }),
  )
  const values = [
    ...features.map((column, f) => `case when ${present(column)} then ${columnSql(column)}::double end as x${f}`),
    ...late.flatMap((column, l) => [`${utc(column)} as l${l}`, `${nanoseconds(column)} as ln${l}`]),
    ...known.map((column, k) => `${utc(column)} as k${k}`),
    `${nanoseconds(time)} as kn`,
  ]
  return `select ${aggregates.join(', ')} from (select ${values.join(', ')} from ${table.from})`
}

type Source = Omit<Derived, 'column'> & { equal: number }

function bestSource(
  count: (name: string) => number,
  f: number,
  late: readonly Column[],
  known: number,
): Omit<Derived, 'column'> | undefined {
  const sources = late.flatMap(({ name }, l): Source[] => {
    const rows = count(`n_${f}_${l}`)
    if (rows < fewestRows || count(`v_${f}_${l}`) !== 1) return []
    return parts.flatMap(({ name: part }, p): Source[] => {
      const equal = count(`e_${f}_${l}_${p}`)
      // Only rows where the two moments differ can tell which of them the number was made from.
      const apart = Array.from({ length: known }, (_, k) => ({
        rows: count(`d_${f}_${l}_${p}_${k}`),
        equal: count(`o_${f}_${l}_${p}_${k}`),
      }))
      const fromLate = apart.every((it) => it.rows >= fewestApart && it.equal >= equalShare * it.rows)
      return equal >= equalShare * rows && fromLate ? [{ from: name, part, rows, later: count(`l_${f}_${l}`), equal }] : []
    })
  })
  const [best] = sources.sort((a, b) => b.equal / b.rows - a.equal / a.rows)
  if (best === undefined) return undefined
  const { equal: _, ...source } = best
  return source
}
