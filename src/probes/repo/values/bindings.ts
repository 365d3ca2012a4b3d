/** Lists what the names of a Python file were given: by assignments, `with`, loops, and defaults of parameters. */
import type { Module } from '../python/module.ts'
import type { Syntax } from '../python/parser.ts'
import { dotted, field, walk } from '../python/syntax.ts'

/** `scope` indexes `Module.scopes`; `value` is the expression that the name was given; `opened`: by `with … as`. */
export type Binding = { name: string; value: Syntax; scope: number; line: number; opened: boolean }

/** Bindings by name as written (`path`, `self.path`). */
export function bindingsOf(root: Syntax, module: Module): Map<string, Binding[]> {
  const out = new Map<string, Binding[]>()
  for (const node of walk(root))
    for (const [target, value] of givenBy(node)) {
      const scope = scopeAt(module, node.line)
      for (const name of namesOf(target)) {
        const some = out.get(name)
        const one = { name, value, scope, line: node.line, opened: node.type === 'as_pattern' }
        if (some === undefined) out.set(name, [one])
        else if (some.length < 60) some.push(one)
      }
    }
  return out
}

function givenBy(node: Syntax): [Syntax | undefined, Syntax][] {
  const of = (target: Syntax | undefined, value: Syntax | undefined): [Syntax | undefined, Syntax][] =>
    value === undefined ? [] : [[target, value]]
  switch (node.type) {
    case 'assignment':
    case 'for_statement':
    case 'for_in_clause':
      return of(field(node, 'left'), field(node, 'right'))
    case 'named_expression':
    case 'default_parameter':
    case 'typed_default_parameter':
      return of(field(node, 'name'), field(node, 'value'))
    case 'as_pattern': {
      const alias = field(node, 'alias')
      return of(alias?.type === 'as_pattern_target' ? alias.children[0] : alias, node.children[0])
    }
    default:
      return []
  }
}

function namesOf(target: Syntax | undefined): string[] {
  if (target === undefined) return []
  if (/^(pattern_list|tuple_pattern|list_pattern|tuple)$/.test(target.type)) return target.children.flatMap(namesOf)
  const name = dotted(target)
  return name === undefined ? [] : [name]
}

/** The innermost function or class that a line stands in; 0 is the module. */
export function scopeAt(module: Module, line: number): number {
  let best = 0
  for (const [at, scope] of module.scopes.entries()) {
    const inner = module.scopes[best]
    if (at > 0 && scope.line <= line && line <= scope.end_line && scope.line >= (inner?.line ?? 0)) best = at
  }
  return best
}

/** The scopes around a place, innermost first, the module last; classes do not lend their names to their methods. */
export function scopesAround(module: Module, scope: number): number[] {
  const out = [scope]
  for (let at = scope; at !== 0; ) {
    at = module.scopes[at]?.parent ?? 0
    if (at === 0 || module.scopes[at]?.kind === 'function') out.push(at)
  }
  return out
}
