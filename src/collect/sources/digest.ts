/** Identity of evidence: a hash of everything but the times, over JSON with sorted keys. */
import { createHash } from 'node:crypto'
import type { Evidence } from '../../model/index.ts'

/** JSON with keys sorted at every depth; undefined members are left out. */
export const canonicalJson = (value: unknown, space?: number): string =>
  JSON.stringify(
    value,
    (_, it: unknown) =>
      typeof it === 'object' && it !== null && !Array.isArray(it)
        ? Object.fromEntries(Object.entries(it).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
        : it,
    space,
  )

export const identify = (record: Omit<Evidence, 'id'>): Evidence => {
  const { observed_at, until, ...rest } = record
  const id = createHash('sha256').update(canonicalJson(rest)).digest('hex').slice(0, 16)
  return { id, ...rest, ...(until === undefined ? {} : { until }), observed_at }
}
