/** Turns the engine's values into what probes see: numbers, text, booleans and null. */
import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api'
import type { Cell } from '../../../model/fact.ts'

const exactly = (value: bigint): number | string => {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}

/** Microseconds since 1970 as ISO 8601 in UTC; six digits only when milliseconds do not hold it. */
function isoFromMicros(micros: bigint): string | null {
  const millis = micros / 1000n - (micros % 1000n < 0n ? 1n : 0n)
  const date = new Date(Number(millis))
  if (Number.isNaN(date.getTime())) return null
  const rest = Number(micros - millis * 1000n)
  return rest === 0 ? date.toISOString() : date.toISOString().replace('Z', `${String(rest).padStart(3, '0')}Z`)
}

/** Integers past 2^53 come as text, times as ISO 8601 in UTC, dates as `2026-05-04`, decimals as numbers, the rest as text. */
export function cellOf(value: DuckDBValue): Cell {
  if (value === null || typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return exactly(value)
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) return isoFromMicros(value.micros)
  if (value instanceof DuckDBTimestampSecondsValue) return isoFromMicros(value.seconds * 1_000_000n)
  if (value instanceof DuckDBTimestampMillisecondsValue) return isoFromMicros(value.millis * 1000n)
  if (value instanceof DuckDBTimestampNanosecondsValue) return isoFromMicros(value.nanos / 1000n)
  if (value instanceof DuckDBDateValue) return isoFromMicros(BigInt(value.days) * 86_400_000_000n)?.slice(0, -14) ?? null
  if (value instanceof DuckDBDecimalValue) return value.toDouble()
  return value.toString()
}
