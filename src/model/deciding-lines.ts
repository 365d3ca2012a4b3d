/** The places that decide a verdict: the lines that show a practice, or the very lines that break it, and what they lack. */
import type { Evidence, Item } from './evidence.ts'
import { isMeasured, isTable, type Row } from './fact.ts'
import type { Criterion } from './framework.ts'
import { type Atom, type Comparison, type RowTest, type Rule, splitFact } from './rule.ts'
import type { Verdict } from './verdict.ts'

export type Line = Item & { path: string }
/**
 * `each`: every line is a fault of its own (a secret, an unseeded draw); else they tell one thing together.
 * `lacks`: columns of the first line's row that the criterion asks for and that do not hold.
 */
export type Deciding = { lines: Line[]; each: boolean; lacks: string[] }

type Seen = { row: Row; rows: Row[]; record: Evidence }

const fits = (value: Row[string] | undefined, it: Comparison): boolean => {
  const plain = isMeasured(value) ? value.value : value
  if (it.is !== undefined && plain !== it.is) return false
  if (it.one_of !== undefined && !it.one_of.some((one) => one === plain)) return false
  const within = (limit: Comparison['at_least'], holds: (number: number, limit: number) => boolean): boolean =>
    typeof limit !== 'number' || (typeof plain === 'number' && holds(plain, limit))
  return (
    within(it.at_least, (a, b) => a >= b) &&
    within(it.at_most, (a, b) => a <= b) &&
    within(it.above, (a, b) => a > b) &&
    within(it.below, (a, b) => a < b)
  )
}

const failing = (row: Row, test: RowTest): string[] => Object.keys(test).filter((column) => !fits(row[column], test[column] ?? {}))

const testOf = (atom: Atom): RowTest => ({ ...atom.where, ...atom.some, ...atom.every })

/** Columns that say what a row is about (`about: latency`), not how good it is. */
const aboutOf = (test: RowTest): RowTest =>
  Object.fromEntries(Object.entries(test).filter(([, it]) => typeof it.is === 'string' || it.one_of !== undefined))

/** `against`: its rows are what is forbidden. */
type Asked = { atom: Atom; against: boolean }

const askedBy = (rule: Rule | undefined, against = false): Asked[] => {
  if (rule === undefined) return []
  if ('none' in rule) return rule.none.flatMap((it) => askedBy(it, !against))
  if ('all' in rule || 'any' in rule) return ('all' in rule ? rule.all : rule.any).flatMap((it) => askedBy(it, against))
  if (!('fact' in rule)) return []
  const few = rule.count?.at_most !== undefined || rule.count?.below !== undefined
  return [{ atom: rule, against: few !== against }]
}

const rowsOf = (atom: Atom, records: readonly Evidence[]): Seen[] => {
  const { probe, fact } = splitFact(atom.fact)
  return records.flatMap((record) => {
    const rows = record.probe === probe && record.state === 'found' ? record.facts[fact] : undefined
    return isTable(rows) ? rows.map((row) => ({ row, rows, record })) : []
  })
}

const letters = (text: string): string => text.toLowerCase().replace(/\band\b|[^a-z]/g, '')

const isAt = (it: { path?: unknown; line?: unknown }, { path, line }: Row): boolean =>
  it.path === path && (typeof line !== 'number' || it.line === line)

/** The item that tells of a row: the one at its place; of several, the one in the same order, else the one that names most of what stands in the row. */
const lineOf = ({ row, rows, record }: Seen): Line[] => {
  if (typeof row.path !== 'string') return []
  const path = row.path
  const here = record.items.filter((it) => isAt(it, row))
  const beside = rows.filter((it) => isAt(it, row))
  const words = Object.entries(row).flatMap(([column, it]) => (typeof it === 'string' && column !== 'path' ? [letters(it)] : []))
  const named = (note: string): number => words.filter((word) => word !== '' && letters(note).includes(word)).length
  const first = here.length === beside.length ? here[beside.indexOf(row)] : [...here].sort((a, b) => named(b.note) - named(a.note))[0]
  return [{ note: '', ...first, path, ...(typeof row.line === 'number' ? { line: row.line } : {}) }]
}

const once = (lines: Line[]): Line[] => {
  const seen = new Set<string>()
  return lines.filter((it) => {
    const key = `${it.path}\0${it.line}\0${it.commit}\0${it.note}`
    return !seen.has(key) && seen.add(key) !== undefined
  })
}

const none: Deciding = { lines: [], each: false, lacks: [] }

/** Rows that are what the criterion forbids. */
const faults = (asked: Asked[], records: readonly Evidence[]): Deciding => {
  const lines = asked
    .filter((it) => it.against)
    .flatMap(({ atom }) =>
      rowsOf(atom, records)
        .filter(({ row }) => failing(row, testOf(atom)).length === 0)
        .flatMap(lineOf),
    )
  return { lines: once(lines), each: true, lacks: [] }
}

/** Rows of what is asked for, those nearest to it first. */
const nearest = (asked: Asked[], outcome: Verdict['outcome'], partial: Asked[], records: readonly Evidence[]): Deciding => {
  const near = asked
    .filter((it) => !it.against)
    .flatMap(({ atom }) => {
      const test = testOf(atom)
      const about = aboutOf(test)
      const half = partial.find((it) => it.atom.fact === atom.fact)?.atom
      return rowsOf(atom, records)
        .filter(({ row }) => failing(row, about).length === 0)
        .map((seen) => ({ seen, lacks: failing(seen.row, test), half: half === undefined || failing(seen.row, testOf(half)).length === 0 }))
    })
    .filter((it) => (outcome === 'met' ? it.lacks.length === 0 : it.lacks.length > 0 && (outcome !== 'partial' || it.half)))
    .sort((a, b) => a.lacks.length - b.lacks.length)
  return { lines: once(near.flatMap((it) => lineOf(it.seen))), each: false, lacks: near[0]?.lacks ?? [] }
}

/** Of a verdict as it was measured. Where its rules ask no table, every place of its records. */
export const decidingLines = (
  criterion: Criterion,
  verdict: Pick<Verdict, 'outcome' | 'evidence'>,
  evidence: readonly Evidence[],
): Deciding => {
  const records = evidence.filter((it) => verdict.evidence.includes(it.id) && it.state === 'found')
  const met = askedBy(criterion.met)
  const partial = askedBy(criterion.partial)
  const against = verdict.outcome === 'met' ? none : faults(met, records)
  if (against.lines.length > 0) return against
  if (met.some(({ atom }) => rowsOf(atom, records).length > 0)) return nearest(met, verdict.outcome, partial, records)
  const tables = met.some(({ atom }) => atom.count !== undefined || atom.some !== undefined || atom.every !== undefined)
  const items = tables ? [] : records.flatMap((it) => it.items).filter((it): it is Line => it.path !== undefined)
  return { lines: once(items), each: false, lacks: [] }
}
