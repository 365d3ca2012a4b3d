/** Mean and spread of a column in two scans, kept exact at large offsets and the same whatever order the engine adds in. */
import type { Cell, Row } from '../../../model/fact.ts'

/** What the first scan gave: range, and a first mean and second moment that need only be near. */
export type FirstLook = { low: Cell | undefined; high: Cell | undefined; mean: Cell | undefined; square: Cell | undefined }

type Shift = { sql: (v: string) => string; by: number; spread: number }

/** The nearest multiple of a step that is a power of two, so that the last digits of a rough mean do not matter. */
const rounded = (value: number, size: number) => {
  const step = 2 ** (Math.floor(Math.log2(size)) - 20)
  return step > 0 && Number.isFinite(step) ? Math.round(value / step) * step : value
}

/** A double as SQL that reads back as the same double. */
const literal = (value: number) => `'${value}'::double`

/**
 * Where to move the column's zero: near its mean, or at its only value. Whole numbers past 2^53 (which come as text) are
 * moved in their own arithmetic before they become doubles.
 */
function shiftOf({ low, high, mean, square }: FirstLook): Shift | undefined {
  if (low === null || low === undefined || high === null || high === undefined) return undefined
  const [least, most] = [Number(low), Number(high)]
  const range = most - least
  const rough = typeof mean === 'number' && Number.isFinite(mean) ? mean : least / 2 + most / 2
  if (!Number.isFinite(least) || !Number.isFinite(most)) return undefined
  if (typeof low === 'string' || typeof high === 'string') {
    const by = BigInt(Math.round(rough))
    return { sql: (v) => `(${v}::hugeint - (${by})::hugeint)::double`, by: Number(by), spread: 0 }
  }
  const by = range === 0 ? least : rounded(rough, range)
  const spread = typeof square === 'number' ? Math.min(Math.max(square - rough * rough, 0), (range * range) / 4) : 0
  return {
    sql: (v) => `(${v}::double - ${literal(by)})`,
    by,
    spread: Number.isFinite(spread) && spread > 0 ? rounded(spread, spread) : 0,
  }
}

/** SQL of the second scan for a column `v`, numbered `at`: what is left of the mean and of the variance. */
export function leftovers(v: string, at: number, look: FirstLook): string[] {
  const shift = shiftOf(look)
  if (shift === undefined) return []
  const d = shift.sql(v)
  return [`fsum(${d}) as d${at}`, `fsum(${d} * ${d} - ${literal(shift.spread)}) as s${at}`]
}

/** Mean and sample sd (n − 1); null where it is not known: no row, one row for sd, or sums too large for a double. */
export function moments(at: number, n: number, look: FirstLook, second: Row): { mean: number | null; sd: number | null } {
  const shift = shiftOf(look)
  const [d, s] = [second[`d${at}`], second[`s${at}`]]
  if (shift === undefined || n === 0 || typeof d !== 'number' || typeof s !== 'number') return { mean: null, sd: null }
  const mean = shift.by + d / n
  const variance = (shift.spread * n + s - (d * d) / n) / (n - 1)
  return { mean: finite(mean), sd: n < 2 ? null : finite(Math.sqrt(Math.max(0, variance))) }
}

export const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)
