/** Sums a Python file up: its scopes, its calls with names resolved through imports, and what could never run. */
import { interned } from './interned.ts'
import type { Syntax } from './parser.ts'
import { References } from './references.ts'
import { argumentsOf, dotted, field, fields, literalOf, neverHolds, textOf } from './syntax.ts'

export type ScopeKind = 'module' | 'function' | 'class'
/** `parent` indexes `Module.scopes`; the module itself is scope 0. Decorators and bases are resolved names. */
export type Scope = {
  kind: ScopeKind
  name: string
  parent: number
  line: number
  end_line: number
  decorators: string[]
  bases: string[]
  params: string[]
}

export type Argument = { name: string | null; text: string; literal: string | number | boolean | null | undefined; type: string }
/** `callee` is resolved: `mlflow.log_metric`, `wandb.init().log`, `self.writer.add_scalar` when nothing is known of it. */
export type Call = { callee: string; scope: number; line: number; args: Argument[]; dead: boolean }

export type Module = {
  path: string
  scopes: Scope[]
  calls: Call[]
  references: References
  /** Alias → dotted name, relative imports with their dots. */
  imports: Map<string, string>
  /** Other targets of an alias that is imported more than once, say in two branches. */
  otherImports: Map<string, string[]>
  /** Has an `if __name__ == "__main__"` part. */
  main: boolean
}

/** `root` is the file's tree; nothing of it is kept. */
export function sumUp(path: string, root: Syntax): Module {
  const module: Module = {
    path,
    scopes: [],
    calls: [],
    references: new References(),
    imports: new Map(),
    otherImports: new Map(),
    main: false,
  }
  module.imports = importsOf(root, module.otherImports)
  const made = new Map<string, string>()
  module.scopes.push({ kind: 'module', name: '', parent: 0, line: 1, end_line: root.end_line, decorators: [], bases: [], params: [] })
  visit(root.passing(), 0, false, module, made)
  module.references.seal()
  return module
}

/** Every import of the file, wherever it stands. */
export function importsOf(root: Syntax, others: Map<string, string[]> = new Map()): Map<string, string> {
  const out = new Map<string, string>()
  const add = (alias: string, target: string): void => {
    if (out.has(alias) && out.get(alias) !== target) others.set(alias, [...(others.get(alias) ?? []), target])
    else out.set(alias, target)
  }
  // The last one names an alias.
  for (const node of root.below(/^import_(from_)?statement$/, /_expression$|^call$|^string$|^assignment$/).reverse()) addImport(node, add)
  return out
}

function addImport(node: Syntax, add: (alias: string, target: string) => void): void {
  const module = field(node, 'module_name')
  const prefix = module === undefined ? '' : `${textOf(module)}${/\.$/.test(textOf(module)) ? '' : '.'}`
  for (const name of fields(node, 'name')) {
    const target = textOf(name.type === 'aliased_import' ? (field(name, 'name') ?? name) : name)
    const alias = name.type === 'aliased_import' ? textOf(field(name, 'alias') ?? name) : undefined
    if (alias !== undefined) add(alias, prefix + target)
    else if (module !== undefined) add(target, prefix + target)
    else add(target.split('.')[0] ?? target, target.split('.')[0] ?? target)
    // `import a.b` also makes a.b a module that the file depends on.
    if (module === undefined && alias === undefined && target.includes('.')) add(target, target)
  }
}

/** A dotted name with its first part put through the imports. */
export function resolveName(name: string, imports: Map<string, string>): string {
  const end = name.search(/[.([]/)
  const head = end < 0 ? name : name.slice(0, end)
  const target = imports.get(head)
  return target === undefined ? name : target + (end < 0 ? '' : name.slice(end))
}

function resolveWith(name: string, module: Module, made: Map<string, string>): string {
  if (made.size > 0) {
    const first = partEnd(name, 0)
    const second = partEnd(name, first)
    for (const end of second > first ? [second, first] : [first]) {
      const head = name.slice(0, end)
      const target = made.get(head)
      if (target !== undefined && head !== target) return target + name.slice(end)
    }
  }
  return resolveName(name, module.imports)
}

/** Where the part of a name that begins at `from` ends: `a`, `.b`, `()`, `[]`. */
function partEnd(name: string, from: number): number {
  for (let at = from + 1; at < name.length; at++) if (name[at] === '.' || name[at] === '(' || name[at] === '[') return at
  return name.length
}

function visit(node: Syntax, scope: number, dead: boolean, module: Module, made: Map<string, string>): void {
  switch (node.type) {
    case 'import_statement':
    case 'import_from_statement':
    case 'comment':
      return
    case 'function_definition':
    case 'class_definition':
      define(node, [], scope, dead, module, made)
      return
    case 'decorated_definition': {
      const decorators = node.children.filter(({ type }) => type === 'decorator')
      for (const decorator of decorators) for (const child of decorator.children) visit(child, scope, dead, module, made)
      const definition = field(node, 'definition')
      const names = decorators.map((decorator) => resolveName(dotted(decorator.children[0]) ?? '', module.imports))
      if (definition !== undefined) define(definition, names, scope, dead, module, made)
      return
    }
    case 'if_statement':
    case 'elif_clause':
    case 'while_statement':
      branch(node, scope, dead, module, made)
      return
    case 'block':
    case 'module':
      block(node, scope, dead, module, made)
      return
    case 'call':
      addCall(node, scope, dead, module, made)
      break
    case 'assignment':
      addSetting(node, scope, dead, module, made)
      remember(node, module, made)
      break
    case 'as_pattern':
    case 'named_expression':
      remember(node, module, made)
      break
    case 'identifier':
    case 'attribute':
      addReference(node, scope, dead, module, made)
      break
  }
  for (const child of node.children)
    if (!(node.type === 'attribute' && child.field === 'attribute') && !isGiven(node, child)) visit(child, scope, dead, module, made)
}

/** Names that are given here, not used: `f(name=…)` and `name = …`. */
const isGiven = (node: Syntax, child: Syntax): boolean =>
  (node.type === 'keyword_argument' && child.field === 'name') ||
  (node.type === 'assignment' && child.field === 'left' && child.type === 'identifier')

function define(node: Syntax, decorators: string[], parent: number, dead: boolean, module: Module, made: Map<string, string>): void {
  const kind = node.type === 'class_definition' ? 'class' : 'function'
  const bases = field(node, 'superclasses')?.children ?? []
  const params = field(node, 'parameters')?.children ?? []
  module.scopes.push({
    kind,
    name: textOf(field(node, 'name') ?? node),
    parent,
    line: node.line,
    end_line: node.end_line,
    decorators,
    bases: bases.filter(({ type }) => type !== 'keyword_argument').map((base) => resolveName(dotted(base) ?? '', module.imports)),
    params: params.flatMap((param) => /\w+/.exec(textOf(param))?.[0] ?? []),
  })
  const inner = module.scopes.length - 1
  for (const child of bases) visit(child, parent, dead, module, made)
  for (const param of params)
    for (const child of param.children) if (child.field === 'value' || child.field === 'type') visit(child, parent, dead, module, made)
  const body = field(node, 'body')
  if (body !== undefined) visit(body, inner, dead, module, made)
}

function branch(node: Syntax, scope: number, dead: boolean, module: Module, made: Map<string, string>): void {
  const condition = field(node, 'condition')
  if (scope === 0 && condition !== undefined && /^__name__\s*==|==\s*__name__$/.test(textOf(condition))) module.main = true
  for (const child of node.children) {
    const never = neverHolds(condition) && (child.field === 'consequence' || (node.type === 'while_statement' && child.field === 'body'))
    visit(child, scope, dead || never, module, made)
  }
}

/** What follows an unconditional return or raise never runs. */
function block(node: Syntax, scope: number, dead: boolean, module: Module, made: Map<string, string>): void {
  let ended = dead
  for (const child of node.children) {
    visit(child, scope, ended, module, made)
    if (/^(return|raise|continue|break)_statement$/.test(child.type)) ended = true
  }
}

function addCall(node: Syntax, scope: number, dead: boolean, module: Module, made: Map<string, string>): void {
  const name = dotted(field(node, 'function'))
  if (name === undefined) return
  const given = argumentsOf(node)
  const args = given.length === 0 ? none : given.map(argumentOf)
  module.calls.push({ callee: interned(resolveWith(name, module, made)), scope, line: node.line, args, dead })
}

const none: Argument[] = []
const shared = new Map<string, Argument>()
const mostShared = 100_000

/** Short arguments, which stand in many calls, are one object each. */
function argumentOf({ name, value }: { name: string | null; value: Syntax }): Argument {
  const text = textOf(value).slice(0, 200)
  const key = text.length > 40 ? undefined : `${name ?? ''}=${text}`
  const known = key === undefined ? undefined : shared.get(key)
  if (known !== undefined && known.type === value.type) return known
  const made = { name, text, literal: literalOf(value), type: value.type }
  if (key === undefined) return made
  if (shared.size >= mostShared) shared.clear()
  shared.set(key, made)
  return made
}

/** `run["acc"] = 1` is kept as a call of `run[]=`, which is what it does to trackers. */
function addSetting(node: Syntax, scope: number, dead: boolean, module: Module, made: Map<string, string>): void {
  const left = field(node, 'left')
  const name = left?.type === 'subscript' ? dotted(left) : undefined
  if (name !== undefined) module.calls.push({ callee: `${resolveWith(name, module, made)}=`, scope, line: node.line, args: none, dead })
}

/** `x = make()` and `with make() as x`: later uses of x are uses of `make()`. */
function remember(node: Syntax, module: Module, made: Map<string, string>): void {
  const target = node.type === 'as_pattern' ? field(node, 'alias') : (field(node, 'left') ?? field(node, 'name'))
  const value = node.type === 'as_pattern' ? node.children[0] : (field(node, 'right') ?? field(node, 'value'))
  const name = dotted(target?.type === 'as_pattern_target' ? target.children[0] : target)
  const source = value?.type === 'await' ? value.children[0] : value
  if (name === undefined || source === undefined || !['call', 'attribute', 'identifier'].includes(source.type)) return
  const full = dotted(source)
  if (full === undefined || full.split(/[.([]/)[0] === name) return
  const resolved = resolveWith(full, module, made)
  if (resolved.length < 200) made.set(name, resolved)
}

function addReference(node: Syntax, scope: number, dead: boolean, module: Module, made: Map<string, string>): void {
  const name = dotted(node)
  if (name === undefined) return
  const last = name.slice(name.lastIndexOf('.') + 1)
  module.references.add({ name: last, written: name, full: resolveWith(name, module, made), scope, line: node.line, dead })
}
