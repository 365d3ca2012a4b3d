/** Finds the own functions that a test calls, among tests that assert something of own code. */
import type { RepoHandle } from '../../../model/handles.ts'
import { folderOf, isPython, pathKind } from '../paths.ts'
import { Ahead, inner, keyOf } from '../python/ahead.ts'
import type { Call, Module } from '../python/module.ts'
import { ModuleIndex } from '../python/modules.ts'
import { parsedModule } from '../python/parsed-modules.ts'
import type { Place } from '../python/reach.ts'
import type { PythonSource } from '../python/sources.ts'
import { testsIn } from '../testing/collect-tests.ts'
import { own } from '../testing/kinds.ts'
import { testSettings } from '../testing/pytest-settings.ts'
import { TestTree } from '../testing/tree.ts'
import { type FixtureHomes, type TestFunction, testFunctions } from '../training-tests/test-functions.ts'

/** Path and scope of a function → where the first test that calls it stands. */
export type Tested = Map<string, { path: string; line: number }>
/** What is looked for, by path and scope, and names one of which a test file says when it calls any of it. */
export type Wanted = { keys: ReadonlySet<string>; names: ReadonlySet<string> }

const kept = new WeakMap<RepoHandle, Promise<Tested>>()

/** Worked out once for a repository, however many probes ask, each for the same `wanted`. */
export function testedFunctions(repo: RepoHandle, files: Map<string, PythonSource>, wanted: Wanted, signal: AbortSignal): Promise<Tested> {
  const known = kept.get(repo)
  if (known !== undefined) return known
  const searching = search(repo, files, wanted, signal)
  kept.set(repo, searching)
  searching.catch(() => kept.delete(repo))
  return searching
}

async function search(repo: RepoHandle, files: Map<string, PythonSource>, wanted: Wanted, signal: AbortSignal): Promise<Tested> {
  const settings = await testSettings(repo, signal)
  const tree = new TestTree(
    files,
    settings,
    repo.files.map(({ path }) => path),
  )
  const index = new ModuleIndex(files.keys(), settings.project)
  const ahead = new Ahead(files, index)
  const homes = await fixtureHomes(files, index)
  const known = new Map<string, boolean>()
  const says = (text: string): boolean => {
    const before = known.get(text)
    if (before !== undefined) return before
    const answer = (text.match(/[A-Za-z_]\w*/g) ?? []).some((word) => wanted.names.has(word))
    known.set(text, answer)
    return answer
  }
  const out: Tested = new Map()
  for (const source of files.values()) {
    signal.throwIfAborted()
    if (!isPython(source.path) || !(settings.isTestFile(source.path) || namedTests.test(source.path))) continue
    if (!says(source.text) && !conftestsOf(source.path, files).some(says)) continue
    const module = await parsedModule(source)
    const calling: { test: TestFunction; keys: string[] }[] = []
    for (const test of testFunctions(module, source.text, homes)) {
      const places = test.skipped ? [] : await calledBy(test, ahead)
      const keys = places.filter((one) => !test.blocked.has(one.module.scopes[one.scope]?.name ?? '')).map(keyOf)
      if (keys.some((key) => wanted.keys.has(key))) calling.push({ test, keys })
    }
    if (calling.length === 0) continue
    const asserting = new Set(
      testsIn(await tree.open(source.path), settings.isTestName).flatMap(({ line, rests, skipped }) =>
        !skipped && rests === own ? [line] : [],
      ),
    )
    for (const { test, keys } of calling)
      if (asserting.has(test.line)) for (const key of keys) if (!out.has(key)) out.set(key, { path: source.path, line: test.line })
  }
  return out
}

/** Texts of the conftest files that a test file can take fixtures from. */
function conftestsOf(path: string, files: Map<string, PythonSource>): string[] {
  const out: string[] = []
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const text = files.get(folder === '' ? 'conftest.py' : `${folder}/conftest.py`)?.text
    if (text !== undefined) out.push(text)
    if (folder === '') return out
  }
}

/** pytest collects such a file only when it is named; that it is named is for the runs to show. */
const namedTests = /(^|\/)[^/]+_tests\.py$/

/** Own functions that the test, its fixtures and the helpers of the tests call themselves. */
async function calledBy(test: TestFunction, ahead: Ahead): Promise<Place[]> {
  const open = [...test.starts]
  const seen = new Set<string>()
  const out: Place[] = []
  const classes = new Map<string, Place>()
  const loose: { name: string }[] = []
  for (let at = open.shift(); at !== undefined && seen.size < 60; at = open.shift()) {
    if (seen.has(keyOf(at))) continue
    seen.add(keyOf(at))
    for (const call of at.module.calls) {
      if (call.dead || call.scope !== at.scope) continue
      const target = await ahead.place(call.callee, at.module, at.scope)
      if (target === undefined) loose.push({ name: lastOf(call) })
      else if (inTests(target)) open.push(target)
      else note(target, call, classes, loose, out)
    }
  }
  // `model.fit(…)` on what a fixture gave is the method of a class that the test or its fixtures make.
  for (const { name } of loose)
    for (const place of classes.values())
      for (const method of name === '' ? ['forward', '__call__', 'call'] : [name]) {
        const scope = inner(place.module, place.scope, method)
        if (scope !== undefined) out.push({ module: place.module, scope })
      }
  return out
}

const inTests = ({ module }: Place): boolean => pathKind(module.path) === 'test'
const lastOf = ({ callee }: Call): string =>
  callee.endsWith('()') || !callee.includes('.') ? '' : callee.slice(callee.lastIndexOf('.') + 1)

function note(target: Place, call: Call, classes: Map<string, Place>, loose: { name: string }[], out: Place[]): void {
  const it = target.module.scopes[target.scope]
  if (it?.kind !== 'class') {
    out.push(target)
    return
  }
  classes.set(keyOf(target), target)
  // `Net()(x)`, and methods that come from a class above.
  if (/\(\)/.test(call.callee)) loose.push({ name: lastOf(call) })
}

async function fixtureHomes(files: Map<string, PythonSource>, index: ModuleIndex): Promise<FixtureHomes> {
  const conftests = new Map<string, Module>()
  const modules = new Map<string, Module>()
  for (const source of files.values()) {
    if (pathKind(source.path) !== 'test') continue
    if (/fixture/.test(source.text)) modules.set(source.path, await parsedModule(source))
    if (source.path.endsWith('conftest.py')) conftests.set(folderOf(source.path), await parsedModule(source))
  }
  return {
    conftests: (folder) => {
      const out: Module[] = []
      for (let at = folder; ; at = folderOf(at)) {
        const one = conftests.get(at)
        if (one !== undefined) out.push(one)
        if (at === '') return out
      }
    },
    imported: (name, from) => {
      const at = index.resolve(name, from.path)
      const module = at === undefined ? undefined : modules.get(at.path)
      const scope = module === undefined || at === undefined ? undefined : inner(module, 0, at.rest)
      return module === undefined || scope === undefined ? undefined : { module, scope }
    },
  }
}
