/** Asks backwards who uses a piece of Python, up to something that starts by itself: a script, a notebook, a command. */
import { isForeign, isNotebook, nameOf, pathKind } from '../paths.ts'
import type { Module, Scope } from './module.ts'
import type { ModuleIndex } from './modules.ts'
import { parsedModule } from './parsed-modules.ts'
import type { Reference } from './references.ts'
import type { PythonSource } from './sources.ts'
import { Words } from './words.ts'

export type Place = { module: Module; scope: number }
/** `entry`: where it starts by itself; undefined when nothing that does was found. `places`: everything on the ways there. */
export type Reach = { entry: Place | undefined; places: Place[] }

/** Enough for real call chains; a longer way is given up. */
const mostPlaces = 150

/** Decorators under which a framework calls the function. */
const startedBy =
  /(^|\.)(command|group|main|task|flow|step|asset|op|job|dag|node|component|pipeline|get|post|put|route|cli|callback|on_event|entrypoint|app|task_group|schedule|sensor|function|capture|automain|config_scope|register\w*|hook\w*|fixture)(\(\))?$/

/** Ways to take everything out of a module without naming it. */
const takingAll = /\b(dir|vars)\(\w|\bgetmembers\(|\.__dict__\b/

/** The name under which a file is imported. */
const stemOf = (path: string): string =>
  nameOf(path) === '__init__.py' ? (path.split('/').at(-2) ?? '') : nameOf(path).replace(/\.py$/, '')

const handed = new WeakMap<Module, { target: string; scope: number }[]>()

/** Imported names, in full, that calls hand over as they are: maybe modules. */
function handedModules(module: Module): { target: string; scope: number }[] {
  let out = handed.get(module)
  if (out !== undefined) return out
  out = []
  for (const { args, scope, dead } of module.calls) {
    if (dead) continue
    const targets = args.flatMap(({ text, type }) => (type === 'identifier' || type === 'attribute' ? importedAs(text, module) : []))
    for (const target of new Set(targets)) out.push({ target, scope })
  }
  handed.set(module, out)
  return out
}

function importedAs(text: string, module: Module): string[] {
  const head = text.split('.')[0] ?? text
  const target = module.imports.get(head)
  return target === undefined ? [] : [target + text.slice(head.length)]
}

/** What is found of who uses what, whoever asks: it rests on the texts alone. */
type Found = {
  index: ModuleIndex
  sources: PythonSource[]
  words: Words
  users: Map<string, Promise<Place[]>>
  definitions: Map<string, number>
  naming: Map<string, Set<PythonSource>>
  handing: Map<string, Promise<Place[]>>
  takesAll?: boolean
}

/** Several probes ask about the same files. */
const foundOf = new WeakMap<Map<string, PythonSource>, Found[]>()

function foundIn(files: Map<string, PythonSource>, index: ModuleIndex): Found {
  const known = foundOf.get(files) ?? []
  const same = known.find((one) => one.index.isLike(index))
  if (same !== undefined) return same
  const sources = [...files.values()].filter(({ path }) => pathKind(path) !== 'test' && !isForeign(path))
  const made: Found = {
    index,
    sources,
    words: new Words(sources),
    users: new Map(),
    definitions: new Map(),
    naming: new Map(),
    handing: new Map(),
  }
  foundOf.set(files, [...known, made])
  return made
}

export class Callers {
  readonly #found: Found
  readonly #index: ModuleIndex
  readonly #started: string
  #startedNames: Set<string> | undefined
  readonly #scripts = new Map<string, boolean>()

  /** `started`: texts that start Python (project files, pipelines, shell), joined. */
  constructor(files: Map<string, PythonSource>, index: ModuleIndex, started: string) {
    this.#found = foundIn(files, index)
    this.#index = this.#found.index
    this.#started = started
  }

  async reach(from: Place, signal: AbortSignal): Promise<Reach> {
    const open = [from]
    const places: Place[] = []
    const seen = new Set<string>()
    let entry: Place | undefined
    for (let next = 0; next < open.length && places.length < mostPlaces; next++) {
      signal.throwIfAborted()
      const at = open[next] as Place
      const key = `${at.module.path}#${at.scope}`
      if (seen.has(key)) continue
      seen.add(key)
      places.push(at)
      if (await this.#starts(at)) entry ??= at
      else for (const user of await this.#usersOf(at, key)) open.push(user)
    }
    return { entry, places }
  }

  /** Statements of a module run when it is run or imported; a function runs when a framework or a command names it. */
  async #starts({ module, scope }: Place): Promise<boolean> {
    const it = module.scopes[scope] as Scope
    if (it.kind === 'module') return isNotebook(module.path) || module.main || (await this.#isScript(module))
    if (it.decorators.some((name) => startedBy.test(name))) return true
    return it.kind === 'function' && it.parent === 0 && this.#isStartedByName(it.name)
  }

  /** A command of a project file names the function: `pkg.module:name`. */
  #isStartedByName(name: string): boolean {
    this.#startedNames ??= new Set([...this.#started.matchAll(/(?<=[\w.]:)\w+/g)].map(([word]) => word))
    return this.#startedNames.has(name)
  }

  /** A file that nobody imports, or that some command names, is run by itself. */
  async #isScript(module: Module): Promise<boolean> {
    const name = nameOf(module.path)
    let named = this.#scripts.get(name)
    if (named === undefined) {
      named = name === '__main__.py' || this.#started.includes(name)
      this.#scripts.set(name, named)
    }
    // Its bare name in another file (`model.train()`) is no import; only an import of this very file is.
    return named || (name !== '__init__.py' && (await this.#usersOf({ module, scope: 0 }, `${module.path}#0`)).length === 0)
  }

  #usersOf(place: Place, key: string): Promise<Place[]> {
    const known = this.#found.users.get(key) ?? this.#searchUsers(place)
    this.#found.users.set(key, known)
    return known
  }

  async #searchUsers({ module, scope }: Place): Promise<Place[]> {
    const it = module.scopes[scope] as Scope
    if (it.kind === 'module') return this.#importers(module)
    const parent = module.scopes[it.parent] as Scope
    const method = parent.kind === 'class'
    const out: Place[] = []
    // Inner functions run from the function around them; a framework calls methods of classes that extend its own.
    if (parent.kind === 'function') out.push({ module, scope: it.parent })
    if (method && (/^__\w+__$/.test(it.name) || parent.bases.some((base) => base !== 'object'))) out.push({ module, scope: it.parent })
    const owner = method ? parent.name : undefined
    for (const source of this.#textsWith(it.name)) {
      if (owner !== undefined && source.path !== module.path && !this.#knows(source, owner, it.name)) continue
      const user = await parsedModule(source)
      for (const reference of user.references.named(it.name)) {
        if (reference.dead) continue
        if (user === module && reference.scope === scope) continue
        const same = method ? reference.full.includes('.') : user === module || this.#means(reference, user, module)
        if (same) out.push({ module: user, scope: reference.scope })
      }
    }
    return out.length === 0 && it.parent === 0 ? this.#handedOver(module, it.name) : distinct(out)
  }

  /** Nobody says the name, but somebody hands a module that holds it to code that takes everything out of it: `registry(pkg.pipelines)`. */
  async #handedOver(module: Module, name: string): Promise<Place[]> {
    this.#found.takesAll ??= this.#found.sources.some(({ text }) => takingAll.test(text))
    if (!this.#found.takesAll) return []
    const out: Place[] = []
    for (const { path: holder, text } of this.#textsWith(name)) {
      if (holder !== module.path && !(nameOf(holder) === '__init__.py' && /\bimport\b/.test(text))) continue
      const known = this.#found.handing.get(holder) ?? this.#handersOf(holder)
      this.#found.handing.set(holder, known)
      out.push(...(await known))
    }
    return out
  }

  async #handersOf(holder: string): Promise<Place[]> {
    const out: Place[] = []
    for (const source of this.#textsWith(stemOf(holder))) {
      if (source.path === holder) continue
      const user = await parsedModule(source)
      for (const { target, scope } of handedModules(user)) {
        const at = this.#index.resolve(target, user.path)
        if (at?.path === holder && at.rest === '') out.push({ module: user, scope })
      }
    }
    return out
  }

  /** `.name` in a file means this class's method when the file names the class, or when no other class has such a method. */
  #knows(source: PythonSource, owner: string, name: string): boolean {
    let naming = this.#found.naming.get(owner)
    if (naming === undefined) {
      naming = this.#found.words.holdingPart(owner)
      this.#found.naming.set(owner, naming)
    }
    if (naming.has(source)) return true
    let definitions = this.#found.definitions.get(name)
    if (definitions === undefined) {
      const defining = new RegExp(`\\bdef\\s+${name}\\s*\\(`)
      definitions = this.#textsWith(name).filter((one) => defining.test(one.text)).length
      this.#found.definitions.set(name, definitions)
    }
    return definitions === 1
  }

  /** Modules of the repository that the calls of a place lead into. */
  async calledFrom({ module, scope }: Place): Promise<Module[]> {
    const paths = new Set(
      module.calls
        .filter((call) => call.scope === scope && !call.dead)
        .map(({ callee }) => this.#index.resolve(callee.replaceAll(/\(\)|\[\]/g, ''), module.path)?.path),
    )
    const sources = this.#found.sources.filter(({ path }) => paths.has(path) && path !== module.path)
    return Promise.all(sources.map(parsedModule))
  }

  #means({ written, full }: Reference, user: Module, target: Module): boolean {
    // A module that is imported by a name from outside is meant when a command gives that name.
    if (/^(__import__|importlib\.import_module)\(\)\.\w+$/.test(full))
      return new RegExp(`(^|[\\s"'=,.])${stemOf(target.path).replaceAll(/[^\w]/g, '\\$&')}($|[\\s"',:])`, 'm').test(this.#started)
    const head = written.split('.')[0] ?? written
    const others = (user.otherImports.get(head) ?? []).map((other) => other + written.slice(head.length))
    return [full, ...others].some((name) => {
      const at = this.#index.resolve(name, user.path)
      // Packages hand names on: `from pkg import train` may mean pkg/train.py.
      return at !== undefined && (at.path === target.path || nameOf(at.path) === '__init__.py')
    })
  }

  async #importers(module: Module): Promise<Place[]> {
    const out: Place[] = []
    for (const source of this.#textsWith(stemOf(module.path))) {
      const user = await parsedModule(source)
      if (
        user !== module &&
        [...user.imports.values(), ...[...user.otherImports.values()].flat()].some(
          (name) => this.#index.resolve(name, user.path)?.path === module.path,
        )
      )
        out.push({ module: user, scope: 0 })
    }
    return out
  }

  #textsWith(word: string): PythonSource[] {
    return this.#found.words.holding(word)
  }
}

/** Each place once, where it stood first: a name used ten times in a function leads there once. */
function distinct(places: Place[]): Place[] {
  const seen = new Set<string>()
  return places.filter(({ module, scope }) => {
    const key = `${module.path}#${scope}`
    return !seen.has(key) && seen.add(key) !== undefined
  })
}
