/** Tells whether a command, a file or a function of the repository comes to fitting a model. */
import { activityOf } from '../ci/activity.ts'
import { programOf } from '../ci/runners/unwrap.ts'
import { testCommandOf } from '../ci/test-command.ts'
import type { Tree } from '../ci/tree.ts'
import { trainingName } from '../learning/training.ts'
import { isForeign, joinPath, nameOf, pathKind } from '../paths.ts'
import { Ahead, inner, startedFile } from '../python/ahead.ts'
import { installedPrograms } from '../python/installed-programs.ts'
import { type Module, resolveName } from '../python/module.ts'
import { ModuleIndex } from '../python/modules.ts'
import { parsedModule } from '../python/parsed-modules.ts'
import type { Place } from '../python/reach.ts'
import type { PythonSource } from '../python/sources.ts'
import { StageBook } from '../training-tests/stages.ts'
import { handsTrainingOver, registersModels } from './handed-over.ts'
import { saysTraining } from './kinds.ts'
import { startsOnCondition } from './on-condition.ts'
import { toldWords } from './told-words.ts'

/** A program that the project installs: its file and its function. */
type Program = { path: string; called: string }
type Command = { words: readonly string[]; cwd: string | null; variables: { [name: string]: string } }

/** Names of work that comes after training, whatever code it shares with it. */
export const otherWork =
  /eval|test|predict|deploy|register|serv|scor(e|ing)|monitor|drift|infer|report|promot|lint|valid|check|ingest|scrap|download|export|serve|api\b|app\b/i

const tools: [pattern: RegExp, named: boolean][] = [
  [
    /^(dvc (repro|exp run)|kedro run|mlflow run|accelerate launch|torchrun|deepspeed|zenml pipeline run|llamafactory-cli train|autotrain|yolo .*\btrain)\b/,
    false,
  ],
  [
    /^(gcloud ai (custom-jobs|hp-tuning-jobs) create|gcloud ai-platform jobs submit training|aws sagemaker (create-training-job|create-hyper-parameter-tuning-job))/,
    false,
  ],
  [
    /^(aws sagemaker start-pipeline-execution|az ml (job create|pipeline (run|create)|run submit)|kfp (run|recurring-run) (submit|create)|argo submit|databricks (jobs run-now|bundle run|runs submit)|dbx (execute|launch)|prefect deployment run|anyscale jobs? submit|sky (jobs )?launch|kubectl (.* )?create job|modal run|metaflow|airflow dags trigger|aws batch submit-job|runai submit|gh workflow run)\b/,
    true,
  ],
]

export class WhatTrains {
  readonly files: Map<string, PythonSource>
  readonly index: ModuleIndex
  readonly #tree: Tree
  readonly #ahead: Ahead
  readonly #book = new StageBook(() => true)
  readonly #known = new Map<string, Promise<boolean>>()
  #programs: Promise<Map<string, string>> | undefined

  constructor(tree: Tree, files: Map<string, PythonSource>) {
    this.files = files
    this.index = new ModuleIndex(files.keys())
    this.#tree = tree
    this.#ahead = new Ahead(files, this.index)
  }

  /** `names`: what the step, the job and the recipe are called. */
  async command({ words, cwd, variables }: Command, names: string, signal: AbortSignal): Promise<boolean> {
    if (testCommandOf(words, variables) || words.some((word) => /^(--help|-h|--version|--dry-run)$/.test(word))) return false
    const text = [programOf(words[0]), ...words.slice(1)].join(' ')
    const tool = tools.find(([pattern]) => pattern.test(text))
    if (tool) return tool[1] ? saysTraining.test(`${text} ${names}`) : this.#pipelineTrains(text, cwd)
    const installed = await this.#installed(words)
    const path = this.started(words, cwd) ?? this.#atTheEnd(words) ?? installed?.path
    const at = words.findIndex((word) => /\.(py|ipynb)$/.test(word) || word === '-m')
    if (path === undefined)
      return activityOf(words, variables) === 'training' && /\.(R|jl|sh|py)$/.test(words.find((word) => /\.\w+$/.test(word)) ?? '')
    // A module's name says work as a word does.
    const told = words[at] === '-m' ? `${words[at + 1]} ${toldWords(words.slice(at + 2))}` : toldWords(words.slice(at + 1))
    if (installed?.path === path) return this.#installedTrains(installed, words, told, signal)
    // A program that looks at figures and starts training when they are bad.
    if (startsOnCondition(this.files.get(path)?.text ?? '') !== undefined) return true
    const rest = words.slice(at + 1).join(' ')
    if (/\b(train|fit)\b/i.test(rest.replace(/^\S+\.py/, ''))) return this.file(path, signal)
    if (otherWork.test(told) && !saysTraining.test(told)) return false
    if (otherWork.test(nameOf(path)) && !saysTraining.test(nameOf(path))) return false
    return (await this.file(path, signal)) || (await this.#chosen(path, words, signal)) || handsTrainingOver(path, words, this)
  }

  /** Does the program that the command starts register what it trains, or hand it to a step that does? */
  async registers({ words, cwd }: Command): Promise<boolean> {
    const path = this.started(words, cwd) ?? this.#atTheEnd(words) ?? (await this.#installed(words))?.path
    return path !== undefined && registersModels(path, words, this)
  }

  /** `shop-train`, which a manifest of the project installs: the file and the function that it starts. */
  async #installed(words: readonly string[]): Promise<Program | undefined> {
    this.#programs ??= installedPrograms(this.#tree)
    const [module, called] = (await this.#programs).get(words[0] ?? '')?.split(':') ?? []
    const path = module === undefined ? undefined : this.index.resolve(module, '')?.path
    return path === undefined || called === undefined || !this.files.has(path) ? undefined : { path, called }
  }

  async #installedTrains({ path, called }: Program, words: readonly string[], after: string, signal: AbortSignal): Promise<boolean> {
    const told = `${words[0]} ${after}`
    if (otherWork.test(told) && !saysTraining.test(told)) return false
    // An application of many commands does what its words say.
    const isFunction = inner(await parsedModule(this.files.get(path) as PythonSource), 0, called.split('.')[0] ?? called) !== undefined
    if ((isFunction || saysTraining.test(told)) && (await this.functionAt(path, called, signal))) return true
    return handsTrainingOver(path, words, this)
  }

  /** A program that imports one of several modules by the word it is given: `run.py pipeline`. */
  async #chosen(path: string, words: readonly string[], signal: AbortSignal): Promise<boolean> {
    const source = this.files.get(path)
    const module = source === undefined ? undefined : await parsedModule(source)
    for (const [alias, others] of module?.otherImports ?? [])
      for (const target of [module?.imports.get(alias) ?? '', ...others]) {
        const chosen = words.includes(target.split('.').at(-1) ?? '') ? this.index.resolve(target, path) : undefined
        if (chosen && (await this.functionAt(chosen.path, 'main', signal))) return true
      }
    return false
  }

  /** The file of the repository that a command starts; `../tool.py` is seen from its folder. */
  started(words: readonly string[], cwd: string | null): string | undefined {
    const plain =
      cwd === null ? undefined : words.map((word) => (/^\.\.\/.*\.(py|ipynb)$/.test(word) ? (joinPath(cwd, word) ?? word) : word))
    const moved = plain?.some((word, at) => word !== words[at]) === true
    return startedFile(plain ?? words, moved ? '' : cwd, this.files, this.index)
  }

  /** Does the file, run as a program, train? */
  file(path: string, signal: AbortSignal): Promise<boolean> {
    return this.#once(path, async () => {
      const source = this.files.get(path)
      if (source === undefined) return false
      const module = await parsedModule(source)
      const starts = module.scopes.flatMap(({ decorators, params, parent }, scope) =>
        scope === 0 ||
        // A function of a cloud: `(event, context)` is what it is called with.
        (parent === 0 && params.length === 2 && params[0] === 'event' && params[1] === 'context') ||
        (parent === 0 &&
          decorators.some((name) => /(^|\.)(command|main|flow|dag|pipeline|task|step|job|asset|op|component)(\(\))?$/.test(name)))
          ? [{ module, scope }]
          : [],
      )
      return this.places(starts, signal)
    })
  }

  /** `pkg/flows.py:train_flow`, or a name as a module of the repository sees it. */
  async functionOf(name: string, module: Module, scope: number, signal: AbortSignal): Promise<boolean> {
    const place = await this.#ahead.place(resolveName(name, module.imports), module, scope)
    return place === undefined ? false : this.places([place], signal)
  }

  async functionAt(path: string, name: string, signal: AbortSignal): Promise<boolean> {
    const source = this.files.get(path) ?? [...this.files.values()].find((one) => one.path.endsWith(`/${path}`))
    if (source === undefined) return false
    const module = await parsedModule(source)
    const scope = inner(module, 0, name.split('.')[0] ?? name)
    return scope === undefined ? this.file(source.path, signal) : this.places([{ module, scope }], signal)
  }

  async places(starts: Place[], signal: AbortSignal): Promise<boolean> {
    return this.#book.of(await this.#ahead.from(starts, new Set(), signal)).trains
  }

  /** A text that names a file of the repository that trains, or says itself that it does. */
  async text(text: string, signal: AbortSignal): Promise<boolean> {
    for (const [name] of text.matchAll(/[\w./-]+\.(?:py|ipynb)\b/g)) {
      const path = this.#ending(name)
      if (path === undefined) continue
      if (saysTraining.test(nameOf(path))) return true
      if (!otherWork.test(nameOf(path)) && (await this.file(path, signal))) return true
    }
    for (const [, module] of text.matchAll(/-m["', ]+([\w.]+)/g)) {
      const path = this.index.resolve(module as string, '')?.path
      if (path !== undefined && !otherWork.test(nameOf(path)) && (await this.file(path, signal))) return true
    }
    return saysTraining.test(text)
  }

  #atTheEnd(words: readonly string[]): string | undefined {
    const name = words.find((word) => /\.(py|ipynb)$/.test(word))
    return name === undefined ? undefined : this.#ending(name)
  }

  #ending(name: string): string | undefined {
    const way = name.replace(/^(\.{0,2}\/)+/, '')
    if (this.files.has(way)) return way
    const parts = way.split('/')
    // Images and clusters have folders of their own in front: the end of the path decides.
    for (let at = 0; at < parts.length; at++) {
      const end = parts.slice(at).join('/')
      const fits = [...this.files.keys()].filter((path) => path === end || path.endsWith(`/${end}`))
      if (fits.length === 1) return fits[0]
      if (fits.length > 1) return undefined
    }
    return undefined
  }

  /** A pipeline of a tool trains when one of its stages is named for it or runs a file that trains. */
  async #pipelineTrains(text: string, cwd: string | null): Promise<boolean> {
    const name = text.startsWith('dvc') ? 'dvc.yaml' : text.startsWith('mlflow') ? 'MLproject' : undefined
    if (name === undefined) return true
    const here = cwd === null || cwd === '' ? name : `${cwd}/${name}`
    const path = this.#tree.has(here)
      ? here
      : this.#tree.paths.find((one) => nameOf(one) === name && !isForeign(one) && pathKind(one) !== 'test')
    const stages = path === undefined ? '' : ((await this.#tree.read(path)) ?? '')
    return saysTraining.test(stages) || trainingName.test(stages) || (await this.text(stages, AbortSignal.timeout(30_000)))
  }

  #once(key: string, make: () => Promise<boolean>): Promise<boolean> {
    const known = this.#known.get(key) ?? make()
    this.#known.set(key, known)
    return known
  }
}
