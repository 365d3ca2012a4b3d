/** Tells whether a piece of training is more than a part of a library: a program or a notebook of the repository comes to it. */
import type { RepoHandle } from '../../../model/handles.ts'
import { trainingName } from '../learning/training.ts'
import { isNotebook, isRegular, nameOf } from '../paths.ts'
import type { ModuleIndex } from '../python/modules.ts'
import { Callers, type Place } from '../python/reach.ts'
import { type PythonSource, readEach, withoutExamples } from '../python/sources.ts'

/** Files that start Python: their text says which functions and scripts are run. */
const starting =
  /(^|\/)(pyproject\.toml|setup\.(cfg|py)|dvc\.yaml|MLproject|Makefile|justfile|Procfile|Dockerfile[\w.-]*|[\w.-]+\.(sh|mk)|docker-compose[\w.-]*\.ya?ml)$|^\.github\/workflows\/.*\.ya?ml$|^\.gitlab-ci\.yml$/
const mostFiles = 200
const largest = 200_000

/** Other programs fit something on their way too: a test of drift fits a classifier, and nobody wants it. */
const ofModels = /(^|_)(models?|modell?ing|pipelines?|experiments?|learn\w*|forecasts?|workflow)(_|$)|(Model|Pipeline|Experiment|Learner)$/
const isNamedForModels = ({ module, scope }: Place): boolean => {
  const names = [module.scopes[scope]?.name ?? '', nameOf(module.path).replace(/\.\w+$/, '')]
  return names.some((name) => ofModels.test(name) || trainingName.test(name))
}

export class StartedTraining {
  readonly #repo: RepoHandle
  readonly #files: Map<string, PythonSource>
  readonly #index: ModuleIndex
  #callers: Promise<Callers> | undefined

  constructor(repo: RepoHandle, files: Map<string, PythonSource>, index: ModuleIndex) {
    this.#repo = repo
    this.#files = files
    this.#index = index
  }

  /** Does a program come to this place? A module that nobody imports is one only where it does something when it is run. */
  async has(place: Place, signal: AbortSignal): Promise<boolean> {
    this.#callers ??= this.#make(signal)
    const { entry, places } = await (await this.#callers).reach(place, signal)
    if (entry === undefined || !places.some(isNamedForModels)) return false
    const { module, scope } = entry
    return (
      module.scopes[scope]?.kind !== 'module' ||
      isNotebook(module.path) ||
      module.main ||
      module.calls.some((one) => one.scope === 0 && !one.dead)
    )
  }

  async #make(signal: AbortSignal): Promise<Callers> {
    const paths = this.#repo.files
      .filter(({ path, mode, bytes }) => isRegular(mode) && bytes < largest && starting.test(path))
      .map(({ path }) => path)
    const texts = await readEach(this.#repo, paths.slice(0, mostFiles), signal)
    return new Callers(withoutExamples(this.#files), this.#index, texts.map(({ text }) => text ?? '').join('\n'))
  }
}
