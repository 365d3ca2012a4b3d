/** Follows an expression back through names, files and the functions of the repository to the texts and foreign calls it comes from. */
import { Ahead, classAround, keyOf } from '../python/ahead.ts'
import { type Module, resolveName } from '../python/module.ts'
import { ModuleIndex } from '../python/modules.ts'
import { parsedModule } from '../python/parsed-modules.ts'
import { parsePython, type Syntax } from '../python/parser.ts'
import type { Place } from '../python/reach.ts'
import type { PythonSource } from '../python/sources.ts'
import { argumentsOf, dotted, field, literalOf, textOf, walk } from '../python/syntax.ts'
import { type Binding, bindingsOf, scopeAt, scopesAround } from './bindings.ts'

/**
 * `text`: a literal that the value may be or is made of. `call`: a call that is none of the repository's; `beside` when it only shares a name with
 * the value or stands inside a function on the way. `attribute`: a dotted name of which nothing more is known (`cfg.model.name`).
 * `parameter`: a name that whoever calls gives.
 */
export type Origin = {
  kind: 'text' | 'call' | 'attribute' | 'parameter'
  text: string
  path: string
  line: number
  beside: boolean
  args: { name: string | null; value: Syntax }[]
}
type At = { source: PythonSource; module: Module; scope: number }
type Called = { node: Syntax; at: At; callee: string }
type Parsed = { root: Syntax; bindings: Map<string, Binding[]> }

/** Functions beside the way that may put the thing where it is then read. */
const bringing = /download|fetch|retriev|pull|ensure|prepare|cache|sync|obtain|grab|wget|curl|unpack|extract/i
const mostSteps = 250
const mostCallers = 8
const mostNaming = 15
/** Methods that everything has. */
const common = /^(get|set|run|call|forward|main|load|save|open|read|write|fit|predict|transform|update|__\w+__)$/

export class Trace {
  readonly #files: Map<string, PythonSource>
  readonly #ahead: Ahead
  readonly #index: ModuleIndex
  readonly #parsed = new Map<string, Promise<Parsed>>()
  readonly #naming = new Map<string, PythonSource[]>()
  readonly #calls = new Map<string, Promise<Called[]>>()
  readonly #callers = new Map<string, Promise<Called[]>>()
  readonly #places = new Map<string, Promise<Place | undefined>>()

  constructor(files: Map<string, PythonSource>) {
    this.#files = files
    this.#index = new ModuleIndex(files.keys())
    this.#ahead = new Ahead(files, this.#index)
  }

  parsed(source: PythonSource, module: Module): Promise<Parsed> {
    const known = this.#parsed.get(source.path) ?? parsePython(source.text).then((root) => ({ root, bindings: bindingsOf(root, module) }))
    this.#parsed.set(source.path, known)
    return known
  }

  /** Every call expression of a file with its place. */
  calls(source: PythonSource): Promise<Called[]> {
    const known = this.#calls.get(source.path) ?? this.#callsOf(source)
    this.#calls.set(source.path, known)
    return known
  }

  async #callsOf(source: PythonSource): Promise<Called[]> {
    const module = await parsedModule(source)
    const { root } = await this.parsed(source, module)
    const out: Called[] = []
    for (const node of walk(root)) {
      const name = node.type === 'call' ? dotted(field(node, 'function')) : undefined
      if (name === undefined) continue
      const scope = scopeAt(module, node.line)
      out.push({ node, at: { source, module, scope }, callee: resolveName(name, module.imports) })
    }
    return out
  }

  /** `besides`: also give calls that only share a name with the value, such as a download into the path. */
  async origins(expression: Syntax, at: At, besides: boolean): Promise<Origin[]> {
    const run = new Run(this, besides)
    await run.expression(expression, at, 0)
    return run.out
  }

  placeOf(full: string, { module, scope }: At): Promise<Place | undefined> {
    const key = `${module.path}#${scope}#${full}`
    const known = this.#places.get(key) ?? this.#ahead.place(full, module, scope)
    this.#places.set(key, known)
    return known
  }

  /** The file of the repository that a resolved name lies in, and what follows it in the name. */
  constantOf(full: string, from: string): [path: string | undefined, rest: string | undefined] {
    const at = this.#index.resolve(full, from)
    return [at?.path, at?.rest]
  }

  fileOf(path: string): PythonSource | undefined {
    return this.#files.get(path)
  }

  sourceOf(module: Module): PythonSource | undefined {
    return this.#files.get(module.path)
  }

  /** Calls in the repository that lead to this function. */
  callersOf(place: Place): Promise<Called[]> {
    const known = this.#callers.get(keyOf(place)) ?? this.#searchCallers(place)
    this.#callers.set(keyOf(place), known)
    return known
  }

  async #searchCallers(place: Place): Promise<Called[]> {
    const it = place.module.scopes[place.scope]
    if (it === undefined || it.kind !== 'function') return []
    const made = it.name === '__init__'
    const name = made ? (place.module.scopes[it.parent]?.name ?? '') : it.name
    if (name.length < 3 || common.test(name)) return []
    const sources = this.#naming.get(name) ?? [...this.#files.values()].filter(({ text }) => text.includes(`${name}(`))
    this.#naming.set(name, sources)
    // A name that is called everywhere is many functions' name.
    if (sources.length > mostNaming) return []
    const out: Called[] = []
    for (const source of sources)
      for (const call of await this.calls(source)) {
        if (out.length >= mostCallers) return out
        if (call.callee.split('.').at(-1) !== name) continue
        const target = await this.placeOf(call.callee, call.at)
        if (target === undefined || target.module.path !== place.module.path) continue
        if (target.scope === place.scope || (made && target.scope === it.parent)) out.push(call)
      }
    return out
  }
}

/** `with open(…) as f` is meant by the uses of `f` that follow it, and by no others. */
function nearest(all: Binding[], use: Syntax, sameScope: boolean): Binding[] {
  const before = sameScope ? all.filter(({ line }) => line <= use.line) : all
  const some = before.length > 0 ? before : all
  const at = some.findLastIndex(({ opened }) => opened)
  return at < 0 ? some : some.slice(at)
}

class Run {
  readonly out: Origin[] = []
  readonly #trace: Trace
  readonly #besides: boolean
  readonly #seen = new Set<string>()

  constructor(trace: Trace, besides: boolean) {
    this.#trace = trace
    this.#besides = besides
  }

  async expression(node: Syntax, at: At, depth: number): Promise<void> {
    const key = `${at.source.path}:${node.start}:${node.end}`
    if (this.#seen.has(key) || this.#seen.size > mostSteps || depth > 12) return
    this.#seen.add(key)
    const literal = literalOf(node)
    if (typeof literal === 'string') this.#add('text', literal, node, at, false)
    else if (node.type === 'call') await this.#call(node, at, depth)
    else if (node.type === 'identifier') await this.#name(textOf(node), node, at, depth)
    else if (node.type === 'attribute') await this.#attribute(node, at, depth)
    else if (node.type === 'string') {
      // An f-string: its fixed parts stand for themselves.
      this.#add('text', textOf(node).replace(/^[a-z]*["']+|["']+$/gi, ''), node, at, false)
      for (const part of node.children)
        if (part.type === 'interpolation') for (const child of part.children) await this.expression(child, at, depth + 1)
    } else for (const child of node.children) if (child.type !== 'comment') await this.expression(child, at, depth + 1)
  }

  #add(kind: Origin['kind'], text: string, node: Syntax, { source }: At, beside: boolean): void {
    const args = kind === 'call' ? argumentsOf(node) : []
    this.out.push({ kind, text, path: source.path, line: node.line, beside, args })
  }

  async #call(node: Syntax, at: At, depth: number): Promise<void> {
    const name = dotted(field(node, 'function'))
    const full = name === undefined ? undefined : resolveName(name, at.module.imports)
    const place = full === undefined ? undefined : await this.#trace.placeOf(full, at)
    if (place !== undefined && place.module.scopes[place.scope]?.kind === 'function') await this.#given(place, depth)
    else if (full !== undefined) this.#add('call', full, node, at, false)
    for (const { value } of argumentsOf(node)) await this.expression(value, at, depth + 1)
    const receiver = field(field(node, 'function') ?? node, 'object')
    if (receiver !== undefined) await this.expression(receiver, at, depth + 1)
  }

  /** What a function of the repository gives back; what it calls on the way stands beside. */
  async #given({ module, scope }: Place, depth: number): Promise<void> {
    const source = this.#trace.sourceOf(module)
    if (source === undefined || this.#seen.has(`${module.path}#${scope}`)) return
    this.#seen.add(`${module.path}#${scope}`)
    const at = { source, module, scope }
    const { root } = await this.#trace.parsed(source, module)
    const it = module.scopes[scope]
    for (const node of walk(root)) {
      if (it === undefined || node.line < it.line || node.line > it.end_line || scopeAt(module, node.line) !== scope) continue
      if (node.type === 'return_statement') for (const child of node.children) await this.expression(child, at, depth + 1)
      if (node.type === 'call' && this.#besides) await this.#beside(node, at, depth)
    }
  }

  async #beside(node: Syntax, at: At, depth: number): Promise<void> {
    const name = dotted(field(node, 'function'))
    if (name === undefined || depth > 8) return
    const full = resolveName(name, at.module.imports)
    const place = await this.#trace.placeOf(full, at)
    if (place === undefined) this.#add('call', full, node, at, true)
    else if (place.module.scopes[place.scope]?.kind === 'function' && bringing.test(full)) await this.#given(place, depth + 2)
  }

  async #name(name: string, node: Syntax, at: At, depth: number, besides = this.#besides): Promise<void> {
    const { root, bindings } = await this.#trace.parsed(at.source, at.module)
    const all = bindings.get(name) ?? []
    for (const scope of scopesAround(at.module, at.scope)) {
      const here = nearest(
        all.filter((one) => one.scope === scope),
        node,
        scope === at.scope,
      )
      for (const { value } of here) await this.expression(value, { ...at, scope }, depth + 1)
      const param = at.module.scopes[scope]?.params.indexOf(name) ?? -1
      if (param >= 0) await this.#parameter(name, node, { ...at, scope }, depth)
      if (here.length > 0 || param >= 0) {
        if (besides) await this.#sharing(name, root, { ...at, scope }, depth)
        return
      }
    }
    await this.#imported(resolveName(name, at.module.imports), node, at, depth)
  }

  /** Calls in the same function that are given the same name: `download(url, path)` before `load(path)`. */
  async #sharing(name: string, root: Syntax, at: At, depth: number): Promise<void> {
    const it = at.module.scopes[at.scope]
    const key = `${at.source.path}#${at.scope}#${name}`
    if (this.#seen.has(key) || it === undefined) return
    this.#seen.add(key)
    for (const node of walk(root)) {
      if (node.type !== 'call' || node.line < it.line || node.line > it.end_line || scopeAt(at.module, node.line) !== at.scope) continue
      if (argumentsOf(node).some(({ value }) => value.type === 'identifier' && textOf(value) === name)) await this.#beside(node, at, depth)
    }
  }

  async #parameter(name: string, node: Syntax, at: At, depth: number): Promise<void> {
    this.#add('parameter', name, node, at, false)
    const params = at.module.scopes[at.scope]?.params ?? []
    const method = /^(self|cls)$/.test(params[0] ?? '') ? 1 : 0
    const position = params.indexOf(name) - method
    for (const caller of await this.#trace.callersOf({ module: at.module, scope: at.scope })) {
      const args = argumentsOf(caller.node)
      const given = args.find((one) => one.name === name) ?? args.filter((one) => one.name === null)[position]
      if (given !== undefined) await this.expression(given.value, caller.at, depth + 1)
    }
  }

  async #attribute(node: Syntax, at: At, depth: number): Promise<void> {
    const name = dotted(node)
    if (name === undefined) {
      for (const child of node.children) await this.expression(child, at, depth + 1)
      return
    }
    const { bindings } = await this.#trace.parsed(at.source, at.module)
    const own = bindings.get(name) ?? []
    for (const { value, scope } of own) await this.expression(value, { ...at, scope }, depth + 1)
    const owner = /^(self|cls)\./.test(name) ? classAround(at.module, at.scope) : undefined
    const inClass = owner === undefined ? [] : (bindings.get(name.replace(/^\w+\./, '')) ?? []).filter(({ scope }) => scope === owner)
    for (const { value } of inClass) await this.expression(value, { ...at, scope: owner as number }, depth + 1)
    if (own.length > 0 || inClass.length > 0) return
    this.#add('attribute', name, node, at, false)
    await this.#imported(resolveName(name, at.module.imports), node, at, depth, true)
    const receiver = field(node, 'object')
    // What is done with `args` says nothing of `args.path`.
    if (receiver !== undefined && owner === undefined)
      await (receiver.type === 'identifier'
        ? this.#name(textOf(receiver), receiver, at, depth + 1, false)
        : this.expression(receiver, at, depth + 1))
  }

  /** A constant of another file of the repository. */
  async #imported(full: string, node: Syntax, at: At, depth: number, quiet = false): Promise<void> {
    const [path, name] = this.#trace.constantOf(full, at.module.path)
    const source = path === undefined ? undefined : this.#trace.fileOf(path)
    if (source === undefined || source.path === at.source.path) {
      if (!quiet && !full.includes('.')) this.#add('parameter', full, node, at, false)
      return
    }
    const module = await parsedModule(source)
    const { bindings } = await this.#trace.parsed(source, module)
    const parts = (name ?? '').split('.')
    const tries = [parts.slice(0, 1).join('.'), parts.at(-1) ?? '']
    for (const one of new Set(tries))
      for (const { value, scope } of (bindings.get(one) ?? []).filter(({ scope }) => module.scopes[scope]?.kind !== 'function'))
        await this.expression(value, { source, module, scope }, depth + 1)
  }
}
