/** Follows calls into functions and classes of the repository, with what they are given. */
import type { Syntax } from '../python/parser.ts'
import { argumentsOf, dotted, field, textOf } from '../python/syntax.ts'
import { type Callable, joined, nothing, type Scope, type Value } from './values.ts'
import { handedIn, type Program, type Walk } from './walk.ts'

const deepestCall = 6

export type Given = { positional: Value[]; named: Map<string, Value> }

export function given(call: Syntax, walk: Walk): Given {
  const out: Given = { positional: [], named: new Map() }
  for (const { name, value } of argumentsOf(call)) {
    const it = walk.shared.evaluate(value, walk)
    if (name !== null) out.named.set(name, it)
    else if (value.type === 'list_splat' && it.items !== undefined) out.positional.push(...it.items)
    else if (value.type === 'dictionary_splat') for (const [key, one] of it.fields ?? []) out.named.set(key, one)
    else out.positional.push(it)
  }
  return out
}

/** Makes the functions, classes and imports of another file known without running the rest of it. */
export function ready(program: Program, walk: Walk): void {
  if (program.readied) return
  program.readied = true
  for (const node of program.root.children) {
    const definition = node.type === 'decorated_definition' ? field(node, 'definition') : node
    if (definition !== undefined && isDefinition(definition)) define(definition, { ...walk, program, scope: program.top })
  }
}

export const isDefinition = (node: Syntax): boolean => node.type === 'function_definition' || node.type === 'class_definition'

export function define(node: Syntax, walk: Walk): void {
  const name = textOf(field(node, 'name') ?? node)
  walk.scope.names.set(name, { ...nothing(), call: { program: walk.program, node, scope: walk.scope } })
}

/** What the call gives back; undefined when it is not followed (too deep, recursive, no steps left). */
export function invoke(callable: Callable, args: Given, walk: Walk): Value | undefined {
  const { node } = callable
  walk.shared.called.add(node)
  if (node.type === 'class_definition') return instantiate(callable, args, walk)
  if (walk.depth >= deepestCall || walk.shared.steps <= 0 || running(node, walk.scope)) return undefined
  const program = callable.program as Program
  const scope: Scope = { names: new Map(), outer: callable.scope }
  const inner: Walk = {
    ...walk,
    program,
    scope,
    depth: walk.depth + 1,
    returned: [],
    within: textOf(field(node, 'name') ?? node).slice(0, 80),
  }
  if (node.type === 'lambda') inner.within = walk.within
  scope.names.set(mark, { ...nothing(), call: callable })
  bind(node, callable, args, inner)
  const body = field(node, 'body')
  if (node.type === 'lambda') return walk.shared.evaluate(body, inner)
  walk.shared.execute(body?.children ?? [], inner)
  return inner.returned.length === 0 ? nothing() : inner.returned.reduce(joined)
}

/** Under this name a scope holds the function it belongs to. */
const mark = ' function'

function running(node: Syntax, scope: Scope | undefined): boolean {
  for (let at = scope; at !== undefined; at = at.outer) if (at.names.get(mark)?.call?.node === node) return true
  return false
}

function bind(node: Syntax, { self }: Callable, args: Given, walk: Walk): void {
  let at = 0
  const positional = self === undefined ? args.positional : [self, ...args.positional]
  for (const param of field(node, 'parameters')?.children ?? []) {
    const name = /\w+/.exec(textOf(param))?.[0]
    if (name === undefined) continue
    if (param.type === 'list_splat_pattern') walk.scope.names.set(name, { ...nothing(), items: positional.slice(at) })
    else if (param.type === 'dictionary_splat_pattern') walk.scope.names.set(name, { ...nothing(), fields: args.named })
    else walk.scope.names.set(name, positional[at++] ?? args.named.get(name) ?? byDefault(param, name, walk))
  }
}

function byDefault(param: Syntax, name: string, walk: Walk): Value {
  const value = field(param, 'value')
  if (value === undefined) {
    const made = handedIn(name, walk)
    if (made.rows !== undefined) made.rows.handed = true
    return made
  }
  const made = walk.shared.evaluate(value, { ...walk, scope: walk.scope.outer ?? walk.scope })
  // A switch that somebody may turn.
  return typeof made.literal === 'boolean' ? nothing() : made
}

/** An object of a class of the repository: its methods, bound to it, and what `__init__` sets. */
export function instantiate(callable: Callable, args: Given, walk: Walk): Value {
  const self: Value = { ...nothing(), fields: new Map() }
  const program = callable.program as Program
  addMethods(callable.node, callable.scope, program, self, 0)
  const init = self.fields?.get('__init__')?.call
  if (init !== undefined) invoke(init, args, walk)
  return self
}

function addMethods(node: Syntax, scope: Scope, program: Program, self: Value, depth: number): void {
  for (const base of field(node, 'superclasses')?.children ?? []) {
    const above = scope.names.get(dotted(base) ?? '')?.call
    if (above?.node.type === 'class_definition' && depth < 4) addMethods(above.node, above.scope, program, self, depth + 1)
  }
  for (const method of methodsOf(node)) {
    const name = textOf(field(method, 'name') ?? method)
    self.fields?.set(name, { ...nothing(), call: { program, node: method, scope, self } })
  }
}

export const methodsOf = (node: Syntax): Syntax[] =>
  (field(node, 'body')?.children ?? []).flatMap((child) => {
    const it = child.type === 'decorated_definition' ? field(child, 'definition') : child
    const fixed = child.type === 'decorated_definition' && /@(staticmethod|classmethod)/.test(textOf(child).slice(0, 200))
    return it?.type === 'function_definition' && !fixed ? [it] : []
  })

/** Follows a function that nothing in the file called, with parameters of which only the names are known. */
export function invokeAlone(callable: Callable, walk: Walk): void {
  const { node } = callable
  if (walk.shared.called.has(node)) return
  if (node.type === 'function_definition') {
    invoke(callable, { positional: [], named: new Map() }, walk)
    return
  }
  walk.shared.called.add(node)
  const self = instantiate(callable, { positional: [], named: new Map() }, walk)
  for (const method of methodsOf(node)) {
    const call = self.fields?.get(textOf(field(method, 'name') ?? method))?.call
    if (call === undefined || walk.shared.called.has(method)) continue
    const own: Value = { ...self, fields: new Map(self.fields) }
    invoke({ ...call, self: own }, { positional: [], named: new Map() }, walk)
  }
}
