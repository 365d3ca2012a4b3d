/** Follows every Python file that splits, fits or measures, and gives the leaks that its flow proves. */
import { importsOf } from '../python/module.ts'
import type { ModuleIndex } from '../python/modules.ts'
import { parsePython, type Syntax } from '../python/parser.ts'
import type { PythonSource } from '../python/sources.ts'
import { evaluate } from './expressions.ts'
import { invokeAlone, ready } from './functions.ts'
import { groupsIgnored } from './groups.ts'
import { mayLeak, mayShow } from './may-leak.ts'
import { proven } from './proofs.ts'
import { execute } from './statements.ts'
import type { Leak, Program, Shared, Walk } from './walk.ts'

/** `splitting`: files in which a split or a cross-validation was followed. `cut`: files too long to be followed to their end. */
export type Looked = { leaks: Leak[]; splits: number; fits: number; figures: number; splitting: string[]; cut: string[] }

/** Syntax nodes looked at for one file; of 769 real programs that were followed, three needed more. */
const mostSteps = 100_000

export async function leaksIn(
  files: Map<string, PythonSource>,
  from: PythonSource[],
  index: ModuleIndex,
  signal: AbortSignal,
): Promise<Looked> {
  const programs = new Programs(files, index)
  const looked: Looked = { leaks: [], splits: 0, fits: 0, figures: 0, splitting: [], cut: [] }
  for (const source of from) {
    signal.throwIfAborted()
    if (!mayLeak(source.text)) continue
    const shared = await followed(source, programs, signal)
    looked.leaks.push(...proven([...shared.leaks, ...groupsIgnored(shared)]))
    looked.splits += new Set(shared.splits.map(({ at }) => `${at.path}:${at.line}`)).size
    looked.fits += shared.fits.size
    looked.figures += new Set(shared.figures.map(({ at }) => `${at.path}:${at.line}`)).size
    if (shared.splits.length > 0) looked.splitting.push(source.path)
    if (shared.steps <= 0) looked.cut.push(source.path)
  }
  looked.leaks = proven(looked.leaks)
  return looked
}

/** Following cannot wait: calls into files that are not parsed yet lead nowhere at first, and all is followed anew when those are. */
async function followed(source: PythonSource, programs: Programs, signal: AbortSignal): Promise<Shared> {
  await programs.begin(source)
  while (true) {
    const shared = follow(programs.fresh(source), programs)
    if (programs.wanted.size === 0) return shared
    signal.throwIfAborted()
    await programs.parseWanted()
  }
}

/** Other files are parsed when a call leads into them. */
class Programs {
  readonly #files: Map<string, PythonSource>
  readonly #index: ModuleIndex
  /** Of the file that is being followed and those it leads to. */
  readonly #roots = new Map<string, Syntax>()
  /** Files that a call leads into and that are not parsed yet. */
  readonly wanted = new Set<PythonSource>()
  readonly #known = new Map<string, Program>()
  /** Whether a file and a name in it may show anything: many ask for the same. */
  readonly #showing = new Map<string, boolean>()

  constructor(files: Map<string, PythonSource>, index: ModuleIndex) {
    this.#files = files
    this.#index = index
  }

  /** What was followed before is let go. */
  async begin(source: PythonSource): Promise<void> {
    this.#roots.clear()
    this.wanted.clear()
    this.wanted.add(source)
    await this.parseWanted()
  }

  async parseWanted(): Promise<void> {
    const some = [...this.wanted]
    this.wanted.clear()
    await Promise.all(some.map(async ({ path, text }) => this.#roots.set(path, await parsePython(text))))
  }

  /** A program whose names nothing has been given to yet: each file is followed from a clean start. */
  fresh(source: PythonSource): Program {
    this.#known.clear()
    return this.#program(source, this.#roots.get(source.path) as Syntax)
  }

  #program(source: PythonSource, root: Syntax): Program {
    const known = this.#known.get(source.path)
    if (known !== undefined) return known
    const program: Program = { source, root, imports: importsOf(root), top: { names: new Map(), outer: undefined }, readied: false }
    this.#known.set(source.path, program)
    return program
  }

  elsewhere(full: string, from: string): { program: Program; rest: string } | undefined {
    const at = this.#index.resolve(full, from)
    const source = at === undefined || at.path === from ? undefined : this.#files.get(at.path)
    if (source === undefined || at === undefined || !this.#shows(source, at.rest)) return undefined
    const root = this.#roots.get(source.path)
    if (root !== undefined) return { program: this.#program(source, root), rest: at.rest }
    this.wanted.add(source)
    return undefined
  }

  #shows({ path, text }: PythonSource, rest: string): boolean {
    const key = `${path} ${rest.split('.')[0]}`
    let shows = this.#showing.get(key)
    if (shows === undefined) {
      shows = mayShow(text, rest)
      this.#showing.set(key, shows)
    }
    return shows
  }
}

function follow(program: Program, programs: Programs): Shared {
  const shared: Shared = {
    evaluate,
    execute,
    elsewhere: (full, from) => {
      const there = programs.elsewhere(full, from)
      if (there !== undefined) ready(there.program, walk)
      return there
    },
    steps: mostSteps,
    here: { path: program.source.path, line: 1, within: '' },
    block: [],
    loops: 0,
    leaks: [],
    splits: [],
    fits: new Set(),
    called: new Set(),
    choices: new Map(),
    groupings: [],
    readTest: false,
    figures: [],
  }
  const walk: Walk = { program, scope: program.top, within: '', loops: [], sides: [], depth: 0, returned: [], shared }
  program.readied = true
  execute(program.root.children, walk)
  // What nothing called: methods and functions that other programs call.
  for (const { call } of [...program.top.names.values()]) if (call?.program === program) invokeAlone(call, walk)
  return shared
}
