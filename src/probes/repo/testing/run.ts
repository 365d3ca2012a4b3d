/** Follows the statements of a test in order, without running them, and says what its assertions rest on. */
import type { Syntax } from '../python/parser.ts'
import { argumentsOf, dotted, field, literalOf, neverHolds, statements, textOf, walk } from '../python/syntax.ts'
import { bind, changeable, foreign, highest, type Kind, kindOf, literal, own, type Scope } from './kinds.ts'
import { alwaysTrue } from './truths.ts'

/** What a function that a test calls does: does it assert, and on what; `gives` is where its value comes from. */
export type Helper = { asserts: boolean; rests: Kind; gives: Kind }

/** `asserts`: the highest kind any assertion rests on; undefined without one. `skipped`: it skips itself before asserting. */
export type Course = { asserts: Kind | undefined; gives: Kind; skipped: boolean }

export type Surroundings = {
  scope: Scope
  /** A function or method (`self.x`) of the tests themselves, or of a helper module. */
  helper(name: string): Helper | undefined
}

type State = { course: Course; around: Surroundings; swallowed: boolean; nested: number; local: Map<string, Syntax> }

export function follow(body: Syntax | undefined, around: Surroundings): Course {
  const state: State = {
    course: { asserts: undefined, gives: literal, skipped: false },
    around,
    swallowed: false,
    nested: 0,
    local: new Map(),
  }
  block(body, state)
  if (around.scope.touched) state.course.gives = own
  return state.course
}

function note(kind: Kind, state: State): void {
  if (!state.swallowed) state.course.asserts = highest([state.course.asserts ?? literal, kind])
}

/** True when what follows cannot be reached. */
function block(body: Syntax | undefined, state: State): boolean {
  for (const statement of statements(body)) if (step(statement, state)) return true
  return false
}

function nestedBlock(body: Syntax | undefined, state: State): boolean {
  state.nested++
  const ended = block(body, state)
  state.nested--
  return ended
}

function step(node: Syntax, state: State): boolean {
  const { scope } = state.around
  switch (node.type) {
    case 'expression_statement':
      return expression(node.children[0], state)
    case 'assert_statement':
      if (!alwaysTrue(node.children[0])) note(kindOf(node.children[0], scope), state)
      else {
        kindOf(node.children[0], scope)
        note(literal, state)
      }
      return literalOf(node.children[0]) === false
    case 'return_statement':
      state.course.gives = highest([state.course.gives, kindOf(node, scope)])
      return true
    case 'raise_statement':
      if (/SkipTest\b/.test(textOf(node)) && state.nested === 0 && state.course.asserts === undefined) state.course.skipped = true
      return true
    case 'with_statement':
      return within(node, state)
    case 'if_statement':
      return condition(node, state)
    case 'for_statement':
      return loop(node, state)
    case 'while_statement':
      if (!neverHolds(field(node, 'condition'))) nestedBlock(field(node, 'body'), state)
      return false
    case 'try_statement':
      return attempt(node, state)
    case 'function_definition':
    case 'decorated_definition':
      return remember(node, state)
    case 'match_statement':
      kindOf(field(node, 'subject'), scope)
      for (const part of walk(node)) if (part.type === 'block' && part.field !== 'body') nestedBlock(part, state)
      return false
    default:
      kindOf(node, scope)
      return false
  }
}

function remember(node: Syntax, state: State): boolean {
  const definition = node.type === 'function_definition' ? node : field(node, 'definition')
  if (definition?.type === 'function_definition') state.local.set(textOf(field(definition, 'name') ?? definition), definition)
  return false
}

function expression(node: Syntax | undefined, state: State): boolean {
  const { scope } = state.around
  if (node === undefined) return false
  if (node.type === 'assignment' || node.type === 'augmented_assignment') {
    const value = field(node, 'right')
    const kind = callOf(value) === undefined ? kindOf(value, scope) : (assertion(callOf(value) as Syntax, state) ?? kindOf(value, scope))
    const before = node.type === 'assignment' ? literal : kindOf(field(node, 'left'), scope)
    bind(field(node, 'left'), highest([kind, before]), scope)
    return false
  }
  if (node.type === 'yield') state.course.gives = highest([state.course.gives, ...node.children.map((child) => kindOf(child, scope))])
  const call = callOf(node)
  if (call === undefined) {
    kindOf(node, scope)
    return false
  }
  const name = dotted(field(call, 'function')) ?? ''
  if (/^(pytest\.)?(skip|xfail|importorskip)$|\.skipTest$/.test(name) && state.nested === 0 && !/importorskip/.test(name)) {
    if (state.course.asserts === undefined) state.course.skipped = true
    return true
  }
  assertion(call, state) ?? kindOf(call, scope)
  return false
}

const callOf = (node: Syntax | undefined): Syntax | undefined =>
  node?.type === 'call' ? node : node?.type === 'await' || node?.type === 'parenthesized_expression' ? callOf(node.children[0]) : undefined

const assertingName =
  /(^|\.)(assert[_A-Z]\w*|assert_|check_estimator|fnmatch_lines|verify|verify_as_json|ensure_almost_equal)$|_regression\.check$|\.to_(be|equal|have|contain)\w*$/

/** The kind of a call's value when it is an assertion; undefined for any other call. */
function assertion(call: Syntax, state: State): Kind | undefined {
  const { scope } = state.around
  const name = dotted(field(call, 'function')) ?? ''
  const args = argumentsOf(call)
  if (raising.test(name)) {
    if (args.length < 2) return undefined
    note(highest(args.slice(1).map(({ value }) => kindOf(value, scope))), state)
    return foreign
  }
  if (assertingName.test(name)) {
    const receiver = /^self\.assert|^[a-zA-Z_]\w*$/.test(name) ? literal : kindOf(field(field(call, 'function') as Syntax, 'object'), scope)
    const real = !sameTwice(name, args) && !(/\.assertTrue$|\.assert_$/.test(name) && alwaysTrue(args[0]?.value))
    const helper = state.around.helper(name)
    const rests = highest([
      kindOf(call, scope) === own ? own : literal,
      receiver === own ? own : literal,
      ...args.map(({ value }) => kindOf(value, scope)),
    ])
    const silent = args.length === 0 && receiver >= foreign ? receiver : rests
    if (real) note(highest([silent, helper?.rests ?? literal]), state)
    return foreign
  }
  return calledHelper(name, call, state)
}

/** `assertEqual(x, x)` cannot fail. */
const sameTwice = (name: string, args: { value: Syntax }[]): boolean =>
  /assert_?(Equal|equal|AlmostEqual|almost_equal|allclose|close|Is|array_equal)$/.test(name) &&
  args[0] !== undefined &&
  args[1] !== undefined &&
  textOf(args[0].value) === textOf(args[1].value) &&
  !/[()]/.test(textOf(args[0].value))

function calledHelper(name: string, call: Syntax, state: State): Kind | undefined {
  const { scope } = state.around
  const local = state.local.get(name)
  if (local !== undefined) {
    state.local.delete(name)
    const kind = kindOf(call, scope)
    for (const param of field(local, 'parameters')?.children ?? [])
      bind(param.type === 'identifier' ? param : param.children[0], highest([foreign, kind]), scope)
    nestedBlock(field(local, 'body'), state)
    return kind
  }
  const helper = state.around.helper(name)
  if (helper === undefined) return undefined
  const kind = kindOf(call, scope)
  if (helper.gives === own) scope.ownCalled = true
  if (helper.asserts) note(highest([helper.rests, kind === foreign ? literal : kind, helper.rests === literal ? literal : foreign]), state)
  return highest([kind, helper.gives])
}

const raising =
  /(^|\.)(raises|warns|deprecated_call|assertRaises\w*|assertWarns\w*|assertLogs|assertNoLogs|assertRaisesMessage|raises_exc|assert_raises\w*|assertNumQueries|RaisesGroup)$/

function within(node: Syntax, state: State): boolean {
  const { scope } = state.around
  const items = node.children
    .filter(({ type }) => type === 'with_clause')
    .flatMap(({ children }) => children.map((item) => field(item, 'value')))
  const before = state.swallowed
  let expects = false
  for (const item of items) {
    const value = item?.type === 'as_pattern' ? item.children[0] : item
    const name = dotted(value?.type === 'call' ? field(value, 'function') : value) ?? ''
    if (raising.test(name)) expects = true
    if (/(^|\.)suppress$/.test(name) && /\b(AssertionError|Exception|BaseException)\b/.test(textOf(value as Syntax))) state.swallowed = true
    const kind = kindOf(value, scope)
    if (item?.type === 'as_pattern') bind(field(item, 'alias'), kind, scope)
  }
  const body = field(node, 'body')
  const wasCalled = scope.ownCalled
  scope.ownCalled = false
  const ended = block(body, state)
  if (expects)
    note(
      scope.ownCalled ? own : highest(statements(body).map((child) => (child.type === 'raise_statement' ? literal : kindOf(child, scope)))),
      state,
    )
  scope.ownCalled ||= wasCalled
  state.swallowed = before
  return ended && !expects && !state.swallowed
}

function condition(node: Syntax, state: State): boolean {
  const test = field(node, 'condition')
  const kind = kindOf(test, state.around.scope)
  const never = neverHolds(test)
  const then = field(node, 'consequence')
  if (!never && kind > changeable && failsAtOnce(then)) note(kind, state)
  else if (!never) nestedBlock(then, state)
  for (const other of node.children.filter(({ field: name }) => name === 'alternative'))
    if (other.type === 'elif_clause') condition(other, state)
    else if (failsAtOnce(field(other, 'body')) && kind > changeable) note(kind, state)
    else nestedBlock(field(other, 'body'), state)
  return false
}

/** `if wrong: pytest.fail()` and `if wrong: raise AssertionError` are assertions written out. */
function failsAtOnce(body: Syntax | undefined): boolean {
  const last = statements(body).at(-1)
  if (last === undefined) return false
  return /^(assert (False|0)\b|raise (AssertionError|Exception|ValueError|RuntimeError)\b|(pytest|self)\.fail\(|fail\(|sys\.exit\((?!0?\)))/.test(
    textOf(last),
  )
}

function loop(node: Syntax, state: State): boolean {
  const { scope } = state.around
  const over = field(node, 'right')
  const kind = kindOf(over, scope)
  if ((over?.type === 'list' || over?.type === 'tuple') && over.children.length === 0) return false
  bind(field(node, 'left'), kind, scope)
  nestedBlock(field(node, 'body'), state)
  return false
}

/** An assertion whose failure is caught and dropped is none; `try: f(); fail()` and `else: fail()` are assertions. */
function attempt(node: Syntax, state: State): boolean {
  const before = state.swallowed
  const handlers = node.children.filter(({ type }) => /^except/.test(type))
  state.swallowed = before || handlers.some(swallows)
  const body = field(node, 'body')
  nestedBlock(body, state)
  state.swallowed = before
  const otherwise = node.children.find(({ type }) => type === 'else_clause')
  const expected = [statements(body).length > 1 ? body : undefined, otherwise?.children.at(-1)].some((part) => failsAtOnce(part))
  if (expected && handlers.length > 0) note(state.around.scope.ownCalled ? own : foreign, state)
  for (const handler of handlers) {
    if (/^except[^:]*\b(AssertionError|Exception)\b/.test(textOf(handler)) && failsAtOnce(handler.children.at(-1))) note(foreign, state)
    nestedBlock(handler.children.at(-1), state)
  }
  for (const rest of node.children.filter(({ type }) => type === 'else_clause' || type === 'finally_clause'))
    nestedBlock(rest.children.at(-1), state)
  return false
}

function swallows(handler: Syntax): boolean {
  const head = textOf(handler).split(':')[0] ?? ''
  if (!/^except\*?\s*$|\b(AssertionError|Exception|BaseException)\b/.test(head)) return false
  return !/\b(raise|fail\(|exit\(|assert)\b|\.fail\(/.test(textOf(handler.children.at(-1) ?? handler))
}
