/** Puts gates together: finds them in code and in tools, and asks what starts them and which release waits. */
import type { RepoHandle } from '../../../model/handles.ts'
import type { Reached } from '../ci/model.ts'
import type { Reachable } from '../ci/reach.ts'
import type { Tree } from '../ci/tree.ts'
import { trainingName } from '../learning/training.ts'
import { nameOf, pathKind } from '../paths.ts'
import { Ahead, keyOf } from '../python/ahead.ts'
import { ModuleIndex } from '../python/modules.ts'
import { parsedModule } from '../python/parsed-modules.ts'
import { parsePython } from '../python/parser.ts'
import { programOf, startedFile } from '../python/programs.ts'
import { fileLine, type PythonSource } from '../python/sources.ts'
import { collects } from '../training-tests/collected.ts'
import { pytestDefaults } from '../training-tests/pytest-defaults.ts'
import { branchOf } from './branches.ts'
import { inTest } from './in-tests.ts'
import { releaseAfter, releasesInCi } from './release-after.ts'
import { mayGate, toolGates } from './tools.ts'
import { addVerdicts, askingSuites, type Body, bodiesOf, type Gate, gatesIn, suiteMetric, type Verdicts } from './verdicts.ts'

export type GateRow = { path: string; line: number; metric: string; enforced: boolean; release_depends: boolean; note: string }

/** Text that may compare the quality of a model; saves parsing the rest. */
const mayCompare =
  /\b\w*(accuracy|acc|auc|auroc|f1|rmse|mae|mse|mape|r2|metrics?|bleu|wer|ndcg|champion|challenger|champ|chall|precision|recall|val_score|test_score|model_score|threshold\w*)\w*(?:\[[^\]\n]*\])?["'\])]*\s*[<>]|[<>]=?\s*[\w.]*(metrics?|accuracy|auc|f1|rmse|mse|mae|threshold)\w*|\bassert(Greater|Less|True)\w*\(|\bfor \w+(, *\w+)* in \w*(metrics|accurac|scores|aucs|f1s)\w*/i

/** Figures under other names (`if new > old: promote()`), and suites that say whether they passed. */
const holdsFigures = (text: string): boolean =>
  askingSuites.test(text) ||
  (/(^|\n)[ \t]*(el)?if\b[^\n]*[<>]/.test(text) &&
    /=[^\n]*(\bmetrics?["'\])]*(\[|\.)|get_metric|_score\()/.test(text) &&
    /promot|regist|deploy|transition_|_alias|sys\.exit|\braise\b/.test(text))

/** Where a run of a service is cancelled, its later steps hold the release. */
const registering = /\b(register_model|Model\.register|create_model_version|register_step|create_endpoint)\b/

type Around = { reachable: Reachable; tree: Tree }

export async function gatesOfCode(
  repo: RepoHandle,
  files: Map<string, PythonSource>,
  { reachable, tree }: Around,
  signal: AbortSignal,
): Promise<GateRow[]> {
  const index = new ModuleIndex(files.keys())
  const ahead = new Ahead(files, index)
  const releases = releasesInCi(reachable)
  const holdsModel = shipsModel(repo, reachable)
  const defaults = await pytestDefaults(repo, signal)
  const registers = [...files.values()].some(({ path, text }) => pathKind(path) !== 'test' && registering.test(text))
  const out: GateRow[] = []
  for (const gate of await gatesByHand(files, signal)) {
    const source = files.get(gate.path) as PythonSource
    const runs =
      pathKind(gate.path) === 'test'
        ? collecting(gate, reachable.commands, defaults)
        : await startersOf(gate, { files, index, ahead, commands: reachable.commands }, signal)
    const ofTest = pathKind(gate.path) === 'test'
    const waiting = ofTest && !holdsModel ? releases.filter(({ text }) => !packages.test(text)) : releases
    const release = gate.fails && !gate.guards ? await releaseAfter(runs, waiting, tree) : undefined
    const waits =
      release !== undefined
        ? `the release at ${release.path}:${release.line} waits for it`
        : gate.guards && !ofTest
          ? 'a release in this function depends on it'
          : gate.cancels && registers
            ? 'it cancels the run in which a model is registered'
            : undefined
    out.push({
      path: gate.path,
      line: fileLine(source, gate.line),
      metric: gate.metric,
      enforced: gate.decides,
      release_depends: waits !== undefined,
      note: noteOf(gate, runs, waits),
    })
  }
  return [...out, ...(await gatesOfTools(files, signal))]
}

/** Pages of documentation, and what is put into an index of packages, is no model unless one lies in the tree or CI trains one. */
const packages =
  /pypi|twine|\b(poetry|uv|flit|hatch|pdm|maturin|npm|yarn|cargo)\b.* publish|conda.* upload|mkdocs|gh-(deploy|pages)|deploy-pages/i
const weights = /\.(pkl|pickle|joblib|onnx|pt|pth|safetensors|h5|keras|cbm|pmml|tflite)$/
const shipsModel = ({ files }: RepoHandle, { commands }: Reachable): boolean =>
  files.some(({ path }) => weights.test(path) && pathKind(path) === 'own') ||
  commands.some(({ words }) => words.slice(0, 4).some((word) => trainingName.test(word)))

/** `waits`: in words, why a release depends on it; the fact and the note say the same. */
function noteOf(gate: Gate, runs: Reached[], waits: string | undefined): string {
  const what = `${gate.metric} ${gate.decides ? (gate.fails ? 'fails the program' : 'decides what happens') : 'is compared, and nothing is decided by it here'}`
  const ran = runs[0] === undefined ? '' : `, run by ${runs[0].path}:${runs[0].line}`
  return `${what}${ran}; ${waits ?? 'no release was found to wait for it'}`
}

async function gatesByHand(files: Map<string, PythonSource>, signal: AbortSignal): Promise<Gate[]> {
  const verdicts: Verdicts = new Map()
  const bodies: Body[] = []
  for (const source of files.values()) {
    signal.throwIfAborted()
    if (!mayCompare.test(source.text) && !holdsFigures(source.text)) continue
    const some = bodiesOf(source.path, await parsePython(source.text))
    if (pathKind(source.path) !== 'test') addVerdicts(some, verdicts)
    bodies.push(...some)
  }
  const shared = new Map<string, boolean>()
  const dropShared = (): void => {
    for (const name of verdicts.keys()) {
      if (!shared.has(name)) shared.set(name, isShared(name, files))
      if (shared.get(name)) verdicts.delete(name)
    }
  }
  dropShared()
  const held = new Set(bodies.map(({ path }) => path))
  for (let turn = 0; turn < 3 && verdicts.size > 0; turn++) {
    // Files that ask a function for its verdict may hold no comparison themselves.
    const asking = new RegExp(`\\b(${[...verdicts.keys()].join('|')})\\(`)
    for (const source of files.values()) {
      if (held.has(source.path) || pathKind(source.path) === 'test' || !asking.test(source.text)) continue
      signal.throwIfAborted()
      held.add(source.path)
      bodies.push(...bodiesOf(source.path, await parsePython(source.text)))
    }
    const known = new Set(verdicts.keys())
    addVerdicts(
      bodies.filter(({ path }) => pathKind(path) !== 'test'),
      verdicts,
    )
    dropShared()
    if ([...verdicts.keys()].every((name) => known.has(name))) break
  }
  const gates = bodies.flatMap((body) =>
    pathKind(body.path) === 'test' ? inTest(body, files) : [...branchOf(body, verdicts), ...gatesIn(body, verdicts)],
  )
  // The libraries of such suites try them; that holds no model of theirs.
  const makesSuites = [...files.keys()].some((path) => /(^|\/)(deepchecks|evidently|giskard)\/__init__\.py$/.test(path))
  const counted = makesSuites ? gates.filter(({ metric }) => metric !== suiteMetric) : gates
  return counted.filter((gate, at) => counted.findIndex((one) => one.path === gate.path && one.line === gate.line) === at)
}

/** Files that may define one name before a call of it says nothing about which of them is meant. */
const mostDefiners = 3
const isShared = (name: string, files: Map<string, PythonSource>): boolean => {
  const defines = new RegExp(`^\\s*(?:async )?def ${name}\\(`, 'm')
  return [...files.values()].filter(({ path, text }) => pathKind(path) !== 'test' && defines.test(text)).length > mostDefiners
}

type Code = { files: Map<string, PythonSource>; index: ModuleIndex; ahead: Ahead; commands: Reached[] }

/** CI commands that start a program which leads to the gate. */
async function startersOf(gate: Gate, { files, index, ahead, commands }: Code, signal: AbortSignal): Promise<Reached[]> {
  const source = files.get(gate.path) as PythonSource
  const module = await parsedModule(source)
  const scope =
    gate.body.name === '' ? 0 : module.scopes.findIndex(({ name, line }) => name === gate.body.name && line === gate.body.node.line)
  const wanted = keyOf({ module, scope })
  const out: Reached[] = []
  const known = new Map<string, boolean>()
  for (const reached of commands) {
    const path = startedFile(reached.words, reached.cwd, files, index)
    const started = path === undefined ? undefined : files.get(path)
    if (started === undefined || path === undefined) continue
    if (!known.has(path)) {
      const reach = await ahead.from(programOf(await parsedModule(started)), new Set(), signal)
      known.set(
        path,
        reach.some((place) => keyOf(place) === wanted),
      )
    }
    if (known.get(path) === true) out.push(reached)
  }
  // One program with many subcommands: the one that is named like the gate's file or function is meant.
  const stem = nameOf(gate.path).replace(/\.\w+$/, '')
  const named = out.filter(({ words }) => words.includes(stem) || words.includes(gate.body.name))
  return named.length > 0 ? named : out
}

const collecting = (gate: Gate, commands: Reached[], defaults: Awaited<ReturnType<typeof pytestDefaults>>): Reached[] =>
  commands.filter(
    ({ words, variables, cwd }) =>
      collects(words, { variables, cwd, defaults }, { path: gate.path, name: gate.body.name, unittest: true, marks: [] }) === true,
  )

async function gatesOfTools(files: Map<string, PythonSource>, signal: AbortSignal): Promise<GateRow[]> {
  const sources = [...files.values()].filter(({ path, text }) => pathKind(path) !== 'test' && mayGate.test(text))
  const thresholds = sources.some(({ text }) => /MetricThreshold|value_threshold|change_threshold/.test(text))
  const out: GateRow[] = []
  for (const source of sources) {
    signal.throwIfAborted()
    for (const { line, metric, enforced, guards, note } of toolGates(await parsedModule(source), thresholds))
      out.push({ path: source.path, line: fileLine(source, line), metric, enforced, release_depends: guards, note })
  }
  return out
}
