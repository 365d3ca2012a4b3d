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
    'ray dask pyspark polars pyarrow boto3 redis airflow prefect dagster evaluate accelerate optuna'
  ).split(' '),
)

export class ModuleIndex {
  readonly #files: Set<string>
  readonly #byEnding = new Map<string, string[]>()
  readonly #known = new Map<string, Resolved | undefined>()
  readonly #rootsOf = new Map<string, string[]>()
  /** Import names under which a compiled part of this project is known. */
  readonly #project: string | undefined

  constructor(paths: Iterable<string>, projectName?: string) {
    this.#files = new Set([...paths].filter(isPython))
    this.#project = projectName?.toLowerCase().replaceAll(/[-.]/g, '_')
    for (const path of this.#files) {
      const stem = nameOf(path) === '__init__.py' ? folderOf(path) : path.replace(/\.pyx?$/, '')
      const key = nameOf(stem)
      this.#byEnding.set(key, [...(this.#byEnding.get(key) ?? []), path])
    }
  }

  /** `name` as written in `from`, leading dots included. The longest module that fits wins. */
  resolve(name: string, from: string): Resolved | undefined {
    const key = `${folderOf(from)}\n${name}`
    if (!this.#known.has(key)) this.#known.set(key, this.#search(name, from))
    return this.#known.get(key)
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
    let roots = this.#rootsOf.get(first)
    if (roots === undefined) {
      roots = this.#searchRoots(first)
      this.#rootsOf.set(first, roots)
    }
    return roots
  }

  #searchRoots(first: string): string[] {
    const direct = (this.#byEnding.get(first) ?? []).map((path) =>
      nameOf(path) === '__init__.py' ? folderOf(folderOf(path)) : folderOf(path),
    )
    const namespaces =
      direct.length > 0 ? [] : [...this.#files].flatMap((path) => path.match(new RegExp(`^(.*)/${quoted(first)}/`))?.[1] ?? [])
    return [...new Set([...direct, ...namespaces])].sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
  }

  #under(roots: string[], parts: string[], packageAlone: boolean): Resolved | undefined {
    for (let length = parts.length; length >= (packageAlone ? 0 : 1); length--)
      for (const root of roots) {
        const stem = [...(root === '' ? [] : [root]), ...parts.slice(0, length)].join('/')
        const path = [`${stem}.py`, `${stem}/__init__.py`, `${stem}.pyx`].find((candidate) => this.#files.has(candidate))
        if (path !== undefined) return { path, rest: parts.slice(length).join('.') }
      }
    return undefined
  }
}

const quoted = (text: string): string => text.replaceAll(/[^\w]/g, '\\$&')
