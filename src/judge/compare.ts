/** One value against one comparison, in three values: an interval that straddles the limit is too small to tell. */
import {
  type Atom,
  type Cell,
  type Comparison,
  type Evidence,
  type Fact,
  isMeasured,
  isTable,
  type Measured,
  type Row,
  type RowTest,
  type Unknown,
} from '../model/index.ts'
import type { Truth } from './truth.ts'

/** A fact as a rule may use it: an interval with too few rows to end on a side ends nowhere. */
export const usable = (record: Evidence, fact: string): Fact | undefined => {
  const value = record.facts[fact]
  const side = record.unbounded?.[fact]
  if (side === undefined || !isMeasured(value)) return value
  return { value: value.value, low: side === 'both' ? Number.NEGATIVE_INFINITY : value.low, high: Number.POSITIVE_INFINITY }
}

/** What a target says for this fact, by the name of the comparison; undefined when the subject has none. */
export type TargetOf = (comparison: 'at_least' | 'at_most' | 'above' | 'below') => number | undefined

type Quantified = Pick<Atom, 'where' | 'every' | 'some' | 'count'>
type Told = { truth: Truth; reason?: Unknown }
const yes: Told = { truth: 'true' }
const no: Told = { truth: 'false' }
const open = (reason: Unknown): Told => ({ truth: 'unknown', reason })
const told = (holds: boolean): Told => (holds ? yes : no)

const interval = (value: number | Measured): Measured => (isMeasured(value) ? value : { value, low: value, high: value })

const against = {
  at_least: ({ low, high }: Measured, limit: number) => (low >= limit ? yes : high < limit ? no : open('too_small')),
  above: ({ low, high }: Measured, limit: number) => (low > limit ? yes : high <= limit ? no : open('too_small')),
  at_most: ({ low, high }: Measured, limit: number) => (high <= limit ? yes : low > limit ? no : open('too_small')),
  below: ({ low, high }: Measured, limit: number) => (high < limit ? yes : low >= limit ? no : open('too_small')),
} as const

const bounds = ['at_least', 'above', 'at_most', 'below'] as const

const all = (parts: Told[]): Told => parts.find((it) => it.truth === 'false') ?? parts.find((it) => it.truth === 'unknown') ?? yes

const sameScalar = (value: Cell | Fact, wanted: unknown): Told => {
  if (isMeasured(value)) return value.low === value.high ? told(value.value === wanted) : open('too_small')
  return told(value === wanted)
}

/** `value` undefined or null means that it could not be worked out. A comparison with nothing in it holds. */
export const compare = (value: Fact | Cell | undefined, comparison: Comparison, target: TargetOf, why: Unknown = 'undefined'): Told => {
  const known = value !== undefined && value !== null
  const parts: Told[] = []
  if (comparison.exists !== undefined) parts.push(told(known === comparison.exists))
  for (const bound of bounds) {
    const wanted = comparison[bound]
    if (wanted === undefined) continue
    const limit = typeof wanted === 'number' ? wanted : target(bound)
    if (!known) parts.push(open(why))
    else if (limit === undefined) parts.push(open('no_target'))
    else if (typeof value === 'number' || isMeasured(value)) parts.push(against[bound](interval(value), limit))
    else parts.push(open('undefined'))
  }
  if (comparison.is !== undefined) parts.push(known ? sameScalar(value, comparison.is) : open(why))
  if (comparison.one_of !== undefined) {
    if (!known) parts.push(open(why))
    else {
      const each = comparison.one_of.map((it) => sameScalar(value, it))
      parts.push(each.find((it) => it.truth === 'true') ?? each.find((it) => it.truth === 'unknown') ?? no)
    }
  }
  return all(parts)
}

const noTarget: TargetOf = () => undefined

export const testRow = (row: Row, test: RowTest, target: TargetOf = noTarget): Told =>
  all(Object.entries(test).map(([column, comparison]) => compare(row[column] ?? null, comparison, target)))

/** Rows that surely fit and rows that may, as the interval of their number. */
export const countRows = (rows: Row[], test: RowTest | undefined, target: TargetOf): Measured => {
  if (test === undefined) return { value: rows.length, low: rows.length, high: rows.length }
  const answers = rows.map((row) => testRow(row, test, target).truth)
  const sure = answers.filter((it) => it === 'true').length
  return { value: sure, low: sure, high: sure + answers.filter((it) => it === 'unknown').length }
}

/** `every` holds when at least one row is asked (all, or those that `where` keeps) and all of them fit: nothing is not everything. */
const everyRow = (rows: Row[], where: RowTest, test: RowTest, target: TargetOf): Told => {
  const asked = rows.map((row) => ({ row, kept: testRow(row, where, target) })).filter((it) => it.kept.truth !== 'false')
  if (asked.length === 0) return no
  const answers = asked.map(({ row, kept }): Told => {
    const fits = testRow(row, test, target)
    return kept.truth === 'true' || fits.truth === 'true' ? fits : kept
  })
  const perhaps = asked.every((it) => it.kept.truth === 'unknown') ? asked.slice(0, 1).map((it) => it.kept) : []
  return all([...answers, ...perhaps])
}

const someRow = (rows: Row[], where: RowTest, test: RowTest, target: TargetOf): Told => {
  const answers = rows.map((row) => all([testRow(row, where, target), testRow(row, test, target)]))
  return answers.find((it) => it.truth === 'true') ?? answers.find((it) => it.truth === 'unknown') ?? no
}

/** What a table answers: each quantifier asked must hold, over the rows that `where` keeps. */
export const tellRows = (rows: Row[], { where, every, some, count }: Quantified, target: TargetOf): Told =>
  all([
    ...(some === undefined ? [] : [someRow(rows, where ?? {}, some, target)]),
    ...(every === undefined ? [] : [everyRow(rows, where ?? {}, every, target)]),
    ...(count === undefined ? [] : [compare(countRows(rows, where, target), count, target)]),
  ])

export const asRows = (value: Fact | undefined): Row[] | undefined => (isTable(value) ? value : undefined)
