/** What each scope of a Python file uses by name: calls, things handed over, programs started; and what it defines. */
import { pathKind } from '../paths.ts'
import { type Module, resolveName } from './module.ts'

type Names = { inner: Map<string, number>; closures: Map<number, number[]>; called: Map<number, string[]> }
const namesOf = new WeakMap<Module, Names>()

/** A call that only looks at what it is given. */
const looking =
  /(^|\.)(signature|getsource\w*|getmembers|getdoc|hasattr|isinstance|issubclass|callable|getattr|setattr|type|id|repr|raises|assertRaises\w*|patch|object|Mock|MagicMock|print)(\(\))?$/

/** `inner`: `parent/name` → scope, the last definition of a name winning; `closures`: functions inside functions; `called`: names used by scope. */
export function usedNames(module: Module, text: string): Names {
  const known = namesOf.get(module)
  if (known !== undefined) return known
  const made: Names = { inner: new Map(), closures: new Map(), called: new Map() }
  const called = new Map<number, Set<string>>()
  for (const [at, { name, parent, kind }] of module.scopes.entries()) {
    if (at === 0) continue
    made.inner.set(`${parent}/${name}`, at)
    if (kind === 'function' && module.scopes[parent]?.kind === 'function') push(made.closures, parent, at)
  }
  const expected = expectedToFail(text)
  const inTest = pathKind(module.path) === 'test'
  for (const { callee, scope, line, args, dead } of module.calls) {
    if (dead || (inTest && expected.has(line))) continue
    add(called, scope, callee)
    if (starting.test(callee.slice(callee.lastIndexOf('.') + 1)))
      for (const { text: given } of args) {
        for (const [, script] of given.matchAll(/["'\s]([\w./-]+\.py)(?=["'\s])/g)) add(called, scope, `${scriptMark}${script}`)
        for (const [, name] of given.matchAll(/(?:["'\s])-m(?:["']\s*,\s*["']|\s+)([A-Za-z_][\w.]*)/g))
          add(called, scope, `${scriptMark}${name?.replaceAll('.', '/')}.py`)
      }
    if (looking.test(callee)) continue
    for (const { text: given, type } of args)
      if (type === 'identifier' || type === 'attribute') add(called, scope, resolveName(given, module.imports))
  }
  // Tables of functions and the like: outside tests, naming is using.
  if (!inTest) for (const { full, scope, dead } of module.references) if (!dead) add(called, scope, full)
  for (const [scope, names] of called) made.called.set(scope, [...names])
  namesOf.set(module, made)
  return made
}

/** Calls that start a program; others that are given its path only read it. */
const starting = /^(Popen|system|sh)$|(^|_)(run|call|invoke|exec\w*|start|spawn|launch|command|main|check_output)(_|$)/i

/** Before a path: the file is named to be run as a program. */
export const scriptMark = '> '

const push = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  const some = map.get(key)
  if (some === undefined) map.set(key, [value])
  else some.push(value)
}

const add = (map: Map<number, Set<string>>, key: number, value: string): void => {
  const some = map.get(key)
  if (some === undefined) map.set(key, new Set([value]))
  else some.add(value)
}

/** Lines inside `with pytest.raises(…):`, where what is called is meant to fail. */
function expectedToFail(text: string): Set<number> {
  const out = new Set<number>()
  if (!/raises\(|assertRaises/.test(text)) return out
  let depth = -1
  for (const [at, line] of text.split('\n').entries()) {
    const indent = line.search(/\S/)
    if (depth >= 0 && indent >= 0 && indent <= depth) depth = -1
    if (depth >= 0) out.add(at + 1)
    if (depth < 0 && /^\s*with\b.*\b(raises|assertRaises\w*)\(/.test(line)) depth = indent
  }
  return out
}

/** Scope of the function or class that `parent` defines under this name. */
export const inner = (module: Module, parent: number, name: string): number | undefined => {
  const known = namesOf.get(module)
  if (known !== undefined) return known.inner.get(`${parent}/${name}`)
  const at = module.scopes.findLastIndex((it, scope) => scope > 0 && it.parent === parent && it.name === name)
  return at < 0 ? undefined : at
}
