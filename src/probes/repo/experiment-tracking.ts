/** Looks for experiment tracking that training code really calls, not for imports of a tracker. */
import { z } from 'zod'
import type { Item } from '../../model/evidence.ts'
import type { RepoHandle } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import { evaluatingName, trainingName, trains } from './learning/training.ts'
import { isRegular, nameOf, pathKind } from './paths.ts'
import type { Module } from './python/module.ts'
import { ModuleIndex } from './python/modules.ts'
import { parsedModule } from './python/parsed-modules.ts'
import { Callers, type Place } from './python/reach.ts'
import { fileLine, type PythonSource, pythonSources, readEach, unreadLimit, withoutExamples } from './python/sources.ts'
import { adapted, mayAdapt } from './tracking/adapters.ts'
import type { Declared } from './tracking/declared.ts'
import { handedOver, mayHandOver, toolsInSettings } from './tracking/from-settings.ts'
import { withHandedOn } from './tracking/handed-on.ts'
import { declaredIn } from './tracking/in-settings.ts'
import { lightningLoggers, mayTrack, trackers } from './tracking/trackers.ts'
import { callsThroughHandles, type TrackingCall, trackersByDefault, trackingCalls } from './tracking/tracking-calls.ts'
import { OffFlags } from './values/off-flags.ts'
import { runningTexts } from './versions/mentions.ts'

type Use = { source: PythonSource; module: Module; tool: string; calls: TrackingCall[] }
type Line = { tool: string; path: string; line: number; calls: number; logs_metrics: boolean; logs_params: boolean; reached: boolean }

/** Files that start Python: their text says which functions and scripts are run. */
const starting =
  /(^|\/)(pyproject\.toml|setup\.(py|cfg)|MLproject|dvc\.yaml|Makefile|justfile|Dockerfile[^/]*|Procfile|package\.json|Jenkinsfile|tox\.ini|noxfile\.py|[^/]+\.sh)$|^\.github\/workflows\/|^\.gitlab-ci\.yml$|(^|\/)[^/]*(pipeline|compose|job|train)[^/]*\.ya?ml$/i
const mostStarting = 400

export default probe({
  id: 'repo.experiment-tracking',
  version: 7,
  title: 'Experiment tracking that training calls',
  measures: 'Which experiment trackers the code calls, whether metrics are logged, and whether training code reaches those calls.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    trackers: z.array(
      z.object({
        tool: z.string(),
        path: z.string(),
        line: z.number(),
        calls: z.number(),
        logs_metrics: z.boolean(),
        logs_params: z.boolean(),
        reached: z.boolean(),
      }),
    ),
  }),
  async collect({ repo }, { signal }) {
    const { files: all, unread } = await pythonSources(repo, signal)
    const files = withoutExamples(all)
    const handing = [...files.values()].some(({ text }) => mayHandOver(text))
    const uses = await usesIn(files, handing ? await toolsInSettings(repo, signal) : new Set(), signal)
    const starting = await startingTexts(repo, signal)
    const declared = await declaredIn(repo, files, starting, signal)
    const limits = [
      ...repo.limits,
      ...unreadLimit(unread),
      ...(uses.length === 0 ? [] : [howReached]),
      ownLogs,
      ...leftOut(all.size - files.size),
    ]
    const inTests = uses.filter(({ source }) => pathKind(source.path) === 'test')
    const real = uses.filter((use) => !inTests.includes(use))
    const testItems = inTests.map(({ source, tool, calls }) => ({
      path: source.path,
      line: fileLine(source, calls[0]?.call.line ?? 1),
      note: `${tool}: only in a test, not counted`,
    }))
    if (real.length + declared.length === 0) {
      const names = [...new Set(trackers.map(({ tool }) => tool))].join(', ')
      return absent(`searched ${files.size} Python files and notebooks for calls to ${names}, to trainers' loggers and to report_to`, {
        items: [...importsOnly(files), ...testItems],
        limits,
      })
    }
    const callers = new Callers(files, new ModuleIndex(files.keys()), starting.map(({ text }) => text).join('\n'))
    const flags = new OffFlags(files, real.length === 0 ? [] : await runningTexts(repo, files, signal))
    const lines: Line[] = declared.map(asLine)
    const items: Item[] = declared.map(({ tool, path, line, note }) => ({ path, line, note: `${tool}: ${note}` }))
    for (const use of real) {
      const { reached, flag } = await reachedCalls(use, callers, flags, signal)
      const best = reached.find(({ metrics }) => metrics) ?? use.calls.find(({ metrics }) => metrics) ?? (use.calls[0] as TrackingCall)
      const shown = reached.length > 0 ? reached : use.calls
      const line = fileLine(use.source, best.call.line)
      lines.push({
        tool: use.tool,
        path: use.source.path,
        line,
        calls: use.calls.length,
        logs_metrics: shown.some(({ metrics }) => metrics),
        logs_params: shown.some(({ params }) => params),
        reached: reached.length > 0,
      })
      const how =
        reached.length > 0
          ? 'reached from code that trains or evaluates'
          : flag === undefined
            ? 'no code that trains was found to reach it'
            : `it stands behind ${flag}, which is off by default and which nothing here gives`
      items.push({ path: use.source.path, line, note: `${use.tool}: ${best.call.callee.slice(0, 80)}, ${how}` })
    }
    return found({ trackers: lines }, { items: [...items, ...testItems], limits })
  },
})

const isLoggerName = (callee: string): boolean => Object.hasOwn(lightningLoggers, callee.slice(callee.lastIndexOf('.') + 1))

const asLine = ({ tool, path, line, reached }: Declared): Line => ({
  tool,
  path,
  line,
  calls: 1,
  logs_metrics: true,
  logs_params: false,
  reached,
})

/** A module of Lightning that hands its metrics to whatever logger its trainer has. */
const logsInLightning = /\bLightningModule\b[\s\S]*\bself\.log(_dict)?\(/

const howReached =
  'A call counts as reached when the names that lead to it were followed back to a script, a notebook, a command or a framework hook, past code that trains or evaluates a model. Calls by computed names are not followed. What stands behind a flag that is off by default is reached when a command, a setting or a call here gives it.'
const ownLogs =
  'Metrics that code writes to its own CSV or JSON files are not counted as tracking, unless a stage of DVC declares them or CI posts them.'

const leftOut = (count: number): string[] => (count === 0 ? [] : [`${count} Python files of examples and documents were left out.`])

async function usesIn(files: Map<string, PythonSource>, settings: ReadonlySet<string>, signal: AbortSignal): Promise<Use[]> {
  // `named`: the same module with handed-on names put back; `module` stays the one that reaching knows.
  const modules: { source: PythonSource; module: Module; named: Module }[] = []
  const index = new ModuleIndex(files.keys())
  for (const source of files.values()) {
    signal.throwIfAborted()
    if (!mayTrack.test(source.text) && !mayAdapt.test(source.text) && !(settings.size > 0 && mayHandOver(source.text))) continue
    const module = await parsedModule(source)
    modules.push({ source, module, named: await withHandedOn(module, index, files) })
  }
  const inUse = new Set(
    modules.filter(({ source }) => pathKind(source.path) !== 'test').flatMap(({ named }) => trackingCalls(named).map(({ tool }) => tool)),
  )
  const logged = [...files.values()].some(({ path, text }) => pathKind(path) !== 'test' && logsInLightning.test(text))
  return modules.flatMap(({ source, module, named }) => {
    const byTool = new Map<string, TrackingCall[]>()
    const byDefault = logged ? trackersByDefault(named) : []
    const isOwn = (callee: string): boolean => index.resolve(callee.replaceAll(/\(\)|\[\]/g, ''), source.path) !== undefined
    const all = [
      ...trackingCalls(named),
      ...callsThroughHandles(named, inUse),
      ...byDefault,
      ...handedOver(named, settings),
      ...adapted(named, isOwn),
    ]
    // A logger of the repository's own is followed inside.
    for (const one of all.filter(({ call }) => !isLoggerName(call.callee) || !isOwn(call.callee)))
      byTool.set(one.tool, [...(byTool.get(one.tool) ?? []), one])
    return [...byTool].map(([tool, calls]) => ({ source, module, tool, calls }))
  })
}

/** `flag`: one that shuts the way to a call which training would reach. */
async function reachedCalls(
  use: Use,
  callers: Callers,
  flags: OffFlags,
  signal: AbortSignal,
): Promise<{ reached: TrackingCall[]; flag: string | undefined }> {
  const reached: TrackingCall[] = []
  let flag: string | undefined
  const ways = new Map<number, Place[] | undefined>()
  for (const one of use.calls) {
    const { scope } = one.call
    const at = { module: use.module, scope }
    if (!ways.has(scope)) {
      const { entry, places } = await callers.reach(at, signal)
      ways.set(scope, entry !== undefined && (await trainsOnTheWay(places, callers)) ? places : undefined)
    }
    const places = ways.get(scope)
    if (places === undefined) continue
    const shut = await flags.shuts(at, one.call, places)
    if (shut === undefined) reached.push(one)
    flag ??= shut
  }
  return { reached, flag }
}

/** Some function on the way trains or evaluates, is named for it, or calls something that does. */
async function trainsOnTheWay(places: Place[], callers: Callers): Promise<boolean> {
  if (places.some(trainsHere)) return true
  for (const place of places) if ((await callers.calledFrom(place)).some(({ calls }) => calls.some(trains))) return true
  return false
}

function trainsHere({ module, scope }: Place): boolean {
  const name = module.scopes[scope]?.name ?? ''
  // An example may be called anything: it must really train.
  const named = pathKind(module.path) !== 'example'
  // What is only called an experiment must train as well.
  if (named && [name, nameOf(module.path)].some((one) => trainingName.test(one) || (evaluatingName.test(one) && !/experiment/i.test(one))))
    return true
  return module.calls.some(
    (call) =>
      trains(call) || (call.scope === scope && !call.dead && trainingName.test(call.callee.slice(call.callee.lastIndexOf('.') + 1))),
  )
}

/** A tracker that is imported and never called is worth a line. */
const importsOnly = (files: Map<string, PythonSource>): Item[] =>
  [...files.values()].flatMap((source) => {
    const at = /^[ \t]*(?:import|from)[ \t]+(mlflow|wandb|neptune|comet_ml|clearml|dvclive|sacred|tensorboardX|aim)\b/m.exec(source.text)
    return at === null
      ? []
      : [
          {
            path: source.path,
            line: fileLine(source, source.text.slice(0, at.index).split('\n').length),
            note: `imports ${at[1]} and never calls it`,
          },
        ]
  })

async function startingTexts(repo: RepoHandle, signal: AbortSignal): Promise<{ path: string; text: string }[]> {
  const paths = repo.files
    .filter(({ path, mode, bytes }) => isRegular(mode) && bytes < 300_000 && starting.test(path))
    .map(({ path }) => path)
  const texts = await readEach(repo, paths.slice(0, mostStarting), signal)
  return texts.map(({ path, text }) => ({ path, text: (text ?? '').replaceAll(/^\s*#.*$/gm, '') }))
}
