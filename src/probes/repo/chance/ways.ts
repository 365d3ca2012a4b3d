/** Remembers how each piece of code is come to, and whether code that trains lies on the way. */
import { trainingName, trains } from '../learning/training.ts'
import { nameOf } from '../paths.ts'
import type { Call, Module } from '../python/module.ts'
import type { Callers, Place } from '../python/reach.ts'

/** `places`: path and scope of everything on the way; `started`: something that runs by itself, or a learner's own class, leads here. */
export type Way = { places: Set<string>; started: boolean; trains: boolean }

const learns = /^(fit|train|partial_fit|training_step|train_step)$/
/** A model answers; what only changes its input and gives it back was fitted to prepare data. */
const answers = /^(predict\w*|forward|score|decision_function|training_step|train_step|generate|sample|infer|classify)$/
const changesData = /^(_?(apply|inverse|fit|invert)_)?(transform|normali[sz]ation)$|^inverse$/
const preparingBase = /(Transform|Transformer|TransformerMixin|Augmentation|Preprocessor|Normalizer|Tokenizer)$/

/** Places from which the way is searched; a tree of many copies holds thousands. */
export const mostWays = 200

export class Ways {
  readonly #callers: Callers
  readonly #signal: AbortSignal
  readonly #known = new Map<string, Promise<Way>>()
  readonly #places = new Map<string, Place>()

  constructor(callers: Callers, signal: AbortSignal) {
    this.#callers = callers
    this.#signal = signal
  }

  to(module: Module, scope: number): Promise<Way> {
    const key = `${module.path}#${scope}`
    let way = this.#known.get(key)
    if (way === undefined) {
      way = this.#search({ module, scope })
      this.#known.set(key, way)
    }
    return way
  }

  /** What stands at a place on some way, by its key. */
  callsAt(key: string): Call[] {
    const place = this.#places.get(key)
    return place === undefined ? [] : place.module.calls.filter(({ scope }) => scope === place.scope)
  }

  /** More were asked for than are searched. */
  get cut(): boolean {
    return this.#known.size > mostWays
  }

  async #search(from: Place): Promise<Way> {
    if (this.#known.size >= mostWays)
      return { places: new Set([`${from.module.path}#${from.scope}`]), started: false, trains: trainsAt(from) }
    const { entry, places } = await this.#callers.reach(from, this.#signal)
    for (const place of places) this.#places.set(`${place.module.path}#${place.scope}`, place)
    return {
      places: new Set(places.map(({ module, scope }) => `${module.path}#${scope}`)),
      started: entry !== undefined || places.some(isLearner),
      trains: places.some(trainsAt),
    }
  }
}

/** A class that fits is a model of one's own: whoever uses the library makes one. One that fits to change data is none. */
function isLearner({ module, scope }: Place): boolean {
  const it = module.scopes[scope]
  const owner = it?.kind === 'class' ? scope : it?.kind === 'function' ? it.parent : undefined
  const made = owner === undefined ? undefined : module.scopes[owner]
  if (made?.kind !== 'class') return false
  const methods = module.scopes.flatMap(({ parent, name, kind }, at) => (parent === owner && kind === 'function' ? [{ name, at }] : []))
  if (!methods.some(({ name }) => learns.test(name))) return false
  const prepares = methods.some(({ name }) => changesData.test(name)) || made.bases.some((base) => preparingBase.test(base))
  return (
    !prepares ||
    methods.some(({ name }) => answers.test(name)) ||
    module.calls.some((call) => methods.some(({ at }) => at === call.scope) && trains(call))
  )
}

const training = new WeakMap<Module, Map<number, boolean>>()

/** Many ways lead over the same places. */
function trainsAt(place: Place): boolean {
  const known = training.get(place.module) ?? new Map<number, boolean>()
  training.set(place.module, known)
  const said = known.get(place.scope) ?? saysTraining(place)
  known.set(place.scope, said)
  return said
}

function saysTraining(place: Place): boolean {
  const { module, scope } = place
  const name = module.scopes[scope]?.name ?? ''
  if (trainingName.test(name) || trainingName.test(nameOf(module.path)) || isLearner(place)) return true
  return module.calls.some(
    (call) =>
      call.scope === scope && !call.dead && (trains(call) || trainingName.test(call.callee.slice(call.callee.lastIndexOf('.') + 1))),
  )
}
