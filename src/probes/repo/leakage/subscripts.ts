/** Works out `x[…]`: columns, rows by mask, bound or index, items of lists. */
import type { Syntax } from '../python/parser.ts'
import { field, fields, textOf } from '../python/syntax.ts'
import { someRows } from './rows.ts'
import { chosenRows, partByIndex } from './splits.ts'
import { addFits, columnNames, derived, lessColumns, nothing, ofTheBatch, selected, type Value } from './values.ts'
import type { Walk } from './walk.ts'

export function subscript(node: Syntax, walk: Walk): Value {
  const base = walk.shared.evaluate(field(node, 'value'), walk)
  const keys = fields(node, 'subscript')
  const [first] = keys
  if (first === undefined) return nothing()
  const inner = keys.length === 1 && first.type === 'tuple' ? first.children : keys
  const head = inner[0] ?? first
  const value = head.type === 'slice' ? nothing() : walk.shared.evaluate(head, walk)
  if (base.view === 'grouped') return { ...base }
  if (base.fields !== undefined && value.literal !== undefined) {
    const own = base.fields.get(String(value.literal)) ?? base.fields.get('?')
    if (own !== undefined) return own
  }
  if (base.items !== undefined && base.rows === undefined) return ofList(base, head, value)
  if (base.folds !== undefined) return { ...nothing(), items: sides(base) }
  if (base.batch !== undefined) return { ...nothing(), ...ofTheBatch(base) }
  if (base.learnt !== undefined) return { ...nothing(), learnt: base.learnt, ...(base.figure === undefined ? {} : { figure: base.figure }) }
  if (base.rows === undefined) return base.figure === undefined ? nothing() : { ...nothing(), figure: base.figure }
  const rows = rowsBy(base, head, value, walk)
  return inner.length > 1 ? byColumns(rows, inner[1] as Syntax, walk) : rows
}

const sides = (base: Value): Value[] =>
  (['train', 'test'] as const).map((side) => ({ ...nothing(), index: { split: base.folds as NonNullable<Value['folds']>, side } }))

function ofList(base: Value, head: Syntax, value: Value): Value {
  const items = base.items ?? []
  if (typeof value.literal === 'number') return items.at(value.literal) ?? nothing()
  return head.type === 'slice' ? { ...base } : (items[0] ?? nothing())
}

function rowsBy(base: Value, head: Syntax, value: Value, walk: Walk): Value {
  if (head.type === 'slice') return bySlice(base, head, walk)
  if (value.index !== undefined) return partByIndex(base, value.index, walk)
  const names = columnNames(value)
  if (names !== undefined && base.view !== 'place')
    return { ...selected(base, names), ...(typeof value.literal === 'string' ? { column: true } : {}) }
  if (value.without !== undefined) return lessColumns(base, value.without)
  // Columns that were chosen by what was learnt.
  const chosen = value.learnt?.filter(({ kind }) => kind === 'selection') ?? []
  if (chosen.length > 0) {
    const out = derived(base)
    addFits(out, chosen)
    return out
  }
  const choice = maskChoice(head, value)
  if (choice !== undefined) return chosenRows(base, choice, walk)
  if (isMask(head) || /idx|ind(ex|ices)|mask|rows|(^|_)(tr|te|va|train|test|val)(_|$)/i.test(textOf(head)))
    return derived(base, someRows(base.rows as NonNullable<Value['rows']>, walk.loops))
  if (value.literal !== undefined) return { ...derived(base), rows: undefined }
  return derived(base)
}

const isMask = (node: Syntax): boolean =>
  ['comparison_operator', 'boolean_operator', 'not_operator', 'unary_operator', 'binary_operator'].includes(node.type)

/** `[:n]` and `[n:]` are two sides of one bound. */
function bySlice(base: Value, head: Syntax, walk: Walk): Value {
  const [low, high] = bounds(textOf(head))
  if (low === '' && high === '') return derived(base)
  const key = `${low === '' ? high : low}`
  const side = low === '' ? 'first' : high === '' ? 'second' : undefined
  return side === undefined
    ? derived(base, someRows(base.rows as NonNullable<Value['rows']>, walk.loops))
    : chosenRows(base, { key: `bound ${key}`, side }, walk)
}

function bounds(text: string): [string, string] {
  const at = topColon(text)
  const low = text.slice(0, at).replaceAll(/\s/g, '')
  const high = text
    .slice(at + 1)
    .replaceAll(/\s/g, '')
    .replace(/:$/, '')
  return [
    low === '0' ? '' : low,
    /^len\(|^-1$|shape\[0\]$|size$/.test(high) && !/[-*+]/.test(high.replace(/^-1$/, '')) && high !== '-1' ? '' : high,
  ]
}

/** The colon of the slice itself, not of a dictionary or slice inside it. */
function topColon(text: string): number {
  let depth = 0
  for (const [at, letter] of [...text].entries()) {
    if (/[([{]/.test(letter)) depth++
    else if (/[)\]}]/.test(letter)) depth--
    else if (letter === ':' && depth === 0) return at
  }
  return text.length
}

const opposite: { [sign: string]: [string, 'first' | 'second'] } = {
  '<': ['<', 'first'],
  '>=': ['<', 'second'],
  '<=': ['<=', 'first'],
  '>': ['<=', 'second'],
}

/** `df[m]` and `df[~m]`; `df[df.day < d]` and `df[df.day >= d]`. */
function maskChoice(head: Syntax, value: Value): { key: string; side: 'first' | 'second' } | undefined {
  if (head.type === 'identifier' && (value.mask || /mask|msk|(^|_)idx/i.test(textOf(head))))
    return { key: `mask ${textOf(head)}`, side: 'first' }
  if (head.type === 'unary_operator' && textOf(head).startsWith('~')) {
    const inner = textOf(field(head, 'argument') ?? head).replace(/^\((.*)\)$/, '$1')
    return { key: `mask ${inner}`, side: 'second' }
  }
  if (head.type === 'comparison_operator' && head.children.length === 3) {
    const [left, sign, right] = head.children as [Syntax, Syntax, Syntax]
    const known = opposite[textOf(sign)]
    if (known !== undefined) return { key: `mask ${textOf(left)} ${known[0]} ${textOf(right)}`, side: known[1] }
  }
  return head.type === 'call' && /\bisin\b/.test(textOf(head)) ? { key: `mask ${textOf(head)}`, side: 'first' } : undefined
}

function byColumns(rows: Value, node: Syntax, walk: Walk): Value {
  if (node.type === 'slice') return rows
  const names = columnNames(walk.shared.evaluate(node, walk))
  return names === undefined ? rows : { ...selected(rows, names), column: names.length === 1 }
}
