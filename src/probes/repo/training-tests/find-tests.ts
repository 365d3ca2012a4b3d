/** Finds the tests of a repository that go through training, by following each test into the code it calls. */
import type { RepoHandle } from '../../../model/handles.ts'
import { trainingName } from '../learning/training.ts'
import { folderOf, isPython, pathKind } from '../paths.ts'
import { Ahead, inner, mayBeImported } from '../python/ahead.ts'
import type { Module } from '../python/module.ts'
import { ModuleIndex } from '../python/modules.ts'
import { parsedModule } from '../python/parsed-modules.ts'
import { parsePython } from '../python/parser.ts'
import type { Place } from '../python/reach.ts'
import type { PythonSource } from '../python/sources.ts'
import { textOf, walk } from '../python/syntax.ts'
import { testSettings } from '../testing/pytest-settings.ts'
import { insideModels, namesRows, rowsArePrepared, rowsAreRead } from './rows.ts'
import { StageBook, type Stages } from './stages.ts'
import { StartedTraining } from './started-training.ts'
import { type FixtureHomes, type TestFunction, testFunctions } from './test-functions.ts'

/** `swallows`: the test catches the failure of training and drops it. */
export type TrainingTest = { source: PythonSource; test: TestFunction; stages: Stages; swallows: boolean }

const wholeName = /end_?to_?end|e2e|(train\w*|ml|full|whole|complete)_pipeline|pipeline_run/i

export type TestedCode = { ahead: Ahead; index: ModuleIndex; tests: TrainingTest[]; looked: number }

export async function trainingTests(repo: RepoHandle, files: Map<string, PythonSource>, signal: AbortSignal): Promise<TestedCode> {
  const settings = await testSettings(repo, signal)
  const index = new ModuleIndex(files.keys(), settings.project)
  const ahead = new Ahead(files, index)
  const homes = await homesOf(files, index)
  const stages = new StageBook((callee, module) => {
    const name = callee.replaceAll(/\(\)|\[\]/g, '')
    const at = mayBeImported(name, module) ? index.resolve(name, module.path) : undefined
    return at !== undefined && at.path !== module.path && pathKind(at.path) !== 'test'
  })
  const all = repo.files.map(({ path }) => path)
  const textAt = (path: string): string => files.get(path)?.text ?? ''
  const lies = (path: string): boolean => all.some((one) => one === path || one.endsWith(`/${path}`))
  const started = new StartedTraining(repo, files, index)
  const tests: TrainingTest[] = []
  let looked = 0
  for (const source of files.values()) {
    signal.throwIfAborted()
    if (!isPython(source.path) || !settings.isTestFile(source.path) || !/def test/i.test(source.text)) continue
    looked++
    const module = await parsedModule(source)
    await homes.prepare(module)
    for (const test of testFunctions(module, source.text, homes)) {
      const blocked = new Set([...test.blocked, ...(await ahead.keysOf(test.replaced, module))])
      const places = await ahead.from(test.starts, blocked, signal)
      const gone = stages.of(places, blocked)
      if (gone.trains && gone.predicts) {
        const outside = await ahead.from(test.starts, new Set([...blocked, ...insideModels(places)]), signal)
        gone.prepares =
          rowsAreRead(places) ||
          namesRows(places, textAt, lies) ||
          (rowsArePrepared(places, outside) && (await anyStarted(fittingIn(places, gone), started, signal)))
      }
      if (!gone.trains && !wholeName.test(test.name)) continue
      tests.push({ source, test, stages: gone, swallows: gone.trains && (await swallows(source, module, test)) })
    }
  }
  return { ahead, index, tests, looked }
}

/** The place that fits; where the test fits by itself, the code of the repository that it uses on the way. */
const fittingIn = (places: Place[], { at }: Stages): Place[] => {
  const own = places.filter(({ module }) => pathKind(module.path) !== 'test')
  const fitting = own.find(({ module, scope }) => {
    const it = module.scopes[scope]
    return (
      at !== undefined &&
      it !== undefined &&
      module.path === at.path &&
      it.line <= at.line &&
      at.line <= it.end_line &&
      it.kind === 'function'
    )
  })
  return fitting === undefined ? own.slice(0, 5) : [fitting]
}

const anyStarted = async (places: Place[], started: StartedTraining, signal: AbortSignal): Promise<boolean> => {
  for (const place of places) if (await started.has(place, signal)) return true
  return false
}

type Homes = FixtureHomes & { prepare(module: Module): Promise<void> }

async function homesOf(files: Map<string, PythonSource>, index: ModuleIndex): Promise<Homes> {
  const conftests = new Map<string, Module>()
  const modules = new Map<string, Module>()
  const prepare = async (module: Module): Promise<void> => {
    for (const target of module.imports.values()) {
      const at = index.resolve(target, module.path)
      const source = at === undefined || pathKind(at.path) !== 'test' ? undefined : files.get(at.path)
      if (source !== undefined && !modules.has(source.path)) {
        modules.set(source.path, await parsedModule(source))
        await prepare(modules.get(source.path) as Module)
      }
    }
  }
  for (const source of files.values())
    if (/(^|\/)conftest\.py$/.test(source.path)) {
      const module = await parsedModule(source)
      conftests.set(folderOf(source.path), module)
      await prepare(module)
    }
  return {
    prepare,
    imported(name, from): Place | undefined {
      const at = index.resolve(name, from.path)
      const module = at === undefined ? undefined : modules.get(at.path)
      const scope = module === undefined || at === undefined ? undefined : inner(module, 0, at.rest)
      return module === undefined || scope === undefined ? undefined : { module, scope }
    },
    conftests(folder): Module[] {
      const out: Module[] = []
      for (let here = folder; ; here = here.includes('/') ? here.slice(0, here.lastIndexOf('/')) : '') {
        const found = conftests.get(here)
        if (found !== undefined) out.push(found)
        if (here === '') return out
      }
    },
  }
}

const catching = /^except\*?\s*(:|\(?\s*(Exception|BaseException|AssertionError)\b)/
const goesOn = /\b(raise|fail\(|assert\b|exit\()/

/** Is everything that the test calls of training inside a `try` that catches all and goes on, or skips? */
async function swallows(source: PythonSource, module: Module, test: TestFunction): Promise<boolean> {
  const { line, end_line = line } = module.scopes[test.scope] ?? { line: test.line }
  if (!/\bexcept\b/.test(source.text)) return false
  const root = await parsePython(source.text)
  for (const node of walk(root)) {
    if (node.type !== 'try_statement' || node.line < line || node.end_line > end_line) continue
    const handler = node.children.find(({ type }) => /^except/.test(type))
    if (handler === undefined || !catching.test(textOf(handler)) || goesOn.test(textOf(handler))) continue
    const within = module.calls.filter((call) => call.line >= node.line && call.line <= node.end_line)
    const outside = module.calls.filter((call) => call.scope === test.scope && (call.line < node.line || call.line > node.end_line))
    const fitting = (callee: string): boolean => trainingName.test(callee.slice(callee.lastIndexOf('.') + 1))
    if (within.some(({ callee }) => fitting(callee)) && !outside.some(({ callee }) => fitting(callee))) return true
  }
  return false
}
