/** A package of others that the tree names, with what the place that names it says of its licence. */

export type Source = 'lock' | 'bill of materials' | 'notices' | 'copied code' | 'not stated here'

/**
 * `said`: the licence as written there, null when the place says none. `for`: `development` only when the place says that the product does without it.
 * `why`: for null, the reason.
 */
export type Package = {
  name: string
  said: string | null
  for: 'product' | 'development'
  source: Source
  path: string
  line: number
  why?: string
}

/** Names are compared as package indexes do: without case, and `_`, `.` and `-` alike. */
export const sameName = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-')

/** Where each first quoted word of a line first stands, for files that a machine wrote, one entry a line. */
export function linesByKey(text: string): Map<string, number> {
  const out = new Map<string, number>()
  for (const [index, line] of text.split('\n').entries())
    for (const [, key = ''] of line.matchAll(/"([^"]{1,200})"/g)) if (!out.has(key)) out.set(key, index + 1)
  return out
}

/** The line of a place in a text, for places that are asked about from the first to the last. */
export function linesInOrder(text: string): (index: number) => number {
  let [seen, line] = [0, 1]
  return (index) => {
    for (; seen < index; seen++) if (text[seen] === '\n') line++
    return line
  }
}

type Json = { [key: string]: unknown }
export const table = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {})
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
/** Null for what tools write when they do not know. */
export const words = (value: unknown): string | null =>
  typeof value === 'string' && !/^\s*(none|unknown|n\/?a|noassertion|-|)\s*$/i.test(value) ? value.trim() : null

export function readJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}
