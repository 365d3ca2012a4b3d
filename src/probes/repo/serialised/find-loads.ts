/** Finds the calls that can run what they load, and follows each back to where the loaded thing comes from. */
import { nameOf, pathKind } from '../paths.ts'
import type { Syntax } from '../python/parser.ts'
import { fileLine, type PythonSource } from '../python/sources.ts'
import { argumentsOf, textOf } from '../python/syntax.ts'
import { type Origin, Trace } from '../values/trace.ts'
import { type Loading, loadingOf, mayLoad } from './loaders.ts'
import { holdsDigest, type Whence, whenceOf } from './whence.ts'

/** `names`: the last names of files that the way mentions. */
export type Load = { path: string; line: number; call: string; from: Whence; outside: boolean; digest_held: boolean; names: Set<string> }

const hubId = /^[\w.-]+\/[\w.-]+$/
const most = 300

export async function findLoads(
  files: Map<string, PythonSource>,
  inTree: Set<string>,
  weightsOnly: boolean,
  signal: AbortSignal,
): Promise<Load[]> {
  const trace = new Trace(files)
  const written = writtenNames(files)
  const out: Load[] = []
  for (const source of files.values()) {
    signal.throwIfAborted()
    if (pathKind(source.path) === 'test' || !mayLoad.test(source.text) || out.length >= most) continue
    for (const { node, at, callee } of await trace.calls(source)) {
      const loading = loadingOf(callee, argumentsOf(node), source.text, weightsOnly)
      if (loading === undefined || isDead(node, at.module.calls)) continue
      // A name of the file itself that is spelt like a library's is none.
      if (/^(c?pickle|joblib|torch|dill|yaml|numpy|np)\./i.test(callee) && !at.module.imports.has(headOf(node))) continue
      const origins = loading.what === undefined ? [] : await trace.origins(loading.what, at, true)
      out.push(loadOf(source, node, loading, origins, { names: inTree, written }, files))
    }
  }
  return out
}

const headOf = (call: Syntax): string => /^\w+/.exec(textOf(call))?.[0] ?? ''

const isDead = (node: Syntax, calls: { line: number; dead: boolean }[]): boolean => {
  const here = calls.filter(({ line }) => line === node.line)
  return here.length > 0 && here.every(({ dead }) => dead)
}

function loadOf(
  source: PythonSource,
  node: Syntax,
  loading: Loading,
  origins: Origin[],
  tree: { names: Set<string>; written: Set<string> },
  files: Map<string, PythonSource>,
): Load {
  const texts = origins.filter(({ kind, beside }) => kind === 'text' && !beside).map(({ text }) => text)
  const from = loading.fetches ? ofFetching(loading, texts, files) : whenceOf(origins, tree)
  const outside = from === 'internet' || from === 'request'
  // Only the files on the way could compare it.
  const passed = new Set([source.path, ...origins.map(({ path }) => path)])
  const digest_held = loading.held || (!loading.code && outside && [...passed].some((path) => holdsDigest(files.get(path)?.text ?? '')))
  return {
    path: source.path,
    line: fileLine(source, node.line),
    call: loading.call,
    from,
    outside,
    digest_held,
    names: new Set(texts.map(nameOf).filter((name) => /\.\w+$/.test(name))),
  }
}

/** A hub is asked by an id such as `org/model`; a path of this machine is none. */
function ofFetching({ code, what }: Loading, texts: string[], files: Map<string, PythonSource>): Whence {
  if (!code) return texts.some((text) => /^(s3|gs):/.test(text)) ? 'store' : 'internet'
  if (what === undefined) return 'unknown'
  if (texts.some((text) => hubId.test(text) && !files.has(text) && !/\.(py|json|ya?ml|pt|pth|bin|ckpt|csv)$/.test(text))) return 'internet'
  return texts.some((text) => /^(\.{0,2}\/|~)/.test(text))
    ? 'own'
    : /^[a-z][\w-]+$/.test(texts[0] ?? '') && textOf(what).startsWith(`"`)
      ? 'internet'
      : 'unknown'
}

/** Last names of files that stand on a line which writes a pickle or weights. */
function writtenNames(files: Map<string, PythonSource>): Set<string> {
  const out = new Set<string>()
  for (const { text } of files.values())
    if (/\b(dump|save|to_pickle|savez)\w*\(/.test(text))
      for (const [, name] of text.matchAll(/["']([^"'\n]*\.(?:pkl|pickle|joblib|pt|pth|ckpt|npy|npz|bin|sav|model))["']/g))
        out.add(nameOf(name as string))
  return out
}
