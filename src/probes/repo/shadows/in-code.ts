/** Finds own code that asks a second model for each request and keeps its answer from the caller. */

import type { Starts } from '../monitoring/starts.ts'
import type { Module } from '../python/module.ts'
import { fileLine, type PythonSource } from '../python/sources.ts'
import { isCompared } from './compared.ts'
import type { Mirror, Text } from './mirror.ts'

export const mayShadow = /shadow|mirror_request|dark_launch/i
const word = /shadow|mirror_?(request|traffic)|dark_?launch/i
/** Shadows of pictures, name scopes and tests of names are something else. */
const other =
  /box-?shadow|shadow_?(copy|map|color|root|dom|price|banned?|ray|mask|removal|detection|hand|table)|drop_?shadow|text-?shadow|shadows?_(on|off)|augment|Random(Sun)?Shadow/i
const asks = /(predict|score|infer|invoke|forward|__call__|run|submit|generate|send|post|create_task|add_task)\w*(\(\))?$/i
const serving =
  /fastapi|flask|starlette|bentoml|ray\.serve|from ray import serve|litserve|@app\.(post|route)|grpc|kserve|triton|background_?tasks|asyncio/i
/** A default that says off, with no setting that turns it on, is off. */
const off =
  /shadow\w*enabled\w*["']?\s*[:=]\s*["']?(false|0)\b|enable\w*shadow\w*["']?\s*[:=]\s*["']?(false|0)\b|shadow:\s*\{?\s*\n?\s*enabled:\s*false/i
const on =
  /shadow\w*enabled\w*["']?\s*[:=]\s*["']?(true|1)\b|enable\w*shadow\w*["']?\s*[:=,]\s*["']?(true|1)\b|shadow\.enabled=true|shadow-start/i

export async function shadowsIn(
  source: PythonSource,
  module: Module,
  starts: Starts,
  texts: Text[],
  signal: AbortSignal,
): Promise<Mirror[]> {
  if (!serving.test(source.text)) return []
  for (const call of module.calls) {
    const scope = module.scopes[call.scope]
    const owner = module.scopes[scope?.parent ?? 0]
    const names = `${call.callee} ${scope?.name ?? ''} ${owner?.kind === 'class' ? owner.name : ''}`
    if (call.dead || !word.test(names) || other.test(names) || !asks.test(call.callee)) continue
    if (!(await starts.isStarted({ module, scope: call.scope }, signal))) continue
    const switched = !texts.some(({ text }) => off.test(text)) || texts.some(({ text }) => on.test(text))
    return [
      {
        path: source.path,
        line: fileLine(source, call.line),
        kind: 'shadow',
        enabled: switched,
        compared: isCompared(texts),
        note: `${call.callee.slice(0, 60)} asks a second model${switched ? '' : ', which every setting switches off'}`,
      },
    ]
  }
  return []
}
