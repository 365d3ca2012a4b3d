/** Holds what was learnt against how rows were split, and keeps each leak with the two places that prove it. */
import { calledTest, includes, isHeldName, isTrainName, muddled, type Place, partOf, type Rows, type Split } from './rows.ts'
import { deepFits, type Fit, type Tool, type Value } from './values.ts'
import type { Leak, Walk } from './walk.ts'

/** Called where rows are split: what was learnt on all of them before? `strict`: folds of a figure that is reported. */
export function proveAtSplit(value: Value, split: Split, walk: Walk, folds = false): void {
  for (const fit of deepFits(value)) {
    if (fit.kind === 'resampled') {
      if (folds || partOf(fit.rows) === undefined)
        leak(walk, { kind: 'resampled_before_split', at: fit.at, cause: split.at, what: fit.what, split })
    } else if (fit.kind === 'lag') {
      if (split.by_chance) leak(walk, { kind: 'time_shuffled', at: fit.at, cause: split.at, what: fit.what, split })
    } else if (partOf(split.input) === undefined && includes(fit.rows, split.input)) {
      leak(walk, { kind: 'fitted_before_split', at: fit.at, cause: split.at, what: fit.what, split })
    }
  }
}

/** Called where one part is used: was something in it learnt on rows that hold the test part too? */
export function proveAtUse(value: Value, walk: Walk): void {
  const part = partOf(value.rows)
  if (part === undefined) return
  for (const fit of deepFits(value)) {
    if (fit.kind === 'resampled' || fit.kind === 'lag') continue
    const { split } = part
    // Learnt on the test part alone is another matter: it counts when the part is measured on.
    if (includes(split.test, fit.rows) || partOf(split.input) !== undefined) continue
    if (includes(fit.rows, split.test)) leak(walk, { kind: 'fitted_before_split', at: fit.at, cause: split.at, what: fit.what, split })
  }
}

/** Called where a model predicts on a test part: was something learnt on that part alone? */
export function proveOnTest(value: Value, walk: Walk): void {
  const part = partOf(value.rows)
  if (part?.side !== 'test' || muddled(part)) return
  for (const fit of deepFits(value)) if (fittedOnTest(fit, part.split)) leakOnTest(walk, fit.what, fit.at, part.split)
}

/** Called where a model is measured on rows. */
export function proveAtFigure(value: Value, rows: Rows, tool: Tool | undefined, at: Place, walk: Walk): void {
  const part = partOf(rows)
  if (part !== undefined && part.side === 'test') {
    part.split.evaluated = true
    if (!muddled(part)) {
      proveOnTest({ ...value, rows }, walk)
      for (const { rows: seen, at: fitted } of tool?.fitted ?? []) {
        if (includes(part.split.test, seen)) leakOnTest(walk, tool?.what ?? 'model', fitted, part.split)
        else if (includes(seen, part.split.test) && partOf(seen) !== part)
          leak(walk, { kind: 'trained_on_test_rows', at: fitted, cause: at, what: tool?.what ?? 'model', split: part.split })
      }
    }
  }
  const stopped = tool?.stopped_on
  // Within the goal of a search, what it splits off for itself is there to choose by.
  if (stopped !== undefined && stopped.rows === rows && calledTest(rows) && !walk.searching)
    leak(walk, { kind: 'chosen_on_test', at, cause: stopped.at, what: 'early stopping', split: part?.split })
}

const fittedOnTest = (fit: Fit, split: Split): boolean => fit.kind !== 'resampled' && fit.kind !== 'lag' && includes(split.test, fit.rows)

const leakOnTest = (walk: Walk, what: string, at: Place, split: Split): void =>
  leak(walk, { kind: 'fitted_on_test', at, cause: split.at, what, split })

export function leak(walk: Walk, found: Leak): void {
  walk.shared.leaks.push(found)
}

/** Leaks whose split serves an evaluation, one for each fit and kind. */
export function proven(leaks: readonly Leak[]): Leak[] {
  const out = new Map<string, Leak>()
  for (const one of leaks) {
    if (one.split !== undefined && !evaluates(one.split)) continue
    // Several figures of one choice are one leak.
    const { path, line } = one.kind === 'chosen_on_test' ? one.cause : one.at
    const key = `${one.kind} ${path}:${line}`
    if (!out.has(key)) out.set(key, one)
  }
  return [...out.values()]
}

/** A split may also only draw a sample: then nothing is measured on what is left. */
function evaluates(split: Split): boolean {
  const names = [...split.test.names]
  if (names.some(isTrainName)) return false
  return split.sure || split.evaluated || names.some(isHeldName)
}
