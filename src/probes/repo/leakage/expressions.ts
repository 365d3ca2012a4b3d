/** Works out what an expression stands for: which rows it holds and what was learnt that it carries. */
import type { Syntax } from '../python/parser.ts'
import { field, literalOf, textOf } from '../python/syntax.ts'
import { assign } from './assignments.ts'
import { addedUp, addsToItself, listed } from './batches.ts'
import { evaluateCall } from './calls.ts'
import { combined } from './combined.ts'
import { joinedRows } from './rows.ts'
import { turns } from './statements.ts'
import { subscript } from './subscripts.ts'
import {
  addFits,
  columnNames,
  data,
  deepFits,
  derived,
  figureOf,
  joined,
  list,
  literal,
  nothing,
  ofTheBatch,
  rowsOf,
  selected,
  type Value,
} from './values.ts'
import { fromNowhere, handedIn, lookUp, placeOf, type Walk } from './walk.ts'

export function evaluate(node: Syntax | undefined, walk: Walk): Value {
  if (node === undefined || walk.shared.steps-- <= 0) return nothing()
  const plain = literalOf(node)
  if (plain !== undefined) return literal(plain)
  switch (node.type) {
    case 'identifier':
      return lookUp(textOf(node), walk.scope) ?? imported(textOf(node), walk) ?? unheardOf(textOf(node), walk)
    case 'assignment':
      return assignment(node, walk)
    case 'augmented_assignment':
      return augmented(node, walk)
    case 'named_expression': {
      const value = evaluate(field(node, 'value'), walk)
      const name = field(node, 'name')
      if (name !== undefined) assign(name, value, walk)
      return value
    }
    case 'call':
      return evaluateCall(node, walk)
    case 'attribute':
      return attribute(node, walk)
    case 'subscript':
      return subscript(node, walk)
    case 'binary_operator':
      return operated(node, walk)
    case 'comparison_operator':
    case 'boolean_operator':
      return compared(node, walk)
    case 'conditional_expression':
      return conditional(node, walk)
    case 'tuple':
    case 'list':
    case 'expression_list':
    case 'set':
      return list(node.children.filter(({ type }) => type !== 'comment').map((child) => evaluate(child, walk)))
    case 'dictionary':
      return dictionary(node, walk)
    case 'list_comprehension':
    case 'generator_expression':
    case 'set_comprehension':
      return comprehension(node, walk)
    case 'lambda':
      return { ...nothing(), call: { program: walk.program, node, scope: walk.scope } }
    case 'unary_operator':
      return evaluate(field(node, 'argument'), walk)
    case 'not_operator':
    case 'string':
      return nothing()
    case 'slice':
      return nothing()
    default: {
      const values = node.children.map((child) => evaluate(child, walk))
      return values[0] ?? nothing()
    }
  }
}

/** A function or class of another file of the repository. */
function imported(name: string, walk: Walk): Value | undefined {
  const full = walk.program.imports.get(name)
  if (full === undefined) return undefined
  const there = walk.shared.elsewhere(full, walk.program.source.path)
  const known = there === undefined ? undefined : there.program.top.names.get(there.rest)
  return known?.call === undefined ? undefined : known
}

/** A name that nothing gave stands for the same thing wherever it is used. */
function unheardOf(name: string, walk: Walk): Value {
  if (walk.program.imports.has(name)) return nothing()
  const value = handedIn(name, walk)
  if (value.rows !== undefined) value.rows.handed = true
  walk.program.top.names.set(name, value)
  return value
}

function assignment(node: Syntax, walk: Walk): Value {
  const right = field(node, 'right')
  if (right === undefined) return nothing()
  const value = evaluate(right, walk)
  const left = field(node, 'left')
  if (left !== undefined) assign(left, addsToItself(left, right) ? addedUp(value) : value, walk)
  return value
}

/** `df["x"] /= df["x"].max()` and `pool += more`. */
function augmented(node: Syntax, walk: Walk): Value {
  const left = field(node, 'left')
  const more = evaluate(field(node, 'right'), walk)
  const value = combined(evaluate(left, walk), addedUp(more))
  if (left !== undefined) assign(left, value, walk)
  return value
}

/** Two lists of rows are put below one another by `+`. */
function operated(node: Syntax, walk: Walk): Value {
  const [a, b] = [evaluate(field(node, 'left'), walk), evaluate(field(node, 'right'), walk)]
  const times = a.items === undefined ? a.literal : b.literal
  const several = a.items ?? b.items
  if (typeof times === 'number' && times > 1 && several !== undefined && textOf(node).includes('*'))
    return list([...several, ...several].slice(0, 20))
  const out = combined(a, b)
  if (a.listed && b.listed && a.rows !== undefined && b.rows !== undefined && a.rows !== b.rows)
    return { ...out, rows: joinedRows([a.rows, b.rows], walk.loops), listed: true }
  return out
}

/** A mask of rows: nothing of their values. Predictions held against the truth make a figure. */
function compared(node: Syntax, walk: Walk): Value {
  const sides = node.children.filter((child) => !/^operators?$/.test(child.field ?? '')).map((child) => evaluate(child, walk))
  const out = nothing()
  const predicted = sides.map((side) => side.predicted).find((one) => one !== undefined)
  if (predicted !== undefined) out.predicted = predicted
  const figure = sides.map((side) => figureOf(side)).find((one) => one !== undefined)
  if (figure !== undefined) Object.assign(out, { figure, judged: placeOf(node, walk) })
  const batch = sides.find((side) => side.batch !== undefined)?.batch
  if (batch !== undefined) out.batch = batch
  if (node.type === 'boolean_operator' && sides[0] !== undefined) return { ...sides[0] }
  const rows = sides.map(rowsOf).find((one) => one !== undefined)
  return rows === undefined ? out : { ...out, rows, mask: true }
}

function conditional(node: Syntax, walk: Walk): Value {
  const [then, condition, otherwise] = node.children
  evaluate(condition, walk)
  const [a, b] = [evaluate(then, walk), evaluate(otherwise, walk)]
  return a.rows === undefined && a.tool === undefined ? { ...b } : joined(a, b)
}

function attribute(node: Syntax, walk: Walk): Value {
  const base = evaluate(field(node, 'object'), walk)
  const name = textOf(field(node, 'attribute') ?? node)
  const own = base.fields?.get(name)
  if (own !== undefined) return own
  if (/^(shape|columns|index|dtypes?|size|ndim|name|empty)$/.test(name))
    return name === 'index' ? { ...nothing(), view: 'place', rows: base.rows } : nothing()
  if (base.tool !== undefined) return ofTool(base, name)
  if (base.batch !== undefined) return { ...nothing(), ...ofTheBatch(base) }
  if (base.figure !== undefined && base.rows === undefined) return { ...nothing(), figure: base.figure }
  if (base.learnt !== undefined) return { ...nothing(), learnt: base.learnt }
  if (base.rows === undefined || base.unknown) {
    if (base.fields === undefined && !base.unknown) return nothing()
    // A thing that nothing is known of: the same attribute is the same thing each time.
    const fresh = fromNowhere(walk, name)
    base.fields ??= new Map()
    base.fields.set(name, fresh)
    if (!/^(loc|iloc|values|T|str|dt|at)$/.test(name)) return fresh
    base.fields.delete(name)
  }
  if (/^(loc|iloc|at|iat)$/.test(name)) return { ...derived(base), view: 'place', fits: base.fits }
  if (/^(values|T|str|dt|data|array)$/.test(name)) return { ...derived(base), ...(base.column ? { column: true } : {}) }
  return { ...selected(base, [name]), column: true }
}

/** What a fitted tool knows: the columns it chose, the groups it found, its means. */
function ofTool(base: Value, name: string): Value {
  const tool = base.tool
  const [fitted] = tool?.fitted ?? []
  if (tool === undefined || fitted === undefined) return nothing()
  if (/^best_estimator_$/.test(name)) return { ...nothing(), tool }
  if (tool.learns === 'clustering' && name === 'labels_') {
    const out = data(fitted.rows)
    addFits(out, [{ kind: 'clustering', what: tool.what, at: fitted.at, rows: fitted.rows }])
    return out
  }
  if (tool.learns === 'selection' && /^(support_|ranking_|scores_)$/.test(name))
    return { ...nothing(), learnt: [{ kind: 'selection', what: tool.what, at: fitted.at, rows: fitted.rows }] }
  return nothing()
}

function dictionary(node: Syntax, walk: Walk): Value {
  const out: Value = { ...nothing(), fields: new Map() }
  for (const pair of node.children) {
    if (pair.type !== 'pair') continue
    const key = evaluate(field(pair, 'key'), walk).literal
    out.fields?.set(String(key ?? '?'), evaluate(field(pair, 'value'), walk))
  }
  return out
}

/** `[c for c in df.columns if c != "price"]` and `… not in ["price", "id"]`. */
function allBut(node: Syntax, walk: Walk): readonly string[] | undefined {
  const over = node.children.find(({ type }) => type === 'for_in_clause')
  const test = node.children.find(({ type }) => type === 'if_clause')?.children[0]
  const body = field(node, 'body')
  if (over === undefined || test?.type !== 'comparison_operator' || body?.type !== 'identifier') return undefined
  if (!/\.columns\b/.test(textOf(field(over, 'right') ?? over)) || !/!=|\bnot in\b/.test(textOf(test))) return undefined
  const last = test.children.at(-1)
  return last === undefined ? undefined : columnNames(evaluate(last, walk))
}

function comprehension(node: Syntax, walk: Walk): Value {
  const without = allBut(node, walk)
  if (without !== undefined) return { ...nothing(), without }
  const inner: Walk = { ...walk, scope: { names: new Map(), outer: walk.scope }, loops: [...walk.loops, ++walk.shared.loops] }
  let over = nothing()
  for (const clause of node.children.filter(({ type }) => type === 'for_in_clause')) {
    over = evaluate(field(clause, 'right'), inner)
    const left = field(clause, 'left')
    if (left !== undefined) assign(left, turns(over, walk)[0] ?? nothing(), inner)
  }
  const body = evaluate(field(node, 'body'), inner)
  if (over.items !== undefined && over.rows === undefined) return list([body])
  const out = data(over.unknown ? undefined : over.rows)
  for (const fit of [...deepFits(over), ...deepFits(body)]) addFits(out, [fit])
  const figure = figureOf(listed(body))
  if (figure !== undefined) out.figure = figure
  return out.rows === undefined ? { ...out, items: [body] } : out
}
