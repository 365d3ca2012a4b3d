/** Gives values to names, tuples, columns and attributes. */
import type { Syntax } from '../python/parser.ts'
import { field, fields, textOf } from '../python/syntax.ts'
import { isCheckingName, isTestName, ownRows } from './rows.ts'
import { named } from './splits.ts'
import { addFits, columnNames, data, deepFits, derived, type Fit, nothing, scaling, type Value } from './values.ts'
import { lookUp, type Walk } from './walk.ts'

export function assign(target: Syntax, value: Value, walk: Walk): void {
  switch (target.type) {
    case 'identifier': {
      const name = textOf(target)
      walk.scope.names.set(name, value)
      if (value.figure?.by_batch && isCheckingName(name)) value.figure = { ...value.figure, checking: true }
      if (value.rows?.kind === 'own' && !value.unknown && isTestName(name)) walk.shared.readTest = true
      if (value.rows !== undefined) named(value, value.rows, name, walk)
      return
    }
    case 'pattern_list':
    case 'tuple_pattern':
    case 'list_pattern':
    case 'expression_list':
    case 'tuple':
      unpack(target.children, value, walk)
      return
    case 'parenthesized_expression':
      if (target.children[0] !== undefined) assign(target.children[0], value, walk)
      return
    case 'subscript':
      setItem(target, value, walk)
      return
    case 'attribute':
      setAttribute(target, value, walk)
  }
}

function unpack(targets: readonly Syntax[], value: Value, walk: Walk): void {
  const starred = targets.findIndex(({ type }) => type === 'list_splat_pattern')
  if (value.folds !== undefined) {
    targets.forEach((target, at) => {
      assign(
        target,
        { ...nothing(), index: { split: value.folds as NonNullable<Value['folds']>, side: at === 0 ? 'train' : 'test' } },
        walk,
      )
    })
    return
  }
  targets.forEach((target, at) => {
    if (starred >= 0 && at >= starred) return
    assign(target, value.items?.[at] ?? share(value, walk), walk)
  })
}

/** One of several things that a call gave back together: rows of unknown origin are not the same rows. */
function share(value: Value, walk: Walk): Value {
  if (value.unknown) return { ...data(ownRows(walk.loops)), unknown: true }
  const out = derived(value)
  if (value.learnt !== undefined) out.learnt = value.learnt
  return out
}

function setItem(target: Syntax, value: Value, walk: Walk): void {
  const on = field(target, 'value')
  const base = walk.shared.evaluate(on, walk)
  const keys = fields(target, 'subscript').map((node) => ({ node, value: walk.shared.evaluate(node, walk) }))
  const last = keys.at(-1)
  if (last === undefined) return
  if (base.fields !== undefined || (base.rows === undefined && base.tool === undefined)) {
    base.fields ??= new Map()
    base.fields.set(String(last.value.literal ?? '?'), value)
    return
  }
  const columns = columnNames(last.value) ?? [`?${textOf(last.node).slice(0, 60)}`]
  const partly = base.view === 'place' || keys.length > 1
  const fits = deepFits(value)
  // A number put where values are missing is an imputation; a constant column says nothing.
  if (partly && value.learnt !== undefined) fits.push(...scaling(value.learnt))
  const owner = on?.type === 'attribute' && base.view === 'place' ? walk.shared.evaluate(field(on, 'object'), walk) : base
  setColumns(owner, columns, fits, partly)
}

function setColumns(owner: Value, columns: readonly string[], fits: readonly Fit[], keep: boolean): void {
  for (const column of columns) {
    // What is to be predicted is no feature.
    if (/(^|_|\?)(target|label|y)s?(_|$)/i.test(column)) continue
    if (!keep) owner.fits.delete(column)
    addFits(owner, fits, column)
  }
}

function setAttribute(target: Syntax, value: Value, walk: Walk): void {
  const name = textOf(field(target, 'attribute') ?? target)
  const base = walk.shared.evaluate(field(target, 'object'), walk)
  if (name === 'columns' || name === 'index') return
  if (base.rows !== undefined && base.fields === undefined && !base.unknown) setColumns(base, [name], deepFits(value), false)
  else {
    base.fields ??= new Map()
    base.fields.set(name, value)
    if (value.rows !== undefined) named(value, value.rows, name, walk)
  }
}

/** `inplace=True`: what the call made goes back to where it was taken from. */
export function putBack(on: Syntax, made: Value, walk: Walk): void {
  if (on.type === 'identifier') {
    const value = lookUp(textOf(on), walk.scope)
    if (value !== undefined) Object.assign(value, { rows: made.rows, fits: made.fits })
  } else if (on.type === 'subscript' || on.type === 'attribute') assign(on, made, walk)
}
