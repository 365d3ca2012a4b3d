/** Tells whether what registers a model belongs to what trains it: one program, one pipeline, one workflow. */
import type { Reached } from '../ci/model.ts'
import { trainingName } from '../learning/training.ts'
import { isForeign, isNotebook, nameOf, pathKind } from '../paths.ts'
import type { Callers, Place } from '../python/reach.ts'
import { saysTraining } from '../retraining/kinds.ts'
import { otherWork, type WhatTrains } from '../retraining/what-trains.ts'

/** A library calls such functions around anybody's training. */
const hook = /^on_|_(begin|end)$|callback/i
/** Names of functions that say nothing of what they do. */
const everywhere = /^(main|run|cli|app|start|execute|process|_?\w{1,3})$/

/** Steps by which pipeline services train. */
const trainingStep =
  /(^|\.)(TrainingStep|TuningStep|AutoMLStep|EstimatorStep|HyperDriveStep|CustomTrainingJobOp|CustomContainerTrainingJobRunOp|\w+TrainingJobRunOp)$|^tfx\.(\w+\.)*(Trainer|Tuner)$/

type Text = { path: string; text: string }

/** Files in which the steps of one pipeline stand together. Recipes and tasks stand side by side, and are typed one by one. */
const pipelineFile =
  /(^|\/)(dvc\.yaml|MLproject|Snakefile)$|\.ya?ml$|(^|\/)[^/]*(pipeline|flow|dag|workflow|orchestrat|build|main|run|train)[^/]*\.(py|ipynb)$|(^|\/)(dags|flows|pipelines?|workflows?)\/[^/]+\.py$|(^|\/)[^/]*(pipeline|train|run_all|workflow)[^/]*\.sh$/i

export const isPipelineFile = (path: string): boolean =>
  pipelineFile.test(path) &&
  !isForeign(path) &&
  !['test', 'docs', 'example'].includes(pathKind(path)) &&
  !/^\.(github|gitlab|circleci|pre-commit)|compose|mkdocs/.test(path)

export class TrainingWay {
  readonly #callers: Callers
  readonly #trains: WhatTrains
  readonly #texts: Text[]
  readonly #ran: Set<string>

  /** `ran`: Python files that CI runs in a workflow that trains too. `texts`: of the pipeline files. */
  constructor(callers: Callers, trains: WhatTrains, texts: Text[], ran: Set<string>) {
    this.#callers = callers
    this.#trains = trains
    this.#texts = texts
    this.#ran = ran
  }

  /** How training gets to this place; undefined when it does not. `byHand`: what a person's notebook does is no step of training. */
  async from(place: Place, signal: AbortSignal, byHand = false): Promise<string | undefined> {
    const { entry, places } = await this.#callers.reach(place, signal)
    if (entry === undefined || !this.#named(place, places)) return undefined
    if (byHand && isNotebook(entry.module.path) && !this.#ran.has(entry.module.path)) return undefined
    const path = entry.module.path
    for (const { module, scope } of places) {
      const name = offers(place, { module, scope }) ? '' : (module.scopes[scope]?.name ?? '')
      if (trainingName.test(name) && !otherWork.test(name) && !hook.test(name)) return `on the way from ${name} of ${module.path}`
    }
    if (trainingName.test(nameOf(path)) && !otherWork.test(nameOf(path))) return `started by ${path}`
    if ((await this.#trains.places([entry], signal)) || (entry.scope === 0 && (await this.#trains.file(path, signal))))
      return `${path} trains too`
    if (
      places.some(({ module, scope }) => module.calls.some((call) => call.scope === scope && !call.dead && trainingStep.test(call.callee)))
    )
      return 'a step of a pipeline that trains'
    if (await this.#calledBesideTraining(entry, signal)) return `called beside training in ${path}`
    for (const { module } of places) if (this.#ran.has(module.path)) return `CI runs ${module.path} after training`
    const own = entry.module.scopes[entry.scope]?.name ?? ''
    const name = entry.scope === 0 || everywhere.test(own) ? nameOf(path) : own
    const pipeline = this.#pipelineWith(name, path)
    return pipeline === undefined ? undefined : `a step of ${pipeline}`
  }

  /** All places on the ways to this one. */
  async placesTo(place: Place, signal: AbortSignal): Promise<Place[]> {
    return (await this.#callers.reach(place, signal)).places
  }

  /** Steps of one file are put together where one piece of code calls them all. */
  async #calledBesideTraining({ module, scope }: Place, signal: AbortSignal): Promise<boolean> {
    const name = module.scopes[scope]?.name ?? ''
    if (scope === 0 || name === '') return false
    const callers = new Set(
      module.calls.filter((call) => !call.dead && call.callee === name && call.scope !== scope).map((call) => call.scope),
    )
    for (const call of module.calls)
      if (!call.dead && callers.has(call.scope) && call.callee !== name && /^\w+$/.test(call.callee))
        if (await this.#trains.functionOf(call.callee, module, call.scope, signal)) return true
    return false
  }

  /** Ways through methods of common names may lead astray: some other file on the way must name the class, the function or the module. */
  #named({ module, scope }: Place, places: Place[]): boolean {
    let top = scope
    for (let at = scope; at !== 0; at = module.scopes[at]?.parent ?? 0) top = at
    const names = [module.scopes[top]?.name ?? '', nameOf(module.path).replace(/\.py$/, '')].filter((name) => name.length > 1)
    const others = places.filter((one) => one.module.path !== module.path)
    const pattern = new RegExp(`\\b(${names.map((name) => name.replaceAll(/[^\w]/g, '\\$&')).join('|')})\\b`)
    return (
      others.length === 0 || names.length === 0 || others.some((one) => pattern.test(this.#trains.files.get(one.module.path)?.text ?? ''))
    )
  }

  /** A pipeline file that names the step, or its file, and a step that trains. */
  #pipelineWith(name: string, path: string): string | undefined {
    const stem = nameOf(path).replace(/\.(py|ipynb)$/, '')
    const quoted = (text: string) => text.replaceAll(/[^\w]/g, '\\$&')
    const asFile = new RegExp(`(^|[\\s"'/=(])${quoted(nameOf(path))}\\b`, 'm')
    const asModule = new RegExp(`-m["', ]+[\\w.]*\\b${quoted(stem)}\\b`)
    const imported = new RegExp(`^\\s*(from|import)\\b.*\\b${quoted(stem)}\\b`, 'm')
    const called = new RegExp(`(^|[\\s.(=,])${quoted(name)}\\s*\\(`, 'm')
    const named = (text: string): boolean =>
      name === nameOf(path) ? asFile.test(text) || asModule.test(text) : imported.test(text) && called.test(text)
    const found = this.#texts.find((one) => one.path !== path && named(one.text) && namesTraining(one, stem))
    return found?.path
  }
}

/** That a class is called a trainer does not say that what it offers beside is called when it trains. */
function offers({ module, scope }: Place, around: Place): boolean {
  const it = module.scopes[scope]
  return module === around.module && it?.parent === around.scope && module.scopes[around.scope]?.kind === 'class' && !runs.test(it.name)
}

const runs = /^_?(fit|train|run|call|execute|main|start|__call__|forward|step|on_\w+)(_\w+)?$/

/** Training must be named apart from the registering step itself, and as a step or a file. */
const namesTraining = ({ path, text }: Text, stem: string): boolean =>
  text
    .split('\n')
    .some(
      (line) =>
        !line.includes(stem) &&
        !/^\s*(#|\/\/)/.test(line) &&
        (/(^|[\s"'/=.(_-])(re)?train(er|ing)?(_\w+)?(\.py\b|\.ipynb\b|(Step|_step|_op|_task|_component|_model)?\s*[(:=]|-\w+:)|Trainer\b|TrainingJob/.test(
          line,
        ) ||
          (/\.ya?ml$/.test(path) && saysTraining.test(line) && /\.(py|sh|ipynb)\b/.test(line))),
    )

/** Python files that CI runs in workflows in which something trains. */
export const ranBesideTraining = async (
  commands: readonly Reached[],
  trains: WhatTrains,
  signal: AbortSignal,
): Promise<{ files: Set<string>; workflows: Set<string> }> => {
  const workflows = new Set<string>()
  for (const one of commands)
    if (one.enabled && (await trains.command(one, `${one.workflow} ${one.job} ${one.step}`, signal)))
      workflows.add(`${one.path}\n${one.workflow}`)
  const files = new Set<string>()
  for (const one of commands) {
    if (!one.enabled || !workflows.has(`${one.path}\n${one.workflow}`)) continue
    const file = trains.started(one.words, one.cwd)
    if (file !== undefined) files.add(file)
  }
  return { files, workflows }
}
