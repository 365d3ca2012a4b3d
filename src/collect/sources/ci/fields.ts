/** Takes single fields out of untyped JSON, whatever naming an export uses. */

export type Json = { [key: string]: unknown }

export const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
export const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isJson) : [])

/** The first of these fields that holds text or a number, as text. */
export const textOf = (from: Json, ...keys: string[]): string | undefined => {
  for (const key of keys) {
    const value = from[key]
    if (typeof value === 'string' && value !== '') return value
    if (typeof value === 'number') return String(value)
  }
  return undefined
}

/** The first of these fields that is a time, as ISO 8601 in UTC. Go's zero time counts as none. */
export const timeOf = (from: Json, ...keys: string[]): string | undefined => {
  for (const key of keys) {
    const value = from[key]
    const time = typeof value === 'string' || typeof value === 'number' ? new Date(value) : undefined
    if (time && !Number.isNaN(time.getTime()) && time.getUTCFullYear() > 1970) return time.toISOString().replace('.000Z', 'Z')
  }
  return undefined
}
