/** Follows the methods of scalers, models, searches and splitters: fit, transform, predict, score, split. */
import type { Syntax } from '../python/parser.ts'
import { argumentsOf, textOf } from '../python/syntax.ts'
import type { Given } from './functions.ts'
import { grouped, keepsGroups } from './groups.ts'
import { proveAtFigure, proveAtSplit, proveAtUse, proveOnTest } from './proofs.ts'
import { calledTest, ownRows, type Place, partOf, someRows } from './rows.ts'
import { foldsOf, newSplit } from './splits.ts'
import { addFits, data, derived, type Fit, list, nothing, type Tool, toolsIn, type Value } from './values.ts'
import { noteFitted, placeOf, type Walk } from './walk.ts'

export type Call = { node: Syntax; args: Given; at: Place }

export const callOf = (node: Syntax, args: Given, walk: Walk): Call => ({ node, args, at: placeOf(node, walk) })

/** The data of a call: the first argument, or the one that is named so. */
export const subjectOf = ({ args }: Call): Value | undefined =>
  args.positional[0] ??
  ['X', 'x', 'data', 'generator', 'texts', 'dataset', 'raw_documents', 'dtrain', 'train_set']
    .map((name) => args.named.get(name))
    .find((it) => it !== undefined)

/** Undefined when the method is none that is known of tools. */
export function toolMethod(base: Value, tool: Tool, name: string, call: Call, walk: Walk): Value | undefined {
  const subject = subjectOf(call)
  switch (name) {
    case 'fit':
    case 'fit_generator':
    case 'fit_on_texts':
    case 'adapt':
    case 'partial_fit':
    case 'train':
      if (subject !== undefined) learnFrom(tool, subject, call, walk)
      return base.tool === undefined ? { ...nothing(), tool } : base
    case 'fit_predict':
      // Groups that a test part is put into by itself: nothing is trained for what comes later.
      return subject === undefined ? nothing() : clustered(tool, subject, call, walk)
    case 'fit_transform':
      if (subject === undefined) return nothing()
      learnFrom(tool, subject, call, walk)
      return transform(tool, subject, walk)
    case 'transform':
    case 'texts_to_sequences':
    case 'texts_to_matrix':
      return subject === undefined ? nothing() : transform(tool, subject, walk)
    case 'get_support':
    case 'get_feature_names_out':
      return tool.learns === 'selection' ? { ...nothing(), learnt: learntBy(tool, 'selection') } : nothing()
    case 'fit_resample':
    case 'fit_sample':
      return subject === undefined ? nothing() : resample(tool, subject, call, walk)
    case 'predict':
      if (tool.learns === 'clustering' && subject !== undefined) return transform(tool, subject, walk)
      return subject === undefined ? nothing() : predict(tool, subject, walk)
    case 'predict_proba':
    case 'decision_function':
    case 'predict_classes':
      return subject === undefined ? nothing() : predict(tool, subject, walk)
    case 'score':
    case 'evaluate':
      return subject === undefined ? nothing() : score(tool, subject, call, walk)
    case 'split':
      if (tool.kind !== 'splitter') return undefined
      if (!base.either) grouped(tool, 2, call, walk)
      return foldsOf(subject, call.at, walk, { by_chance: tool.by_chance === true, grouped: keepsGroups(tool) })
    case 'get_params':
      return nothing()
    default:
      return undefined
  }
}

function clustered(tool: Tool, subject: Value, call: Call, walk: Walk): Value {
  if (tool.learns !== 'clustering') return derived(subject)
  learnFrom(tool, subject, call, walk)
  return transform(tool, subject, walk)
}

function learnFrom(tool: Tool, subject: Value, call: Call, walk: Walk): void {
  if (subject.items === undefined && subject.literal === undefined) subject.rows ??= ownRows(walk.loops)
  proveAtUse(subject, walk)
  if (tool.kind === 'search') searchFolds(subject, call, walk)
  const share = call.args.named.get('validation_split')?.literal
  if (typeof share === 'number' && share > 0 && subject.rows !== undefined) {
    const split = newSplit(subject.rows, call.at, walk, { by_chance: false, sure: true })
    proveAtSplit(subject, split, walk)
  }
  noteFitted(tool, subject, call.at, walk)
  delete tool.stopped_on
  if (!stopsEarly(tool, call)) return
  const watched = watchedRows(call)
  if (watched !== undefined) tool.stopped_on = { at: call.at, rows: watched }
}

/** The folds of a search, where they are the only evaluation: rows that no split has set a part of aside. */
function searchFolds(subject: Value, call: Call, walk: Walk): void {
  if (subject.rows === undefined || partOf(subject.rows) !== undefined) return
  const split = newSplit(subject.rows, call.at, walk, { by_chance: false, sure: true })
  proveAtSplit(subject, split, walk)
}

function stopsEarly(tool: Tool, { args }: Call): boolean {
  const rounds = args.named.get('early_stopping_rounds')
  if (rounds !== undefined && rounds.literal !== null && rounds.literal !== false) return true
  const callbacks = args.named.get('callbacks')
  return (
    tool.stops === true || (callbacks !== undefined && toolsIn(callbacks).some(({ kind, stops }) => kind === 'stopping' && stops !== false))
  )
}

/** The set that early stopping goes by, if it is one that the code calls its test set. */
function watchedRows({ args }: Call): NonNullable<Value['rows']> | undefined {
  const given = ['eval_set', 'validation_data', 'valid_sets', 'evals', 'eval_data']
    .map((name) => args.named.get(name))
    .find((it) => it !== undefined)
  if (given === undefined) return undefined
  const rows = dataIn(given)
  return rows.some((one) => !calledTest(one) && partOf(one)?.side === 'test') ? undefined : rows.find((one) => calledTest(one))
}

const dataIn = (value: Value, depth = 0): NonNullable<Value['rows']>[] => [
  ...(value.rows === undefined ? [] : [value.rows]),
  ...(depth > 3 ? [] : (value.items ?? []).flatMap((item) => dataIn(item, depth + 1))),
]

/** `lgb.train(params, train, valid_sets=[…])` makes the model and fits it. */
export function trained(name: string, call: Call, walk: Walk): Value {
  const tool: Tool = { what: name, kind: 'model', parts: [], fitted: [] }
  const subject = call.args.positional[1] ?? subjectOf(call)
  if (subject !== undefined) learnFrom(tool, subject, call, walk)
  return { ...nothing(), tool }
}

export const learntBy = (tool: Tool, kind: Fit['kind']): Fit[] => tool.fitted.map(({ at, rows }) => ({ kind, what: tool.what, at, rows }))

function transform(tool: Tool, subject: Value, walk: Walk): Value {
  const out = derived(subject)
  if (subject.items !== undefined) out.items = subject.items
  if (subject.column) out.column = true
  if (tool.learns !== undefined && tool.learns !== 'resampled') addFits(out, learntBy(tool, tool.learns))
  proveAtUse(out, walk)
  return out
}

/** Over-sampling copies rows or makes them out of their neighbours; under-sampling leaves some out. */
function resample(tool: Tool, subject: Value, call: Call, walk: Walk): Value {
  noteFitted(tool, subject, call.at, walk)
  const rows = subject.rows === undefined ? undefined : someRows(subject.rows, walk.loops)
  const out = derived(subject, rows)
  if (tool.learns === 'resampled') addFits(out, learntBy(tool, 'resampled'))
  const labels = data(rows)
  return list([out, labels])
}

function predict(tool: Tool, subject: Value, walk: Walk): Value {
  proveAtUse(subject, walk)
  proveOnTest(subject, walk)
  if (subject.rows === undefined) return nothing()
  const out = derived(subject)
  out.predicted = { rows: subject.rows, tool: tool.kind === 'transformer' ? undefined : tool }
  return out
}

function score(tool: Tool, subject: Value, call: Call, walk: Walk): Value {
  proveAtUse(subject, walk)
  return subject.rows === undefined ? nothing() : figure(subject, subject.rows, tool, call.at, walk, false)
}

/** A model was measured: proves what this shows, and gives the figure. */
export function figure(
  value: Value,
  rows: NonNullable<Value['rows']>,
  tool: Tool | undefined,
  at: Place,
  walk: Walk,
  curve: boolean,
): Value {
  proveAtFigure(value, rows, tool, at, walk)
  const made = { at, rows, loops: walk.loops, curve }
  walk.shared.figures.push({ ...made, tool })
  return { ...nothing(), figure: made }
}

/** Sets what the constructor's arguments say: shuffled folds, early stopping. */
export function setUp(tool: Tool, { node, args, at }: Call, walk: Walk): Tool {
  if (tool.kind === 'splitter') tool.made = { at, sides: walk.sides }
  const shuffle = args.named.get('shuffle')?.literal
  if (tool.kind === 'splitter' && shuffle === true) tool.by_chance = true
  const rounds = args.named.get('early_stopping_rounds')
  if (rounds !== undefined && rounds.literal !== null) tool.stops = true
  if (tool.kind === 'stopping') {
    const monitor = argumentsOf(node).find(({ name }) => name === 'monitor' || name === null)
    if (monitor !== undefined && /['"](loss|acc|accuracy|train_\w+)['"]/.test(textOf(monitor.value))) tool.stops = false
  }
  return tool
}
