/** Loads what tests lean on (conftest files, helper modules beside the tests) and answers names across files. */

import { folderOf, nameOf, pathKind } from '../paths.ts'
import { importsOf } from '../python/module.ts'
import { ModuleIndex } from '../python/modules.ts'
import { parsePython, type Syntax } from '../python/parser.ts'
import type { PythonSource } from '../python/sources.ts'
import { FileWorld, type Tree } from './file-world.ts'
import type { TestSettings } from './pytest-settings.ts'
import { definitionText } from './same-tests.ts'

/** Trees of helper modules that are held at once; a test file's own tree is dropped after it was judged. */
const mostHeld = 300

const notModule = /\.(ya?ml|json|csv|txt|toml|parquet|md|pkl|joblib|html?|png|jpg|pdf|xml|ini|cfg|log|db|sql|sh|zip|gz|onnx|pt|pth|h5)$/

export class TestTree implements Tree {
  readonly index: ModuleIndex
  readonly #files: Map<string, PythonSource>
  readonly #settings: TestSettings
  readonly #worlds = new Map<string, FileWorld | undefined>()
  readonly #trees = new Map<string, Syntax>()
  readonly #scripts: Set<string>

  constructor(files: Map<string, PythonSource>, settings: TestSettings, allPaths: string[]) {
    this.#files = files
    this.#settings = settings
    this.index = new ModuleIndex(files.keys(), settings.project)
    this.#scripts = new Set(allPaths.filter((path) => /\.(py|sh|ipynb)$/.test(path) && pathKind(path) !== 'test'))
  }

  /** Parses a file and everything of the tests' own that it imports, then gives its world. */
  async open(path: string): Promise<FileWorld> {
    const root = await parsePython(this.#files.get(path)?.text ?? '')
    for (const conftest of this.#conftestPaths(path)) await this.#load(conftest, 3)
    await this.#loadImports(path, root, 3)
    return new FileWorld(path, root, this)
  }

  async #load(path: string, depth: number): Promise<void> {
    const source = this.#files.get(path)
    if (source === undefined || this.#trees.has(path) || this.#trees.size >= mostHeld) return
    const root = await parsePython(source.text)
    this.#trees.set(path, root)
    if (depth > 0) await this.#loadImports(path, root, depth - 1)
  }

  async #loadImports(path: string, root: Syntax, depth: number): Promise<void> {
    const stars = [...(this.#files.get(path)?.text ?? '').matchAll(/^\s*from\s+(\S+)\s+import\s+\*/gm)].map(([, name]) => name ?? '')
    for (const target of [...importsOf(root).values(), ...stars]) {
      const at = this.index.resolve(target, path)
      if (at !== undefined && at.path !== path && pathKind(at.path) === 'test') await this.#load(at.path, depth)
    }
  }

  world(path: string): FileWorld | undefined {
    if (this.#worlds.has(path)) return this.#worlds.get(path)
    const root = this.#trees.get(path)
    if (root === undefined) return undefined
    this.#worlds.set(path, undefined)
    const world = new FileWorld(path, root, this)
    this.#worlds.set(path, world)
    return world
  }

  #conftestPaths(path: string): string[] {
    const out: string[] = []
    for (let folder = folderOf(path); ; folder = folderOf(folder)) {
      const conftest = folder === '' ? 'conftest.py' : `${folder}/conftest.py`
      if (this.#files.has(conftest)) out.push(conftest)
      if (folder === '') return out
    }
  }

  conftests(path: string): FileWorld[] {
    return this.#conftestPaths(path).flatMap((conftest) => this.world(conftest) ?? [])
  }

  ownText(name: string, from: string): string | undefined {
    const parts = name.replace(/^\.+/, '').split('.')
    for (let folder = folderOf(from), above = !name.startsWith('.'); above; above = folder !== '', folder = folderOf(folder))
      for (const root of ['', 'src', 'lib', 'python'])
        for (let length = parts.length; length > 0; length--) {
          const stem = [folder, root, ...parts.slice(0, length)].filter((part) => part !== '').join('/')
          const source = this.#files.get(`${stem}.py`) ?? this.#files.get(`${stem}/__init__.py`)
          if (source !== undefined) return definitionText(source.text, parts[length] ?? '')
        }
    const at = this.index.resolve(name, from)
    const source = this.#files.get(at?.path ?? '')
    return at === undefined || source === undefined ? undefined : definitionText(source.text, at.rest)
  }

  /** `pkg.module.name`, `scripts/train.py`, `python -m pkg …`, or a command that the project installs. */
  namesOwn(text: string): boolean {
    if (this.#settings.commands.has(text)) return true
    const command = /(?:^|\s)-m\s+([\w.]+)/.exec(text)?.[1]
    if (command !== undefined && this.#ownModule(command)) return true
    for (const word of text.split(/\s+/)) if (/\.(py|sh|ipynb)$/.test(word) && this.#ownScript(word.replace(/^\.?\//, ''))) return true
    return /^\w+(\.\w+)+$/.test(text) && !notModule.test(text) && this.#ownModule(text)
  }

  #ownModule(name: string): boolean {
    const at = this.index.resolve(name, '')
    return at !== undefined && pathKind(at.path) !== 'test'
  }

  #ownScript(word: string): boolean {
    return (
      this.#scripts.has(word) ||
      [...this.#scripts].some((path) => path.endsWith(`/${word}`) || (nameOf(path) === nameOf(word) && word.includes('/')))
    )
  }
}
