/** Adds up the losses of every group of one column and of two, in one statement for each set of columns. */
import type { Row } from '../../../model/fact.ts'
import type { Column, TableHandle } from '../../../model/handles.ts'
import { stopWhenTold } from '../../log/stop.ts'
import { type Coding, readCoding } from '../quality/coding.ts'
import { firstHalf, type Hashed } from '../quality/row-hash.ts'
import { stepsFor } from '../quality/steps.ts'
import { keyOf, type Slice } from './slice.ts'
import { type Metric, nothing, plus, type Tally, thinned } from './tally.ts'

/** Columns that make groups of their own, and those whose pairs are looked at as well. */
const mostColumns = 40
const mostPaired = 12
/** Sets of columns added up in one statement. */
const together = 24

/** Declared features and sensitive columns; without them every column that has no other role. */
const columnsOf = (log: TableHandle): Column[] => {
  const { features, sensitive, model, id, label, time, entity, score, latency_ms, cost_usd, weight } = log.roles
  const named = [...(features ?? []), ...(sensitive ?? []), ...(model === undefined ? [] : [model])]
  if (features !== undefined) return log.columns.filter((it) => named.includes(it.name))
  const others = [id, label, time, entity, score, latency_ms, cost_usd, weight]
  return log.columns.filter((it) => !others.includes(it.name) || named.includes(it.name))
}

export const readCodings = async (
  log: TableHandle,
  enough: number,
  signal: AbortSignal,
): Promise<{ codings: Coding[]; limits: string[] }> => {
  const columns = columnsOf(log)
  const codings: Coding[] = []
  const without: string[] = []
  for (const column of columns.slice(0, mostColumns)) {
    stopWhenTold(signal)
    const coding = await readCoding(log, column, enough)
    if (coding === undefined) without.push(column.name)
    else codings.push(coding)
  }
  const limits: string[] = []
  if (without.length > 0) limits.push(`columns that make no groups (ids, free text, times, lists, one value): ${without.join(', ')}`)
  if (columns.length > mostColumns) limits.push(`only the first ${mostColumns} of ${columns.length} columns were looked at`)
  if (codings.length > mostPaired) limits.push(`pairs only of the first ${mostPaired} of ${codings.length} columns`)
  return { codings, limits }
}

/** Each set of one or two columns, by their places in `codings`. */
const setsOf = (codings: Coding[]): number[][] => {
  const sets: number[][] = codings.map((_, at) => [at])
  const paired = Math.min(codings.length, mostPaired)
  for (let a = 0; a < paired; a += 1) for (let b = a + 1; b < paired; b += 1) sets.push([a, b])
  return sets
}

const nameOf = (codings: Coding[], set: number[], codes: number[]): string | undefined => {
  const names = set.map((column, at) => codings[column]?.names[codes[at] ?? -1])
  return names.some((name) => name === undefined) ? undefined : names.join(' and ')
}

/** `loss`: SQL of a row's loss, NULL where the row does not count; `largest` bounds it; `times`: how often an id stands in the log on average. */
export type Losses = { loss: string; metric: Metric; largest: number; times: number; hashed: Hashed }

/** Errors that are 0 or 1 are counted; amounts are added in steps that make the order of adding indifferent. */
const sums = ({ metric, largest }: Losses): string =>
  metric === 'error_share'
    ? 'count(*) FILTER (WHERE l = 1) AS sum, count(*) FILTER (WHERE l = 1) AS squares'
    : `${stepsFor(largest).sql('l')} AS sum, ${stepsFor(largest ** 2).sql('l * l')} AS squares`

const statement = (codings: Coding[], sets: number[][], losses: Losses): string => {
  const used = [...new Set(sets.flat())].sort((a, b) => a - b)
  const { from, hash } = losses.hashed
  const codes = used.map((at) => `${codings[at]?.sql} AS c${at}`).join(', ')
  const groups = sets.map((set) => `(h, ${set.map((at) => `c${at}`).join(', ')})`).join(', ')
  return `SELECT ${used.map((at) => `c${at}`).join(', ')}, h, count(*) AS n, ${sums(losses)}
    FROM (SELECT ${codes}, ${firstHalf(hash)} AS h, ${losses.loss} AS l FROM ${from}) WHERE l IS NOT NULL GROUP BY GROUPING SETS (${groups})`
}

const tallyOf = (row: Row, { largest, times, metric }: Losses): Tally => {
  const [one, two] = metric === 'error_share' ? [Number, Number] : [stepsFor(largest).total, stepsFor(largest ** 2).total]
  return thinned({ n: Number(row.n), sum: one(row.sum), squares: two(row.squares) }, times, metric)
}

/** Every group with a name, whatever its size; the losses of both halves. */
export const readSlices = async (log: TableHandle, codings: Coding[], losses: Losses, signal: AbortSignal): Promise<Map<string, Slice>> => {
  const slices = new Map<string, Slice>()
  const sets = setsOf(codings)
  for (let at = 0; at < sets.length; at += together) {
    stopWhenTold(signal)
    for (const row of await log.query(statement(codings, sets.slice(at, at + together), losses))) {
      // A code is never NULL, so a NULL says that the column is not of this row's set.
      const set = codings.map((_, column) => column).filter((column) => row[`c${column}`] !== null && row[`c${column}`] !== undefined)
      const codes = set.map((column) => Number(row[`c${column}`]))
      const name = nameOf(codings, set, codes)
      if (name === undefined) continue
      const parts = set.map((column, part) => `${column}/${codes[part]}`)
      const slice = slices.get(keyOf(parts)) ?? { parts, name, rows: 0, found: nothing, shown: nothing }
      const half = row.h === true ? 'found' : 'shown'
      slices.set(keyOf(parts), { ...slice, rows: slice.rows + Number(row.n), [half]: plus(slice[half], tallyOf(row, losses)) })
    }
  }
  return slices
}

/** The losses of all rows, on the half where slices are found and on the half where they are shown. */
export const readTotals = async (log: TableHandle, losses: Losses): Promise<{ found: Tally; shown: Tally }> => {
  const { from, hash } = losses.hashed
  const rows = await log.query(
    `SELECT h, count(*) AS n, ${sums(losses)}
     FROM (SELECT ${firstHalf(hash)} AS h, ${losses.loss} AS l FROM ${from}) WHERE l IS NOT NULL GROUP BY h`,
  )
  const of = (half: boolean): Tally => {
    const row = rows.find((it) => it.h === half)
    return row === undefined ? nothing : tallyOf(row, losses)
  }
  return { found: of(true), shown: of(false) }
}
