/** Tells calls that stand behind a flag which is off by default and which nothing in the tree turns on. */
import type { Module } from '../python/module.ts'
import { parsedModule } from '../python/parsed-modules.ts'
import { parsePython } from '../python/parser.ts'
import type { Place } from '../python/reach.ts'
import type { PythonSource } from '../python/sources.ts'
import { textOf, walk } from '../python/syntax.ts'
import type { Text } from '../versions/mentions.ts'
import { scopeAt, scopesAround } from './bindings.ts'
import { boundOtherwise } from './bound-otherwise.ts'
import { FlagValues } from './flag-values.ts'
import { type Flag, flagsBefore } from './guards.ts'

/** So many steps back from a call are asked whether they stand behind a flag. */
const mostSteps = 3
const mostCalling = 60

/** `name`: what is called; `at`: the parameter's place among those given by place. */
type Taker = { name: string; at: number }

export class OffFlags {
  readonly #files: Map<string, PythonSource>
  readonly #values: FlagValues
  readonly #off = new Map<string, Promise<boolean>>()

  /** `texts`: whatever runs; see `runningTexts`. */
  constructor(files: Map<string, PythonSource>, texts: Text[]) {
    this.#files = files
    this.#values = new FlagValues(texts)
  }

  /** The flag before this line, by name, when it is off; `what` stands in the line. */
  async before(path: string, line: number, what: string): Promise<string | undefined> {
    const source = this.#files.get(path)
    if (source === undefined || !/\bif\b|\band\b/.test(source.text)) return undefined
    for (const flag of await flagsBefore(source.text, line, what)) {
      const owner = flag.bare ? await takerAround(source, line, flag.name) : undefined
      if (flag.bare && owner === undefined && boundOtherwise(source.text, flag.name)) continue
      const key = `${flag.name}\n${flag.equals ?? ''}\n${owner === undefined ? '' : `${path}#${owner.scope}`}`
      const off = this.#off.get(key) ?? (owner === undefined ? this.#isOff(flag) : this.#isParameterOff(flag, owner, mostSteps))
      this.#off.set(key, off)
      if (await off) return flag.name
    }
    return undefined
  }

  /** The flag that shuts every way to a call: its own, or one before each call of the function that it stands in. `places`: all on the ways. */
  async shuts(at: Place, call: { line: number; callee: string }, places: readonly Place[]): Promise<string | undefined> {
    return (await this.before(at.module.path, call.line, lastOf(call.callee))) ?? this.#shutAround(at, places, mostSteps)
  }

  async #shutAround({ module, scope }: Place, places: readonly Place[], left: number): Promise<string | undefined> {
    const it = module.scopes[scope]
    // Frameworks call what is decorated; statements of a module run by themselves.
    if (left === 0 || it === undefined || it.kind !== 'function' || it.decorators.length > 0 || /^__\w+__$/.test(it.name)) return undefined
    let flag: string | undefined
    for (const user of places)
      for (const { line } of usesOf(it.name, user, { module, scope })) {
        flag = (await this.before(user.module.path, line, it.name)) ?? (await this.#shutAround(user, places, left - 1))
        if (flag === undefined) return undefined
      }
    return flag
  }

  /** A parameter: its default, and what the calls of its function give; they may hand on a parameter of their own. */
  async #isParameterOff(flag: Flag, { module, scope }: Place, left: number): Promise<boolean> {
    const source = this.#files.get(module.path)
    const fallback = source === undefined ? undefined : await defaultOf(source.text, module.scopes[scope]?.line ?? 0, flag.name)
    const taker = takerOf(module, scope, flag.name)
    if (left === 0 || taker === undefined || flag.name.length < 3 || this.#values.inCommands(flag)) return false
    if (source !== undefined && this.#isSetAfter(source.text, module.scopes[scope]?.line ?? 0, flag)) return false
    let off = fallback !== undefined && this.#values.value(fallback, flag, 2) === 'off'
    if (fallback !== undefined && !off) return false
    let asked = 0
    for (const one of this.#files.values()) {
      if (!one.text.includes(`${taker.name}(`)) continue
      if (++asked > mostCalling) return false
      const calling = await parsedModule(one)
      for (const { callee, args, dead, line } of calling.calls) {
        if (dead || lastOf(callee) !== taker.name) continue
        if (args.some(({ text, type }) => type === 'dictionary_splat' || type === 'list_splat' || text.startsWith('*'))) return false
        const given = args.find(({ name }) => name === flag.name) ?? args.filter(({ name }) => name === null)[taker.at]
        if (given === undefined) continue
        const owner = /^\w+$/.test(given.text) ? await takerAround(one, line, given.text) : undefined
        if (owner === undefined && boundOtherwise(one.text, given.text)) return false
        const same = owner?.module === module && owner.scope === scope
        const isOff =
          same ||
          (owner === undefined
            ? await this.#isGivenOff(given.text, flag)
            : await this.#isParameterOff({ ...flag, name: given.text }, owner, left - 1))
        if (!isOff) return false
        off = true
      }
    }
    return off
  }

  /** `yes = confirm(…)`: the function itself gives its parameter another value. `line`: of the function. */
  #isSetAfter(text: string, line: number, flag: Flag): boolean {
    const below = text.split('\n').slice(line).join('\n')
    const set = new RegExp(`^[ \\t]+${flag.name} = `, 'gm')
    return [...below.matchAll(set)].some(
      (match) => this.#values.value(below.slice(match.index + match[0].length, match.index + 300), flag, 2) === 'on',
    )
  }

  async #isGivenOff(text: string, flag: Flag): Promise<boolean> {
    const turned = this.#values.value(text, flag, 3)
    return turned === 'off' || (turned === 'same' && (await this.#isOff(flag)))
  }

  async #isOff(flag: Flag): Promise<boolean> {
    if (flag.name.length < 3) return false
    const given = this.#values.of(flag)
    return given.includes('off') && !given.includes('on') && !(await this.#givenByPlace(flag))
  }

  /** `train(model, True)`: a parameter that some call gives by its place. */
  async #givenByPlace(flag: Flag): Promise<boolean> {
    const holding = new RegExp(`\\b${flag.name}\\b`)
    const found: Taker[] = []
    for (const source of this.#files.values()) if (holding.test(source.text)) found.push(...takersOf(await parsedModule(source), flag.name))
    let asked = 0
    for (const source of this.#files.values()) {
      const here = found.filter(({ name }) => source.text.includes(`${name}(`))
      if (here.length === 0 || ++asked > mostCalling) continue
      for (const { callee, args, dead } of (await parsedModule(source)).calls) {
        const taker = dead ? undefined : here.find(({ name }) => lastOf(callee) === name)
        const some = args.filter(({ name }) => name === null)
        const given = taker === undefined ? undefined : some[taker.at]
        if (given !== undefined && this.#values.value(given.text, flag, 2) === 'on') return true
      }
    }
    return asked > mostCalling
  }
}

const lastOf = (callee: string): string =>
  callee
    .replaceAll(/\(\)|\[\]|=$/g, '')
    .split('.')
    .at(-1) ?? callee

const usesOf = (name: string, user: Place, own: Place): { line: number }[] =>
  user.module.references
    .named(name)
    .filter((one) => one.scope === user.scope && !one.dead && !(user.module === own.module && user.scope === own.scope))

/** The function around a line that takes the parameter. */
async function takerAround(source: PythonSource, line: number, name: string): Promise<Place | undefined> {
  const module = await parsedModule(source)
  const scope = scopesAround(module, scopeAt(module, line)).find((at) => module.scopes[at]?.params.includes(name))
  return scope === undefined ? undefined : { module, scope }
}

/** The text of a parameter's default and what follows it; undefined when it has none. `line`: of the function. */
async function defaultOf(source: string, line: number, name: string): Promise<string | undefined> {
  for (const node of walk(await parsePython(source))) {
    if (node.type !== 'function_definition' || node.line !== line) continue
    const param = node
      .child('parameters')
      ?.children.find((one) => one.child('name') !== undefined && /^\w+/.exec(textOf(one))?.[0] === name)
    const value = param?.child('value')
    return value === undefined ? undefined : textOf(value)
  }
  return undefined
}

/** Functions and classes that take the parameter, and where it stands among those given by place. */
const takersOf = (module: Module, name: string): Taker[] => module.scopes.flatMap((_, scope) => takerOf(module, scope, name) ?? [])

function takerOf({ scopes }: Module, scope: number, name: string): Taker | undefined {
  const it = scopes[scope]
  const at = it?.params.indexOf(name) ?? -1
  if (it?.kind !== 'function' || at < 0) return undefined
  const method = /^(self|cls)$/.test(it.params[0] ?? '') ? 1 : 0
  return { name: it.name === '__init__' ? (scopes[it.parent]?.name ?? it.name) : it.name, at: at - method }
}
