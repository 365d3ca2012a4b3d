/** One probe on given material, for the command line: the same sources and the same runner as an assessment. */
import type { Evidence, Subject, TableHandle } from '../model/index.ts'
import type { Catalogue } from './plan.ts'
import { type OpenMaterial, runPair } from './run-pair.ts'
import { identify } from './sources/digest.ts'
import { type Materials, openMaterials } from './sources/open-materials.ts'

export type RunProbeOptions = {
  id: string
  catalogue: Catalogue
  /** A subject that declares exactly the given material; each slot of the probe is bound by `bound`. */
  subject: Subject
  root: string
  bound: { [slot: string]: string }
  values: { [option: string]: unknown }
  now: () => string
  signal?: AbortSignal
  onBug: (error: unknown) => void
}

/** Slots that are needed and not bound end in `not_given`. */
export const runProbe = async (options: RunProbeOptions): Promise<Evidence> => {
  const probe = options.catalogue.built.find((it) => it.id === options.id)
  const named = options.catalogue.planned.find((it) => it.id === options.id)
  const signal = options.signal ?? new AbortController().signal
  const run = { values: options.values, signal, now: options.now, onBug: options.onBug }
  const never = () => Promise.reject(new Error('nothing is opened for this pair'))
  if (probe === undefined) {
    if (named === undefined) throw new Error(`no probe ${options.id}`)
    return identify(await runPair({ probe: named.id, inputs: [], bound: {}, probe_of: named, missing: 'not_built' }, never, run))
  }
  const lacking = Object.entries(probe.needs).filter(([slot, need]) => need.optional === undefined && options.bound[slot] === undefined)
  const missing =
    lacking.length === 0
      ? undefined
      : `${lacking.map(([slot]) => `${slot}=…`).join(' and ')} ${lacking.length > 1 ? 'were' : 'was'} not given`
  const inputs = Object.values(options.bound)
  const rolesOfAll = inputs.length > 1
  const materials = await openMaterials({ subject: options.subject, root: options.root, allowOutside: true, rolesOfAll, signal })
  const open: OpenMaterial = async (name) => {
    if (rolesOfAll) await refuseStrangers(materials, inputs)
    return materials.open(name)
  }
  try {
    const pair = { probe: probe.id, inputs, bound: options.bound, probe_of: probe, missing }
    return identify(await runPair(pair, open, run))
  } finally {
    await materials.close()
  }
}

/** A role is set for every input at once; a column that no input has is a slip of the pen. */
const refuseStrangers = async (materials: Materials, inputs: readonly string[]): Promise<void> => {
  const tables: TableHandle[] = []
  for (const name of inputs) {
    const { handle } = await materials.open(name)
    if (handle.kind === 'table' || handle.kind === 'predictions') tables.push(handle)
  }
  if (tables.length === 0) return
  const { refuseRolesOfNone } = await import('./sources/tables/index.ts')
  refuseRolesOfNone(tables)
}
