/** What a probe may say: the few kinds of value that evidence can hold. */

/** A number with the interval we are 95 % sure of, in the unit that ends the fact's name. */
export type Measured = { value: number; low: number; high: number }

/** One cell of a table fact; null is a cell that does not apply or could not be worked out. */
export type Cell = number | string | boolean | null | Measured

/** A record of a table fact; one of its columns is the key (`column`, `slice`, `week`). */
export type Row = { [column: string]: Cell }

/** A fact. What could not be worked out has no entry in `facts` and a line in `unknown`. */
export type Fact = number | string | boolean | Measured | Row[]

export type Facts = { [name: string]: Fact }

export const isMeasured = (value: unknown): value is Measured =>
  typeof value === 'object' && value !== null && 'value' in value && 'low' in value && 'high' in value

export const isTable = (value: unknown): value is Row[] => Array.isArray(value)

/** Why something is not known. The first five are about one fact, the others about the whole record. */
export type Unknown =
  | 'too_small'
  | 'one_class'
  | 'no_rows'
  | 'no_role'
  | 'undefined'
  | 'not_given'
  | 'failed'
  | 'not_built'
  | 'stale'
  | 'no_target'
  | 'person'
