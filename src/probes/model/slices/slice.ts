/** A group of rows named by one or two columns, with its losses on the half where it was found and on the half where it is shown. */
import type { Tally } from './tally.ts'

/** `parts`: one or two of `<column index>/<code>`; the key of a slice is its parts joined. `rows` counts every row, the tallies a repeated id once. */
export type Slice = { parts: string[]; name: string; rows: number; found: Tally; shown: Tally }

export const keyOf = (parts: string[]): string => parts.join('&')

/** The one-column slices that a two-column slice lies in. */
export const parentKeys = (slice: Slice): string[] => (slice.parts.length === 2 ? slice.parts : [])
