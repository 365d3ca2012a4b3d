/** Tells seeds that hold for a few lines only: the generator's state is kept, seeded, and put back. */
import { trainingName, trains } from '../learning/training.ts'
import type { Call, Module } from '../python/module.ts'
import type { Way } from './ways.ts'

const keeps = /(^|[._])(get_rng_state(_all)?|getstate|get_state|fork_rng)$/
const putsBack = /(^|[._])(set_rng_state(_all)?|setstate|set_state)$/
const yields = /(^|\.)(async)?contextmanager$/

const isTraining = (call: Call): boolean =>
  !call.dead && (trains(call) || trainingName.test(call.callee.slice(call.callee.lastIndexOf('.') + 1)))

/**
 * True when this seed is gone again before anything trains. What runs inside a context manager stands where it is used: there a
 * place on the way must train. `callsAt`: calls of a place on the way, by its key.
 */
export function seedsBlockOnly(seed: Call, module: Module, way: Way, callsAt: (place: string) => readonly Call[]): boolean {
  const here = module.calls.filter(({ scope, dead }) => scope === seed.scope && !dead)
  const kept = here.find(({ callee, line }) => keeps.test(callee) && line <= seed.line)
  if (kept === undefined) return false
  const end = here.find(({ callee, line }) => putsBack.test(callee) && line > seed.line)?.line
  if (end === undefined && !kept.callee.endsWith('fork_rng')) return false
  if (here.some((call) => call.line > seed.line && (end === undefined || call.line < end) && isTraining(call))) return false
  if (!isManager(module, seed.scope)) return true
  const own = `${module.path}#${seed.scope}`
  return ![...way.places].some((place) => place !== own && callsAt(place).some(isTraining))
}

/** A function under `@contextmanager`, or the way in of a class that is used with `with`. */
function isManager({ scopes }: Module, scope: number): boolean {
  const it = scopes[scope]
  return it !== undefined && (it.decorators.some((name) => yields.test(name)) || it.name === '__enter__')
}
