/** Follows calls of libraries: making tools, splitting, cross-validating, learning and transforming in one go, measuring, putting tables together. */
import { argumentsOf, textOf } from '../python/syntax.ts'
import { batchOf, inOne, loader } from './batches.ts'
import { picked, searched } from './choices.ts'
import { combined } from './combined.ts'
import { copiedBelow, repeated } from './copies.ts'
import { alongRows } from './data-methods.ts'
import { grouped, keepsGroups } from './groups.ts'
import { fitFunctions, isCrossValidation, isCurve, isDataLibrary, isMetric, statistics, toolNamed, wrapsData } from './known-tools.ts'
import { proveAtSplit, proveAtUse } from './proofs.ts'
import { calledTest, joinedRows, ownRows, type Rows, someRows } from './rows.ts'
import { newSplit, splitInParts, splitInTwo } from './splits.ts'
import { type Call, figure, setUp, subjectOf, trained } from './tools.ts'
import { addFits, data, deepFits, derived, figureOf, list, mergeFits, nothing, rowsOf, toolsIn, type Value } from './values.ts'
import type { Walk } from './walk.ts'

/** Undefined when nothing is known of the name. */
export function libraryCall(full: string, call: Call, walk: Walk): Value | undefined {
  const name = full.slice(full.lastIndexOf('.') + 1)
  const tool = toolNamed(
    name,
    allArguments(call).flatMap((value) => toolsIn(value)),
  )
  if (tool !== undefined) {
    // These two encode each row by the targets of other folds.
    if (name === 'TargetEncoder' && /^(sklearn|cuml)\./.test(full)) delete tool.learns
    return { ...nothing(), tool: setUp(tool, call, walk) }
  }
  if (name === 'train_test_split') return trainTest(call, walk)
  if (isCrossValidation(name)) return crossValidated(call, walk)
  if (/^(lightgbm|lgb|xgboost|xgb)\.(train)$/.test(full)) return trained(full, call, walk)
  if (isMetric(name) || isCurve(name)) return measured(name, call, walk)
  const kind = fitFunctions.get(name)
  if (kind !== undefined) return fittedInOne(name, kind, call, walk)
  if (name === 'clone' || name === 'deepcopy') return call.args.positional[0]
  return search(name, call, walk) ?? built(name, call, walk) ?? ofLibrary(full, name, call, walk)
}

const allArguments = ({ args }: Call): Value[] => [...args.positional, ...args.named.values()]

function trainTest(call: Call, walk: Walk): Value {
  const texts = argumentsOf(call.node).flatMap(({ name, value }) => (name === null ? [textOf(value)] : []))
  const parts = call.args.positional.map((value, at) => ({ value, label: /^\(?['"]?(y|labels?|targets?)(_|$|\b)/i.test(texts[at] ?? '') }))
  return splitInTwo(parts, call.at, walk, call.args.named.get('shuffle')?.literal !== false)
}

function crossValidated(call: Call, walk: Walk): Value {
  const subject = call.args.named.get('X') ?? call.args.positional[1]
  if (subject?.rows === undefined) return nothing()
  const by = call.args.named.get('cv')
  if (by === undefined || (by.tool !== undefined && !by.either) || typeof by.literal === 'number') grouped(by?.tool, -1, call, walk)
  const how = { by_chance: by?.tool?.by_chance === true, grouped: keepsGroups(by?.tool) }
  const split = newSplit(subject.rows, call.at, walk, { ...how, sure: true })
  proveAtSplit(subject, split, walk, true)
  return nothing()
}

/** `accuracy_score(y_test, predictions)`: on the rows of what was predicted, else of the truth. */
function measured(name: string, call: Call, walk: Walk): Value {
  const values = allArguments(call)
  const predicted = values.map((value) => value.predicted).find((one) => one !== undefined)
  const rows = predicted?.rows ?? values.map(rowsOf).find((one) => one !== undefined && calledTest(one))
  if (rows === undefined) return oneFigure(values.find((one) => figureOf(one) !== undefined))
  const seen = data(rows)
  for (const value of values) if (value.predicted !== undefined) mergeFits(seen, value)
  return figure(seen, rows, predicted?.tool, call.at, walk, isCurve(name))
}

function fittedInOne(name: string, kind: 'scaler' | string, call: Call, walk: Walk): Value {
  const subject = subjectOf(call)
  if (subject === undefined) return nothing()
  subject.rows ??= ownRows(walk.loops)
  const out = derived(subject)
  if (alongRows(call, 1)) return out
  walk.shared.fits.add(`${call.at.path}:${call.at.line}`)
  addFits(out, [{ kind: kind as 'scaler', what: name, at: call.at, rows: subject.rows }])
  proveAtUse(out, walk)
  return out
}

/** Searches that are given a function to make small. */
function search(name: string, { args, at }: Call, walk: Walk): Value | undefined {
  if (!/^(fmin|gp_minimize|forest_minimize|gbrt_minimize|differential_evolution|minimize)$/.test(name)) return undefined
  const goal = args.named.get('fn') ?? args.named.get('func') ?? args.positional[0]
  if (goal?.call === undefined) return undefined
  searched(goal.call, { positional: [], named: new Map() }, at, walk)
  return nothing()
}

/** Python's own: lists and loops. */
function built(name: string, call: Call, walk: Walk): Value | undefined {
  const [first] = call.args.positional
  switch (name) {
    case 'enumerate':
      return first === undefined ? nothing() : counted(first, walk)
    case 'list':
      return first?.rows === undefined ? (first ?? list([])) : { ...first, listed: true }
    case 'tuple':
    case 'iter':
    case 'next':
    case 'tqdm':
    case 'sorted':
    case 'reversed':
      return first?.tool?.kind === 'splitter' ? nothing() : (first ?? list([]))
    case 'zip':
      return list([list(call.args.positional.map((value) => value.items?.[0] ?? (value.folds === undefined ? nothing() : value)))])
    case 'dict':
      return { ...nothing(), fields: new Map(call.args.named) }
    case 'len':
    case 'print':
    case 'range':
    case 'int':
    case 'str':
    case 'isinstance':
    case 'type':
      return nothing()
    case 'sum':
      return oneFigure(first)
    case 'float':
    case 'round':
    case 'abs':
      return first ?? nothing()
    case 'argmax':
    case 'argmin':
    case 'nanargmax':
    case 'nanargmin':
      picked(first, call.at, walk)
      return nothing()
    case 'max':
    case 'min':
      if (call.args.named.has('key')) picked(first, call.at, walk)
      return keptFigure(first)
    default:
      return undefined
  }
}

const oneFigure = (value: Value | undefined): Value => {
  const { figure } = keptFigure(value)
  return figure === undefined ? nothing() : { ...nothing(), figure: inOne(figure) }
}

const keptFigure = (value: Value | undefined): Value => {
  const figure = value === undefined ? undefined : figureOf(value)
  return figure === undefined ? nothing() : { ...nothing(), figure }
}

/** `enumerate(kf.split(X))` gives folds with their number. */
const counted = (value: Value, walk: Walk): Value =>
  value.folds !== undefined
    ? list([list([nothing(), { ...nothing(), folds: value.folds }])])
    : value.rows !== undefined
      ? list([list([nothing(), batchOf(value, walk)])])
      : list((value.items ?? [nothing()]).slice(0, 6).map((item) => list([nothing(), item])))

function ofLibrary(full: string, name: string, call: Call, walk: Walk): Value | undefined {
  const [first] = call.args.positional
  if (/^(read_\w+|load_\w+|fetch_\w+|make_\w+)$/.test(name))
    return { ...data(ownRows(walk.loops)), ...(/^(load|fetch|make)/.test(name) ? { unknown: true } : {}) }
  if (name === 'random_split' || full === 'numpy.split' || full === 'numpy.array_split')
    return first === undefined
      ? nothing()
      : splitInParts(first, (call.args.positional[1]?.items?.length ?? 1) + (name === 'random_split' ? 0 : 1), call.at, walk)
  if (name === 'resample' || name === 'shuffle') return drawn(name, call, walk)
  if (/^(concat|concatenate|vstack|hstack|column_stack|c_|r_|append|stack|row_stack)$/.test(name)) return together(name, call, walk)
  if (!isDataLibrary(full) && !wrapsData(name) && !/^(csr_matrix|hstack|vstack|array|pad_sequences|shuffle)$/.test(name)) return undefined
  const what = statistics.get(name)
  if (what !== undefined && first !== undefined && first.rows === undefined && figureOf(first) !== undefined)
    return what === 'min' || what === 'max' ? keptFigure(first) : oneFigure(first)
  if (what !== undefined && first?.rows !== undefined) return statisticOf(first, first.rows, what, call, walk)
  const made = passedOn(call)
  if (name === 'repeat' || name === 'tile') addFits(made, repeated(name, first, call))
  return /(^|_)DataLoader$|^DataLoader/.test(name) ? loader(made, first, textOf(argumentsOf(call.node)[0]?.value ?? call.node), walk) : made
}

function statisticOf(value: Value, rows: Rows, what: string, call: Call, walk: Walk): Value {
  if (value.predicted !== undefined) return figure(derived(value), value.predicted.rows, value.predicted.tool, call.at, walk, false)
  if (value.mask || alongRows(call, 1)) return data(value.mask ? undefined : rows)
  walk.shared.fits.add(`${call.at.path}:${call.at.line}`)
  return { ...nothing(), learnt: [{ kind: 'statistic', what, at: call.at, rows }] }
}

/** Functions of numpy, pandas and the like hand on what they are given. */
function passedOn(call: Call): Value {
  const values = [...call.args.positional, ...['data', 'X', 'x'].flatMap((name) => call.args.named.get(name) ?? [])].filter(
    (value) => rowsOf(value) !== undefined || value.learnt !== undefined || figureOf(value) !== undefined,
  )
  const flat = values.flatMap((value) => (value.rows === undefined && value.items !== undefined ? value.items : [value]))
  return flat.length === 0 ? nothing() : flat.reduce(combined, { ...nothing() })
}

/** `sklearn.utils.resample` draws with replacement unless it is told not to. */
function drawn(name: string, { args, at }: Call, walk: Walk): Value {
  const copies = name === 'resample' && args.named.get('replace')?.literal !== false
  const out = args.positional.map((value) => {
    const rows = value.rows === undefined || name === 'shuffle' ? value.rows : someRows(value.rows, walk.loops)
    const one = derived(value, rows)
    if (copies && value.rows !== undefined) addFits(one, [{ kind: 'resampled', what: 'resample with replacement', at, rows: value.rows }])
    return one
  })
  return out.length === 1 ? (out[0] as Value) : list(out)
}

/** Beside one another the rows stay; below one another they are those of all. */
function together(name: string, call: Call, walk: Walk): Value {
  const [first] = call.args.positional
  const parts = first?.items ?? call.args.positional
  const axis = call.args.named.get('axis')?.literal ?? (name === 'append' ? undefined : call.args.positional[1]?.literal)
  const beside = /^(hstack|column_stack|c_)$/.test(name) || axis === 1 || axis === 'columns' || axis === -1
  const rows = [...new Set(parts.flatMap((part) => rowsOf(part) ?? []))]
  const out = data(beside || rows.length < 2 ? rows[0] : joinedRows(rows, walk.loops))
  for (const part of parts) {
    if (part.items === undefined) mergeFits(out, part)
    else addFits(out, deepFits(part))
  }
  if (!beside && /^(concat|concatenate|cat|append)$/.test(name) && (axis === undefined || axis === 0 || axis === 'index'))
    addFits(out, copiedBelow(parts, call.at))
  const figure = first === undefined || out.rows !== undefined ? undefined : figureOf(first)
  if (figure !== undefined) out.figure = figure
  return out
}
