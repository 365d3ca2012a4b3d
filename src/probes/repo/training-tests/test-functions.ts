/** Finds test functions in a module, with what runs before them, what they replace and what marks they carry. */
import { folderOf } from '../paths.ts'
import { inner } from '../python/ahead.ts'
import { type Call, type Module, resolveName } from '../python/module.ts'
import type { Place } from '../python/reach.ts'

/** `starts`: the test itself and what sets it up. `blocked`: names that the test replaces by something else. */
export type TestFunction = {
  name: string
  line: number
  scope: number
  unittest: boolean
  skipped: boolean
  marks: string[]
  starts: Place[]
  blocked: Set<string>
  /** Full names of what it replaces, as the module that uses them knows them. */
  replaced: string[]
}

/** Modules in which a fixture may stand: the file's own, then conftest files, nearest first, and modules that names are imported from. */
export type FixtureHomes = { conftests(path: string): Module[]; imported(name: string, from: Module): Place | undefined }

const settingUp = /^(setUp|setUpClass|setup|setup_method|setup_class|asyncSetUp|setUpModule|setup_module)$/
const replacing = /(^|[._])(patch|setattr)(\.object|\.multiple|\.dict)?$/

export function testFunctions(module: Module, text: string, homes: FixtureHomes): TestFunction[] {
  const moduleMarks = marksOf(/^pytestmark\s*=([^\n]*(?:\n[ \t\])][^\n]*)*)/m.exec(text)?.[1] ?? '')
  return module.scopes.flatMap((it, scope) => {
    const owner = module.scopes[it.parent]
    if (it.kind !== 'function' || !/^test/i.test(it.name) || owner === undefined || owner.kind === 'function') return []
    if (it.decorators.some((name) => /fixture/.test(name))) return []
    const unittest = owner.kind === 'class' && isTestCase(module, it.parent)
    if (owner.kind === 'class' && !unittest && !/^Test/.test(owner.name)) return []
    const decorators = [...it.decorators, ...(owner.kind === 'class' ? owner.decorators : [])]
    const marks = [...decorators.flatMap(marksOf), ...moduleMarks]
    const starts: Place[] = [{ module, scope }, ...setUps(module, it.parent, scope)]
    addFixtures(starts, homes)
    return [
      {
        name: it.name,
        line: it.line,
        scope,
        unittest,
        skipped: marks.includes('skip') || decorators.some((name) => /(^|\.)skip(\(\))?$/.test(name)),
        marks,
        starts,
        ...replacedBy(module, scope, starts),
      },
    ]
  })
}

const marksOf = (text: string): string[] => [...text.matchAll(/mark\.(\w+)/g)].map(([, name]) => name ?? '')

const isTestCase = (module: Module, scope: number, depth = 0): boolean =>
  (module.scopes[scope]?.bases ?? []).some((base) => {
    const local = inner(module, 0, base)
    return /TestCase|TestBase$/.test(base) || (local !== undefined && local !== scope && depth < 4 && isTestCase(module, local, depth + 1))
  })

const setUps = (module: Module, owner: number, self: number): Place[] =>
  module.scopes.flatMap((it, scope) => (scope !== self && it.parent === owner && settingUp.test(it.name) ? [{ module, scope }] : []))

/** Parameters of tests and fixtures are fixtures of that name; the list grows as fixtures ask for fixtures. */
function addFixtures(starts: Place[], homes: FixtureHomes): void {
  const seen = new Set<string>()
  for (let at = 0; at < starts.length && at < 40; at++) {
    const { module, scope } = starts[at] as Place
    for (const param of module.scopes[scope]?.params ?? []) {
      if (param === 'self' || seen.has(param)) continue
      seen.add(param)
      const place = fixture(param, module, scope, homes)
      if (place !== undefined) starts.push(place)
    }
  }
}

function fixture(name: string, module: Module, scope: number, homes: FixtureHomes): Place | undefined {
  const owner = module.scopes[scope]?.parent ?? 0
  const here = fixtureIn(module, owner, name) ?? fixtureIn(module, 0, name)
  if (here !== undefined) return here
  const imported = module.imports.has(name) ? homes.imported(module.imports.get(name) as string, module) : undefined
  if (imported !== undefined) return imported
  for (const conftest of homes.conftests(folderOf(module.path))) {
    const there =
      fixtureIn(conftest, 0, name) ??
      (conftest.imports.has(name) ? homes.imported(conftest.imports.get(name) as string, conftest) : undefined)
    if (there !== undefined) return there
  }
  return undefined
}

const fixtureIn = (module: Module, owner: number, name: string): Place | undefined => {
  const scope = inner(module, owner, name)
  return scope !== undefined && module.scopes[scope]?.decorators.some((one) => /fixture/.test(one)) ? { module, scope } : undefined
}

const replacingIn = new WeakMap<Module, Call[]>()

/** `@patch("pkg.train.fit")`, `mocker.patch.object(trainer, "fit")`, `monkeypatch.setattr(train, "fit", …)` take `fit` out. */
function replacedBy(module: Module, scope: number, starts: Place[]): Pick<TestFunction, 'blocked' | 'replaced'> {
  const calls = replacingIn.get(module) ?? module.calls.filter(({ callee }) => replacing.test(callee))
  replacingIn.set(module, calls)
  const blocked = new Set<string>()
  const replaced: string[] = []
  if (calls.length === 0) return { blocked, replaced }
  const it = module.scopes[scope]
  const owner = it === undefined ? undefined : module.scopes[it.parent]
  const before = module.scopes.reduce((last, one) => (one.end_line < (it?.line ?? 0) ? Math.max(last, one.end_line) : last), 0)
  const scopes = new Set(starts.filter((one) => one.module === module).map((one) => one.scope))
  const near = (call: Call): boolean =>
    scopes.has(call.scope) ||
    (it !== undefined && call.scope === it.parent && call.line < it.line && call.line > before) ||
    (owner?.kind === 'class' && call.scope === owner.parent && call.line < owner.line && call.line > owner.line - 6)
  for (const call of calls)
    if (near(call))
      for (const [at, { literal, name }] of call.args.entries()) {
        if (typeof literal !== 'string' || name !== null) continue
        blocked.add(literal.split('.').at(-1) ?? '')
        const owner = call.args[at - 1]
        if (literal.includes('.')) replaced.push(literal)
        else if (owner !== undefined && /^[\w.]+$/.test(owner.text)) replaced.push(`${resolveName(owner.text, module.imports)}.${literal}`)
      }
  return { blocked, replaced }
}
