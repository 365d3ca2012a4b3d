/** Sorts what was worked out from what could not be, so that no NaN or infinity ever becomes a fact. */
import { z } from 'zod'
import type { Cell, Fact, Facts, Measured as MeasuredNumber, Row, Unknown } from '../../model/fact.ts'

/** Why a fact is not known, and the sentence for a person. */
export type Why = readonly [Unknown, string]

/** The schema of a measured number. */
export const Measured = z.object({ value: z.number(), low: z.number(), high: z.number() })

const isWhy = (value: Fact | Why): value is Why => Array.isArray(value) && typeof value[0] === 'string'

const finite = (value: Fact | Cell): boolean => {
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return true
  return [value.value, value.low, value.high].every(Number.isFinite)
}

const tooLarge: Why = ['undefined', 'the numbers are too large to be added up']

/** A record whose cells that are not finite are null. */
export const cells = (row: { [column: string]: Cell | undefined }): Row =>
  Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, cell === undefined || !finite(cell) ? null : cell]))

/** `facts` and `unknown` for `found()`; whatever is not finite is unknown. */
export const tell = (entries: { [fact: string]: Fact | Why }): { facts: Facts; unknown: { [fact: string]: Why } } => {
  const facts: Facts = {}
  const unknown: { [fact: string]: Why } = {}
  for (const [name, value] of Object.entries(entries)) {
    if (isWhy(value)) unknown[name] = value
    else if (!finite(value)) unknown[name] = tooLarge
    else facts[name] = value
  }
  return { facts, unknown }
}

/** Every name with the same reason. */
export const allUnknown = (names: readonly string[], why: Why): { [fact: string]: Why } =>
  Object.fromEntries(names.map((name) => [name, why]))

/** Only the three numbers of an interval that may carry more. */
export const measured = ({ value, low, high }: MeasuredNumber): MeasuredNumber => ({ value, low, high })
