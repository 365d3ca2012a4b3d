/** Uses evidence of an earlier run again where nothing that it rests on has changed, and keeps what was measured anew. */
import type { Pair } from './plan.ts'
import type { Draft } from './run-pair.ts'
import { canonicalJson } from './sources/digest.ts'
import type { Kept } from './sources/kept/index.ts'
import type { Materials } from './sources/open-materials.ts'

/** `values`: the options that a pair is measured with. */
export type Memory = {
  /** Throws CannotLook when a material cannot be opened. */
  recall(pair: Pair, values: { [option: string]: unknown }): Promise<Draft | undefined>
  keep(pairs: readonly Pair[], drafts: readonly Draft[]): Promise<void>
}

/** `code` names the code that measures. */
export const memoryIn = (kept: Kept, code: string, materials: Materials, now: () => string): Memory => {
  /** Undefined when a material of the pair is of a kind whose state nobody can tell without reading it. */
  const stateOf = async (pair: Pair): Promise<string | undefined> => {
    const names = [...new Set(Object.values(pair.bound))].sort()
    if (pair.missing !== undefined || names.length === 0) return undefined
    const states: string[] = [code]
    for (const name of names) {
      const state = await materials.state(name)
      if (state === undefined) return undefined
      states.push(state)
    }
    return states.join('\n')
  }
  const keyOf = (pair: Pair, values: { [option: string]: unknown }): string =>
    canonicalJson([pair.probe, 'version' in pair.probe_of ? pair.probe_of.version : 0, values, Object.entries(pair.bound)])
  const recalled = new Set<Pair>()
  return {
    async recall(pair, values) {
      const state = await stateOf(pair)
      const draft = state === undefined ? undefined : await kept.find(state, keyOf(pair, values))
      if (draft === undefined) return undefined
      recalled.add(pair)
      return { ...draft, observed_at: now() }
    },
    async keep(pairs, drafts) {
      for (const [at, pair] of pairs.entries()) {
        const draft = drafts[at]
        if (recalled.has(pair) || draft === undefined || draft.state === 'failed') continue
        const state = await stateOf(pair)
        if (state === undefined || Object.values(pair.bound).some((name) => !materials.whole(name))) continue
        kept.keep(state, keyOf(pair, draft.options), draft)
      }
      await kept.write()
    },
  }
}
