/** Functions of a cloud that a schedule or an event of a template starts, and whether they come to training. */
import { cloudFunctions } from '../ci/providers/cloud-functions.ts'
import type { Tree } from '../ci/tree.ts'
import type { Trigger } from './kinds.ts'
import type { WhatTrains } from './what-trains.ts'

export const triggersInFunctions = async (tree: Tree, trains: WhatTrains, signal: AbortSignal): Promise<Trigger[]> => {
  const out: Trigger[] = []
  for (const { file, handler, starts } of await cloudFunctions(tree)) {
    if (starts.length === 0) continue
    signal.throwIfAborted()
    const does = await trains.functionAt(file, handler, signal)
    for (const { path, line, kind, enabled } of starts) {
      const by = kind === 'schedule' ? 'a schedule' : 'an event'
      const note = `${by} calls ${handler} of ${file}${does ? ', which trains' : ', which trains nothing'}${enabled ? '' : ': it is switched off'}`
      if (does || kind === 'schedule') out.push({ path, line, kind, enabled, trains: does, renews: true, note })
    }
  }
  return out
}
