/** Asks forwards what a piece of Python leads to: the functions and classes of the repository that it calls or hands over. */
import { nameOf } from '../paths.ts'
import type { Module, Reference, Scope } from './module.ts'
import type { ModuleIndex } from './modules.ts'
import { parsedModule } from './parsed-modules.ts'
import type { Place } from './reach.ts'
import type { PythonSource } from './sources.ts'

/** Enough for real call chains; what lies further is given up. */
const mostPlaces = 300
/** Methods that everything has: their name alone does not say whose they are. */
const common =
  /^(fit|predict|run|get|set|put|read|write|load|save|close|open|start|stop|update|add|append|items|keys|values|join|split|format|copy|score|transform|call|forward|step|log|info|main|__\w+__)$/

export const keyOf = ({ module, scope }: Place): string => `${module.path}#${scope}`

type Names = { inner: Map<string, number>; referencesIn: Map<number, Reference[]> }
const namesOf = new WeakMap<Module, Names>()

/** `inner`: `parent/name` → scope; the last definition of a name wins. */
function names(module: Module): Names {
  let known = namesOf.get(module)
  if (known === undefined) {
    known = { inner: new Map(), referencesIn: new Map() }
    for (const [at, { name, parent }] of module.scopes.entries()) if (at > 0) known.inner.set(`${parent}/${name}`, at)
    for (const reference of module.references) {
      const some = known.referencesIn.get(reference.scope)
      if (some === undefined) known.referencesIn.set(reference.scope, [reference])
      else some.push(reference)
    }
    namesOf.set(module, known)
  }
  return known
}

export const inner = (module: Module, parent: number, name: string): number | undefined => names(module).inner.get(`${parent}/${name}`)

export class Ahead {
  readonly #files: Map<string, PythonSource>
  readonly #index: ModuleIndex
  readonly #edges = new Map<string, Promise<Place[]>>()
  readonly #owners = new Map<string, Promise<Place | undefined>>()

  constructor(files: Map<string, PythonSource>, index: ModuleIndex) {
    this.#files = files
    this.#index = index
  }

  /** Every place that `starts` lead to, themselves first. Where a name of `blocked` (one that a test replaces) is used, the way ends. */
  async from(starts: Place[], blocked: ReadonlySet<string>, signal: AbortSignal): Promise<Place[]> {
    const open = [...starts]
    const out: Place[] = []
    const seen = new Set<string>()
    for (let at = open.shift(); at !== undefined && out.length < mostPlaces; at = open.shift()) {
      signal.throwIfAborted()
      const key = keyOf(at)
      if (seen.has(key)) continue
      seen.add(key)
      out.push(at)
      for (const next of await this.edges(at)) if (!blocked.has(next.module.scopes[next.scope]?.name ?? '')) open.push(next)
    }
    return out
  }

  edges(place: Place): Promise<Place[]> {
    const key = keyOf(place)
    const known = this.#edges.get(key) ?? this.#follow(place)
    this.#edges.set(key, known)
    return known
  }

  async #follow({ module, scope }: Place): Promise<Place[]> {
    const out: Place[] = []
    // Functions inside this one, such as closures, run with it.
    for (const [at, { parent, kind }] of module.scopes.entries())
      if (at > 0 && parent === scope && kind === 'function' && module.scopes[scope]?.kind === 'function') out.push({ module, scope: at })
    const seen = new Set<string>()
    for (const { full, dead } of names(module).referencesIn.get(scope) ?? []) {
      if (dead || seen.has(full)) continue
      seen.add(full)
      const target = await this.place(full, module, scope)
      if (target !== undefined) out.push(...this.#started(target))
    }
    return out
  }

  /** A class that is used is made: its `__init__` and `__call__` run. */
  #started({ module, scope }: Place): Place[] {
    if (module.scopes[scope]?.kind !== 'class') return [{ module, scope }]
    return ['__init__', '__post_init__', '__call__', '__enter__'].flatMap((name) => {
      const at = inner(module, scope, name)
      return at === undefined ? [] : [{ module, scope: at }]
    })
  }

  /** The function or class of the repository that a resolved name stands for. */
  async place(full: string, module: Module, scope: number): Promise<Place | undefined> {
    const parts = full.replaceAll(/\(\)|\[\]/g, '').split('.')
    const [head, ...rest] = parts
    if (head === undefined || head === '') return this.#elsewhere(full, module)
    if (head === 'self' || head === 'cls' || head === 'super') {
      const owner = classAround(module, scope)
      if (owner !== undefined && rest.length === 1) return this.#method({ module, scope: owner }, rest[0] as string, 0)
      return rest.length > 1 ? this.#soleOwner(rest.at(-1) as string) : undefined
    }
    for (let at = scope; ; at = (module.scopes[at] as Scope).parent) {
      const local = inner(module, at, head)
      if (local !== undefined) return this.#within({ module, scope: local }, rest)
      if (at === 0) break
    }
    const there = await this.#elsewhere(full.replaceAll(/\(\)|\[\]/g, ''), module)
    if (there !== undefined) return there
    // A parameter or a fixture: the method's name must say it alone.
    return parts.length > 1 && !module.imports.has(head) ? this.#soleOwner(parts.at(-1) as string) : undefined
  }

  async #within(place: Place, rest: string[]): Promise<Place | undefined> {
    const [name] = rest
    if (name === undefined) return place
    if (place.module.scopes[place.scope]?.kind !== 'class') return place
    return (await this.#method(place, name, 0)) ?? place
  }

  async #method({ module, scope }: Place, name: string, depth: number): Promise<Place | undefined> {
    const own = inner(module, scope, name)
    if (own !== undefined) return { module, scope: own }
    if (depth > 4) return undefined
    for (const base of module.scopes[scope]?.bases ?? []) {
      const above = await this.place(base, module, 0)
      const found =
        above === undefined || keyOf(above) === keyOf({ module, scope }) ? undefined : await this.#method(above, name, depth + 1)
      if (found !== undefined) return found
    }
    return undefined
  }

  async #elsewhere(name: string, from: Module, depth = 0): Promise<Place | undefined> {
    const at = this.#index.resolve(name, from.path)
    const source = at === undefined ? undefined : this.#files.get(at.path)
    if (at === undefined || source === undefined || at.path === from.path) return undefined
    const module = await parsedModule(source)
    const [head, ...rest] = at.rest.split('.')
    if (head === undefined || head === '') return undefined
    const local = inner(module, 0, head)
    if (local !== undefined) return this.#within({ module, scope: local }, rest)
    const handedOn = module.imports.get(head)
    return handedOn === undefined || depth > 4 ? undefined : this.#elsewhere([handedOn, ...rest].join('.'), module, depth + 1)
  }

  /** The only function or method of this name in the repository, when its name says something. */
  #soleOwner(name: string): Promise<Place | undefined> {
    if (common.test(name) || name.length < 4) return Promise.resolve(undefined)
    const known = this.#owners.get(name) ?? this.#searchOwner(name)
    this.#owners.set(name, known)
    return known
  }

  async #searchOwner(name: string): Promise<Place | undefined> {
    const defining = `def ${name}(`
    const holders = [...this.#files.values()].filter(({ text }) => text.includes(defining))
    const [holder] = holders
    if (holder === undefined || holders.length !== 1) return undefined
    const module = await parsedModule(holder)
    const scopes = module.scopes.flatMap((scope, at) => (scope.name === name && scope.kind === 'function' ? [at] : []))
    return scopes.length === 1 ? { module, scope: scopes[0] as number } : undefined
  }
}

/** The class that a method stands in, however deep. */
export function classAround(module: Module, scope: number): number | undefined {
  for (let at = scope; at !== 0; at = (module.scopes[at] as Scope).parent) if (module.scopes[at]?.kind === 'class') return at
  return undefined
}

/** The file that a command such as `python train.py` or `python -m pkg.train` starts; undefined when it is none of the repository. */
export function startedFile(
  words: readonly string[],
  cwd: string | null,
  files: Map<string, PythonSource>,
  index: ModuleIndex,
): string | undefined {
  const module = words.indexOf('-m')
  const name = words[module + 1]
  if (module >= 0 && name !== undefined) {
    const path = index.resolve(name, cwd === null || cwd === '' ? '' : `${cwd}/x.py`)?.path
    return nameOf(path ?? '') === '__init__.py' ? `${path?.slice(0, -'__init__.py'.length)}__main__.py` : path
  }
  const script = words.find((word) => /\.(py|ipynb)$/.test(word))?.replace(/^\.\//, '')
  if (script === undefined) return undefined
  const here = cwd === null || cwd === '' ? script : `${cwd}/${script}`
  const plain = here
    .split('/')
    .filter((part) => part !== '.')
    .join('/')
  if (files.has(plain)) return plain
  const ends = cwd === null ? [...files.keys()].filter((path) => path.endsWith(`/${script}`)) : []
  return ends.length === 1 ? ends[0] : undefined
}
