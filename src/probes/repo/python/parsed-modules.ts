/** Keeps what was summed up of each Python source, so that several probes parse a file once. */
import { type Module, sumUp } from './module.ts'
import { parsePython } from './parser.ts'
import type { PythonSource } from './sources.ts'

const kept = new WeakMap<PythonSource, Promise<Module>>()

export function parsedModule(source: PythonSource): Promise<Module> {
  let module = kept.get(source)
  if (module === undefined) {
    module = parsePython(source.text).then((root) => sumUp(source.path, root))
    kept.set(source, module)
  }
  return module
}
