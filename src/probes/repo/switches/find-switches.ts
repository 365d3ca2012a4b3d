/** Finds conditions that a flag service or a setting decides, and whether a model is asked only on one side of them. */
import { isNotebook, pathKind } from '../paths.ts'
import { parsedModule } from '../python/parsed-modules.ts'
import type { Syntax } from '../python/parser.ts'
import { fileLine, type PythonSource } from '../python/sources.ts'
import { field, literalOf, textOf, walk } from '../python/syntax.ts'
import { scopeAt } from '../values/bindings.ts'
import type { Origin, Trace } from '../values/trace.ts'
import { functionTexts, mayLeadToModel } from './asking-functions.ts'
import type { ModelCalls } from './model-calls.ts'

/** `at_request`: read anew each time, so that turning it needs no restart. */
export type Switch = { path: string; line: number; kind: string; at_request: boolean; scope: number }

const services: [string, RegExp][] = [
  ['LaunchDarkly', /^ldclient\b|(^|\.)(bool_|string_|json_|int_)?variation(_detail)?$/],
  ['OpenFeature', /(^|\.)get_boolean_(value|details)(_async)?$/],
  ['Unleash', /^UnleashClient\b.*is_enabled$|(^|\.)unleash\w*(\(\))?\.is_enabled$/i],
  ['Flagsmith', /^flagsmith\b.*is_feature_enabled$|(^|\.)is_feature_enabled$/i],
  ['Waffle', /^waffle\b.*(flag|switch|sample)_is_active$/],
  ['PostHog', /^posthog\b.*feature_enabled$/],
  ['GrowthBook', /^growthbook\b.*is_on$/],
  ['ConfigCat', /^configcatclient\b.*get_value$/],
  ['Statsig', /^statsig\w*\b.*(check_gate|get_feature_gate)$/],
  ['Flipper', /^flipper\b.*is_enabled$/],
]
const imported = /\b(ldclient|openfeature|UnleashClient|flagsmith|waffle|posthog|growthbook|configcatclient|statsig\w*|flipper)\b/
const switchName =
  /(^|[\W_])(enable[ds]?|disable[ds]?|use|flag|flags|feature|toggle|switch|kill|killswitch|fallback|off|bypass|maintenance)([\W_]|$)/i
const noSwitch = /url|path|key$|host|token|dir$|name$|timeout|version|features$|columns/i
const reading =
  /^os\.(getenv|environ\.get)$|^(environ\.get|getenv|decouple\.config)$|(^|\.)(redis\w*|cache|kv|dynamodb\w*|table|db|store|consul|etcd)\w*(\(\))?\.(get|get_item|hget|fetch\w*)$|^(yaml\.safe_load|json\.load|tomllib\.load)$/i

export async function findSwitches(
  files: Map<string, PythonSource>,
  trace: Trace,
  models: ModelCalls,
  names: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Switch[]> {
  const out: Switch[] = []
  const mayDecide = conditionsThatMay(files)
  for (const source of files.values()) {
    signal.throwIfAborted()
    if (pathKind(source.path) === 'test' || isNotebook(source.path) || !mayHold(source, mayDecide, names)) continue
    const module = await parsedModule(source)
    const { root } = await trace.parsed(source, module)
    for (const node of walk(root)) {
      const condition =
        node.type === 'if_statement' || node.type === 'elif_clause'
          ? field(node, 'condition')
          : node.type === 'conditional_expression'
            ? node.children[1]
            : undefined
      if (condition === undefined || !mayDecide(textOf(condition), source)) continue
      const scope = scopeAt(module, node.line)
      // A model is asked inside a function, not while a file is imported.
      if (module.scopes[scope]?.kind !== 'function') continue
      if (!(await isGuard(node, source, module.scopes[scope]?.end_line ?? node.end_line, models))) continue
      const found = switchOf(textOf(condition), await trace.origins(condition, { source, module, scope }, false), source, files)
      if (found !== undefined) out.push({ path: source.path, line: fileLine(source, node.line), ...found, scope })
    }
  }
  return out
}

type MayDecide = (condition: string, source: PythonSource) => boolean

/** By its words: named like a switch, in a file that uses a flag service, or a call of a function that such a file defines. */
function conditionsThatMay(files: Map<string, PythonSource>): MayDecide {
  const serviced = new Set([...files.values()].filter(({ text }) => imported.test(text)))
  const helpers = new Set([...serviced].flatMap((source) => functionTexts(source).map(({ name }) => name)))
  return (condition, source) =>
    switchName.test(condition) || serviced.has(source) || (condition.match(/\w+(?=\()/g) ?? []).some((word) => helpers.has(word))
}

/** Most files have no such condition in a function that may ask a model: they are not parsed. */
const mayHold = (source: PythonSource, mayDecide: MayDecide, names: ReadonlySet<string>): boolean =>
  functionTexts(source).some(
    ({ text }) =>
      mayLeadToModel(text, names) && [...text.matchAll(/\b(?:el)?if\b([^\n]*)/g)].some(([, rest]) => mayDecide(rest as string, source)),
  )

function switchOf(
  condition: string,
  origins: Origin[],
  source: PythonSource,
  files: Map<string, PythonSource>,
): { kind: string; at_request: boolean } | undefined {
  // Whether something was found, loaded or left empty is no switch.
  if (/\bis (not )?None\b|\blen\(|\.count\(|\.empty\b|[<>]/.test(condition)) return undefined
  const calls = origins.filter(({ kind, beside }) => kind === 'call' && !beside)
  for (const { text, path } of calls) {
    const service = services.find(([, pattern]) => pattern.test(text))
    if (service !== undefined && imported.test(files.get(path)?.text ?? source.text)) return { kind: service[0], at_request: true }
  }
  for (const call of calls) {
    if (!reading.test(call.text)) continue
    const key = call.args.map(({ value }) => literalOf(value)).find((one) => typeof one === 'string')
    const named = typeof key === 'string' ? isSwitch(key) : isSwitch(condition)
    if (named) return { kind: /getenv|environ|decouple/.test(call.text) ? 'environment' : 'setting', at_request: isInFunction(call, files) }
  }
  const attribute = /\b(?:settings|config|cfg|conf|options|flags)\b(?:\(\))?(?:\.\w+)*[.[("']+(\w+)/i.exec(condition)?.[1]
  return attribute !== undefined && isSwitch(attribute) ? { kind: 'setting', at_request: false } : undefined
}

const isSwitch = (name: string): boolean => switchName.test(name.replaceAll(/([a-z])([A-Z])/g, '$1_$2')) && !noSwitch.test(name)

/** Read where a function runs; what is read while a file is imported holds until the next start. */
const isInFunction = ({ path, line }: Origin, files: Map<string, PythonSource>): boolean =>
  /^\s+/.test(files.get(path)?.text.split('\n')[line - 1] ?? '')

/** The model is asked on one side only: in the branch, or behind a branch that leaves the function. */
async function isGuard(node: Syntax, source: PythonSource, functionEnd: number, models: ModelCalls): Promise<boolean> {
  const consequence = node.type === 'conditional_expression' ? node.children[0] : field(node, 'consequence')
  if (consequence === undefined) return false
  const inside = await models.within(source, consequence)
  const rest = { start: consequence.end, end: node.end }
  const otherwise = rest.end > rest.start && (await models.within(source, rest))
  if (inside !== otherwise) return true
  if (inside) return false
  const leaves = consequence.children.some(({ type }) => type === 'return_statement' || type === 'raise_statement')
  if (!leaves) return false
  const end = source.text.split('\n').slice(0, functionEnd).join('\n').length
  return models.within(source, { start: node.end, end })
}
