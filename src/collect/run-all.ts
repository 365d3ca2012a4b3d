/** Runs the planned pairs: those that read files side by side, so that git works for one while another thinks, those on tables one by one. */
import type { Memory } from './memory.ts'
import type { Pair } from './plan.ts'
import { type Draft, runPair } from './run-pair.ts'
import type { Materials } from './sources/open-materials.ts'

export type Progress = (step: { done: number; of: number; what: string }) => void

export type RunOptions = {
  now: () => string
  memory: Memory | undefined
  /** Milliseconds for the whole run and for one measurement. */
  budget?: { run: number; probe: number } | undefined
  /** Fires to stop the run. */
  signal?: AbortSignal | undefined
  onProgress?: Progress | undefined
  onBug?: ((error: unknown) => void) | undefined
}

/** Enough to fill the waits, few enough to hold what each has in hand. */
const sideBySide = 6

/** Timers hold no more milliseconds (24 days) and would fire at once. */
const longest = 2 ** 31 - 1
const defaultBudget = { run: 15 * 60_000, probe: 4 * 60_000 }

/** One draft for each pair, in the order of the pairs. */
export const runAll = async (pairs: readonly Pair[], materials: Materials, options: RunOptions): Promise<Draft[]> => {
  const { onProgress } = options
  const budget = options.budget ?? defaultBudget
  const end = performance.now() + budget.run
  const drafts: Draft[] = []
  let done = 0
  const run = async (pair: Pair): Promise<void> => {
    onProgress?.({ done, of: pairs.length, what: pair.probe })
    const time = limited(options.signal, Math.min(budget.probe, end - performance.now()))
    if (asksEngine(pair)) time.signal.addEventListener('abort', () => materials.interrupt(), { once: true })
    drafts[pairs.indexOf(pair)] = await runPair(pair, materials.open, {
      values: {},
      signal: time.signal,
      now: options.now,
      onBug: options.onBug ?? (() => {}),
      recall: options.memory?.recall,
    })
    time.done()
    done++
  }
  // The engine stops whatever it is at when one measurement's time is over: no two may share it.
  await each(pairs.filter((pair) => !asksEngine(pair)).sort(earlyFirst), sideBySide, run)
  await each(pairs.filter(asksEngine), 1, run)
  onProgress?.({ done: pairs.length, of: pairs.length, what: 'done' })
  return drafts
}

const asksEngine = ({ bound }: Pair): boolean => Object.values(bound).some((it) => /^(tables|predictions)\./.test(it))

const earlyFirst = (a: Pair, b: Pair): number => Number(isEarly(b)) - Number(isEarly(a))
const isEarly = ({ probe_of }: Pair): boolean => 'early' in probe_of && probe_of.early === true

/** Takes up the next as soon as one is done, `most` at a time. */
const each = async <T>(all: readonly T[], most: number, work: (one: T) => Promise<void>): Promise<void> => {
  const left = all.values()
  const takeUp = async (): Promise<void> => {
    for (const one of left) await work(one)
  }
  await Promise.all(Array.from({ length: most }, takeUp))
}

/** A signal that fires when the run is stopped, or when this measurement's or the run's time is over. */
const limited = (outer: AbortSignal | undefined, ms: number): { signal: AbortSignal; done: () => void } => {
  const own = new AbortController()
  const timer = setTimeout(() => own.abort('timed_out'), Math.min(longest, Math.max(0, ms)))
  const stop = () => own.abort('cancelled')
  if (outer?.aborted === true) stop()
  outer?.addEventListener('abort', stop, { once: true })
  return {
    signal: own.signal,
    done: () => {
      clearTimeout(timer)
      outer?.removeEventListener('abort', stop)
    },
  }
}
