/** Follows every Python file that splits, fits or measures, and gives the leaks that its flow proves. */
import { importsOf } from '../python/module.ts'
import type { ModuleIndex } from '../python/modules.ts'
import { parsePython } from '../python/parser.ts'
import type { PythonSource } from '../python/sources.ts'
import { evaluate } from './expressions.ts'
import { invokeAlone, ready } from './functions.ts'
import { proven } from './proofs.ts'
import { execute } from './statements.ts'
import type { Leak, Program, Shared, Walk } from './walk.ts'

/** `splitting`: files in which a split or a cross-validation was followed. `cut`: files too long to be followed to their end. */
export type Looked = { leaks: Leak[]; splits: number; fits: number; figures: number; splitting: string[]; cut: string[] }

/** A leak needs a split (or a set that is called a test set) and something that learns. */
const maySplit =
  /train_test_split|\b\w*(KFold|ShuffleSplit|LeaveOneOut|TimeSeriesSplit)\b|cross_val|SearchCV|random_?[sS]plit|np\.split|validation_split|\.sample\(\s*frac/
/** Sets that are only called a test set matter where something is measured on them, or where they are cut off by hand. */
const calledTest = /\b[A-Za-z]{0,5}_?test(_\w+)?\b(?!\()/
const mayMeasure = /\.(predict\w*|evaluate|score)\(|_score\(|_error\(|EarlyStopping|early_stopping|\btest\w*\s*=[^=\n]*\[/
const mayTest = (text: string): boolean => mayMeasure.test(text) && calledTest.test(text)
const mayLearn =
  /\bfit\w*\(|\.train\(|\bscale\(|\.(mean|median|std|fillna|quantile)\(|\.adapt\(|\.optimize\(|fmin\(|\bqcut\(|cross_val|fit_resample/
/** Worth knowing when another file calls into it. */
const mayMatter = /\bfit|split|scale|mean\(|fillna|resample|\.predict/

/** Syntax nodes looked at for one file; real programs need a tenth of it. */
const mostSteps = 400_000

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
    if (!mayLearn.test(source.text) || !(maySplit.test(source.text) || mayTest(source.text))) continue
    const program = await programs.parsed(source)
    await programs.parseImported(program, 0)
    const shared = follow(await programs.fresh(source), programs)
    looked.leaks.push(...proven(shared.leaks))
    looked.splits += new Set(shared.splits.map(({ at }) => `${at.path}:${at.line}`)).size
    looked.fits += shared.fits.size
    looked.figures += new Set(shared.figures.map(({ at }) => `${at.path}:${at.line}`)).size
    if (shared.splits.length > 0) looked.splitting.push(source.path)
    if (shared.steps <= 0) looked.cut.push(source.path)
  }
  looked.leaks = proven(looked.leaks)
  return looked
}

class Programs {
  readonly #files: Map<string, PythonSource>
  readonly #index: ModuleIndex
  readonly #known = new Map<string, Program>()

  constructor(files: Map<string, PythonSource>, index: ModuleIndex) {
    this.#files = files
    this.#index = index
  }

  async parsed(source: PythonSource): Promise<Program> {
    const known = this.#known.get(source.path)
    if (known !== undefined) return known
    const root = await parsePython(source.text)
    const program: Program = { source, root, imports: importsOf(root), top: { names: new Map(), outer: undefined }, readied: false }
    this.#known.set(source.path, program)
    return program
  }

  /** A program whose names nothing has been given to yet: each file is followed from a clean start. */
  async fresh(source: PythonSource): Promise<Program> {
    const program = await this.parsed(source)
    for (const one of this.#known.values()) Object.assign(one, { top: { names: new Map(), outer: undefined }, readied: false })
    return program
  }

  /** Calls are followed without waiting, so what an import may lead to is parsed before. */
  async parseImported(program: Program, depth: number): Promise<void> {
    if (depth > 2) return
    for (const full of new Set(program.imports.values())) {
      const at = this.#index.resolve(full, program.source.path)
      const source = at === undefined ? undefined : this.#files.get(at.path)
      if (source === undefined || this.#known.has(source.path) || !mayMatter.test(source.text)) continue
      await this.parseImported(await this.parsed(source), depth + 1)
    }
  }

  elsewhere(full: string, from: string): { program: Program; rest: string } | undefined {
    const at = this.#index.resolve(full, from)
    const program = at === undefined || at.path === from ? undefined : this.#known.get(at.path)
    return program === undefined || at === undefined ? undefined : { program, rest: at.rest }
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
    loops: 0,
    leaks: [],
    splits: [],
    fits: new Set(),
    called: new Set(),
    choices: new Map(),
    figures: [],
  }
  const walk: Walk = { program, scope: program.top, within: '', loops: [], depth: 0, returned: [], shared }
  program.readied = true
  execute(program.root.children, walk)
  // What nothing called: methods and functions that other programs call.
  for (const { call } of [...program.top.names.values()]) if (call?.program === program) invokeAlone(call, walk)
  return shared
}
