/** Looks for chance in training code: which draws have a fixed seed, and which have none. */
import { z } from 'zod'
import type { Item } from '../../model/evidence.ts'
import { CannotLook } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import { seedsBlockOnly } from './chance/blocks.ts'
import { type Chance, chanceIn } from './chance/draws.ts'
import { type Library, mayDraw } from './chance/libraries.ts'
import { seedsOutside } from './chance/outside.ts'
import { isWithin, notebooksByProject, Projects } from './chance/projects.ts'
import { type SeedValue, SeedValues } from './chance/seed-values.ts'
import { mostWays, type Way, Ways } from './chance/ways.ts'
import { mayTrain, trains } from './learning/training.ts'
import { isNotebook, pathKind } from './paths.ts'
import type { Call, Module } from './python/module.ts'
import { ModuleIndex } from './python/modules.ts'
import { parsedModule } from './python/parsed-modules.ts'
import { Callers } from './python/reach.ts'
import { fileLine, type PythonSource, pythonSources, unreadLimit, withoutExamples } from './python/sources.ts'
import { runningTexts } from './versions/mentions.ts'

const otherCode = /\.(jl|[rR]|java|kt|scala|cs|cc|cpp|go|rs|swift|m|jsx?|tsx?)$/

/** Rows told of each kind. */
const mostRows = 200

/** `beside`: in a notebook of a project whose scripts train. */
type Found = Chance & { source: PythonSource; way: Way; value: SeedValue | undefined; beside?: boolean }

export default probe({
  id: 'repo.seeds',
  version: 4,
  title: 'Sources of chance in training, and which are seeded',
  measures: 'Which random draws of the training code get a fixed seed, by argument or for the whole program, and which get none.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    seeds: z.array(z.object({ path: z.string(), line: z.number(), what: z.string(), fixed: z.boolean(), reached: z.boolean() })),
    unseeded: z.array(z.object({ path: z.string(), line: z.number(), what: z.string() })),
  }),
  async collect({ repo }, { signal }) {
    const { files: all, unread } = await pythonSources(repo, signal)
    if (all.size + unread.length === 0 && repo.files.some(({ path }) => otherCode.test(path)))
      throw new CannotLook('not_supported', 'No Python in this repository; seeds in other languages cannot be judged yet.')
    const files = withoutExamples(all)
    const texts = await runningTexts(repo, files, signal)
    const { chances, cut } = await chancesIn(files, texts, signal)
    const index = new ModuleIndex(files.keys())
    const outside = seedsOutside(texts, (name) => index.resolve(name, '') !== undefined)
    const aside = await besideScripts(chances, files, new Projects(repo.files.map(({ path }) => path)))
    const counted = chances
      .filter(({ source, seed }) => seed !== null || !aside.draws.has(source.path))
      .map((one) => ({ ...one, beside: aside.seeds.has(one.source.path) }))
    const seeds = counted.filter(({ seed, value }) => seed !== null && (seed !== undefined || value !== undefined))
    const unseeded = counted.filter((one) => !aside.draws.has(one.source.path) && (!hasSeed(one) || leftOpen(one)) && !covered(one, seeds))
    const limits = [
      ...repo.limits,
      ...unreadLimit(unread),
      ...(all.size === files.size ? [] : [`${all.size - files.size} Python files of examples and documents were left out.`]),
      ...(aside.draws.size > 0 ? ['Draws in notebooks were left out where code outside notebooks of the same project trains.'] : []),
      ...(cut ? [`What starts the code was looked for at the first ${mostWays} places only.`] : []),
      howJudged,
    ]
    if (seeds.length + unseeded.length + outside.length === 0)
      return absent(
        `searched ${files.size} Python files and notebooks for seeds and for draws of random, numpy, scikit-learn, PyTorch, TensorFlow, JAX, Spark and Optuna in code that trains`,
        { limits },
      )
    for (const [rows, name] of [
      [seeds, 'seeds'],
      [unseeded, 'unseeded draws'],
    ] as const)
      if (rows.length > mostRows) limits.push(`${rows.length - mostRows} more ${name} are not listed`)
    seeds.sort((a, b) => Number(isFixed(b)) - Number(isFixed(a)))
    return found(
      {
        seeds: [
          ...seeds.slice(0, mostRows).map((one) => ({ ...place(one), fixed: isFixed(one), reached: isReached(one) })),
          ...outside.map(({ path, line }) => ({ path, line, what: 'training program', fixed: true, reached: true })),
        ],
        unseeded: unseeded.slice(0, mostRows).map(place),
      },
      { items: [...seeds.slice(0, mostRows).map(seedItem), ...outside, ...unseeded.slice(0, mostRows).map(unseededItem)], limits },
    )
  },
})

const howJudged =
  'A seed counts as fixed when names lead from it to a number in code, on the command line or in settings. XGBoost, LightGBM, CatBoost and the Hugging Face Trainer have a fixed seed of their own and need none. What differs between machines and between threads was not looked at.'

/** A value that only a caller can give is none where nothing calls. */
const isFixed = ({ value, way }: Found): boolean => value === 'fixed' || value === 'each_time' || (value === 'unknown' && way.started)
const isReached = ({ way, beside }: Found): boolean => way.started && beside !== true
const hasSeed = (one: Found): boolean => one.seed === undefined || (one.seed !== null && isFixed(one)) || one.covers.length > 0
/** A program that would seed everything, and is given no seed unless somebody gives one: nothing in it is seeded as it stands. */
const leftOpen = ({ covers, value, way, seed }: Found): boolean =>
  covers.length > 1 && way.started && way.trains && (value === 'none' || value === 'chance' || seed === null)
const place = ({ source, call, what }: Found): { path: string; line: number; what: string } => ({
  path: source.path,
  line: fileLine(source, call.line),
  what,
})

async function chancesIn(
  files: Map<string, PythonSource>,
  texts: { path: string; text: string }[],
  signal: AbortSignal,
): Promise<{ chances: Found[]; cut: boolean }> {
  const index = new ModuleIndex(files.keys())
  const started = texts.flatMap(({ path, text }) => (files.has(path) ? [] : text.split('\n').filter(mayStart))).join('\n')
  const ways = new Ways(new Callers(files, index, started), signal)
  const values = new SeedValues(texts)
  const out: Found[] = []
  const callsAt = (place: string): Call[] => ways.callsAt(place)
  for (const source of files.values()) {
    signal.throwIfAborted()
    if (pathKind(source.path) === 'test' || !mayDraw.test(source.text)) continue
    const module = await parsedModule(source)
    const isOwn = (callee: string): boolean => isOwnFunction(callee, module, index)
    for (const one of chanceIn(module, isOwn)) {
      const way = await ways.to(module, one.call.scope)
      // Draws of a simulation, a plot or a load test are none of training's.
      if ((!one.always && !way.trains) || timing.test(source.path)) continue
      if (one.covers.length > 0 && seedsBlockOnly(one.call, module, way, callsAt)) continue
      const value = one.seed ? values.of(one.seed, source.path) : one.seed === undefined ? values.handedOnIn(source.path) : undefined
      // `**settings` hold no seed where nothing in the repository is called one.
      const seed = one.seed === undefined && values.none && one.needs !== 'own' ? null : one.seed
      out.push({ ...one, seed, source, way, value })
    }
  }
  return { chances: out, cut: ways.cut }
}

/** Programs that see how fast or whether something runs; the model is thrown away. */
const timing = /(^|[/_-])(profil(e|er|ing)|timing|speed(_?test)?|smoke(_?test)?)([_.-]|$)[^/]*$/i

/** Lines that can start Python: a file of it, or `module:function`; settings hold many others. */
const mayStart = (line: string): boolean => line.length < 2000 && (line.includes('.py') || /\w:[A-Za-z_]/.test(line))

/** A function of the repository is followed inside; what its call gives back may be anything. */
function isOwnFunction(callee: string, module: Module, index: ModuleIndex): boolean {
  if (/\(\)|\[\]/.test(callee)) return false
  const head = callee.split('.')[0] ?? callee
  if (head === 'self' || head === 'cls' || head === 'super') return true
  if (module.scopes.some(({ name, parent }) => parent === 0 && name === head)) return true
  return index.resolve(callee, module.path) !== undefined
}

/** Notebooks beside scripts that train are for looking around: their draws make no model, and their seeds seed none where the scripts have some. */
async function besideScripts(
  chances: Found[],
  files: Map<string, PythonSource>,
  projects: Projects,
): Promise<{ draws: Set<string>; seeds: Set<string> }> {
  const draws: string[] = []
  const seeds: string[] = []
  for (const [folder, notebooks] of notebooksByProject(files.keys(), projects)) {
    const own = chances.filter(({ source }) => !isNotebook(source.path) && isWithin(source.path, folder))
    if (own.length === 0 || !(await trainsOutside(files, folder))) continue
    draws.push(...notebooks)
    if (own.some(({ seed, value }) => seed !== undefined || value !== undefined)) seeds.push(...notebooks)
  }
  return { draws: new Set(draws), seeds: new Set(seeds) }
}

async function trainsOutside(files: Map<string, PythonSource>, folder: string): Promise<boolean> {
  for (const source of files.values()) {
    if (!isWithin(source.path, folder) || isNotebook(source.path) || pathKind(source.path) === 'test') continue
    if (mayTrain.test(source.text) && (await parsedModule(source)).calls.some(trains)) return true
  }
  return false
}

/** A fixed global seed that some program sets stands in for every draw of that program. */
function covered({ needs, covers, way }: Found, seeds: Found[]): boolean {
  return seeds.some(
    (seed) =>
      (seed.covers.includes(needs as Library) || (covers.length > 1 && covers.every((one) => seed.covers.includes(one)))) &&
      isFixed(seed) &&
      isReached(seed) &&
      (!way.started || [...seed.way.places].some((one) => way.places.has(one))),
  )
}

const told: { [value in SeedValue]: string } = {
  fixed: 'a fixed value',
  none: 'a value that is none unless somebody gives one',
  chance: 'a value that is itself drawn or taken from the clock',
  each_time: 'a value that each start must give',
  unknown: 'a value that comes from where names could not be followed',
}

const seedItem = (one: Found): Item => ({
  ...only(place(one)),
  note: `${one.what}: seeded with ${told[one.value ?? 'unknown']}${one.beside ? '; in a notebook beside scripts that train' : one.way.started ? '' : '; nothing that starts it was found'}`,
})
const unseededItem = (one: Found): Item => ({ ...only(place(one)), note: `${one.what}: ${one.call.callee.slice(0, 80)} has no fixed seed` })
const only = ({ path, line }: { path: string; line: number }): { path: string; line: number } => ({ path, line })
