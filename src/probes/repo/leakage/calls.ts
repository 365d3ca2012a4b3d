/** Follows calls: functions of the repository, tools, known functions of libraries, methods of data. */

import { resolveName } from '../python/module.ts'
import type { Syntax } from '../python/parser.ts'
import { argumentsOf, dotted, field, textOf } from '../python/syntax.ts'
import { evaluated, inOne, listed, metered, ofBatch, shownHere, sideNamed } from './batches.ts'
import { chosenBy, picked, searched } from './choices.ts'
import { changedBy, putInTwice } from './copies.ts'
import { dataMethod } from './data-methods.ts'
import { type Given, given, invoke } from './functions.ts'
import { statistics } from './known-tools.ts'
import { libraryCall } from './library-calls.ts'
import { ownRows } from './rows.ts'
import { type Call, callOf, toolMethod } from './tools.ts'
import { data, nothing, ofTheBatch, type Tool, type Value } from './values.ts'
import { fromNowhere, lookUp, type Walk } from './walk.ts'

export function evaluateCall(node: Syntax, walk: Walk): Value {
  const target = field(node, 'function')
  if (target === undefined) return nothing()
  const args = given(node, walk)
  const call = callOf(node, args, walk)
  if (target.type === 'attribute' && !isModule(field(target, 'object'), walk)) return methodCall(target, call, walk)
  const name = resolveName(dotted(target) ?? '', walk.program.imports)
  const last = name.slice(name.lastIndexOf('.') + 1)
  if (chosenBy(last, '', args, call.at, walk)) return nothing()
  const known = target.type === 'identifier' || target.type === 'lambda' ? callableOf(target, walk) : importedCallable(target, walk)
  const made = known === undefined ? libraryCall(name, call, walk) : shownHere(invoke(known, args, walk), args, call.at)
  return byBatch(last, made, call, walk) ?? made ?? sideNamed(fromNowhere(walk), args)
}

/** What a call gives back that is given batches, or a whole test set to measure on. */
const byBatch = (name: string, made: Value | undefined, { args, at }: Call, walk: Walk): Value | undefined =>
  evaluated(name, made, args, at, walk) ?? changedBy(name, ofBatch(made, [...args.positional, ...args.named.values()]))

/** `np`, `sklearn.preprocessing`: a name that an import gave and nothing in the program took. */
function isModule(node: Syntax | undefined, walk: Walk): boolean {
  const name = dotted(node)
  if (name === undefined || /[()[\]]/.test(name)) return false
  const [head = ''] = name.split('.')
  return walk.program.imports.has(head) && lookUp(head, walk.scope) === undefined
}

const callableOf = (node: Syntax, walk: Walk): Value['call'] => walk.shared.evaluate(node, walk).call

/** `helpers.scale(df)`, where helpers is a file of the repository. */
function importedCallable(node: Syntax, walk: Walk): Value['call'] {
  const name = dotted(node)
  if (name === undefined) return undefined
  const there = walk.shared.elsewhere(resolveName(name, walk.program.imports), walk.program.source.path)
  return there?.program.top.names.get(there.rest)?.call
}

function methodCall(target: Syntax, call: Call, walk: Walk): Value {
  const on = field(target, 'object') as Syntax
  const base = walk.shared.evaluate(on, walk)
  const name = textOf(field(target, 'attribute') ?? target)
  if (chosenBy(name, textOf(on), call.args, call.at, walk)) return nothing()
  const own = base.fields?.get(name)?.call
  if (own !== undefined) {
    const made = shownHere(invoke(own.self === undefined ? own : { ...own, self: base }, call.args, walk), call.args, call.at)
    return byBatch(name, made, call, walk) ?? made ?? fromNowhere(walk)
  }
  metered(base, name, call.args)
  if (base.batch !== undefined && base.rows === undefined) return changedBy(name, { ...nothing(), ...ofTheBatch(base) })
  const search = search_(name, call, walk)
  if (search !== undefined) return search
  const tool = base.tool ?? unknownTool(base, name, textOf(on))
  const made = tool === undefined ? undefined : toolMethod(base, tool, name, call, walk)
  const batch = base.rows === undefined || base.unknown ? byBatch(name, made, call, walk) : undefined
  if (batch !== undefined && base.items === undefined) return batch
  if (made !== undefined) return made
  if (base.tool !== undefined) return nothing()
  if (base.figure !== undefined && base.rows === undefined)
    return { ...nothing(), figure: name === 'sum' || statistics.has(name) ? inOne(base.figure) : base.figure }
  if (base.items !== undefined && base.rows === undefined) return listMethod(base, name, call, walk)
  return dataMethod(base, on, name, call, walk) ?? unknownMethod(base, walk)
}

/** Whatever has `fit` or `predict` is a model, even if nothing else is known of it. */
function unknownTool(base: Value, name: string, text: string): Tool | undefined {
  const has = /^(fit|fit_generator|predict|predict_proba|evaluate|score|decision_function|predict_classes)$/.test(name)
  if (!has || base.items !== undefined || (base.rows !== undefined && !base.unknown)) return undefined
  base.tool = { what: text.slice(0, 40), kind: 'model', parts: [], fitted: [] }
  return base.tool
}

/** `study.optimize(objective)` and its like run the goal that they are given. */
function search_(name: string, { args, at }: Call, walk: Walk): Value | undefined {
  if (name !== 'optimize') return undefined
  const goal = args.positional[0] ?? args.named.get('func')
  if (goal?.call === undefined) return undefined
  searched(goal.call, aloneArgs, at, walk)
  return nothing()
}
const aloneArgs: Given = { positional: [], named: new Map() }

function listMethod(base: Value, name: string, call: Call, walk: Walk): Value {
  const [first, ...more] = call.args.positional.map(listed)
  if (name === 'append') putInTwice(base, call.args.positional[0] ?? nothing(), argumentsOf(call.node)[0]?.value, call.at, walk)
  if ((name === 'append' || name === 'add' || name === 'insert') && first !== undefined) base.items?.push(more.at(-1) ?? first)
  else if (name === 'extend' && first !== undefined) base.items?.push(...(first.items ?? [first]))
  else if (name === 'index') picked(base, call.at, walk)
  else if (name === 'copy') return { ...base, items: [...(base.items ?? [])] }
  return nothing()
}

/** Data that a thing of unknown make gives back: not the data it was asked with. */
const unknownMethod = (base: Value, walk: Walk): Value =>
  base.rows === undefined && base.fields === undefined ? nothing() : { ...data(ownRows(walk.loops)), unknown: true }
