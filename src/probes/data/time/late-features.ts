/** Features of one table that are dated after the moment of prediction, or made from a column that is. */
import type { Column, TableHandle } from '../../../model/handles.ts'
import { present } from '../../../model/sql.ts'
import { type Derived, derivedFrom } from './calendar-parts.ts'
import { nanoseconds, utc } from './moment.ts'

/** `derived_from`: the late column that a number feature repeats a part of; null when the feature itself is a moment. */
export type LateFeature = {
  column: string
  table: string
  rows: number
  later_rows: number
  later_share: number
  derived_from: string | null
}

export type LateFeatures = { lines: LateFeature[]; parts: Map<string, string>; said: string[] }

/** `features` names the table's features; every other moment is still looked at as a source of number features. */
export async function lateFeatures(
  table: TableHandle,
  time: Column,
  features: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<LateFeatures> {
  const { moments, unread } = await momentsOf(table, time)
  const counts = await laterRows(table, time, moments)
  const late = moments.filter(({ name }) => (counts.get(name)?.later ?? 0) > 0)
  const dated = late
    .filter(({ name }) => features.has(name))
    .map(({ name }) => line(table, name, counts.get(name)?.rows ?? 0, counts.get(name)?.later ?? 0, null))
  const numbers = table.columns.filter(({ name, kind }) => kind === 'number' && features.has(name))
  const others = moments.filter((moment) => !late.includes(moment))
  const derived = await derivedFrom(table, numbers, time, late, others, signal)
  const partly = unread.filter((name) => features.has(name))
  return {
    // What was made from a late moment stands first: a model is fed numbers more often than moments.
    lines: [...derived.map((it) => line(table, it.column, it.rows, it.later, it.from)), ...dated],
    parts: new Map(derived.map((it: Derived) => [it.column, it.part])),
    said: partly.map(
      (name) => `Some text of ${table.material} column ${JSON.stringify(name)} reads as a time and some does not; it was not compared.`,
    ),
  }
}

const line = (table: TableHandle, column: string, rows: number, later: number, from: string | null): LateFeature => ({
  column,
  table: table.material,
  rows,
  later_rows: later,
  later_share: rows === 0 ? 0 : later / rows,
  derived_from: from,
})

/** Columns of times, and of text that reads as a time in every row that has a value; never the time of prediction itself. */
async function momentsOf(table: TableHandle, time: Column): Promise<{ moments: Column[]; unread: string[] }> {
  const apart = [time.name, table.roles.id]
  const usable = table.columns.filter(({ name }) => !apart.includes(name))
  const texts = usable.filter(({ kind }) => kind === 'text')
  const counts = texts.flatMap((column, at) => [
    `count(*) filter (where ${present(column)}) as n${at}`,
    `count(${utc(column)}) filter (where ${present(column)}) as t${at}`,
  ])
  const [row] = counts.length === 0 ? [] : await table.query(`select ${counts.join(', ')} from ${table.from}`)
  const read = new Map(texts.map((column, at) => [column.name, { values: Number(row?.[`n${at}`]), times: Number(row?.[`t${at}`]) }]))
  const moments = usable.filter(({ name, kind }) => {
    const text = read.get(name)
    return kind === 'time' || (text !== undefined && text.values > 0 && text.times === text.values)
  })
  const unread = texts.flatMap(({ name }) => {
    const text = read.get(name)
    return text !== undefined && text.times > 0 && text.times < text.values ? [name] : []
  })
  return { moments, unread }
}

/** For each moment the rows that have it and a time of prediction, and those where it is the later of the two. */
async function laterRows(
  table: TableHandle,
  time: Column,
  moments: readonly Column[],
): Promise<Map<string, { rows: number; later: number }>> {
  if (moments.length === 0) return new Map()
  const values = moments.map((column, at) => `${nanoseconds(column)} as m${at}`)
  const counts = moments.flatMap((_, at) => [
    `count(*) filter (where m${at} is not null and t is not null) as n${at}`,
    `count(*) filter (where m${at} > t) as l${at}`,
  ])
  const [row] = await table.query(
    `select ${counts.join(', ')} from (select ${nanoseconds(time)} as t, ${values.join(', ')} from ${table.from})`,
  )
  return new Map(moments.map(({ name }, at) => [name, { rows: Number(row?.[`n${at}`]), later: Number(row?.[`l${at}`]) }]))
}
