/** Finds calls to models of others, and follows the names of those models through variables, helpers and settings. */
import { pathKind } from '../paths.ts'
import type { Call, Module } from '../python/module.ts'
import { fileLine, type PythonSource } from '../python/sources.ts'
import { argumentsOf, field } from '../python/syntax.ts'
import type { Origin, Trace } from '../values/trace.ts'
import { hubCall, isHubId, mayTakeFromHub } from './hub-models.ts'
import { isPinned, looksLikeModel } from './pinned-names.ts'
import { bodyOf, isRequest, mayCall, type VendorCall, vendorAt, vendorCall } from './vendor-calls.ts'

/** `models`: the names that were found; empty when none could be followed, and then `pinned` is false. */
export type Asked = { path: string; line: number; vendor: string; models: string[]; pinned: boolean; scope: number; kind: 'vendor' | 'hub' }

const most = 300
const ownHost = /localhost|127\.0\.0\.1|0\.0\.0\.0|host\.docker\.internal|\bollama\b|\bvllm\b|:8000\b|:11434\b|\.svc\b|\.local\b/i

export async function findCalls(files: Map<string, PythonSource>, trace: Trace, settings: Settings, signal: AbortSignal): Promise<Asked[]> {
  const out: Asked[] = []
  for (const source of files.values()) {
    signal.throwIfAborted()
    const [vendor, hub] = [mayCall.test(source.text), mayTakeFromHub.test(source.text)]
    if (pathKind(source.path) === 'test' || out.length >= most || (!vendor && !hub)) continue
    for (const call of await trace.calls(source)) {
      if (isDead(call)) continue
      const asked = (vendor ? await ofVendor(call, trace, settings) : undefined) ?? (hub ? await ofHub(call, trace, files) : undefined)
      if (asked !== undefined) out.push(asked)
    }
  }
  return out
}

const byLine = new WeakMap<Module, Map<number, Call[]>>()

/** The calls of a line as the file's summary has them, with what it knows of receivers and of code that never runs. */
function summedUp({ node, at: { module } }: Called): Call[] {
  let lines = byLine.get(module)
  if (lines === undefined) {
    lines = new Map()
    for (const call of module.calls) lines.set(call.line, [...(lines.get(call.line) ?? []), call])
    byLine.set(module, lines)
  }
  return lines.get(node.line) ?? []
}

const isDead = (call: Called): boolean => {
  const here = summedUp(call)
  return here.length > 0 && here.every(({ dead }) => dead)
}

type Called = Awaited<ReturnType<Trace['calls']>>[number]
/** Values by the last part of their names, from YAML, JSON, TOML and .env files. */
export type Settings = Map<string, string[]>

const importsOf = ({ at }: Called): string[] => [...at.module.imports.values(), ...[...at.module.otherImports.values()].flat()]

async function ofVendor(call: Called, trace: Trace, settings: Settings): Promise<Asked | undefined> {
  const args = argumentsOf(call.node)
  const callee = madeCallee(call)
  const found = vendorCall(callee, args, importsOf(call)) ?? (await ofAddress(call, args, trace))
  if (found === undefined) return undefined
  const receiver = field(field(call.node, 'function') ?? call.node, 'object')
  // A client that points to a machine of one's own asks no vendor.
  const around = receiver === undefined ? [] : await trace.origins(receiver, call.at, false)
  const own = args.filter(({ name }) => /^(base_url|api_base|openai_api_base|endpoint_url|azure_endpoint)$/.test(name ?? ''))
  const addresses = [...around, ...(await Promise.all(own.map(({ value }) => trace.origins(value, call.at, false)))).flat()]
  const texts = addresses.filter(({ kind, text }) => kind === 'text' && /^https?:|:\d{4,5}\b/.test(text)).map(({ text }) => text)
  const defaults = texts.filter((text) => vendorAt(text) === undefined)
  if (texts.length > 0 && defaults.length === texts.length && texts.some((text) => ownHost.test(text))) return undefined
  const azure = found.deployment || addresses.some(({ kind, text }) => kind === 'call' && /AzureOpenAI$/.test(text))
  const vendor = azure ? 'Azure OpenAI' : (texts.map(vendorAt).find((one) => one !== undefined) ?? found.vendor)
  const models = await namesOf(found, call, trace, settings)
  if (models.length > 0 && models.every((name) => /^ollama/.test(name))) return undefined
  return told(call, vendor, models, !azure && models.length > 0 && models.every(isPinned), 'vendor')
}

/** What the file's own summary knows of the receiver: `client = OpenAI()` before, or in `__init__`. */
function madeCallee(call: Called): string {
  const last = call.callee.slice(call.callee.lastIndexOf('.') + 1)
  const known = summedUp(call).filter(({ callee }) => callee.endsWith(last))
  return known.find(({ callee }) => callee.includes('()'))?.callee ?? call.callee
}

async function ofAddress({ at, callee }: Called, args: ReturnType<typeof argumentsOf>, trace: Trace): Promise<VendorCall | undefined> {
  const where = isRequest(callee, args)
  if (where === undefined) return undefined
  const origins = await trace.origins(where, at, false)
  const vendor = origins
    .filter(({ kind }) => kind === 'text')
    .map(({ text }) => vendorAt(text))
    .find((one) => one !== undefined)
  return vendor === undefined ? undefined : { vendor, model: bodyOf(args), deployment: false }
}

async function namesOf({ model }: VendorCall, { at }: Called, trace: Trace, settings: Settings): Promise<string[]> {
  if (model === undefined) return []
  const origins = await trace.origins(model, at, false)
  const texts = origins.filter(({ kind }) => kind === 'text').map(({ text }) => text)
  // What settings say counts where the code itself names none.
  const own = [...new Set(texts)].filter(looksLikeModel)
  return own.length > 0 ? own : [...new Set(fromSettings(origins, settings))].filter(looksLikeModel)
}

/** `cfg["model"]`, `settings.llm_model`, `os.getenv("LLM_MODEL")`: what settings give to that name. */
function fromSettings(origins: Origin[], settings: Settings): string[] {
  const names = origins.flatMap(({ kind, text }) =>
    kind === 'attribute' ? [text.split('.').at(-1) ?? ''] : kind === 'text' && /^[A-Za-z]\w*$/.test(text) ? [text] : [],
  )
  return names.flatMap((name) => settings.get(name.toLowerCase()) ?? [])
}

async function ofHub(call: Called, trace: Trace, files: Map<string, PythonSource>): Promise<Asked | undefined> {
  const found = hubCall(call.callee, argumentsOf(call.node), importsOf(call))
  if (found?.model === undefined) return undefined
  const origins = await trace.origins(found.model, call.at, false)
  const paths = new Set(files.keys())
  const models = [...new Set(origins.filter(({ kind }) => kind === 'text').map(({ text }) => text))].filter((text) => isHubId(text, paths))
  return models.length === 0 ? undefined : told(call, found.hub, models, found.pinned, 'hub')
}

const told = ({ node, at }: Called, vendor: string, models: string[], pinned: boolean, kind: Asked['kind']): Asked => ({
  path: at.source.path,
  line: fileLine(at.source, node.line),
  vendor,
  models: models.slice(0, 6),
  pinned,
  scope: at.scope,
  kind,
})
