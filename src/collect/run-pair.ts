/** Runs one planned pair to its one evidence record: whatever the world does, a record comes out; our own bugs are told loudly in it. */
import {
  CannotLook,
  type Context,
  type Evidence,
  type FailureCode,
  type Finding,
  type Given,
  type Handle,
  type Input,
  type Needs,
  type Probe,
} from '../model/index.ts'
import type { Pair } from './plan.ts'
import { withCells } from './with-cells.ts'

/** Opens a material once per run and keeps it; throws CannotLook. */
export type OpenMaterial = (name: string) => Promise<{ handle: Handle; version: string }>

export type Draft = Omit<Evidence, 'id'>

const blank = (pair: Pair, observedAt: string): Omit<Draft, 'state'> => ({
  probe: pair.probe,
  probe_version: 'version' in pair.probe_of ? pair.probe_of.version : 0,
  options: {},
  method: pair.probe_of.method,
  facts: {},
  items: [],
  inputs: [],
  observed_at: observedAt,
  limits: [],
})

const ofFinding = (base: Omit<Draft, 'state'>, finding: Finding, limits: string[]): Draft =>
  finding.state === 'absent'
    ? { ...base, state: 'absent', items: finding.items, limits: [finding.searched, ...finding.limits, ...limits] }
    : {
        ...base,
        state: 'found',
        facts: finding.facts,
        items: finding.items,
        limits: [...finding.limits, ...limits],
        ...(Object.keys(finding.unknown).length > 0 ? { unknown: finding.unknown } : {}),
        ...(Object.keys(finding.unbounded).length > 0 ? { unbounded: finding.unbounded } : {}),
        ...(finding.until === undefined ? {} : { until: finding.until }),
      }

const failed = (base: Omit<Draft, 'state'>, code: FailureCode, message: string): Draft => ({
  ...base,
  state: 'failed',
  error: { code, message },
})

/** The second of the program's three catches. A bug in a probe fails its own record and is passed on to `onBug`. */
const ofThrow = (base: Omit<Draft, 'state'>, error: unknown, onBug: (error: unknown) => void): Draft => {
  if (error instanceof CannotLook) return failed(base, error.code, error.message)
  onBug(error)
  return failed(base, 'internal', `${base.probe} broke: this is a bug of Assay, please report it`)
}

const openSlots = async (pair: Pair, open: OpenMaterial): Promise<{ given: { [slot: string]: Handle }; inputs: Input[] }> => {
  const given: { [slot: string]: Handle } = {}
  const inputs: Input[] = []
  for (const [slot, material] of Object.entries(pair.bound)) {
    const { handle, version } = await open(material)
    given[slot] = handle
    inputs.push({ material, version, slot })
  }
  return { given, inputs }
}

/** Rejects with CannotLook when the signal fires, whether or not the probe listens. */
const whileAllowed = async <T>(start: () => Promise<T>, signal: AbortSignal): Promise<T> => {
  const reason = () =>
    new CannotLook(
      signal.reason === 'timed_out' ? 'timed_out' : 'cancelled',
      signal.reason === 'timed_out' ? 'the time for this measurement ran out' : 'the run was stopped',
    )
  if (signal.aborted) throw reason()
  let stop = () => {}
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(reason())
    signal.addEventListener('abort', stop, { once: true })
  })
  const work = start()
  // When the signal wins, what the work throws later has nobody to hear it.
  work.catch(() => {})
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', stop))
}

/** A probe that lacks a role found its material well: the role was not declared, which is not given, not a failure to look. */
const orNotGiven = (error: unknown): { role: string } => {
  if (error instanceof CannotLook && error.code === 'missing_role') return { role: error.message }
  throw error
}

export type PairOptions = {
  values: { [name: string]: unknown }
  signal: AbortSignal
  now: () => string
  onBug: (error: unknown) => void
  /** Evidence of an earlier run that still holds; throws CannotLook. */
  recall?: ((pair: Pair, values: { [name: string]: unknown }) => Promise<Draft | undefined>) | undefined
}

export const runPair = async (pair: Pair, open: OpenMaterial, options: PairOptions): Promise<Draft> => {
  const unread = Object.entries(pair.bound).map(([slot, material]) => ({ material, version: null, slot }))
  const base = { ...blank(pair, options.now()), options: options.values }
  if (pair.missing === 'not_built')
    return failed({ ...base, inputs: unread }, 'not_built', `this version of Assay does not measure ${pair.probe} yet`)
  if (pair.missing !== undefined) return { ...base, state: 'not_given', limits: [pair.missing] }
  const probe = pair.probe_of as Probe
  let known: Omit<Draft, 'state'> = { ...base, inputs: unread }
  try {
    const kept = await whileAllowed(async () => options.recall?.(pair, options.values), options.signal)
    if (kept !== undefined) return kept
    const { given, inputs } = await whileAllowed(() => openSlots(pair, open), options.signal)
    known = { ...base, inputs }
    const context: Context<unknown> = { options: probe.options.parse(options.values), signal: options.signal }
    const finding = await whileAllowed(() => probe.collect(given as Given<Needs>, context), options.signal).catch(orNotGiven)
    if ('role' in finding) return { ...known, state: 'not_given', limits: [finding.role] }
    const limits = Object.values(given).flatMap((it) => it.limits)
    const items = await whileAllowed(() => withCells(finding.items, Object.values(given)), options.signal)
    const record = ofFinding(known, { ...finding, items }, [...new Set(limits)])
    if (finding.state === 'found') probe.facts.partial().parse(finding.facts)
    return record
  } catch (error) {
    return ofThrow(known, error, options.onBug)
  }
}
