/** Gives the text columns of CSV the type that every one of their values has: number, time, boolean, or text as it was. */
import { isNullLikeText, nullLikeText, quoteIdentifier } from '../../../model/sql.ts'
import type { Engine, Row } from './engine.ts'

/** A type, how a text becomes a value of it (null when it cannot), and what the engine would take but must not. */
type Candidate = {
  sql: string
  /** What such a text may look like, generously: a type that is wrongly tried costs a scan, one that is passed over is lost. */
  like: RegExp
  value: (x: string) => string
  butNot?: (x: string) => string
}

/** The engine rounds `1.5` and `1e-3` to whole numbers when asked for one, and reads `0x1F`; only a whole number by value may become one. */
const notWhole = (type: string) => (x: string) =>
  `(contains(${x}, '.') or coalesce(try_cast(${x} as ${type})::double <> try_cast(${x} as double), true))`
/** The engine also takes words such as `epoch` for times; a time starts with a digit. */
const notDigitFirst = (x: string) => `(not ${x}[1] between '0' and '9')`

const candidates: Candidate[] = [
  { sql: 'BOOLEAN', like: /^(true|false)$/i, value: (x) => `(case lower(${x}) when 'true' then true when 'false' then false end)` },
  { sql: 'BIGINT', like: /^\s*[+-]?\d+(e\+?\d+)?\s*$/i, value: (x) => `try_cast(${x} as bigint)`, butNot: notWhole('bigint') },
  { sql: 'HUGEINT', like: /^\s*[+-]?\d+(e\+?\d+)?\s*$/i, value: (x) => `try_cast(${x} as hugeint)`, butNot: notWhole('hugeint') },
  { sql: 'DOUBLE', like: /^\s*[+-]?(\d|\.\d|inf|nan)/i, value: (x) => `nullif(try_cast(${x} as double), 'nan'::double)` },
  { sql: 'DATE', like: /^\d.*[-/]/, value: (x) => `try_cast(${x} as date)`, butNot: (x) => `(length(${x}) > 10 or ${notDigitFirst(x)})` },
  { sql: 'TIMESTAMPTZ', like: /^\d.*[-/:]/, value: (x) => `try_cast(${x} as timestamptz)`, butNot: notDigitFirst },
]

/** How many rows are looked at first, to pass over types that do not come into question. */
const sample = 200
/** Questions to a scan at most: each holds some vectors of every row in work, and thousands would fill the memory. */
const most = 200

export type Typed = { table: string; rows: number; nullText: Map<string, number> }

/** SQL behind FROM, columns of text only: `first` is read once and may record what it leaves out, `again` as often as needed. */
export type Source = { names: readonly string[]; first: string; again: string; doing: string }

/** One question to a scan: does column `at` hold nothing that the candidate could not be? */
type Asked = { at: number; it: Candidate; key: string }

/**
 * Reads text columns into a table of typed ones: a look at the first rows, a scan, one more for types that fail late, and
 * the scan that keeps the rows. Null-like text in a typed column becomes null and is counted.
 */
export async function typed(engine: Engine, source: Source): Promise<Typed> {
  const { names, doing } = source
  const open = await sampled(engine, source)
  const chosen = new Map<number, Candidate>()
  const nullText = new Map<string, number>()
  let rows = 0
  for (let from = source.first; ; from = source.again) {
    const asked = names.flatMap((_, at): Asked[] => {
      const it = chosen.has(at) ? undefined : open[at]?.shift()
      return it === undefined ? [] : [{ at, it, key: String(at) }]
    })
    if (asked.length === 0 && from === source.again) break
    const row = await scan(engine, from, names, asked, doing)
    rows = Number(row.rows)
    for (const { at, it, key } of asked) {
      if (row[`other${key}`] !== 0) continue
      open[at] = []
      if (row[`value${key}`] === 0) continue
      chosen.set(at, it)
      nullText.set(names[at] ?? '', Number(row[`text${key}`]) - Number(row[`value${key}`]))
    }
  }
  const table = engine.fresh('csv')
  const selects = names.map(
    (name, at) => `${chosen.get(at)?.value(quoteIdentifier(name)) ?? quoteIdentifier(name)} as ${quoteIdentifier(name)}`,
  )
  await engine.read(`create table ${table} as select ${selects.join(', ')} from ${source.again}`, doing)
  return { table, rows, nullText }
}

/** By column, the types that all of the first rows may have, narrowest first. */
async function sampled(engine: Engine, { names, again, doing }: Source): Promise<Candidate[][]> {
  const rows = await engine.read(`select * from ${again} limit ${sample}`, doing)
  return names.map((name) => {
    const texts = rows.map((row) => row[name]).filter((text) => typeof text === 'string' && !isNullLike(text))
    return candidates.filter((it) => texts.every((text) => it.like.test(String(text))))
  })
}

const isNullLike = (text: string) => (nullLikeText as readonly string[]).includes(text.toLowerCase())

/** The answers to all questions, in as many scans as their number needs. */
async function scan(engine: Engine, from: string, names: readonly string[], asked: readonly Asked[], doing: string): Promise<Row> {
  const row: Row = {}
  for (let at = 0; at === 0 || at < asked.length; at += most) {
    // Every column is read in the first scan even when no question is asked of it, so that all rows which cannot be read are met.
    const seen = at === 0 ? names : []
    Object.assign(row, await part(engine, from, names, asked.slice(at, at + most), seen, doing))
  }
  return row
}

/** For each question how many texts there are, how many are values, and how many are neither a value nor null-like. */
async function part(
  engine: Engine,
  from: string,
  names: readonly string[],
  asked: readonly Asked[],
  seen: readonly string[],
  doing: string,
): Promise<Row> {
  const inner = asked.flatMap(({ at, it, key }) => {
    const x = quoteIdentifier(names[at] ?? '')
    return [`${x} as x${key}`, `${it.value(x)} as v${key}`, `${it.butNot?.(x) ?? 'false'} as b${key}`]
  })
  const outer = asked.flatMap(({ key }) => [
    `count(x${key}) as text${key}`,
    `count(v${key}) as value${key}`,
    `count(*) filter (where x${key} is not null and (v${key} is null or b${key}) and not ${isNullLikeText(`x${key}`)}) as other${key}`,
  ])
  const all = seen.map((name, at) => `${quoteIdentifier(name)} as all${at}`)
  const counts = ['count(*) as rows', ...outer, ...seen.map((_, at) => `count(all${at})`)]
  return (await engine.read(`select ${counts.join(', ')} from (select ${[...inner, ...all].join(', ')} from ${from})`, doing))[0] ?? {}
}
