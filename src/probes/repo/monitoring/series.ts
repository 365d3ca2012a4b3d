/** Finds the series that Python code sends: metrics that are made, fed by code that something starts, and shown or pushed. */
import type { Argument, Call, Module } from '../python/module.ts'
import { fileLine, type PythonSource } from '../python/sources.ts'
import { aboutOf, stemOf } from './about.ts'
import { type About, lineAt } from './signal.ts'
import type { Starts } from './starts.ts'

/** `fed`: code that something starts gives it values. `fits`: does a series of an expression come from it? */
export type Series = { name: string; about: About; path: string; line: number; fed: boolean; pushed: boolean }

export const maySend =
  /# TYPE |prometheus|\bCounter\(|\bHistogram\(|\bGauge\(|\bSummary\(|[Ii]nstrumentator|put_metric_data|track_metric|wandb|mlflow|statsd|create_(histogram|counter|gauge|up_down_counter|observable_gauge)|add_metric|create_time_series|bentoml/
const library = /^(prometheus_client|aioprometheus|bentoml(\.metrics)?|ray\.(util\.metrics|serve\.metrics)|prometheus_async)\b/
const made = /(^|\.)(Counter|Gauge|Histogram|Summary)$/
const metered = /\.create_(histogram|counter|gauge|up_down_counter)$/
const exporting = /OTLPMetricExporter|PrometheusMetricReader|AzureMonitorMetricExporter|CloudMonitoringMetricsExporter/
const feeding = 'inc|dec|set|observe|labels|time|track_inprogress|count_exceptions|set_function|record|add'
const exposed =
  /start_http_server\s*\(|make_(asgi|wsgi)_app\s*\(|generate_latest\s*\(|["'`]\/?metrics\/?["'`]|\.expose\s*\(|PrometheusMetrics\s*\(|MetricsHandler|push_to_gateway\s*\(|pushadd_to_gateway\s*\(|import bentoml|from bentoml/

export const isExposed = (files: Iterable<PythonSource>): boolean => [...files].some(({ text }) => exposed.test(text))

export async function seriesIn(source: PythonSource, module: Module, starts: Starts, signal: AbortSignal): Promise<Series[]> {
  const out: Series[] = []
  const pushed = /push(add)?_to_gateway\s*\(/.test(source.text)
  for (const call of module.calls) {
    if (call.dead) continue
    const line = fileLine(source, call.line)
    const place = { path: source.path, line }
    const meter = metered.test(call.callee) && /opentelemetry|meter/i.test(call.callee)
    if (meter || (made.test(call.callee) && isMetric(call, module, source))) {
      const name = nameIn(call, source.text)
      if (name === undefined) continue
      const fed = await isFed(variableAt(source.text, call.line), module, starts, signal)
      out.push({
        ...place,
        name: stemOf(name),
        about: aboutOf(name, labelsOf(call)),
        fed,
        pushed: pushed || (meter && starts.anyText(exporting)),
      })
    } else out.push(...(await ready(call, module, starts, signal)).map((one) => ({ ...place, ...one })))
  }
  return [...out, ...(await written(source, module, starts, signal))]
}

/** Series that code writes out line by line, in the text format that collectors read. */
async function written(source: PythonSource, module: Module, starts: Starts, signal: AbortSignal): Promise<Series[]> {
  const out: Series[] = []
  for (const match of source.text.matchAll(/# TYPE ([a-zA-Z_:][\w:]*) (?:counter|gauge|histogram|summary)\b/g)) {
    const name = match[1] as string
    const line = lineAt(source.text, match.index)
    const scope = module.scopes.findLastIndex((one, at) => at > 0 && one.kind === 'function' && one.line <= line && line <= one.end_line)
    const labels = /\{+([^}\n]*)/.exec(source.text.slice(match.index).split('\n').slice(1, 3).join('\n'))?.[1] ?? ''
    const fed = await starts.isStarted({ module, scope: Math.max(0, scope) }, signal)
    out.push({ path: source.path, line: fileLine(source, line), name: stemOf(name), about: aboutOf(name, labels), fed, pushed: false })
  }
  return out
}

/** From a metrics library, or from a class of that name in code that writes the exposition format itself. */
function isMetric(call: Call, module: Module, { text }: PythonSource): boolean {
  if (library.test(call.callee)) return true
  const own = module.scopes.some(({ kind, name }) => kind === 'class' && name === call.callee)
  return own && /# TYPE|prometheus/i.test(text)
}

const argumentOf = (call: Call, name: string, at: number): Argument | undefined =>
  call.args.find((arg) => arg.name === name) ?? (call.args[at]?.name === null ? call.args[at] : undefined)

/** The text stands in for a name that is put together when it runs. */
function nameIn(call: Call, text: string): string | undefined {
  const arg = argumentOf(call, 'name', 0)
  if (arg === undefined) return undefined
  // The default of a parameter, or a constant.
  const bound =
    arg.type === 'identifier' ? new RegExp(`\\b${arg.text}\\s*(?::\\s*\\w+\\s*)?=\\s*["']([\\w:.-]+)["']`).exec(text)?.[1] : undefined
  if (bound !== undefined) return bound
  return typeof arg.literal === 'string' ? arg.literal : arg.text.replaceAll(/[^\w]+/g, '_').toLowerCase()
}

const labelsOf = (call: Call): string =>
  (call.args.find(({ name }) => name === 'labelnames' || name === 'labels') ?? call.args.filter(({ name }) => name === null)[2])?.text ?? ''

const assigned = /(\w+)["'\]]*\s*(?::[^=\n]+)?[=:]\s*\(?\s*(?:[\w.]+\.)?(?:Counter|Gauge|Histogram|Summary|create_\w+)\s*\(/
function variableAt(text: string, line: number): string | undefined {
  const lines = text.split('\n')
  return (assigned.exec(lines[line - 1] ?? '') ?? assigned.exec(`${lines[line - 2] ?? ''}\n${lines[line - 1] ?? ''}`))?.[1]
}

/** Somewhere a value is given to it, in code that something starts. Kept in a dictionary, it is taken as fed when any is. */
async function isFed(variable: string | undefined, module: Module, starts: Starts, signal: AbortSignal): Promise<boolean> {
  const use = new RegExp(variable === undefined ? `[\\w\\])]\\.(${feeding})$` : `(^|\\.)${variable}(\\[\\])?\\.(${feeding})\\b`)
  const users = variable === undefined ? [module] : await starts.modulesWith(variable)
  for (const user of users) {
    for (const reference of user.references) {
      if (reference.dead || !use.test(reference.written)) continue
      if (await starts.isStarted({ module: user, scope: reference.scope }, signal)) return true
    }
  }
  return false
}

type Ready = { name: string; about: About; fed: boolean; pushed: boolean }

/** What libraries send by themselves, and calls that send one value at once. */
async function ready(call: Call, module: Module, starts: Starts, signal: AbortSignal): Promise<Ready[]> {
  const fed = (): Promise<boolean> => starts.isStarted({ module, scope: call.scope }, signal)
  const requests = async (name: string, pushed = false): Promise<Ready[]> => {
    const started = await fed()
    return [
      { name: `${name}_duration_seconds`, about: 'latency', fed: started, pushed },
      { name: `${name}s`, about: 'traffic', fed: started, pushed },
    ]
  }
  if (/(^|\.)Instrumentator\(\)(\.\w+\(\))*\.instrument$|(^|[._])instrumentator(\(\))?\.instrument$/.test(call.callee))
    return requests('http_request')
  if (/^prometheus_flask_exporter\b.*PrometheusMetrics(\.for_app_factory)?$/.test(call.callee)) return requests('flask_http_request')
  const middleware = /add_middleware$/.test(call.callee) ? call.args[0]?.text : undefined
  if (middleware !== undefined && /^(PrometheusMiddleware|MetricsMiddleware)$/.test(middleware)) return requests('starlette_request')
  if (/(^|\.)put_metric_data$/.test(call.callee) && !namedHere.test(call.args.map((arg) => arg.text).join(' ')))
    return handedNames(module.scopes[call.scope]?.name ?? '', starts, signal)
  if (tracking.test(call.callee)) return tracked(call, module, starts, signal)
  const one = sentBy(call)
  return one === undefined
    ? []
    : [{ name: stemOf(one), about: aboutOf(one, call.args.map(({ text }) => text).join(' ')), fed: await fed(), pushed: true }]
}

const tracking = /^(wandb|mlflow)\.(log|log_metrics?)$|^wandb\.init\(\)\.log$/
const live = /fastapi|flask|starlette|BaseHTTPMiddleware|bentoml|litserve|ray\.serve/

/** A tracker in a service that answers takes in what it measures of each answer; in training it does not. */
async function tracked(call: Call, module: Module, starts: Starts, signal: AbortSignal): Promise<Ready[]> {
  const scope = module.scopes[call.scope]
  // A dictionary that was made before: its keys stand in the same function.
  const around = call.args.some(({ type }) => type === 'identifier') && scope?.kind === 'function'
  const text = around
    ? starts
        .textOf(module.path)
        .split('\n')
        .slice(scope.line - 1, scope.end_line)
        .join('\n')
    : call.args.map((arg) => arg.text).join(' ')
  const names = [...text.matchAll(/["'{]([\w./ -]*(?:latency|duration|drift|confidence|prediction)[\w./ -]*)["'}]/gi)]
  if (names.length === 0) return []
  const way = await starts.way({ module, scope: call.scope }, signal)
  if (!way?.some((place) => live.test(starts.textOf(place.module.path)))) return []
  return names.map((match) => ({ name: stemOf(match[1] as string), about: aboutOf(match[1] as string), fed: true, pushed: true }))
}

const namedHere = /MetricName["']\s*:\s*["'][\w./ -]/

/** A helper sends what it is handed: the names stand where it is called, or where its caller is. */
async function handedNames(helper: string, starts: Starts, signal: AbortSignal): Promise<Ready[]> {
  const out: Ready[] = []
  const seen = new Set<string>(['', helper])
  let open = helper === '' ? [] : [helper]
  for (let depth = 0; depth < 3 && open.length > 0; depth++) {
    const next: string[] = []
    for (const name of open)
      for (const user of await starts.modulesWith(name))
        for (const call of user.calls) {
          if (call.dead || call.callee.split('.').at(-1) !== name) continue
          const caller = user.scopes[call.scope]?.name ?? ''
          if (!seen.has(caller)) next.push(caller)
          seen.add(caller)
          const names = call.args.flatMap(({ text }) =>
            [...text.matchAll(/["']([A-Za-z][\w./-]{1,60})["']/g)].map((match) => match[1] as string),
          )
          const told = names.map((one) => ({ name: stemOf(one), about: aboutOf(one) })).filter(({ about }) => about !== 'other')
          if (told.length === 0) continue
          const fed = await starts.isStarted({ module: user, scope: call.scope }, signal)
          out.push(...told.map((one) => ({ ...one, fed, pushed: true })))
        }
    open = next
  }
  return out
}

/** The name of a value that this call sends to a service which keeps it. */
function sentBy(call: Call): string | undefined {
  if (/(^|\.)put_metric_data$/.test(call.callee)) {
    const text = call.args.map((arg) => arg.text).join(' ')
    return /MetricName["']\s*:\s*["']([\w./ -]+)/.exec(text)?.[1] ?? text.slice(0, 80)
  }
  const first = call.args.find(({ name }) => name === 'name' || name === 'stat' || name === 'metric') ?? call.args[0]
  const literal = typeof first?.literal === 'string' ? first.literal : undefined
  if (literal === undefined) return undefined
  if (/statsd/i.test(call.callee) && /\.(timing|timer|gauge|incr|increment|histogram|distribution|timed)$/.test(call.callee)) return literal
  // Serving platforms (CML, CDSW) keep what a model's function tells them beside each answer.
  if (/^(cdsw|cml)\b.*\.track_metric$/.test(call.callee)) return literal
  if (/aws_lambda_powertools|^metrics\.add_metric$/.test(call.callee) && /add_metric$/.test(call.callee)) return literal
  return undefined
}
