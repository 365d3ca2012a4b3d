/** Follows the methods of tables, columns and arrays: statistics, filling in, choosing, grouping, joining, lagging. */
import type { Syntax } from '../python/parser.ts'
import { putBack } from './assignments.ts'
import { copiedBelow } from './copies.ts'
import { invoke } from './functions.ts'
import { statistics } from './known-tools.ts'
import { includes, joinedRows, type Rows, someRows } from './rows.ts'
import { splitInParts } from './splits.ts'
import { type Call, figure } from './tools.ts'
import { addFits, columnNames, data, deepFits, derived, type Fit, mergeFits, nothing, scaling, type Value } from './values.ts'
import type { Walk } from './walk.ts'

/** Methods that give something which is no data of these rows. */
const aside = new Set(
  'info describe hist plot value_counts corr cov nunique unique to_csv to_pickle count isna isnull notnull any all keys items iterrows itertuples to_dict sum argmax argmin idxmax idxmin boxplot to_string print to_sql to_parquet memory_usage'.split(
    ' ',
  ),
)
/** Methods that leave some rows out. */
const choosing = new Set(
  'dropna drop_duplicates head tail query sample filter nlargest nsmallest take truncate between_time first last'.split(' '),
)

export function dataMethod(base: Value, on: Syntax, name: string, call: Call, walk: Walk): Value | undefined {
  if (base.learnt !== undefined && base.rows === undefined)
    return { ...nothing(), learnt: base.learnt, ...(base.figure ? { figure: base.figure } : {}) }
  if (base.rows === undefined) return base.figure === undefined ? undefined : nothing()
  if (base.unknown && !knownOfData.test(name)) return undefined
  const made = ofData(base, base.rows, name, call, walk)
  if (made !== undefined && call.args.named.get('inplace')?.literal === true) putBack(on, made, walk)
  return made
}

const knownOfData =
  /^(fillna|drop|dropna|mean|std|median|mode|quantile|groupby|apply|map|transform|merge|join|copy|astype|reshape|sample|reset_index|sort_values|shift|rolling|iloc|loc|min|max|var|assign|head|tail|query|replace|clip|randomSplit|drop_duplicates|set_index|rename|values|to_numpy)$/

function ofData(base: Value, rows: Rows, name: string, call: Call, walk: Walk): Value | undefined {
  const what = statistics.get(name)
  if (what !== undefined) return statistic(base, rows, what, call, walk)
  if (aside.has(name)) return base.predicted === undefined ? nothing() : measuredByHand(base, call, walk)
  if (choosing.has(name)) return chosen(base, rows, name, call, walk)
  switch (name) {
    case 'fillna':
    case 'replace':
    case 'clip':
    case 'sub':
    case 'div':
    case 'subtract':
    case 'divide':
    case 'where':
    case 'mask':
      return filled(base, call)
    case 'groupby':
      return { ...derived(base), view: 'grouped' }
    case 'rolling':
    case 'expanding':
    case 'ewm':
    case 'resample':
      return { ...derived(base), view: 'window' }
    case 'apply':
    case 'map':
    case 'applymap':
    case 'transform':
    case 'pipe':
    case 'agg':
    case 'aggregate':
      return applied(base, rows, name, call, walk)
    case 'shift':
      return base.view === 'grouped' ? plain(base) : lagged(base, rows, call)
    case 'merge':
    case 'join':
    case 'append':
    case 'union':
    case 'assign':
      return merged(base, rows, name, call, walk)
    case 'drop':
      return dropped(base, rows, call, walk)
    case 'tolist':
      return { ...plain(base), listed: true }
    case 'randomSplit':
      return splitInParts(base, call.args.positional[0]?.items?.length ?? 2, call.at, walk)
    default:
      return base.view === 'grouped' ? data(undefined) : plain(base)
  }
}

const plain = (base: Value): Value => ({ ...derived(base), ...(base.column ? { column: true } : {}) })

function statistic(base: Value, rows: Rows, what: string, call: Call, walk: Walk): Value {
  if (base.view === 'window') return windowed(base, rows, call)
  // A table of groups is a table of its own; put beside single rows it may be right or wrong.
  if (base.view === 'grouped') return data(undefined)
  if (base.predicted !== undefined) return measuredByHand(base, call, walk)
  if (base.mask || alongRows(call)) return data(alongRows(call) ? rows : undefined)
  walk.shared.fits.add(`${call.at.path}:${call.at.line}`)
  return { ...nothing(), learnt: [{ kind: 'statistic', what, at: call.at, rows }] }
}

/** `axis=1`: a figure for each row, learnt from that row alone. */
export function alongRows({ args }: Call, at = 0): boolean {
  const axis = args.named.get('axis')?.literal ?? args.positional[at]?.literal
  return axis === 1 || axis === -1 || axis === 2 || axis === 'columns'
}

function measuredByHand(base: Value, call: Call, walk: Walk): Value {
  const predicted = base.predicted as NonNullable<Value['predicted']>
  return figure(derived(base), predicted.rows, predicted.tool, call.at, walk, false)
}

/** A moving statistic of the rows before: it ties rows together that lie side by side. */
function windowed(base: Value, rows: Rows, call: Call): Value {
  const out = plain(base)
  addFits(out, [{ kind: 'lag', what: 'rolling', at: call.at, rows }])
  return out
}

function lagged(base: Value, rows: Rows, call: Call): Value {
  const out = plain(base)
  addFits(out, [{ kind: 'lag', what: 'shift', at: call.at, rows }])
  return out
}

function filled(base: Value, { args }: Call): Value {
  const out = plain(base)
  for (const value of [...args.positional, ...args.named.values()]) {
    addFits(out, scaling(allLearnt(value)))
    addFits(out, deepFits(value))
  }
  return out
}

const allLearnt = (value: Value): readonly Fit[] => [
  ...(value.learnt ?? []),
  ...[...(value.items ?? []), ...(value.fields?.values() ?? [])].flatMap(({ learnt }) => learnt ?? []),
]

function chosen(base: Value, rows: Rows, name: string, { args, at }: Call, walk: Walk): Value {
  const all = name === 'sample' && args.named.get('frac')?.literal === 1
  const out = derived(base, all ? rows : someRows(rows, walk.loops))
  // Rows that stand there twice are out again.
  if (name === 'drop_duplicates')
    for (const [column, fits] of out.fits)
      out.fits.set(
        column,
        fits.filter(({ kind }) => kind !== 'resampled'),
      )
  if (name === 'sample' && args.named.get('replace')?.literal === true)
    addFits(out, [{ kind: 'resampled', what: 'sample with replacement', at, rows }])
  return out
}

/** A function over columns may learn from them; over cells or rows it sees nothing else. */
function applied(base: Value, rows: Rows, name: string, call: Call, walk: Walk): Value {
  const [first] = call.args.positional
  const out = base.view === 'grouped' && name !== 'transform' ? data(rows) : plain(base)
  const word = typeof first?.literal === 'string' ? statistics.get(first.literal) : undefined
  if (name === 'transform' && base.view === 'grouped' && word !== undefined)
    out.learnt = [{ kind: 'statistic', what: `${word} by group`, at: call.at, rows, grouped: true }]
  if (name === 'map' || name === 'replace') addFits(out, scaling(first === undefined ? [] : allLearnt(first)))
  if (first?.call === undefined || alongRows(call, 1) || name === 'agg' || name === 'aggregate') return out
  const whole = name === 'transform' || name === 'pipe' || (name === 'apply' && !base.column && base.view === undefined)
  const seen = whole ? { ...derived(base), column: true } : data(undefined)
  const made = invoke(first.call, { positional: [seen, ...call.args.positional.slice(1)], named: call.args.named }, walk)
  for (const fit of made === undefined ? [] : deepFits(made)) addFits(out, [fit])
  return out
}

/** Beside one another (`merge`, `join`) or below one another (`append`, `union`). */
function merged(base: Value, rows: Rows, name: string, { args, at }: Call, walk: Walk): Value {
  const others = [...args.positional, ...args.named.values()].filter((one) => one.rows !== undefined || one.learnt !== undefined)
  const below = name === 'append' || name === 'union'
  const more = others.flatMap((one) => (below && one.rows !== undefined ? [one.rows] : []))
  const out = derived(base, more.length > 0 ? joinedRows([rows, ...more], walk.loops) : rows)
  if (below) addFits(out, copiedBelow([base, ...others], at))
  for (const other of others) {
    mergeFits(out, other)
    addFits(out, scaling(other.learnt ?? []))
  }
  return out
}

/** Columns by name, or the rows of a sample: what is left is the other side of it. */
function dropped(base: Value, rows: Rows, call: Call, walk: Walk): Value {
  const out = derived(base)
  const given = [...call.args.positional.slice(0, 1), ...['columns', 'labels'].flatMap((name) => call.args.named.get(name) ?? [])]
  for (const value of given) for (const column of columnNames(value) ?? []) out.fits.delete(column)
  const [what] = call.args.positional
  if (what?.view !== 'place' || what.rows === undefined || what.rows === rows || !includes(rows, what.rows)) return out
  return restOf(out, rows, what.rows, call, walk)
}

/** `test = df.drop(train.index)`: whichever of both is called a test set. */
function restOf(out: Value, rows: Rows, taken: Rows, call: Call, walk: Walk): Value {
  const key = `rest ${call.at.path}:${call.at.line}`
  if (taken.kind !== 'some') return { ...out, rows: someRows(rows, walk.loops) }
  const rest = someRows(rows, walk.loops)
  taken.choice = { key, side: 'first' }
  rest.choice = { key, side: 'second' }
  walk.shared.choices.set(key, { base: rows, first: taken, second: rest })
  return { ...out, rows: rest }
}
