/** Tells from words alone which functions may lead to a model, so that only what may matter is parsed. */
import type { PythonSource } from '../python/sources.ts'
import { mayAsk } from './model-calls.ts'

export type FunctionText = { name: string; text: string }

const head = /^[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)/gm
const kept = new WeakMap<PythonSource, FunctionText[]>()

/** Each function from its `def` to the next one: rough, and never too little but for functions with others inside. */
export function functionTexts(source: PythonSource): FunctionText[] {
  let out = kept.get(source)
  if (out === undefined) {
    const heads = [...source.text.matchAll(head)]
    out = heads.map((one, at) => ({ name: one[1] as string, text: source.text.slice(one.index, heads[at + 1]?.index) }))
    kept.set(source, out)
  }
  return out
}

/** Names of functions that ask a model themselves or through one other; of a class that asks when it is made or called, its own name. */
export function namesThatAsk(files: Iterable<PythonSource>): ReadonlySet<string> {
  const sources = [...files]
  const first = new Set<string>()
  for (const source of sources)
    for (const { name, text } of functionTexts(source)) if (mayAsk.test(bodyOf(text))) addNames(first, name, source)
  const out = new Set(first)
  for (const source of sources)
    for (const { name, text } of functionTexts(source)) if (holdsName(bodyOf(text), first)) addNames(out, name, source)
  return out
}

/** Whether a model may be asked in this text, itself or through a function with one of these names. */
export const mayLeadToModel = (text: string, names: ReadonlySet<string>): boolean => mayAsk.test(text) || holdsName(text, names)

function addNames(into: Set<string>, name: string, { text }: PythonSource): void {
  into.add(name)
  if (name === '__init__' || name === '__call__')
    for (const [, made] of text.matchAll(/^[ \t]*class[ \t]+(\w+)/gm)) into.add(made as string)
}

const bodyOf = (text: string): string => text.slice(text.indexOf('('))

function holdsName(text: string, names: ReadonlySet<string>): boolean {
  for (const [, word] of text.matchAll(/\b(\w+)\(/g)) if (names.has(word as string)) return true
  return false
}
