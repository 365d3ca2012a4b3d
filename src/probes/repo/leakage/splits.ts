/** Recognises what splits rows: library calls, splitters' folds, and the two sides of a bound, a mask or an index. */
import { proveAtSplit } from './proofs.ts'
import { includes, isHeldName, isTestName, isTrainName, ownRows, type Place, partRows, type Rows, type Split, someRows } from './rows.ts'
import { asData, data, derived, lessColumns, nothing, rowsOf, type Value } from './values.ts'
import type { Walk } from './walk.ts'

export function newSplit(input: Rows, at: Place, walk: Walk, how: { by_chance: boolean; sure: boolean; grouped?: boolean }): Split {
  const split = { at, input, ...how, evaluated: false, sides: walk.sides } as Split
  split.test = partRows(split, 'test', walk.loops)
  walk.shared.splits.push(split)
  return split
}

/** `train_test_split(a, b)` gives train and test of each; `labels` are the ones that hold only what is to be predicted. */
export function splitInTwo(parts: { value: Value; label: boolean }[], at: Place, walk: Walk, by_chance: boolean): Value {
  const input = parts.map(({ value }) => rowsOf(value)).find((rows) => rows !== undefined) ?? ownRows(walk.loops)
  const split = newSplit(input, at, walk, { by_chance, sure: false })
  const train = partRows(split, 'train', walk.loops)
  const labels = parts.slice(1).flatMap(({ value }) => value.name ?? [])
  for (const { value, label } of parts) if (!label) proveAtSplit(lessColumns({ ...value, rows: input }, labels), split, walk)
  return { ...nothing(), items: parts.flatMap(({ value }) => [derived(value, train), derived(value, split.test)]) }
}

/** `np.split`, `random_split`, `randomSplit`: the first is for training, the others are held out. */
export function splitInParts(given: Value, count: number, at: Place, walk: Walk): Value {
  const value = asData(given)
  if (value.rows === undefined) return nothing()
  const split = newSplit(value.rows, at, walk, { by_chance: true, sure: false })
  proveAtSplit(value, split, walk)
  const held = Array.from({ length: Math.max(1, count - 1) }, () => derived(value, split.test))
  return { ...nothing(), items: [derived(value, partRows(split, 'train', walk.loops)), ...held] }
}

/** The folds that a splitter gives; without a value they are of rows that are only known when they are used. */
export function foldsOf(value: Value | undefined, at: Place, walk: Walk, how: { by_chance: boolean; grouped: boolean }): Value {
  const split = newSplit(value?.rows ?? ownRows(walk.loops), at, walk, { ...how, sure: true })
  split.anonymous = value?.rows === undefined
  if (value !== undefined) proveAtSplit(value, split, walk)
  return { ...nothing(), folds: split }
}

/** `X[train]` with an index that a splitter gave: the rows may carry what was learnt on all of them. */
export function partByIndex(value: Value, { split, side }: NonNullable<Value['index']>, walk: Walk): Value {
  if (value.rows !== undefined) {
    if (split.anonymous) {
      split.anonymous = false
      split.input = value.rows
      split.test.from = [value.rows]
    }
    const related = includes(value.rows, split.input) || includes(split.input, value.rows)
    if (related) proveAtSplit(value, split, walk)
  }
  return derived(value, side === 'test' ? split.test : trainOf(split, walk))
}

const trains = new WeakMap<Split, Rows>()
function trainOf(split: Split, walk: Walk): Rows {
  const known = trains.get(split) ?? partRows(split, 'train', walk.loops)
  trains.set(split, known)
  return known
}

/** Rows on one side of a bound or mask. The two sides of one choice become a split once their names say so. */
export function chosenRows(value: Value, choice: { key: string; side: 'first' | 'second' }, walk: Walk): Value {
  const base = value.rows
  if (base === undefined) return derived(value)
  const known = walk.shared.choices.get(choice.key)
  const pair = known !== undefined && known.base === base ? known : { base }
  walk.shared.choices.set(choice.key, pair)
  const rows = (pair as { first?: Rows; second?: Rows })[choice.side] ?? someRows(base, walk.loops)
  rows.choice ??= choice
  ;(pair as { first?: Rows; second?: Rows })[choice.side] = rows
  return derived(value, rows)
}

/** A name is given to rows: the names of both sides together may show a split made by hand. */
export function named(value: Value, rows: Rows, name: string, walk: Walk): void {
  rows.names.add(name)
  // Called a test set, but it is the part to train on: the names are mixed up, and nothing can be shown.
  if (rows.kind === 'part' && rows.side === 'train' && isTestName(name)) rows.split?.test.names.add('train')
  if (rows.choice === undefined) return
  const pair = walk.shared.choices.get(rows.choice.key)
  const [first, second] = [pair?.first, pair?.second]
  if (pair === undefined || first === undefined || second === undefined) return
  const test = [first, second].find((side) => [...side.names].some(isHeldName))
  const train = test === first ? second : first
  if (test === undefined || test.names.size === 0 || ![...train.names].some(isTrainName)) return
  if (rows.kind === 'some') makeSplit(pair.base, train, test, walk)
  const split = test.split
  if (split !== undefined) proveAtSplit({ ...data(split.input), fits: value.fits }, split, walk)
}

/** A table put together from two files and taken apart again is no split. */
function makeSplit(base: Rows, train: Rows, test: Rows, walk: Walk): void {
  if (base.kind === 'joined' || base.from[0]?.kind === 'joined') return
  const at = walk.shared.here
  const split: Split = { at, input: base, test, by_chance: false, sure: false, evaluated: false, sides: walk.sides }
  walk.shared.splits.push(split)
  Object.assign(train, { kind: 'part', side: 'train', split })
  Object.assign(test, { kind: 'part', side: 'test', split })
}
