/** Asks whether the version that a call names is written down somewhere, or only given by whoever starts the program. */
import type { Argument, Call } from '../python/module.ts'
import type { PythonSource } from '../python/sources.ts'
import { argumentsOf, textOf } from '../python/syntax.ts'
import type { Trace } from '../values/trace.ts'

/** A digest, a number, a date or a tag; an address or a path says nothing of a version. */
const version = /^(?=.*\d)[\w.:+-]{1,80}$|^[0-9a-f]{7,}$|^[\w-]+:\/\/[\w.-]*\d[\w.-]*$/
const setting = /(^|[._])(\w*(id|version|revision|rev|hash|digest|tag|commit|snapshot|ref))$/i

/** True when a text that may be a version, or a setting named for one, lies behind the argument; what cannot be followed counts as written. */
export async function writtenDown(trace: Trace, source: PythonSource, call: Call, by: Argument): Promise<boolean> {
  if (by.type !== 'identifier') return true
  const at = (await trace.calls(source)).find(({ node, callee }) => node.line === call.line && callee === call.callee)
  const value = at === undefined ? undefined : argumentsOf(at.node).find((one) => one.name === by.name && textOf(one.value) === by.text)
  if (at === undefined || value === undefined) return true
  const origins = await trace.origins(value.value, at.at, false)
  return (
    origins.length === 0 ||
    origins.some(({ kind, text }) => (kind === 'text' ? version.test(text) : kind === 'attribute' && setting.test(text)))
  )
}
