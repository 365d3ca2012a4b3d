/** Says whether a seed has a fixed value, following names through code, command lines and settings. */
import { isPython, nameOf, pathKind } from '../paths.ts'
import type { Argument } from '../python/module.ts'
import type { Text } from '../versions/mentions.ts'

/** `each_time`: whoever starts it must give one. `unknown`: it comes from where names could not be followed. */
export type SeedValue = 'fixed' | 'none' | 'chance' | 'each_time' | 'unknown'

type Binding = { path: string; value: string; settings: boolean; top: boolean; quoted: boolean }

const seedName = /seed|random_?state|\brng\b|_rs$/i
const byChance = /\btime\.time|\btime\(\)|datetime|urandom|getrandbits|uuid|secrets\.|randint\(|random\.random\(|randrange\(/
const deepest = 6

/** `seed = 1`, `seed: int = 1`, `"seed": 1`, `seed=1`, `cfg["seed"] = 1`; the value up to the next comma or end. */
const binding =
  /(?<![\w-])["']?([A-Za-z_][\w-]*(?:seed|random_?state|rng)\w*|seed\w*|random_?state\w*|rng\w*)["']?\]?[ \t]*(:[ \t]*[A-Za-z_][\w.[\]| ,]*?)?[ \t]*(=(?!=)|:|,)[ \t]*([^,\n)}#]+)/gi
const docstring = /^[ \t]*[rR]?(?:"""[\s\S]*?"""|'''[\s\S]*?''')[ \t]*$|^[ \t]*#.*$/gm
const given = /(?<=\s)--([\w-]*(?:seed|random[-_]?state)[\w-]*)[ =]+["']?(\d+)/gi
const flag = /["']--?([\w-]*(?:seed|random[-_]?state)[\w-]*)["']([^)]{0,300})/gi

export class SeedValues {
  readonly #bindings = new Map<string, Binding[]>()
  readonly #known = new Map<string, SeedValue>()
  readonly #texts: Map<string, string>
  readonly #words = new Map<string, RegExp>()

  constructor(texts: Text[]) {
    this.#texts = new Map(texts.map(({ path, text }) => [path, text]))
    for (const one of texts)
      if (seedName.test(one.text) && pathKind(one.path) !== 'test' && !/(^|\/)(logs?|outputs?|mlruns|wandb|multirun)\//.test(one.path))
        this.#read(one)
  }

  #read({ path, text: all }: Text): void {
    const settings = !isPython(path)
    if (settings && all.length > 60_000) return
    // What a docstring shows in an example seeds nothing.
    const text = settings ? all : all.replaceAll(docstring, '\n')
    for (const match of text.matchAll(binding)) {
      const [whole, name, , sign, value] = match
      if (name === undefined || value === undefined) continue
      // `f("seed", 42)` binds; `f(seed, other)` does not.
      if (sign === ',' && !(/["']/.test(whole.slice(0, name.length + 2)) && /^-?\d/.test(value.trim()))) continue
      if (sign === ':' && !settings && !/["']/.test(whole.slice(0, name.length + 2))) continue
      const quoted = /["']/.test(whole.slice(0, name.length + 2))
      this.#add(name, { path, value: value.trim(), settings, top: match.index === 0 || text[match.index - 1] === '\n', quoted })
    }
    // `train --seed 42` in a command.
    if (settings)
      for (const [, name, value] of text.matchAll(given))
        this.#add(name as string, { path, value: value as string, settings, top: false, quoted: false })
    for (const [, name, rest] of text.matchAll(flag)) {
      const given = /default\s*=\s*([^,)\n]+)/.exec(rest ?? '')?.[1] ?? (/^\s*["']?[ =,]["']?\s*(\d+)/.exec(rest ?? '')?.[1] || undefined)
      const value = given ?? (/required\s*=\s*True/.test(rest ?? '') ? '???' : undefined)
      if (name !== undefined && value !== undefined)
        this.#add(name, { path, value: value.trim(), settings: false, top: false, quoted: false })
    }
  }

  #add(name: string, one: Binding): void {
    const key = plain(name)
    const some = this.#bindings.get(key)
    if (some === undefined) this.#bindings.set(key, [one])
    else if (some.length < 400) some.push(one)
  }

  of(seed: Argument, path: string): SeedValue {
    if (seed.literal === null) return 'none'
    if (typeof seed.literal === 'number' || typeof seed.literal === 'string') return 'fixed'
    return this.#follow(seed.text, path, deepest, new Set())
  }

  /** A seed among the settings that a file writes down to hand on (`params = {"seed": 1}`); undefined when it has none. */
  handedOnIn(path: string): SeedValue | undefined {
    for (const name of ['random_state', 'random_seed', 'seed']) {
      const one = this.#bindings.get(name)?.find((some) => some.path === path && some.quoted)
      if (one !== undefined) return this.#follow(one.value, path, deepest, new Set())
    }
    return undefined
  }

  /** Nothing in the repository has such a name, so no settings can hold one. */
  get none(): boolean {
    return this.#bindings.size === 0
  }

  #follow(text: string, path: string, left: number, seen: Set<string>): SeedValue {
    const value = text.trim().replace(/;$/, '')
    const key = `${path}\n${value}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    // A ring of names says nothing more than its other ways.
    this.#known.set(key, 'unknown')
    const answer = this.#answer(value, path, left, seen)
    this.#known.set(key, answer)
    return answer
  }

  #answer(value: string, path: string, left: number, seen: Set<string>): SeedValue {
    if (/^-?\d[\d_]*$|^["']?-?\d[\d_]*["']?$|^0x[0-9a-f]+$/i.test(value)) return 'fixed'
    if (/^(None|null|~|"")?$/.test(value)) return 'none'
    if (value.startsWith('???')) return 'each_time'
    if (byChance.test(value)) return 'chance'
    const names = [...value.matchAll(/[A-Za-z_]\w*/g)].map(([word]) => word).filter((word) => seedName.test(word))
    if (names.length === 0) return /\d/.test(value) ? 'fixed' : 'unknown'
    const answers = names.map((name) => this.#named(name, /[.[$]/.test(value), path, left, seen))
    return answers.find((one) => one === 'none' || one === 'chance') ?? answers.find((one) => one !== 'unknown') ?? 'unknown'
  }

  /** Whether one file says the name of the other, or of what it defines. */
  #uses(path: string, used: string): boolean {
    if (path === used) return true
    let words = this.#words.get(used)
    if (words === undefined) {
      const stem = nameOf(used).replace(/\.\w+$/, '')
      const names = [stem, ...[...(this.#texts.get(used) ?? '').matchAll(defined)].map(([, word]) => word as string)]
      words = new RegExp(`\\b(${names.slice(0, 400).map(escaped).join('|')})\\b`)
      this.#words.set(used, words)
    }
    return words.test(this.#texts.get(path) ?? '')
  }

  #named(name: string, fromSettings: boolean, path: string, left: number, seen: Set<string>): SeedValue {
    const key = plain(name)
    if (left === 0 || seen.has(key + path)) return 'unknown'
    const next = new Set(seen).add(key + path)
    const all = this.#bindings.get(key) ?? []
    const here = all.filter((one) => one.path === path)
    const ways = [here, ...(fromSettings ? [all.filter(({ settings }) => settings), all] : [all])]
    let empty = false
    for (const [at, some] of ways.entries()) {
      // Where its own file says "none", a number under the same name in a file that does not use it is another's.
      const way: Binding[] =
        empty && at > 0 ? some.filter((one) => one.settings || !/^\d+$/.test(one.value) || this.#uses(one.path, path)) : some
      const answers = way.map((one) => ({ one, is: this.#follow(one.value, one.path, left - 1, next) }))
      // A default at the top of the settings that says "none" is what runs unless somebody says otherwise.
      if (at > 0 && fromSettings && answers.some(({ one, is }) => one.settings && one.top && is === 'none')) return 'none'
      const good = answers.find(({ is }) => is === 'fixed' || is === 'each_time')
      if (good !== undefined) return good.is
      if (answers.some(({ is }) => is === 'chance')) return 'chance'
      empty ||= answers.some(({ is }) => is === 'none')
    }
    return empty ? 'none' : 'unknown'
  }
}

const defined = /^(?:class|def|async def)\s+(\w+)/gm

const escaped = (name: string): string => name.replaceAll(/\W/g, '\\$&')
const plain = (name: string): string => name.toLowerCase().replaceAll('-', '_').replace(/^_+/, '')
