/** Finds the tests that pytest or unittest would collect from one file, and what each of them asserts. */

import { resolveName } from '../python/module.ts'
import type { Syntax } from '../python/parser.ts'
import { argumentsOf, dotted, field, literalOf, textOf } from '../python/syntax.ts'
import { type Definition, definitions, type FileWorld, isFixture } from './file-world.ts'
import { foreign, type Kind, kindOf, literal, own, type Scope } from './kinds.ts'
import { follow, type Helper, type Surroundings } from './run.ts'
import { sameTestKey } from './same-tests.ts'

/** `rests`: where the things it asserts come from; undefined when it asserts nothing. `key`: what it shares with copies of it. */
export type FoundTest = { name: string; line: number; end_line: number; skipped: boolean; rests: Kind | undefined; key: string }

const usual = (name: string): boolean => /^test/.test(name)

/** `isTest` tells by its name whether pytest collects a function. */
export function testsIn(world: FileWorld, isTest: (name: string) => boolean = usual): FoundTest[] {
  const wholeFile = moduleSkips(world)
  const out: FoundTest[] = []
  for (const definition of world.definitions.values()) {
    if (definition.node.type === 'class_definition') out.push(...testsOfClass(definition, world, wholeFile, isTest))
    else if (isTest(definition.name) && !definition.decorators.some(isFixture))
      out.push(judged(definition, world, new Map(), undefined, wholeFile, []))
  }
  return out
}

function judged(
  definition: Definition,
  world: FileWorld,
  known: Map<string, Kind>,
  around: ((scope: Scope) => Surroundings) | undefined,
  skipped: boolean,
  lineage: readonly Definition[],
): FoundTest {
  const names = new Map([...known, ...parametrised(definition, world)])
  const skips = skipped || definition.decorators.some((decorator) => skipsAll(decorator.children[0], world))
  const course = world.judge(definition, names, around)
  const { line, end_line } = definition.node
  return {
    name: definition.name,
    line,
    end_line,
    skipped: skips || course.skipped,
    rests: course.asserts ? course.rests : undefined,
    key: sameTestKey(definition, world, lineage),
  }
}

/** Parameters filled by parametrize take the kind of the values they are given. */
function parametrised(definition: Definition, world: FileWorld): [string, Kind][] {
  return definition.decorators.flatMap((decorator) => {
    const call = decorator.children[0]
    if (
      call?.type !== 'call' ||
      !/(parametrize|expand|parameters|named_parameters|product|data|example)$/.test(dotted(field(call, 'function')) ?? '')
    )
      return []
    const [names, values] = argumentsOf(call)
    if (names === undefined || values === undefined) return []
    const kind = world.kindOfValues([values.value])
    return (textOf(names.value).match(/\w+/g) ?? []).map((name): [string, Kind] => [name, kind === literal || kind === 1 ? literal : kind])
  })
}

/** Decorators and marks under which a test never runs. */
function skipsAll(node: Syntax | undefined, world: FileWorld): boolean {
  const name = resolveName(dotted(node?.type === 'call' ? field(node, 'function') : node) ?? '', world.imports)
  const aliased = name.includes('.') ? undefined : moduleValue(name, world)
  if (aliased !== undefined) return skipsAll(aliased, world)
  const args = node?.type === 'call' ? argumentsOf(node) : []
  if (/(^|\.)skip$/.test(name)) return true
  if (/(^|\.)(skipif|skipIf)$/.test(name)) return Boolean(literalOf(args[0]?.value))
  if (/(^|\.)skipUnless$/.test(name)) return literalOf(args[0]?.value) !== undefined && !literalOf(args[0]?.value)
  if (/(^|\.)xfail$/.test(name)) return args.some((arg) => arg.name === 'run' && literalOf(arg.value) === false)
  if (/(^|\.)parametrize$/.test(name)) return args[1] !== undefined && /^[[(]\s*[\])]$/.test(textOf(args[1].value))
  return false
}

function moduleValue(name: string, world: FileWorld): Syntax | undefined {
  for (const { children } of world.root.children) {
    const assignment = children[0]
    if (assignment?.type === 'assignment' && textOf(field(assignment, 'left') ?? assignment) === name) return field(assignment, 'right')
  }
  return undefined
}

/** `pytestmark = pytest.mark.skip`, `__test__ = False`, `pytest.skip(…, allow_module_level=True)` outside any condition. */
function moduleSkips(world: FileWorld): boolean {
  const mark = moduleValue('pytestmark', world)
  const marks = mark?.type === 'list' || mark?.type === 'tuple' ? mark.children : mark === undefined ? [] : [mark]
  if (marks.some((one) => skipsAll(one, world)) || literalOf(moduleValue('__test__', world)) === false) return true
  return world.root.children.some(
    ({ type, children }) =>
      type === 'expression_statement' &&
      children[0]?.type === 'call' &&
      /^(pytest\.)?skip$/.test(dotted(field(children[0], 'function')) ?? ''),
  )
}

const unittestBase = /(^|\.)(\w*TestCase\w*|\w*TestBase)(\[\])?$/

function basesOf(definition: Definition, world: FileWorld): { name: string; local: Definition | undefined }[] {
  const bases = field(definition.node, 'superclasses')?.children ?? []
  return bases
    .filter(({ type }) => type !== 'keyword_argument')
    .map((base) => ({ name: resolveName(dotted(base) ?? '', world.imports), local: world.definitions.get(dotted(base) ?? '') }))
}

const isUnittest = (definition: Definition, world: FileWorld, depth = 0): boolean =>
  basesOf(definition, world).some(
    ({ name, local }) =>
      unittestBase.test(name) || (depth < 5 && local !== undefined && local !== definition && isUnittest(local, world, depth + 1)),
  )

function isCollected(definition: Definition, world: FileWorld): boolean {
  if (isUnittest(definition, world)) return true
  return /^Test/.test(definition.name) && !definitions(field(definition.node, 'body')).has('__init__')
}

/** Tests of the class, and of uncollected classes of this file that it inherits from. */
function testsOfClass(definition: Definition, world: FileWorld, skipped: boolean, isTest: (name: string) => boolean): FoundTest[] {
  if (!isCollected(definition, world)) return []
  const lineage = ancestors(definition, world)
  const methods = new Map<string, Definition>()
  for (const one of lineage) for (const [name, method] of definitions(field(one.node, 'body'))) methods.set(name, method)
  const skips =
    skipped ||
    definition.decorators.some((decorator) => skipsAll(decorator.children[0], world)) ||
    classMarks(definition).some((mark) => skipsAll(mark, world))
  const known = classNames(lineage, methods, world)
  for (const [name, kind] of parametrised(definition, world)) known.set(name, kind)
  const around = surroundings(methods, known, world)
  const mine = new Set(
    lineage
      .filter((one) => one === definition || !isCollected(one, world))
      .flatMap((one) => [...definitions(field(one.node, 'body')).values()].map(({ node }) => node)),
  )
  return [...methods.values()]
    .filter(({ node }) => mine.has(node))
    .flatMap((method) => {
      if (method.node.type === 'class_definition') return testsOfClass(method, world, skips, isTest)
      if (!isTest(method.name) || method.decorators.some(isFixture)) return []
      return [{ ...judged(method, world, known, around, skips, lineage), name: `${definition.name}.${method.name}` }]
    })
}

function classMarks(definition: Definition): Syntax[] {
  return (field(definition.node, 'body')?.children ?? []).flatMap(({ children }) => {
    const assignment = children[0]
    if (assignment?.type !== 'assignment' || textOf(field(assignment, 'left') ?? assignment) !== 'pytestmark') return []
    const value = field(assignment, 'right')
    return value?.type === 'list' ? value.children : value === undefined ? [] : [value]
  })
}

/** Oldest first, the class itself last. */
function ancestors(definition: Definition, world: FileWorld, depth = 0): Definition[] {
  const above =
    depth > 5
      ? []
      : basesOf(definition, world).flatMap(({ local }) =>
          local === undefined || local === definition ? [] : ancestors(local, world, depth + 1),
        )
  return [...new Set([...above, definition])]
}

const settingUp = /^(setUp|setUpClass|setup|setup_method|setup_class|asyncSetUp|setUpTestData|setup_module)$/

/** What `self.x` stands for: class values, what the set-up methods bind, fixtures by name. */
function classNames(lineage: Definition[], methods: Map<string, Definition>, world: FileWorld): Map<string, Kind> {
  const scope = world.scope()
  for (const { node } of lineage) {
    for (const base of field(node, 'superclasses')?.children ?? []) if (kindOf(base, scope) === own) scope.names.set('self', own)
    for (const { children } of field(node, 'body')?.children ?? []) {
      const assignment = children[0]
      const name = assignment?.type === 'assignment' ? field(assignment, 'left') : undefined
      if (name?.type === 'identifier') scope.names.set(`self.${textOf(name)}`, kindOf(field(assignment as Syntax, 'right'), scope))
    }
  }
  for (const method of methods.values()) {
    const fixture = method.decorators.some(isFixture)
    if (!fixture && !settingUp.test(method.name)) continue
    for (const param of (field(method.node, 'parameters')?.children ?? []).map(textOf))
      if (!scope.names.has(param)) scope.names.set(param, world.fixture(param) ?? foreign)
    scope.touched = false
    const course = follow(field(method.node, 'body'), { scope, helper: (name) => world.helper(name) })
    if (fixture) scope.names.set(method.name, course.gives)
  }
  return new Map([...scope.names].filter(([name]) => /^self(\.|$)/.test(name) || methods.has(name)))
}

/** Helpers that are methods of the class are known as `self.name`. */
function surroundings(methods: Map<string, Definition>, known: Map<string, Kind>, world: FileWorld): (scope: Scope) => Surroundings {
  const judgedMethods = new Map<string, Helper | undefined>()
  const helper = (name: string): Helper | undefined => {
    const method = /^(self|cls)\.\w+$/.test(name) ? methods.get(name.slice(name.indexOf('.') + 1)) : undefined
    if (method === undefined || method.node.type !== 'function_definition') return world.helper(name)
    if (!judgedMethods.has(name)) {
      judgedMethods.set(name, undefined)
      judgedMethods.set(
        name,
        world.judge(method, known, (scope) => ({ scope, helper })),
      )
    }
    return judgedMethods.get(name)
  }
  return (scope) => ({ scope, helper })
}
