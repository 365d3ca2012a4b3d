/** What is known while a program is followed in order: its names, the loops and functions around, and what was seen so far. */
import type { Syntax } from '../python/parser.ts'
import type { PythonSource } from '../python/sources.ts'
import { type Grouping, ownRows, type Place, type Rows, type Split } from './rows.ts'
import { data, type Figure, type Scope, type Tool, type Value } from './values.ts'

export type LeakKind =
  | 'fitted_before_split'
  | 'resampled_before_split'
  | 'fitted_on_test'
  | 'trained_on_test_rows'
  | 'chosen_on_test'
  | 'time_shuffled'
  | 'groups_ignored'

/** `at`: where it was fitted, or where the test set was used; `cause`: where it was split, or where the choice was made. */
export type Leak = { kind: LeakKind; at: Place; cause: Place; what: string; split?: Split | undefined }

export type Program = {
  source: PythonSource
  root: Syntax
  imports: Map<string, string>
  top: Scope
  /** Its functions, classes and imports are known by name. */
  readied: boolean
}

/** Everything that one followed file shares: `steps` left before it is given up, what was found, what was counted. */
export type Shared = {
  evaluate: (node: Syntax | undefined, walk: Walk) => Value
  execute: (nodes: readonly Syntax[], walk: Walk) => void
  /** The program and the rest of a name that an import leads to. */
  elsewhere: (full: string, from: string) => { program: Program; rest: string } | undefined
  steps: number
  /** The statement that is being followed. */
  here: Place
  /** The statements among which it stands. */
  block: readonly Syntax[]
  loops: number
  leaks: Leak[]
  splits: Split[]
  fits: Set<string>
  called: Set<Syntax>
  /** Rows chosen by a bound or a mask, by what would make the other side. */
  choices: Map<string, { first?: Rows; second?: Rows; base: Rows }>
  groupings: Grouping[]
  /** A table that was read is called a test set. */
  readTest: boolean
  /** Each call that measures a model on rows. */
  figures: (Figure & { tool: Tool | undefined })[]
}

export type Walk = {
  program: Program
  scope: Scope
  within: string
  loops: readonly number[]
  /** Sides of conditions that were taken to come here. */
  sides: readonly string[]
  depth: number
  /** The goal of a search is being followed. */
  searching?: boolean
  /** Where `return` leaves what it gives. */
  returned: Value[]
  shared: Shared
}

export const placeOf = (node: Syntax, walk: Walk): Place => ({ path: walk.program.source.path, line: node.line, within: walk.within })

export function lookUp(name: string, scope: Scope | undefined): Value | undefined {
  for (let at = scope; at !== undefined; at = at.outer) {
    const value = at.names.get(name)
    if (value !== undefined) return value
  }
  return undefined
}

/** Something that comes from where nothing can be followed. */
export const fromNowhere = (walk: Walk, name?: string): Value => ({ ...data(ownRows(walk.loops, name)), unknown: true })

/** A parameter or a name from elsewhere; names that are only given to data stand for data. */
export const handedIn = (name: string, walk: Walk): Value =>
  /^(df|data|dataset|train|test|val|features?|[xX])(_?\w*)$/.test(name) && !/loader|_?(fn|func|path|file|dir|size|idx|gen\w*)$/i.test(name)
    ? data(ownRows(walk.loops, name))
    : fromNowhere(walk, name)

/** Remembers that a model was fitted; the newest fit replaces those before. */
export function noteFitted(tool: Tool, value: Value, at: Place, walk: Walk): void {
  tool.fitted = value.rows === undefined ? [] : [{ at, rows: value.rows }]
  walk.shared.fits.add(`${at.path}:${at.line}`)
}
