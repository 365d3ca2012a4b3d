/** Follows what is measured by hand, some rows at a time: loops over a loader, sums and lists of what came of each batch. */
import type { Syntax } from '../python/parser.ts'
import { textOf } from '../python/syntax.ts'
import type { Given } from './functions.ts'
import { calledTest, ownRows, type Place, partOf, type Rows, surelyTest } from './rows.ts'
import { data, type Figure, figureOf, nothing, type Value } from './values.ts'
import type { Walk } from './walk.ts'

/** One turn of a loop over rows that begins here. `tested`: they are surely those of the test set. */
export function batchOf(over: Value, { shared, loops }: Walk): Value {
  const { rows } = over
  return rows === undefined
    ? nothing()
    : { ...nothing(), batch: { rows, at: shared.here, loops, tested: !over.either && surelyTest(rows) } }
}

/** What came of batches, added up or listed: a figure of all the rows, measured where the loop over them begins. */
export function addedUp(value: Value): Value {
  if (value.batch?.tested !== true) return value
  const { rows, at, loops } = value.batch
  return { ...nothing(), figure: { at, rows, loops, curve: false, by_batch: true } }
}

/** A list of what came of each batch: of losses or of predictions. */
export function listed(value: Value): Value {
  const { figure } = addedUp(value)
  return value.batch === undefined || figure === undefined ? value : { ...nothing(), figure: { ...figure, listed: true } }
}

/** A mean, a sum or a measure of what was listed is one figure. */
export const inOne = (figure: Figure): Figure => (figure.listed ? { ...figure, listed: false } : figure)

/** `x = x + loss` adds up as `x += loss` does. */
export const addsToItself = (left: Syntax, right: Syntax): boolean =>
  right.type === 'binary_operator' && right.children[0] !== undefined && textOf(right.children[0]) === textOf(left)

/** The batch that a call is given, as far as nothing better is known of what it gives back. */
export function ofBatch(made: Value | undefined, values: readonly Value[]): Value | undefined {
  const known = made !== undefined && (made.batch ?? made.figure ?? made.items ?? made.fields ?? made.tool ?? made.call) !== undefined
  const batch = known || (made?.rows !== undefined && !made.unknown) ? undefined : values.find((one) => one.batch !== undefined)?.batch
  if (batch === undefined) return undefined
  // Rows of unknown origin stay rows of their own, which a test set's figures must not be mistaken for.
  return batch.tested ? { ...nothing(), batch } : { ...(made ?? nothing()), batch }
}

/** A meter that is given batches holds a figure of their rows. */
export function metered(base: Value, name: string, args: Given): void {
  if (!/^(update|update_state|add|add_batch|record|log)$/.test(name)) return
  const given = [...args.positional, ...args.named.values()].find((one) => one.batch?.tested)
  const figure = given === undefined ? undefined : addedUp(given).figure
  if (figure !== undefined) base.figure ??= figure
}

/** Where a function is handed the test set, that line shows it, and not the loop within. */
export function shownHere(made: Value | undefined, args: Given, at: Place): Value | undefined {
  const handed = new Set([...args.positional, ...args.named.values()].flatMap(({ rows }) => rows ?? []))
  return made === undefined || handed.size === 0 ? made : shown(made, handed, at, 0)
}

function shown(value: Value, handed: ReadonlySet<Rows>, at: Place, depth: number): Value {
  const { figure, items } = value
  const here = figure?.by_batch && handed.has(figure.rows) ? { figure: { ...figure, at } } : {}
  const inside = items === undefined || depth > 2 ? {} : { items: items.map((item) => shown(item, handed, at, depth + 1)) }
  return { ...value, ...here, ...inside }
}

const evaluating = /^(test|eval|validate|score|measure)/i

/** `evaluate(model, test_loader)`, where nothing is known of what it gives back. */
export function evaluated(name: string, made: Value | undefined, args: Given, at: Place, walk: Walk): Value | undefined {
  if (!evaluating.test(name) || (made !== undefined && figureOf(made) !== undefined)) return undefined
  const given = [...args.positional, ...args.named.values()].find((one) => one.rows !== undefined && !one.either && surelyTest(one.rows))
  if (given?.rows === undefined || made?.call !== undefined) return undefined
  const figure: Figure = { at, rows: given.rows, loops: walk.loops, curve: false, by_batch: true }
  return { ...nothing(), figure }
}

const sides: [string, RegExp, string][] = [
  ['train', /^true$/, 'train'],
  ['train', /^false$/, 'test'],
  ['split', /^train(ing)?$/, 'train'],
  ['split', /^test$/, 'test'],
]

/** `MNIST(root, train=False)`, `load("imdb", split="test")`: the data says itself which part it is. */
export function sideNamed(made: Value, args: Given): Value {
  for (const [argument, says, name] of sides) {
    const literal = args.named.get(argument)?.literal
    if (literal !== undefined && says.test(String(literal))) made.rows?.names.add(name)
  }
  return made
}

/** A loader of data of unknown make is data all the same, called what its data is called. */
export function loader(made: Value, first: Value | undefined, text: string, walk: Walk): Value {
  if (made.rows !== undefined) return made.rows.kind === 'own' && first?.either ? { ...made, either: true } : made
  const rows = ownRows(walk.loops, /^\w+$/.test(text) ? text : undefined)
  return data(rows)
}

/**
 * What a loop by hand measures on is no test set where those who wrote it call the figure one of validation, or where it was split off
 * while another set, read apart, is called the test set.
 */
export function isTest({ rows, by_batch, checking, listed }: Figure, { shared }: Walk): boolean {
  if (!by_batch) return calledTest(rows)
  return surelyTest(rows) && !checking && !listed && (partOf(rows) === undefined || !shared.readTest)
}
