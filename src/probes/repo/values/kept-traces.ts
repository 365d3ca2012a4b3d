/** Keeps the trace through one set of Python files, so that probes which ask the same files share what was followed. */
import type { PythonSource } from '../python/sources.ts'
import { Trace } from './trace.ts'

const kept = new WeakMap<Map<string, PythonSource>, Trace>()

/** The same trace for the same map of files. */
export function traceThrough(files: Map<string, PythonSource>): Trace {
  const known = kept.get(files) ?? new Trace(files)
  kept.set(files, known)
  return known
}
