/** Reads settings files for values that look like names of models, by the last part of the name they are given to. */
import type { Text } from '../monitoring/signal.ts'
import type { Settings } from './find-calls.ts'
import { looksLikeModel } from './pinned-names.ts'

const given = /^[\s-]*["']?([A-Za-z_][\w.-]*)["']?\s*[:=]\s*["']?([\w.@:/-]{3,120})["']?\s*,?\s*(?:#.*)?$/gm

export function modelNames(texts: Text[]): Settings {
  const out: Settings = new Map()
  for (const { text } of texts)
    for (const [, name, value] of text.matchAll(given)) {
      if (name === undefined || value === undefined || !looksLikeModel(value)) continue
      const key = (name.split('.').at(-1) ?? name).toLowerCase()
      out.set(key, [...(out.get(key) ?? []), value].slice(0, 20))
    }
  return out
}
