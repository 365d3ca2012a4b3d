/** Tells of a notebook to which project of the tree it belongs: a course or a monorepo holds several, each with training of its own. */
import { folderOf, isNotebook } from '../paths.ts'

/** What stands in the top folder of a project that is installed or run by itself. */
const manifest =
  /^(setup\.(py|cfg)|pyproject\.toml|requirements[^/]*\.(txt|in)|conda[^/]*\.ya?ml|environment[^/]*\.ya?ml|Pipfile|MLproject|dvc\.yaml|Dockerfile[^/]*)$/i

/** Notebooks for looking around may have requirements of their own, and belong to the code that they look into. */
const exploring = /(^|\/)(\d*[-_]?)?(notebooks?|nbs?|research|exploration|exploratory|eda|analysis|sandbox|scratch|playground)(\/|$)/i

export class Projects {
  readonly #manifests = new Set<string>()
  readonly #withCode = new Set<string>()

  constructor(paths: readonly string[]) {
    for (const path of paths) {
      const folder = folderOf(path)
      if (manifest.test(path.slice(path.lastIndexOf('/') + 1))) this.#manifests.add(folder)
      if (!path.endsWith('.py') || path.endsWith('setup.py')) continue
      for (let at = folder; !this.#withCode.has(at); at = folderOf(at)) {
        this.#withCode.add(at)
        if (at === '') break
      }
    }
  }

  /** Folder of the project that holds this notebook; '' is the whole tree. */
  of(path: string): string {
    for (let at = folderOf(path); at !== ''; at = folderOf(at))
      if (this.#manifests.has(at) && (this.#withCode.has(at) || !exploring.test(at))) return at
    return ''
  }
}

export const isWithin = (path: string, folder: string): boolean => folder === '' || path.startsWith(`${folder}/`)

/** Notebooks, by their project's folder. */
export function notebooksByProject(paths: Iterable<string>, projects: Projects): Map<string, Set<string>> {
  const out = new Map<string, Set<string>>()
  for (const path of paths) {
    if (!isNotebook(path)) continue
    const project = projects.of(path)
    out.set(project, (out.get(project) ?? new Set()).add(path))
  }
  return out
}
