/** Finds which file of the repository a dotted Python name stands for. */
import { folderOf, isPython, joinPath, nameOf } from '../paths.ts'

/** `rest`: what follows the module in the name (`pkg.mod.f` → `f`); empty for the module itself. */
export type Resolved = { path: string; rest: string }

/** Names that belong to others even when some folder deep in the tree has the same name. */
const known = new Set(
  (
    'abc argparse ast asyncio base64 bisect collections concurrent contextlib copy csv ctypes dataclasses datetime decimal email enum functools gc getpass glob gzip ' +
    'hashlib heapq html http importlib inspect io ipaddress itertools json locale logging math multiprocessing numbers operator os pathlib pickle platform pprint queue ' +
    'random re sched select shutil signal site socket sqlite3 ssl stat statistics string struct subprocess sys tarfile tempfile textwrap threading time timeit token ' +
    'traceback types typing unittest urllib uuid warnings weakref xml zipfile zlib numpy pandas scipy sklearn torch tensorflow keras jax flax transformers datasets ' +
    'mlflow wandb pytest hypothesis yaml requests tqdm matplotlib seaborn PIL cv2 xgboost lightgbm catboost fastapi flask django pydantic click typer hydra omegaconf ' +
    'ray dask pyspark polars pyarrow boto3 redis airflow prefect dagster evaluate accelerate optuna ' +
    'pytorch_lightning lightning fastai timm torchvision torchmetrics diffusers peft trl sentence_transformers statsmodels sktime darts nltk spacy gensim imblearn shap ' +
    'bentoml evidently pandera great_expectations tfx zenml dvclive comet_ml neptune clearml sagemaker gradio streamlit sqlalchemy'
  ).split(' '),
)

/** What is found in one set of paths, whoever asks. */
type Paths = {
  files: Set<string>
  byEnding: Map<string, string[]>
  /** Folder name → the folders it stands in, deeper than the root; made when somebody asks. */
  holders?: Map<string, Set<string>>
  roots: Map<string, string[]>
  known: Map<string, Resolved | undefined>
  /** Folder → names of modules and packages right in it; asked before longer names are put together. */
  within: Map<string, Set<string>>
}

/** Several probes ask about the same paths; the newest few sets are kept. */
const kept = new Map<string, Paths>()
const mostKept = 6

function pathsOf(paths: string[], project: string): Paths {
  const key = `${project}\n${paths.join('\n')}`
  const made = kept.get(key) ?? {
    files: new Set(paths),
    byEnding: byEnding(paths),
    roots: new Map(),
    known: new Map(),
    within: within(paths),
  }
  kept.delete(key)
  kept.set(key, made)
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) break
    kept.delete(oldest)
  }
  return made
}

function byEnding(paths: string[]): Map<string, string[]> {
  const out = new Map<string, string[]>()
  for (const path of paths) {
    const stem = nameOf(path) === '__init__.py' ? folderOf(path) : path.replace(/\.pyx?$/, '')
    const key = nameOf(stem)
    const some = out.get(key)
    if (some === undefined) out.set(key, [path])
    else some.push(path)
  }
  return out
}

function within(paths: string[]): Map<string, Set<string>> {
  const out = new Map<string, Set<string>>()
  const done = new Set<string>()
  const add = (path: string): void => {
    if (path === '' || done.has(path)) return
    done.add(path)
    const folder = folderOf(path)
    const some = out.get(folder)
    if (some === undefined) out.set(folder, new Set([nameOf(path)]))
    else some.add(nameOf(path))
    add(folder)
  }
  for (const path of paths) add(path.replace(/\.pyx?$/, ''))
  return out
}

/** For each folder name below the first level, where it stands; the deepest when a path holds it twice. */
function holdersIn(files: Iterable<string>): Map<string, Set<string>> {
  const out = new Map<string, Set<string>>()
  const seen = new Set<string>()
  for (const path of files) {
    const folder = folderOf(path)
    if (seen.has(folder)) continue
    seen.add(folder)
    const parts = folder.split('/')
    for (const [at, part] of parts.entries()) {
      if (at === 0 || parts.includes(part, at + 1)) continue
      const some = out.get(part) ?? new Set()
      out.set(part, some.add(parts.slice(0, at).join('/')))
    }
  }
  return out
}

export class ModuleIndex {
  readonly #paths: Paths
  /** Import names under which a compiled part of this project is known. */
  readonly #project: string | undefined

  constructor(paths: Iterable<string>, projectName?: string) {
    this.#project = projectName?.toLowerCase().replaceAll(/[-.]/g, '_')
    this.#paths = pathsOf([...new Set(paths)].filter(isPython), this.#project ?? '')
  }

  /** Whether both find the same. */
  isLike(other: ModuleIndex): boolean {
    return this.#paths === other.#paths
  }

  /** `name` as written in `from`, leading dots included. The longest module that fits wins. */
  resolve(name: string, from: string): Resolved | undefined {
    const key = `${folderOf(from)}\n${name}`
    const { known } = this.#paths
    const before = known.get(key)
    if (before !== undefined || known.has(key)) return before
    const found = this.#search(name, from)
    known.set(key, found)
    return found
  }

  #search(name: string, from: string): Resolved | undefined {
    const dots = /^\.+/.exec(name)?.[0].length ?? 0
    const parts = name
      .slice(dots)
      .split('.')
      .filter((part) => part !== '')
    if (dots > 0) {
      const base = joinPath(folderOf(from), '../'.repeat(dots - 1))
      return base === undefined ? undefined : this.#under([base], parts, true)
    }
    const first = parts[0]
    if (first === undefined) return undefined
    const roots = ['', 'src', 'lib', 'python', folderOf(from)]
    const near = this.#under(roots, parts, false)
    if (near !== undefined || known.has(first)) return near
    return (
      this.#under(this.#roots(first), parts, false) ??
      (first.toLowerCase() === this.#project ? { path: '', rest: parts.slice(1).join('.') } : undefined)
    )
  }

  /** Folders anywhere in the tree in which a module or package of this name stands, nearest the root first. */
  #roots(first: string): string[] {
    let roots = this.#paths.roots.get(first)
    if (roots === undefined) {
      roots = this.#searchRoots(first)
      this.#paths.roots.set(first, roots)
    }
    return roots
  }

  #searchRoots(first: string): string[] {
    const direct = (this.#paths.byEnding.get(first) ?? []).map((path) =>
      nameOf(path) === '__init__.py' ? folderOf(folderOf(path)) : folderOf(path),
    )
    if (direct.length === 0) this.#paths.holders ??= holdersIn(this.#paths.files)
    const roots = direct.length > 0 ? new Set(direct) : (this.#paths.holders?.get(first) ?? new Set<string>())
    return [...roots].sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
  }

  #under(roots: string[], parts: string[], packageAlone: boolean): Resolved | undefined {
    const [first] = parts
    const hopeful = first === undefined ? roots : roots.filter((root) => this.#paths.within.get(root)?.has(first))
    for (let length = parts.length; length >= 1; length--)
      for (const root of hopeful) {
        const path = this.#fileOf(root, parts, length)
        if (path !== undefined) return { path, rest: parts.slice(length).join('.') }
      }
    for (const root of packageAlone ? roots : []) {
      const path = this.#fileOf(root, parts, 0)
      if (path !== undefined) return { path, rest: parts.join('.') }
    }
    return undefined
  }

  /** The first `length` parts below `root` as a file or a package. */
  #fileOf(root: string, parts: string[], length: number): string | undefined {
    let stem = root
    for (let at = 0; at < length; at++) stem = at === 0 && root === '' ? (parts[0] as string) : `${stem}/${parts[at]}`
    for (const end of endings) if (this.#paths.files.has(stem + end)) return stem + end
    return undefined
  }
}

const endings = ['.py', '/__init__.py', '.pyx']
