/** What a name of the program may stand for while its flow is followed: data and what was learnt on it, tools, lists, functions. */
import type { Syntax } from '../python/parser.ts'
import type { Place, Rows, Split } from './rows.ts'

/** Something that was learnt from rows. `what`: `StandardScaler`, `mean`; min and max only count together. `grouped`: within groups of rows. */
export type Fit = { kind: FitKind; what: string; at: Place; rows: Rows; grouped?: boolean }
export type FitKind =
  | 'scaler'
  | 'imputer'
  | 'vectoriser'
  | 'encoder'
  | 'projection'
  | 'selection'
  | 'statistic'
  | 'binning'
  | 'clustering'
  | 'transformer'
  | 'resampled'
  | 'lag'

/** A thing with `fit`. `learns`: what its transform carries over; `parts`: steps and wrapped estimators. */
export type Tool = {
  what: string
  kind: 'transformer' | 'resampler' | 'model' | 'search' | 'splitter' | 'stopping'
  learns?: FitKind
  parts: Tool[]
  fitted: { at: Place; rows: Rows }[]
  /** Splitters: rows are drawn by chance. Models: stop early when they are given data to stop by. */
  by_chance?: boolean
  /** Where a splitter was made. */
  made?: { at: Place; sides: readonly string[] }
  stops?: boolean
  stopped_on?: { at: Place; rows: Rows }
}

/** A quality figure. `curve`: holds one figure for each threshold. `by_batch`: added up in a loop over the rows. `listed`: still one for each batch, as predictions are too. `checking`: called one of validation. */
export type Figure = {
  at: Place
  rows: Rows
  loops: readonly number[]
  curve: boolean
  by_batch?: boolean
  listed?: boolean
  checking?: boolean
}

export type Callable = { program: unknown; node: Syntax; scope: Scope; self?: Value }

export type Scope = { names: Map<string, Value>; outer: Scope | undefined }

export type Value = {
  rows?: Rows | undefined
  /** By column; `*` for all, `?…` for columns that could not be named. */
  fits: Map<string, readonly Fit[]>
  literal?: string | number | boolean | null
  items?: Value[]
  fields?: Map<string, Value>
  tool?: Tool | undefined
  call?: Callable
  /** Numbers learnt from rows; they become a fit where they meet data. */
  learnt?: readonly Fit[]
  index?: { split: Split; side: 'train' | 'test' }
  folds?: Split
  predicted?: { rows: Rows; tool: Tool | undefined }
  figure?: Figure
  /** Some rows at a time, in a loop that was begun within `loops`, or what came of them. */
  batch?: { rows: Rows; at: Place; loops: readonly number[]; tested: boolean }
  /** Where a figure was held against another: this says which of them is better. */
  judged?: Place
  /** What came of a batch by a call that changes pictures, texts or signals a little. */
  changed?: boolean
  /** One of several things that a condition chose from. */
  either?: boolean
  /** Lists: what each block of statements put in, by the rows it came from. */
  put?: Map<unknown, { rows: Rows; at: Place; changed: boolean }>
  /** One column, so that `apply` sees its cells. */
  column?: boolean
  /** `rolling`, `expanding`: statistics of it belong to single rows. `grouped`: statistics of it are by group. */
  view?: 'window' | 'grouped' | 'place'
  /** The one column it is. */
  name?: string
  /** Every column but these. */
  without?: readonly string[]
  /** A Python list of rows, so that `+` puts it below another. */
  listed?: boolean
  /** True or false for each row. */
  mask?: boolean
  /** Nothing is known of where it comes from. */
  unknown?: boolean
}

export const nothing = (): Value => ({ fits: new Map() })
export const data = (rows: Rows | undefined): Value => ({ rows, fits: new Map() })
export const literal = (value: string | number | boolean | null): Value => ({ fits: new Map(), literal: value })
export const list = (items: Value[]): Value => ({ fits: new Map(), items })

/** The same rows and fits in a new value, without what made the old one special. */
export const derived = (from: Value, rows: Rows | undefined = from.rows): Value => ({
  rows,
  fits: new Map(from.fits),
  ...(from.figure === undefined ? {} : { figure: from.figure }),
  ...ofTheBatch(from),
  ...(from.predicted === undefined ? {} : { predicted: from.predicted }),
  ...(from.name === undefined ? {} : { name: from.name }),
})

/** What stays when something is taken out of a batch. */
export const ofTheBatch = ({ batch, changed }: Value): Pick<Value, 'batch' | 'changed'> =>
  batch === undefined ? {} : { batch, ...(changed ? { changed } : {}) }

export const fitsOf = (value: Value): Fit[] => [...new Set([...value.fits.values()].flat())]

/** Everything learnt that a value or its items hold. */
export const deepFits = (value: Value): Fit[] => [...new Set([...fitsOf(value), ...(value.items ?? []).flatMap(deepFits)])]

/** Most fits kept for a column: more is no more proof. */
const mostFits = 30

export function addFits(value: Value, fits: readonly Fit[], column = '*'): void {
  if (fits.length === 0) return
  value.fits.set(column, [...new Set([...(value.fits.get(column) ?? []), ...fits])].slice(0, mostFits))
}

export function mergeFits(into: Value, from: Value): void {
  for (const [column, fits] of from.fits) addFits(into, fits, column)
}

/** Only these columns, and what holds for all. */
export function selected(from: Value, columns: readonly string[]): Value {
  const [only] = columns
  const out: Value = { rows: from.rows, fits: new Map(), ...(columns.length === 1 && only !== undefined ? { name: only } : {}) }
  // Dummies of a column are named after it.
  const wanted = (column: string): boolean => columns.some((one) => one === column || one.startsWith(`${column}_`))
  // Columns that could not be named may be among several, but are hardly the one.
  const every = columns.length > 1 ? /^[*?]/ : /^\*/
  for (const [column, fits] of from.fits) if (every.test(column) || wanted(column)) out.fits.set(column, fits)
  return out
}

/** All columns but these. */
export function lessColumns(from: Value, columns: readonly string[]): Value {
  const out = derived(from)
  for (const column of columns) out.fits.delete(column)
  return out
}

/** Names of columns that a value spells out: a string, or a list of nothing but strings. */
export function columnNames(value: Value): string[] | undefined {
  if (typeof value.literal === 'string') return [value.literal]
  if (value.items === undefined || value.items.length === 0) return undefined
  const names = value.items.map(({ literal: name }) => name)
  return names.every((name) => typeof name === 'string') ? names : undefined
}

/** The rows of the first thing that holds data. */
export const rowsOf = (value: Value): Rows | undefined => value.rows ?? value.items?.map(rowsOf).find((rows) => rows !== undefined)

/** Everything that an object or a list holds, as one value. */
export function asData(value: Value): Value {
  if (value.rows !== undefined) return value
  const parts = [...(value.items ?? []), ...(value.fields?.values() ?? [])].filter(({ rows }) => rows !== undefined)
  const out = data(parts[0]?.rows)
  for (const part of parts) mergeFits(out, part)
  return out
}

export const figureOf = (value: Value, depth = 0): Figure | undefined =>
  value.figure ??
  (depth > 3
    ? undefined
    : [...(value.items ?? []), ...(value.fields?.values() ?? [])].map((one) => figureOf(one, depth + 1)).find((one) => one !== undefined))

export const toolsIn = (value: Value, depth = 0): Tool[] => [
  ...(value.tool === undefined ? [] : [value.tool]),
  ...(depth > 4 ? [] : [...(value.items ?? []), ...(value.fields?.values() ?? [])].flatMap((one) => toolsIn(one, depth + 1))),
]

/** Min and max alone place a value; together they scale it. */
export function scaling(fits: readonly Fit[]): Fit[] {
  const rest = fits.filter(({ what }) => what !== 'min' && what !== 'max')
  const ends = fits.filter(({ what }) => what === 'min' || what === 'max')
  return new Set(ends.map(({ what }) => what)).size === 2 ? [...rest, ...ends.slice(0, 1)] : rest
}

/** Two branches meet: what holds in either may hold. */
export function joined(a: Value, b: Value): Value {
  if (a === b) return a
  const out: Value = { ...b, ...a, rows: a.rows ?? b.rows, fits: new Map(a.fits) }
  mergeFits(out, b)
  if (a.rows !== undefined && b.rows !== undefined && a.rows !== b.rows) out.either = true
  if (a.tool !== undefined && b.tool !== undefined && a.tool !== b.tool) out.either = true
  if (a.learnt !== undefined || b.learnt !== undefined) out.learnt = [...new Set([...(a.learnt ?? []), ...(b.learnt ?? [])])]
  return out
}
