/** Asks whether something starts a piece of Python: a service, a script, a schedule; and by which files it is reached. */

import { isNotebook, pathKind } from '../paths.ts'
import type { Module } from '../python/module.ts'
import { ModuleIndex } from '../python/modules.ts'
import { parsedModule } from '../python/parsed-modules.ts'
import { Callers, type Place } from '../python/reach.ts'
import type { PythonSource } from '../python/sources.ts'
import type { Text } from './signal.ts'

/** Decorators of web frameworks beside those that `Callers` knows. */
const served =
  /(^|\.)(middleware|before_request|after_request|teardown_request|exception_handler|errorhandler|websocket|api|service|lifespan|asynccontextmanager|on_startup|patch|delete|head|model_metrics)(\(\))?$/
const starting =
  /(^|\/)([\w.-]*[Dd]ockerfile[\w.-]*|Makefile|justfile|Procfile|pyproject\.toml)$|\.sh$|compose[^/]*\.ya?ml$|(^|\/)(k8s|kubernetes|deploy\w*|infra\w*|charts?|\.github)\//

export class Starts {
  readonly #callers: Callers
  readonly #sources: PythonSource[]
  readonly #index: ModuleIndex
  readonly #texts: Map<string, string>
  readonly #known = new Map<string, Promise<Place[] | undefined>>()

  constructor(files: Map<string, PythonSource>, texts: Text[]) {
    const started = texts
      .filter(({ path }) => starting.test(path))
      .map(({ text }) => text)
      .join('\n')
    this.#index = new ModuleIndex(files.keys())
    this.#callers = new Callers(files, this.#index, started)
    this.#texts = new Map([...files.values()].map(({ path, text }) => [path, text]))
    this.#sources = [...files.values()].filter(({ path }) => pathKind(path) !== 'test')
  }

  async isStarted(place: Place, signal: AbortSignal): Promise<boolean> {
    return (await this.way(place, signal)) !== undefined
  }

  /** Everything on the ways that lead here, when something starts one of them. */
  way(place: Place, signal: AbortSignal): Promise<Place[] | undefined> {
    const key = `${place.module.path}#${place.scope}`
    const before = this.#known.get(key) ?? this.#search(place, signal)
    this.#known.set(key, before)
    return before
  }

  async #search(place: Place, signal: AbortSignal): Promise<Place[] | undefined> {
    const { entry, places } = await this.#callers.reach(place, signal)
    const started =
      entry !== undefined || places.some(({ module, scope }) => module.scopes[scope]?.decorators.some((name) => served.test(name)))
    return started ? places : undefined
  }

  anyText(pattern: RegExp): boolean {
    return this.#sources.some(({ text }) => pattern.test(text))
  }

  textOf(path: string): string {
    return this.#texts.get(path) ?? ''
  }

  /** Is the thing that `callee` begins with made by code of this or another module whose text fits? */
  async madeIn(callee: string, module: Module, pattern: RegExp): Promise<boolean> {
    if (pattern.test(this.textOf(module.path))) return true
    const at = this.#index.resolve(callee.replaceAll(/\(\)|\[\]/g, ''), module.path)
    return at !== undefined && pattern.test(this.textOf(at.path))
  }

  async modulesWith(word: string): Promise<Module[]> {
    const pattern = new RegExp(`\\b${word}\\b`)
    return Promise.all(this.#sources.filter(({ text }) => pattern.test(text)).map(parsedModule))
  }
}

/** A person runs a notebook. */
export const byHand = (path: string): boolean => isNotebook(path)
