/** Follows a library's name that a module of the repository hands on: `from pkg.wrapper import mlflow` is still mlflow. */
import type { Module } from '../python/module.ts'
import type { ModuleIndex } from '../python/modules.ts'
import { parsedModule } from '../python/parsed-modules.ts'
import type { PythonSource } from '../python/sources.ts'

/** A name may pass through some modules; a ring of imports must end. */
const mostSteps = 3

/** The module with such names put back to what they were imported as. */
export async function withHandedOn(module: Module, index: ModuleIndex, files: Map<string, PythonSource>): Promise<Module> {
  const origins: [string, string][] = []
  for (const target of new Set(module.imports.values())) {
    const origin = await originOf(target, module.path, index, files)
    if (origin !== undefined) origins.push([target, origin])
  }
  if (origins.length === 0) return module
  const calls = module.calls.map((call) => {
    const [target, origin] = origins.find(([one]) => call.callee === one || /^[.([]/.test(startOf(call.callee, one))) ?? []
    return target === undefined || origin === undefined ? call : { ...call, callee: origin + call.callee.slice(target.length) }
  })
  return { ...module, calls }
}

/** What follows `head` in a name that begins with it; empty when it does not. */
const startOf = (name: string, head: string): string => (name.startsWith(head) ? name.slice(head.length) : '')

async function originOf(target: string, from: string, index: ModuleIndex, files: Map<string, PythonSource>): Promise<string | undefined> {
  let name = target
  let path = from
  for (let step = 0; step <= mostSteps; step++) {
    const at = index.resolve(name, path)
    // Nothing of this repository: a library, and worth telling once a module lay in between.
    if (at === undefined) return step === 0 ? undefined : name
    const source = /^\w+$/.test(at.rest) ? files.get(at.path) : undefined
    const next = source === undefined ? undefined : (await parsedModule(source)).imports.get(at.rest)
    if (next === undefined) return undefined
    name = next
    path = at.path
  }
  return undefined
}
