/** Asks forwards what a piece of Python leads to: the functions and classes of the repository that it calls or hands over. */
import { pathKind } from '../paths.ts'
import type { Module, Scope } from './module.ts'
import type { ModuleIndex } from './modules.ts'
import { parsedModule } from './parsed-modules.ts'
import { programOf } from './programs.ts'
import type { Place } from './reach.ts'
import type { PythonSource } from './sources.ts'
import { inner, scriptMark, usedNames } from './used-names.ts'

/** Enough for real call chains; what lies further is given up. */
const mostPlaces = 300
/** Methods that everything has: their name alone does not say whose they are. */
const common =
  /^(fit|predict|run|get|set|put|read|write|load|save|close|open|start|stop|update|add|append|items|keys|values|join|split|format|copy|score|transform|call|forward|step|log|info|main|__\w+__)$/

export const keyOf = ({ module, scope }: Place): string => `${module.path}#${scope}`

/**
 * One object for each place, so that a walk can tell by the object where it was. `names`: its name and its key, and those of the class it
 * stands in. `next`: where it leads, once followed.
 */
type Step = { place: Place; names: string[]; next: Step[] | undefined }

/** What is found of where names lead, whoever asks. */
type Found = {
  index: ModuleIndex
  edges: Map<string, Promise<Place[]>>
  /** The same for walks: thousands of tests go the same ways. */
  steps: Map<string, Step>
  owners: Map<string, Promise<Place | undefined>>
  holders?: Map<string, Set<string>>
}

/** Several probes ask about the same files. */
const foundOf = new WeakMap<Map<string, PythonSource>, Found[]>()

function foundIn(files: Map<string, PythonSource>, index: ModuleIndex): Found {
  const known = foundOf.get(files) ?? []
  const same = known.find((one) => one.index.isLike(index))
  if (same !== undefined) return same
  const made: Found = { index, edges: new Map(), steps: new Map(), owners: new Map() }
  foundOf.set(files, [...known, made])
  return made
}

export class Ahead {
  readonly #files: Map<string, PythonSource>
  readonly #index: ModuleIndex
  readonly #found: Found

  constructor(files: Map<string, PythonSource>, index: ModuleIndex) {
    this.#files = files
    this.#found = foundIn(files, index)
    this.#index = this.#found.index
  }

  /** Every place that `starts` lead to, themselves first. Where a name of `blocked` (one that a test replaces) is used, the way ends. */
  async from(starts: Place[], blocked: ReadonlySet<string>, signal: AbortSignal): Promise<Place[]> {
    const open = starts.map((place) => this.#stepTo(place))
    const out: Place[] = []
    const seen = new Set<Step>()
    signal.throwIfAborted()
    for (let next = 0; next < open.length && out.length < mostPlaces; next++) {
      const step = open[next] as Step
      if (seen.has(step)) continue
      seen.add(step)
      out.push(step.place)
      for (const one of step.next ?? (await this.#follows(step))) if (!seen.has(one) && !isBlocked(one, blocked)) open.push(one)
    }
    return out
  }

  #stepTo(place: Place): Step {
    const key = keyOf(place)
    let step = this.#found.steps.get(key)
    if (step === undefined) {
      step = { place, names: namesOf(place), next: undefined }
      this.#found.steps.set(key, step)
    }
    return step
  }

  async #follows(step: Step): Promise<Step[]> {
    step.next = [...new Set((await this.edges(step.place)).map((place) => this.#stepTo(place)))]
    return step.next
  }

  /** Where the things of these full names are defined, as keys; what is none of the repository's is left out. */
  async keysOf(names: string[], from: Module): Promise<string[]> {
    const places = await Promise.all(names.map((name) => this.#elsewhere(name, from, 0, true)))
    return places.flatMap((place) => (place === undefined ? [] : [keyOf(place)]))
  }

  edges(place: Place): Promise<Place[]> {
    const key = keyOf(place)
    const known = this.#found.edges.get(key) ?? this.#follow(place)
    this.#found.edges.set(key, known)
    return known
  }

  async #follow({ module, scope }: Place): Promise<Place[]> {
    const known = usedNames(module, this.#files.get(module.path)?.text ?? '')
    // Functions inside this one, such as closures, run with it.
    const out: Place[] = (known.closures.get(scope) ?? []).map((at) => ({ module, scope: at }))
    for (const full of known.called.get(scope) ?? []) {
      if (full.startsWith(scriptMark)) {
        out.push(...(await this.#script(full.slice(scriptMark.length).replace(/^(\.\.?\/)+/, ''))))
        continue
      }
      const target = await this.place(full, module, scope)
      if (target !== undefined) out.push(...this.#started(target))
      // One name may be imported in several branches: each may be meant.
      for (const [alias, others] of module.otherImports) {
        const target = module.imports.get(alias) ?? alias
        if (full !== target && !full.startsWith(`${target}.`)) continue
        for (const other of others) {
          const there = await this.#elsewhere((other + full.slice(target.length)).replaceAll(/\(\)|\[\]/g, ''), module)
          if (there !== undefined) out.push(...this.#started(there))
        }
      }
    }
    return out
  }

  /** Everything that a file does when it is run by its path; a path that ends like several files says nothing. */
  async #script(path: string): Promise<Place[]> {
    const exact = this.#files.get(path)
    const like = exact === undefined ? [...this.#files.values()].filter((one) => one.path.endsWith(`/${path}`)) : [exact]
    if (like.length !== 1 || like[0] === undefined || pathKind(like[0].path) === 'test') return []
    return programOf(await parsedModule(like[0]))
  }

  /** A class that is used is made: its `__init__` runs. */
  #started({ module, scope }: Place): Place[] {
    if (module.scopes[scope]?.kind !== 'class') return [{ module, scope }]
    return ['__init__', '__post_init__', '__enter__'].flatMap((name) => {
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
    // What a function gives back: only the method's name tells whose it is.
    if (place.module.scopes[place.scope]?.kind !== 'class') return (await this.#soleOwner(rest.at(-1) as string)) ?? place
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

  async #elsewhere(name: string, from: Module, depth = 0, certain = false): Promise<Place | undefined> {
    if (!certain && !mayBeImported(name, from)) return undefined
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
    const known = this.#found.owners.get(name) ?? this.#searchOwner(name)
    this.#found.owners.set(name, known)
    return known
  }

  async #searchOwner(name: string): Promise<Place | undefined> {
    const holders = this.#defining().get(name)
    const holder = holders?.size === 1 ? this.#files.get([...holders][0] as string) : undefined
    if (holder === undefined) return undefined
    const module = await parsedModule(holder)
    const scopes = module.scopes.flatMap((scope, at) => (scope.name === name && scope.kind === 'function' ? [at] : []))
    return scopes.length === 1 ? { module, scope: scopes[0] as number } : undefined
  }

  /** Which files define a function of each name, by their text: nothing is parsed for it. */
  #defining(): Map<string, Set<string>> {
    if (this.#found.holders !== undefined) return this.#found.holders
    const out = new Map<string, Set<string>>()
    for (const { path, text } of this.#files.values())
      for (const [, name] of text.matchAll(/\bdef\s+(\w+)\s*\(/g)) {
        const some = out.get(name as string)
        if (some === undefined) out.set(name as string, new Set([path]))
        else some.add(path)
      }
    this.#found.holders = out
    return out
  }
}

const importedHeads = new WeakMap<Module, Set<string>>()

/** A name that no import begins (a local variable, a builtin) stands for no module: the tree need not be searched for it. */
export function mayBeImported(name: string, module: Module): boolean {
  if (name.startsWith('.')) return true
  let heads = importedHeads.get(module)
  if (heads === undefined) {
    heads = new Set([...module.imports.values(), ...[...module.otherImports.values()].flat()].map((target) => target.split('.')[0] ?? ''))
    importedHeads.set(module, heads)
  }
  return heads.has(name.split('.')[0] ?? '')
}

function namesOf({ module, scope }: Place): string[] {
  const it = module.scopes[scope]
  if (it === undefined) return []
  const owner = module.scopes[it.parent]
  const ofClass = owner?.kind === 'class' ? [owner.name, keyOf({ module, scope: it.parent })] : []
  return [it.name, keyOf({ module, scope }), ...ofClass]
}

/** By its name or its place, or by those of the class it stands in. */
const isBlocked = ({ names }: Step, blocked: ReadonlySet<string>): boolean => blocked.size > 0 && names.some((name) => blocked.has(name))

/** The class that a method stands in, however deep. */
export function classAround(module: Module, scope: number): number | undefined {
  for (let at = scope; at !== 0; at = (module.scopes[at] as Scope).parent) if (module.scopes[at]?.kind === 'class') return at
  return undefined
}

export { startedFile } from './programs.ts'
export { inner } from './used-names.ts'
