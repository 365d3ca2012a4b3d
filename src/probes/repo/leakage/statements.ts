/** Follows statements in order: both sides of a branch, loops once (or once for each thing that is spelled out). */
import type { Syntax } from '../python/parser.ts'
import { dotted, field, fields, neverHolds, textOf } from '../python/syntax.ts'
import { assign } from './assignments.ts'
import { batchOf } from './batches.ts'
import { chosenIn } from './choices.ts'
import { define, isDefinition } from './functions.ts'
import { joined, nothing, type Scope, type Value } from './values.ts'
import { placeOf, type Walk } from './walk.ts'

/** A loop over more spelled-out things than these is followed once. */
const mostTurns = 6

export function execute(nodes: readonly Syntax[], walk: Walk): void {
  for (const node of nodes) {
    if (walk.shared.steps-- <= 0) return
    walk.shared.here = placeOf(node, walk)
    walk.shared.block = nodes
    executeOne(node, walk)
    if (/^(return|raise|continue|break)_statement$/.test(node.type)) return
  }
}

function executeOne(node: Syntax, walk: Walk): void {
  switch (node.type) {
    case 'expression_statement':
      for (const child of node.children) walk.shared.evaluate(child, walk)
      return
    case 'return_statement':
      walk.returned.push(node.children[0] === undefined ? nothing() : walk.shared.evaluate(node.children[0], walk))
      return
    case 'function_definition':
    case 'class_definition':
      define(node, walk)
      return
    case 'decorated_definition': {
      const definition = field(node, 'definition')
      if (definition !== undefined && isDefinition(definition)) define(definition, walk)
      return
    }
    case 'if_statement':
      branch(node, walk)
      return
    case 'for_statement':
      loop(node, walk)
      return
    case 'while_statement':
      execute(field(node, 'body')?.children ?? [], { ...walk, loops: [...walk.loops, ++walk.shared.loops] })
      return
    case 'with_statement':
      open(node, walk)
      return
    case 'delete_statement':
      remove(node, walk)
      return
    case 'import_statement':
    case 'import_from_statement':
      return
    default:
      // try, finally, match and others: their blocks one after the other.
      for (const child of node.children)
        if (child.type === 'block') execute(child.children, onSide(child, walk))
        else if (/_clause$/.test(child.type)) executeOne(child, onSide(child, walk))
  }
}

const onSide = (node: Syntax, walk: Walk): Walk => ({ ...walk, sides: [...walk.sides, `${walk.program.source.path}:${node.start}`] })

/** Each side from the same start; what either leaves may hold afterwards. */
function branch(node: Syntax, walk: Walk): void {
  const condition = field(node, 'condition')
  const known = certain(condition, walk)
  if (known !== undefined) {
    taken(node, known, walk)
    return
  }
  chosenIn(node, condition, walk)
  const before = new Map(walk.scope.names)
  if (!neverHolds(condition) || /__name__/.test(textOf(node).slice(0, 40)))
    execute(field(node, 'consequence')?.children ?? [], onSide(node, walk))
  for (const side of fields(node, 'alternative')) {
    const after = walk.scope.names
    const fresh = new Map(before)
    const scope = walk.scope
    scope.names = fresh
    const inner = field(side, 'condition')
    walk.shared.evaluate(inner, walk)
    if (inner !== undefined) chosenIn(side, inner, walk)
    execute((field(side, 'consequence') ?? field(side, 'body'))?.children ?? [], onSide(side, walk))
    scope.names = meet(after, fresh, before)
  }
}

/** What a condition surely is: a call said `training=False`. */
function certain(condition: Syntax | undefined, walk: Walk): boolean | undefined {
  const negated = condition?.type === 'not_operator'
  const value = walk.shared.evaluate(negated ? condition?.children[0] : condition, walk)
  const plain = negated ? condition?.children[0]?.type : condition?.type
  return plain === 'identifier' && typeof value.literal === 'boolean' ? value.literal !== negated : undefined
}

function taken(node: Syntax, known: boolean, walk: Walk): void {
  if (known) {
    execute(field(node, 'consequence')?.children ?? [], walk)
    return
  }
  const [next] = fields(node, 'alternative')
  if (next === undefined) return
  if (next.type === 'elif_clause') branch(next, walk)
  else execute(field(next, 'body')?.children ?? [], walk)
}

function meet(a: Scope['names'], b: Scope['names'], before: Scope['names']): Scope['names'] {
  const out = new Map(a)
  for (const [name, value] of b) {
    const other = a.get(name)
    if (other === undefined || other === before.get(name)) out.set(name, value)
    else if (value !== other && value !== before.get(name)) out.set(name, joined(other, value))
  }
  return out
}

function loop(node: Syntax, walk: Walk): void {
  const over = walk.shared.evaluate(field(node, 'right'), walk)
  const left = field(node, 'left')
  const inner: Walk = { ...walk, loops: [...walk.loops, ++walk.shared.loops] }
  const body = field(node, 'body')?.children ?? []
  for (const item of turns(over, walk)) {
    if (left !== undefined) assign(left, item, inner)
    execute(body, inner)
  }
  const otherwise = field(node, 'alternative')
  if (otherwise !== undefined) execute(field(otherwise, 'body')?.children ?? [], walk)
}

/** What a loop's name stands for in each turn. */
export function turns(over: Value, walk: Walk): Value[] {
  if (over.folds !== undefined) {
    const sides = (['train', 'test'] as const).map(
      (side): Value => ({ ...nothing(), index: { split: over.folds as NonNullable<Value['folds']>, side } }),
    )
    return [{ ...nothing(), items: sides }]
  }
  if (over.items !== undefined && over.items.length > 0 && over.items.length <= mostTurns) return over.items
  if (over.items !== undefined && over.items[0] !== undefined) return [over.items[0]]
  // A row, a cell or a column name: nothing that holds rows itself.
  return [{ ...batchOf(over, walk), ...(over.learnt === undefined ? {} : { learnt: over.learnt }) }]
}

function open(node: Syntax, walk: Walk): void {
  for (const clause of node.children.filter(({ type }) => type === 'with_clause'))
    for (const item of clause.children) {
      const value = field(item, 'value')
      const made = walk.shared.evaluate(value?.type === 'as_pattern' ? value.children[0] : value, walk)
      const alias = value === undefined ? undefined : field(value, 'alias')
      if (alias?.children[0] !== undefined) assign(alias.children[0], made, walk)
    }
  execute(field(node, 'body')?.children ?? [], walk)
}

function remove(node: Syntax, walk: Walk): void {
  const targets = node.children.flatMap((child) => (child.type === 'expression_list' ? child.children : [child]))
  for (const target of targets) {
    const name = target.type === 'subscript' ? dotted(field(target, 'value')) : undefined
    const column = walk.shared.evaluate(field(target, 'subscript'), walk).literal
    if (name !== undefined && typeof column === 'string') walk.shared.evaluate(field(target, 'value'), walk).fits.delete(column)
  }
}
