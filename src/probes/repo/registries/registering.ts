/** Judges one call that registers a model: whether training gets to it, or only a person or a flag that nobody gives. */
import { pathKind } from '../paths.ts'
import type { Call, Module } from '../python/module.ts'
import { parsedModule } from '../python/parsed-modules.ts'
import type { PythonSource } from '../python/sources.ts'
import type { OffFlags } from '../values/off-flags.ts'
import type { TrainingWay } from './training-way.ts'

/** `how`: in words, how training gets there; `unless`: why it does not. */
export type Registering = { how: string } | { unless: string }

/** Places to publish: people push what they tried, without any training that would do it again. */
const published = /^(Hugging Face Hub|Kaggle)$/
const settings = /(Arguments|Config)$/
const mostCalling = 20

export class Registrations {
  readonly #way: TrainingWay
  readonly #flags: OffFlags
  readonly #files: Map<string, PythonSource>

  constructor(way: TrainingWay, flags: OffFlags, files: Map<string, PythonSource>) {
    this.#way = way
    this.#flags = flags
    this.#files = files
  }

  async of(module: Module, call: Call, tool: string, signal: AbortSignal): Promise<Registering> {
    const it = module.scopes[call.scope]
    const method = it?.kind === 'function' && module.scopes[it.parent]?.kind === 'class' ? it.name : undefined
    const how =
      method !== undefined && method === lastOf(call.callee)
        ? await this.#handedOn(method, module, tool, signal)
        : await this.#reached(module, call, tool, signal)
    return how
  }

  async #reached(module: Module, call: Call, tool: string, signal: AbortSignal): Promise<Registering> {
    const at = { module, scope: call.scope }
    const how = await this.#way.from(at, signal, published.test(tool) && !settings.test(call.callee))
    if (how === undefined) return { unless: 'no code that trains was found to get there' }
    const flag = await this.#flags.shuts(at, call, await this.#way.placesTo(at, signal))
    return flag === undefined ? { how } : { unless: `it stands behind ${flag}, which is off by default and which nothing here gives` }
  }

  /** A method that is called like what it calls only hands on: whoever calls it registers. */
  async #handedOn(method: string, own: Module, tool: string, signal: AbortSignal): Promise<Registering> {
    let answer: Registering = { unless: 'it hands on what its callers register, and none that trains was found' }
    let asked = 0
    for (const source of this.#files.values()) {
      if (!source.text.includes(`.${method}(`) || pathKind(source.path) === 'test' || ++asked > mostCalling) continue
      const module = source.path === own.path ? own : await parsedModule(source)
      for (const call of module.calls) {
        if (call.dead || !call.callee.endsWith(`.${method}`) || module.scopes[call.scope]?.name === method) continue
        const one = await this.#reached(module, call, tool, signal)
        if ('how' in one) return one
        answer = one
      }
    }
    return answer
  }
}

const lastOf = (callee: string): string => callee.slice(callee.lastIndexOf('.') + 1)
