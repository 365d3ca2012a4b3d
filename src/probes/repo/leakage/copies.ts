/** Sees where rows are copied, as they are or changed a little: below one another, by repeating, or put into a list twice. */
import type { Syntax } from '../python/parser.ts'
import { textOf } from '../python/syntax.ts'
import { includes, type Place, type Rows } from './rows.ts'
import type { Call } from './tools.ts'
import { addFits, type Fit, type Value } from './values.ts'
import type { Walk } from './walk.ts'

export const copiesOf = (rows: Rows, at: Place): Fit => ({ kind: 'resampled', what: 'copying of rows', at, rows })

/** Tables set below one another of which one holds rows of another: those rows stand there twice. */
export function copiedBelow(parts: readonly Value[], at: Place): Fit[] {
  for (const [first, a] of parts.entries())
    for (const b of parts.slice(first + 1)) {
      const whole = a.rows !== undefined && b.rows !== undefined && wholeRows(a) && wholeRows(b)
      if (whole && a.rows !== undefined && b.rows !== undefined && (includes(a.rows, b.rows) || includes(b.rows, a.rows)))
        return [copiesOf(includes(a.rows, b.rows) ? a.rows : b.rows, at)]
    }
  return []
}

/** Columns of one table below one another are not its rows twice. */
const wholeRows = ({ column, name, mask, predicted, unknown }: Value): boolean =>
  !column && name === undefined && !mask && predicted === undefined && !unknown

/** `np.repeat(x, 3, axis=0)`, `np.tile(x, (3, 1))`. */
export function repeated(name: string, first: Value | undefined, { args, at }: Call): Fit[] {
  if (first?.rows === undefined || !wholeRows(first)) return []
  const times = args.positional[1]
  const rowsOnly =
    name === 'repeat' ? args.named.get('axis')?.literal === 0 && typeof times?.literal === 'number' : times?.items?.[1]?.literal === 1
  const many = (times?.literal ?? times?.items?.[0]?.literal) !== 1
  return rowsOnly && many ? [copiesOf(first.rows, at)] : []
}

const changing = /flip|rotat|augment|noise|crop|shift|jitter|blur|bright|translat|mirror|zoom|shear|distort|back_?translat|synonym|perturb/i

/** The call's name says that it changes what it is given a little. */
export const changedBy = <V extends Value | undefined>(name: string, made: V): V =>
  made?.batch !== undefined && (changing.test(name) || /^(aug\w*|transform\w*)$/.test(name)) ? { ...made, changed: true } : made

/** In one block a row is put into a list, and the same row changed is put in as well. */
export function putInTwice(list: Value, value: Value, node: Syntax | undefined, at: Place, walk: Walk): void {
  if (value.batch === undefined || node === undefined) return
  list.put ??= new Map()
  const before = list.put.get(walk.shared.block)
  const changed = changing.test(textOf(node)) || value.changed === true
  if (before !== undefined && before.rows === value.batch.rows && before.changed !== changed) {
    list.rows ??= value.batch.rows
    addFits(list, [{ kind: 'resampled', what: 'augmentation', at: before.changed ? before.at : at, rows: value.batch.rows }])
  }
  list.put.set(walk.shared.block, { rows: value.batch.rows, at, changed })
}
