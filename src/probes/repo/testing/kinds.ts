/** Says where the value of a Python expression comes from: a literal, somebody else's code, or the repository's own. */
import type { Syntax } from '../python/parser.ts'
import { dotted, field, literalOf, textOf, walk } from '../python/syntax.ts'

/** A literal · a literal that can be changed in place (list, dict, set) · others' code or unknown · the repository's own code. */
export const literal = 0
export const changeable = 1
export const foreign = 2
export const own = 3
export type Kind = 0 | 1 | 2 | 3

/** What is known of names at one point of a test. `self.x` is a name of its own. */
export type Scope = {
  names: Map<string, Kind>
  /** Own code was called before, so what the world holds now (files, output, logs) may be its work. */
  ownCalled: boolean
  /** Any own code was touched at all. */
  touched: boolean
  /** What a name that is bound nowhere here stands for. */
  outer(name: string): Kind | undefined
  /** Own code named by a string: a module, a script, a patch target. */
  namesOwn(text: string): boolean
}

export const highest = (kinds: Iterable<Kind>): Kind => {
  let top: Kind = literal
  for (const kind of kinds) if (kind > top) top = kind
  return top
}

const pure = new Set(
  'len sum max min sorted reversed str int float bool abs round range list dict set tuple frozenset isinstance issubclass type any all zip map filter enumerate repr bytes hash id print iter next divmod pow chr ord callable'.split(
    ' ',
  ),
)

/** Calls and attributes that look at the world, where own code that ran before has left its work. */
const observing =
  /(^|\.)(exists|is_file|is_dir|isfile|isdir|listdir|iterdir|glob|rglob|walk|read_text|read_bytes|read_\w+|readlines?|read|loads?|open|readouterr|getvalue|stat|getsize|environ|getenv|records?|record_tuples|text|messages|search_runs|get_\w+|list_\w+|call_count|call_args|called|mock_calls)$/

/** Fixtures that hold what own code printed, logged or warned. */
const capturing = /^(capsys|capfd|caplog|recwarn|capsysbinary|capfdbinary)$/

export function kindOf(node: Syntax | undefined, scope: Scope): Kind {
  if (node === undefined) return literal
  const name = node.type === 'identifier' || node.type === 'attribute' ? dotted(node) : undefined
  switch (node.type) {
    case 'identifier':
      if (scope.ownCalled && capturing.test(textOf(node))) return touch(own, scope)
      return touch(scope.names.get(textOf(node)) ?? scope.outer(textOf(node)) ?? (pure.has(textOf(node)) ? literal : foreign), scope)
    case 'attribute': {
      const known = name === undefined ? undefined : (scope.names.get(name) ?? scope.outer(name))
      if (known !== undefined) return touch(known, scope)
      const object = kindOf(field(node, 'object'), scope)
      return scope.ownCalled && object >= changeable && observing.test(`.${textOf(field(node, 'attribute') ?? node)}`) ? own : object
    }
    case 'call':
      return kindOfCall(node, scope)
    case 'list':
    case 'dictionary':
    case 'set':
      return highest([changeable, ...node.children.map((child) => kindOf(child, scope))])
    case 'list_comprehension':
    case 'set_comprehension':
    case 'dictionary_comprehension':
    case 'generator_expression':
      return kindOfComprehension(node, scope)
    case 'named_expression': {
      const kind = kindOf(field(node, 'value'), scope)
      scope.names.set(textOf(field(node, 'name') ?? node), kind)
      return kind
    }
    case 'keyword_argument':
      return kindOf(field(node, 'value'), scope)
    case 'type':
    case 'comment':
      return literal
    default:
      return highest(node.children.map((child) => kindOf(child, scope)))
  }
}

function touch(kind: Kind, scope: Scope): Kind {
  if (kind === own) scope.touched = true
  return kind
}

function kindOfCall(node: Syntax, scope: Scope): Kind {
  const callee = field(node, 'function')
  const list = field(node, 'arguments')
  const args = list?.children ?? []
  const name = dotted(callee) ?? ''
  const named = args.some((arg) => mentionsOwn(arg, scope))
  const given = highest(list?.type === 'generator_expression' ? [kindOf(list, scope)] : args.map((arg) => kindOf(arg, scope)))
  if (callee?.type === 'identifier' && pure.has(name) && !scope.names.has(name)) return named ? own : given
  const from = kindOf(callee, scope)
  if (from === own || named) {
    scope.ownCalled = true
    scope.touched = true
    for (const arg of args) stain(arg, scope)
    return own
  }
  fill(callee, given, scope)
  // A method of a literal ("a".upper(), [1].copy()) is still a literal.
  if (from <= changeable && given <= changeable && callee?.type === 'attribute') return from
  if (scope.ownCalled && observing.test(name)) return own
  // What somebody else's code was handed of ours, it may call: client(app), runner.invoke(main).
  if (given === own) scope.ownCalled = true
  return highest([foreign, given])
}

/** `found.append(ours)`: what was put into a thing counts as part of it. */
function fill(callee: Syntax | undefined, given: Kind, scope: Scope): void {
  const name = callee?.type === 'attribute' ? dotted(field(callee, 'object')) : undefined
  const before = name === undefined ? undefined : scope.names.get(name)
  if (name !== undefined && before !== undefined && before >= changeable && given > before) scope.names.set(name, given)
}

/** Names handed to own code may have been changed by it; numbers and strings cannot be. */
function stain(arg: Syntax, scope: Scope): void {
  for (const part of walk(arg)) {
    const name = part.type === 'identifier' || part.type === 'attribute' ? dotted(part) : undefined
    if (name !== undefined && (scope.names.get(name) ?? literal) >= changeable) scope.names.set(name, own)
  }
}

function mentionsOwn(arg: Syntax, scope: Scope): boolean {
  for (const part of walk(arg)) {
    if (part.type !== 'string') continue
    const value = literalOf(part)
    if (typeof value === 'string' && value.length < 200 && scope.namesOwn(value)) return true
  }
  return false
}

function kindOfComprehension(node: Syntax, scope: Scope): Kind {
  const inner: Scope = { ...scope, names: new Map(scope.names) }
  const kinds: Kind[] = []
  for (const child of node.children)
    if (child.type === 'for_in_clause') {
      const from = kindOf(field(child, 'right'), inner)
      kinds.push(from)
      bind(field(child, 'left'), from, inner)
    } else if (child.type === 'if_clause') kinds.push(kindOf(child, inner))
  const body = field(node, 'body')
  kinds.push(kindOf(body, inner))
  scope.ownCalled ||= inner.ownCalled
  scope.touched ||= inner.touched
  return highest(kinds)
}

/** Gives every name of an assignment's left side the kind of its right side. */
export function bind(target: Syntax | undefined, kind: Kind, scope: Scope): void {
  if (target === undefined) return
  if (target.type === 'identifier' || target.type === 'attribute') {
    const name = dotted(target)
    if (name !== undefined) scope.names.set(name.replace(/^cls\./, 'self.'), kind)
  } else if (target.type === 'subscript') {
    const name = dotted(field(target, 'value'))
    if (name !== undefined) scope.names.set(name, highest([kind, scope.names.get(name) ?? literal]))
  } else for (const child of target.children) bind(child, kind, scope)
}
