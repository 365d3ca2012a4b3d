/** Programs that train, sleep for long, and train again: `while True: train(); time.sleep(86400)`. */
import { trains as fitsModel } from '../learning/training.ts'
import { isForeign, pathKind } from '../paths.ts'
import { parsedModule } from '../python/parsed-modules.ts'
import { fileLine } from '../python/sources.ts'
import type { Trigger } from './kinds.ts'
import type { WhatTrains } from './what-trains.ts'

const loop = /^([ \t]*)while\s+(?:True|1)\s*:[^\n]*\n((?:\1[ \t]+[^\n]*(?:\n|$)|[ \t]*\n)+)/gm
const sleeping = /\bsleep\(([^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)/
/** A shorter sleep waits for something else: a lock, a message, a file. */
const shortest = 600

/** Seconds of `24 * 60 * 60`; names that say hours or days are long enough. */
const isLong = (text: string): boolean => {
  const factors = text.split('*').map((part) => Number(part.replaceAll('_', '').trim()))
  return factors.every((one) => Number.isFinite(one))
    ? factors.reduce((product, one) => product * one, 1) >= shortest
    : /hour|day|week|interval|period|every/i.test(text)
}

export const triggersInLoops = async (trains: WhatTrains, signal: AbortSignal): Promise<Trigger[]> => {
  const out: Trigger[] = []
  for (const source of trains.files.values()) {
    if (isForeign(source.path) || pathKind(source.path) !== 'own' || !/\bwhile\s+(True|1)\s*:/.test(source.text)) continue
    signal.throwIfAborted()
    for (const { index, 0: whole, 2: body = '' } of source.text.matchAll(loop)) {
      const slept = sleeping.exec(body)?.[1]
      if (slept === undefined || !isLong(slept)) continue
      const module = await parsedModule(source)
      const line = source.text.slice(0, index).split('\n').length
      const calls = module.calls.filter((call) => !call.dead && call.line > line && call.line < line + whole.split('\n').length)
      let does = calls.some(fitsModel)
      for (const call of does ? [] : calls) does ||= await trains.functionOf(call.callee, module, call.scope, signal)
      const note = 'a loop trains, sleeps and trains again for as long as its program runs'
      if (does)
        out.push({ path: source.path, line: fileLine(source, line), kind: 'schedule', enabled: true, trains: true, renews: true, note })
    }
  }
  return out
}
