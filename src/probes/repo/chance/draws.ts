/** Sorts the calls of one module into seeds, draws that hold a seed, and draws that need one from elsewhere. */
import { trainingName } from '../learning/training.ts'
import { nameOf } from '../paths.ts'
import type { Argument, Call, Module } from '../python/module.ts'
import {
  type Drawing,
  dataSetSplit,
  drawing,
  generators,
  globalDraws,
  globalSeeds,
  type Library,
  networkTraining,
  pandasSample,
  selfSeeded,
} from './libraries.ts'

/**
 * `seed`: the argument that seeds it, null when there is none, undefined when it may come in by `**settings`.
 * `covers`: libraries that a global seed reaches. `needs`: whose global seed would stand in.
 * `always`: by its nature part of training; else it must lie on the way of code that trains.
 */
export type Chance = {
  call: Call
  what: string
  seed: Argument | null | undefined
  covers: Library[]
  needs: Library
  always: boolean
}

export function chanceIn(module: Module, isOwn: (callee: string) => boolean): Chance[] {
  const libraries = [...module.imports.values(), ...[...module.otherImports.values()].flat()]
  const steps = module.calls.some(({ callee, dead }) => !dead && /[._]step$/.test(callee))
  const seededLater = new Set(
    module.calls.flatMap((call) => {
      if (seedsLater.test(call.callee)) return [call.callee.replace(seedsLater, '')]
      return setLater.test(call.callee) && byName(call, /^random_state$/) !== undefined ? [call.callee.replace(setLater, '')] : []
    }),
  )
  return module.calls.flatMap((call) => {
    if (call.dead || seededLater.has(call.callee)) return []
    const one =
      globalSeed(call, isOwn) ??
      holdsSeed(call) ??
      byMethod(call) ??
      generator(call) ??
      draw(call) ??
      (explains(call, module, steps) ? undefined : network(call, libraries, isOwn)) ??
      study(call) ??
      boosting(call)
    return one === undefined ? named(call, isOwn) : [one]
  })
}

/** `rand = random.Random()` and then `rand.seed(1)`. */
const seedsLater = /\(\)\.(seed|manual_seed)$/
/** `model = RandomForestClassifier()` and then `model.set_params(random_state=1)`. */
const setLater = /\(\)\.set_params$/

const positional = (call: Call, at: number): Argument | undefined =>
  call.args.filter(({ name, type }) => name === null && !/splat/.test(type))[at]
const byName = (call: Call, names: RegExp): Argument | undefined => call.args.find(({ name }) => name !== null && names.test(name))
const opened = (call: Call): boolean => call.args.some(({ type, text }) => type === 'dictionary_splat' || text.startsWith('**'))

function globalSeed(call: Call, isOwn: (callee: string) => boolean): Chance | undefined {
  const known = globalSeeds.find(([callee]) => callee.test(call.callee))
  if (known === undefined || isOwn(call.callee)) return undefined
  const seed = byName(call, /seed/i) ?? positional(call, 0) ?? null
  const what = known[1].length > 1 ? 'everything' : (known[1][0] as string)
  return { call, what, seed, covers: known[1], needs: 'own', always: false }
}

function holdsSeed(call: Call): Chance | undefined {
  const known = drawing.find(({ callee }) => callee.test(call.callee))
  if (known === undefined) return undefined
  const seed = seedOf(call, known)
  if (seed === null && !draws(call, known)) return undefined
  return { call, what: known.what, seed, covers: [], needs: known.library, always: true }
}

function seedOf(call: Call, { arg, position }: Drawing): Argument | null | undefined {
  const seed = byName(call, arg) ?? (position === undefined ? undefined : positional(call, position))
  return seed ?? (opened(call) ? undefined : null)
}

function draws(call: Call, { only }: Drawing): boolean {
  const shuffle = byName(call, /^shuffle$/)
  if (only === 'shuffle') return shuffle !== undefined && shuffle.literal !== false && shuffle.literal !== null
  return only !== 'unless_shuffle_false' || shuffle?.literal !== false
}

function byMethod(call: Call): Chance | undefined {
  const sample = pandasSample.callee.test(call.callee) && byName(call, pandasSample.given) !== undefined
  const split = dataSetSplit.test(call.callee)
  if (!sample && !split) return undefined
  if (byName(call, /^shuffle$/)?.literal === false) return undefined
  const whole = byName(call, /^frac$/)
  const seed = byName(call, /^(random_state|seed)$/) ?? byName(call, /^generator$/) ?? (opened(call) ? undefined : null)
  return { call, what: split ? 'split' : whole?.literal === 1 ? 'shuffling' : 'sampling', seed, covers: [], needs: 'numpy', always: split }
}

function generator(call: Call): Chance | undefined {
  const known = generators.find(([callee]) => callee.test(call.callee))
  if (known === undefined) return undefined
  const seed = positional(call, 0) ?? byName(call, /seed|entropy/i) ?? null
  return { call, what: `${known[1]} generator`, seed, covers: known[1] === 'jax' ? ['jax'] : [], needs: 'own', always: false }
}

function draw(call: Call): Chance | undefined {
  const known = globalDraws.find(([callee]) => callee.test(call.callee))
  if (known === undefined) return undefined
  const given = byName(call, /^generator$/)
  const split = /random_split$/.test(call.callee)
  return { call, what: split ? 'split' : `${known[1]} draws`, seed: given ?? null, covers: [], needs: known[1], always: split }
}

/** `score.backward()` where nothing takes a step: gradients that explain an answer, and no training. */
const explains = ({ callee, scope }: Call, { path, scopes }: Module, steps: boolean): boolean =>
  /(^|[.)\]])backward$/.test(callee) && !steps && ![nameOf(path), scopes[scope]?.name ?? ''].some((name) => trainingName.test(name))

function network(call: Call, libraries: string[], isOwn: (callee: string) => boolean): Chance | undefined {
  const known = networkTraining.find(([callee, , library]) => callee.test(call.callee) && libraries.some((one) => library.test(one)))
  if (known === undefined || /^(sklearn|xgboost|lightgbm|catboost)\b/.test(call.callee)) return undefined
  // A trainer of one's own is followed inside.
  const owner = /^(.*\.)?[A-Z]\w*(?=\(\)\.fit$)/.exec(call.callee)?.[0]
  if (known[1] === 'torch' && owner !== undefined && isOwn(owner)) return undefined
  // A scaler's or a pipeline's fit beside a network draws nothing.
  if (
    known[1] === 'tensorflow' &&
    /(Scaler|Encoder|Imputer|Vectorizer|Binarizer|Transformer|Tokenizer|PCA|scaler|encoder|vectorizer|transformer|tokenizer)(\(\))?\.fit$/i.test(
      call.callee,
    )
  )
    return undefined
  return { call, what: `${known[1]} weights and batches`, seed: null, covers: [], needs: known[1], always: true }
}

const study = (call: Call): Chance | undefined =>
  /^optuna\.(\w+\.)?create_study$/.test(call.callee) && byName(call, /^sampler$/) === undefined && !opened(call)
    ? { call, what: 'search', seed: null, covers: [], needs: 'own', always: true }
    : undefined

/** Only worth a line when a seed stands in what it is handed. */
const boosting = (call: Call): Chance | undefined =>
  selfSeeded.test(call.callee) && byName(call, /^(random_state|random_seed|seed)$/) === undefined
    ? { call, what: 'model', seed: undefined, covers: [], needs: 'own', always: true }
    : undefined

/** Any other library call that is handed a seed by name. */
function named(call: Call, isOwn: (callee: string) => boolean): Chance[] {
  const seed = byName(call, /^(random_state|random_seed|seed|rng_seed)$/)
  if (seed === undefined || isOwn(call.callee)) return []
  return [
    {
      call,
      what: /shuffle$/i.test(call.callee) ? 'shuffling' : /[Ss]plit/.test(call.callee) ? 'split' : 'model',
      seed,
      covers: [],
      needs: 'own',
      always: false,
    },
  ]
}
