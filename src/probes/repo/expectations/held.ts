/** Tells where expectations are held against data: in CI, in a pipeline that starts by itself, and whether a failure stops it. */
import type { Reached } from '../ci/model.ts'
import { trainingName, trains } from '../learning/training.ts'
import { isNotebook, nameOf, pathKind } from '../paths.ts'
import { type Ahead, keyOf } from '../python/ahead.ts'
import type { ModuleIndex } from '../python/modules.ts'
import { parsedModule } from '../python/parsed-modules.ts'
import { parsePython, type Syntax } from '../python/parser.ts'
import { programOf, startedFile } from '../python/programs.ts'
import type { Callers, Place } from '../python/reach.ts'
import type { PythonSource } from '../python/sources.ts'
import { textOf, walk } from '../python/syntax.ts'
import { collects, type Defaults } from '../training-tests/collected.ts'
import { isRaising, linesOf, liveTablesTool, serving, topLevel, type Use } from './uses.ts'

/** `how`: a sentence part on where, or on what lacks. `of_arguments`: a library looks at what its callers hand over, which is no data of its own. */
export type Held = { in_ci: boolean; can_fail: boolean; how: string; of_arguments?: boolean }

export type Surroundings = {
  files: Map<string, PythonSource>
  ahead: Ahead
  callers: Callers
  index: ModuleIndex
  commands: Reached[]
  defaults: Defaults
  /** Texts that start programs, joined. */
  started: string
}

const pipelineName =
  /(^|[_/.])(pipelines?|flows?|etl|ingest\w*|preprocess\w*|prepare\w*|process\w*|jobs?|dags?|transform\w*|featur\w*|steps?|stages?|tasks?|read_table|load_data|load_dataset|datasets?|workflow|nodes?)([_/.]|$)/i

export async function heldInTest(source: PythonSource, use: Use, { commands, defaults }: Surroundings): Promise<Held> {
  const module = await parsedModule(source)
  const name = module.scopes[use.scope]?.name ?? ''
  const asked = {
    path: source.path,
    name,
    unittest: isMethodOfTestCase(module, use.scope),
    marks: (module.scopes[use.scope]?.decorators ?? []).flatMap((one) => /mark\.(\w+)/.exec(one)?.[1] ?? []),
  }
  const runs = commands.filter(({ words, variables, cwd }) => collects(words, { variables, cwd, defaults }, asked) === true)
  const alive = runs.filter(({ enabled, automatic, trigger }) => enabled && (automatic || trigger === 'not in the repository'))
  const failing = alive.find(({ propagates }) => propagates)
  const text = linesOf(source, module.scopes[use.scope]?.line ?? 1, module.scopes[use.scope]?.end_line ?? 1)
  const run = failing ?? alive[0] ?? runs[0]
  const how =
    run === undefined
      ? 'in a test that no CI command collects'
      : `in a test that ${run.path}:${run.line} runs${failing === undefined ? `; ${run.because.join('; ') || 'started by hand'}` : ''}`
  return {
    in_ci: alive.length > 0 && !asked.marks.includes('skip'),
    can_fail: (runs.length === 0 || failing !== undefined) && (isRaising(text) || /\.assert\w+\(/.test(text)),
    how,
  }
}

/** How a program holds rows against a schema that it has made itself. */
const validates = /\.validate\(|\bcheck_(input|output|io|types)\b|\bDataFrame\[|\bschema\w*\(\w/i

export async function heldInCode(source: PythonSource, use: Use, around: Surroundings, signal: AbortSignal): Promise<Held> {
  if (use.tool === liveTablesTool) {
    const how = `held by the pipeline of tables itself${use.raises ? '' : '; rows are dropped or counted, and nothing stops'}`
    return { in_ci: true, can_fail: use.raises, how }
  }
  const module = await parsedModule(source)
  const { entry: first, places } = await around.callers.reach({ module, scope: use.scope }, signal)
  const entry = first === undefined || doesWork(first, around) ? first : places.find((place) => isProgram(place, around))
  const stops = await stopsOnTheWay(source, use, places, around.files)
  const run = await runByCi(places, around, signal)
  if (run !== undefined) {
    const alive = run.enabled && run.automatic
    return {
      in_ci: alive,
      can_fail: stops && run.propagates,
      how: `run by ${run.path}:${run.line}${alive && run.propagates ? '' : `; ${run.because.join('; ') || 'started by hand'}`}${stops ? '' : '; nothing stops on a failure'}`,
    }
  }
  if (entry === undefined && startsItself(module, use.scope))
    return { in_ci: false, can_fail: stops, how: `started by hand from ${module.path}` }
  if (entry === undefined) {
    const how = 'nothing that starts by itself was found to reach it'
    return { in_ci: false, can_fail: stops, how, of_arguments: use.tool === 'own code' && (use.loose || places.some(isOfLearner)) }
  }
  // Helpers beside a check of the project's own are the same check.
  const apart = places.filter((place) =>
    use.tool === 'own code' ? place.module !== module : place.module !== module || place.scope !== use.scope,
  )
  // A program may hold its own check against what it makes.
  const whole = use.tool === 'own code' || (trainingWay(places) && (use.tool !== 'Pandera' || validates.test(source.text)))
  const others = apart.length === 0 && whole ? places : apart
  // Schemas of single records are what services hold requests against, unless training goes through them.
  if (others.every(isServing) || (use.serving && !trainingWay(others)))
    return { in_ci: false, can_fail: stops, how: 'held against requests of a service only, or alone' }
  if (isNotebook(entry.module.path) && (use.tool === 'own code' || others.every((place) => isNotebook(place.module.path))))
    return { in_ci: false, can_fail: stops, how: `held by hand in ${entry.module.path}` }
  const started =
    around.started.includes(nameOf(entry.module.path)) || (use.tool === 'own code' ? trainingWay(others) : pipelineWay(others))
  if (!started) return { in_ci: false, can_fail: stops, how: `started by hand from ${entry.module.path}` }
  return { in_ci: true, can_fail: stops, how: `in the pipeline, from ${entry.module.path}${stops ? '' : '; nothing stops on a failure'}` }
}

/** A file that only defines things does nothing when it is run, whoever does not import it. */
const doesWork = ({ module, scope }: Place, { started }: Surroundings): boolean =>
  scope !== 0 ||
  isNotebook(module.path) ||
  module.main ||
  started.includes(nameOf(module.path)) ||
  module.calls.some((call) => call.scope === 0 && !call.dead && !defining.test(call.callee))
const defining =
  /(^|\.)(getLogger|get_logger|TypeVar|NewType|namedtuple|ParamSpec|TypedDict|Enum|compile|dataclass|simplefilter|filterwarnings|Path|partial|field|set|frozenset|dict|tuple|list|range|join|dirname|abspath)$/

/** A script among the tests, which nobody imports, calls its own checks. */
const startsItself = ({ main, calls, scopes }: Place['module'], scope: number): boolean =>
  main && calls.some((call) => call.scope === 0 && !call.dead && call.callee === scopes[scope]?.name)

const isProgram = (place: Place, around: Surroundings): boolean =>
  place.scope === 0 && nameOf(place.module.path) !== '__init__.py' && doesWork(place, around)

/** A method of a class that learns or changes rows: whoever uses the class hands it the rows. */
const isOfLearner = ({ module, scope }: Place): boolean => {
  const it = module.scopes[scope]
  const owner = it === undefined ? undefined : it.kind === 'class' ? scope : it.kind === 'function' ? it.parent : undefined
  return (
    owner !== undefined &&
    module.scopes[owner]?.kind === 'class' &&
    module.scopes.some(({ parent, name }) => parent === owner && /^(fit|transform|predict|audit|score)(_\w+)?$/.test(name))
  )
}

const isMethodOfTestCase = ({ scopes }: Place['module'], scope: number): boolean => {
  const owner = scopes[scopes[scope]?.parent ?? 0]
  return owner?.kind === 'class' && owner.bases.some((base) => /TestCase/.test(base))
}

const nameOfPlace = ({ module, scope }: Place): string => module.scopes[scope]?.name ?? ''
const isServing = (place: Place): boolean =>
  serving.test(place.module.path.replace(/^(src|app|packages)\//, '').replace(/\.py$/, '')) || serving.test(nameOfPlace(place))

/** The way leads through code that makes data or models, not through a script that only checks. */
const pipelineWay = (places: Place[]): boolean =>
  trainingWay(places) ||
  places.some(
    (place) =>
      !isServing(place) && [place.module.path.replace(/\.(py|ipynb)$/, ''), nameOfPlace(place)].some((name) => pipelineName.test(name)),
  )

const trainingWay = (places: Place[]): boolean =>
  places.some(
    (place) =>
      !isServing(place) &&
      (trainingName.test(nameOfPlace(place)) ||
        trainingName.test(nameOf(place.module.path)) ||
        place.module.calls.some((call) => call.scope === place.scope && trains(call))),
  )

/** The first CI command that starts a program on the way. */
async function runByCi(
  places: Place[],
  { commands, files, index, ahead }: Surroundings,
  signal: AbortSignal,
): Promise<Reached | undefined> {
  const wanted = new Set(places.map(keyOf))
  const paths = new Set(places.map(({ module }) => module.path))
  let manual: Reached | undefined
  for (const reached of commands) {
    const path = startedFile(reached.words, reached.cwd, files, index)
    const source = path === undefined || !paths.has(path) || pathKind(path) === 'test' ? undefined : files.get(path)
    if (source === undefined) continue
    const reach = await ahead.from(programOf(await parsedModule(source)), new Set(), signal)
    if (!reach.some((place) => wanted.has(keyOf(place)))) continue
    if (reached.enabled && reached.automatic && reached.propagates) return reached
    manual ??= reached
  }
  return manual
}

/** It raises by itself and nobody drops that, or somebody on the way raises or exits for it. */
async function stopsOnTheWay(source: PythonSource, use: Use, places: Place[], files: Map<string, PythonSource>): Promise<boolean> {
  if (use.raises) {
    if (use.tool === 'Pandera' && (await dropsEach(places, files))) return false
    for (const { module, scope } of places.slice(1, 4)) {
      const user = files.get(module.path)
      if (
        user !== undefined &&
        (await swallowed(user, module.scopes[scope]?.line ?? 1, module.scopes[scope]?.end_line ?? 1, names(places)))
      )
        return false
    }
    return true
  }
  return (
    places.slice(0, 8).some(({ module, scope }) => {
      const user = files.get(module.path)
      const it = module.scopes[scope]
      // Statements of a file are its own; those inside its functions are not.
      return (
        user !== undefined &&
        it !== undefined &&
        isRaising(it.kind === 'module' ? topLevel(user.text) : linesOf(user, it.line, it.end_line))
      )
    }) || isRaising(topLevel(source.text))
  )
}

const names = (places: Place[]): Set<string> =>
  new Set(
    places
      .slice(0, 3)
      .map(nameOfPlace)
      .filter((name) => name !== ''),
  )

/** Every call on the way that holds data against the schema stands in a `try` whose handlers go on with what was not held. */
async function dropsEach(places: Place[], files: Map<string, PythonSource>): Promise<boolean> {
  let dropped = 0
  for (const path of new Set(places.slice(0, 8).map(({ module }) => module.path))) {
    const source = files.get(path)
    const held = source?.text.match(/\.validate\(/g)?.length ?? 0
    if (source === undefined || held === 0) continue
    let here = 0
    for (const node of /\bexcept\b/.test(source.text) ? walk(await parsePython(source.text)) : [])
      if (node.type === 'try_statement' && goesOn(node)) here += textOf(node).match(/\.validate\(/g)?.length ?? 0
    if (here < held) return false
    dropped += here
  }
  return dropped > 0
}

/** No handler raises, ends the program, or gives back a verdict; a name given back is the data itself. */
const goesOn = (node: Syntax): boolean => {
  const handlers = node.children.filter(({ type }) => /^except/.test(type))
  return (
    handlers.length > 0 &&
    handlers.every((one) => !/\b(raise|exit|fail|abort)\b|\breturn\s+(?!\w*(df|frame|data|rows|table)\w*\s*$)/m.test(textOf(one)))
  )
}

/** A `try` in these lines that calls one of the names, whose handler neither raises, returns nor exits. */
async function swallowed(source: PythonSource, from: number, to: number, called: Set<string>): Promise<boolean> {
  if (!/\bexcept\b/.test(source.text)) return false
  for (const node of walk(await parsePython(source.text))) {
    if (node.type !== 'try_statement' || node.line < from || node.end_line > to) continue
    const text = textOf(node)
    const handlers = node.children.filter(({ type }) => /^except/.test(type))
    if (
      [...called].some((name) => text.includes(name)) &&
      handlers.length > 0 &&
      handlers.every((one) => !/\b(raise|return|exit|fail)\b/.test(textOf(one)))
    )
      return true
  }
  return false
}
