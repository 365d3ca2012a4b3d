/** Recognises agents and switches by which a service sends its times, errors and load to a monitoring system. */
import type { Module } from '../python/module.ts'
import type { Place } from '../python/reach.ts'
import { fileLine, type PythonSource } from '../python/sources.ts'
import { type About, lineAt, type Signal, type Text } from './signal.ts'
import type { Starts } from './starts.ts'

export const mayHaveAgent =
  /ddtrace|newrelic|sentry_sdk|elasticapm|configure_azure_monitor|AzureExporter|AzureMonitor\w*Exporter|app_?insights|FastAPIInstrumentor|FlaskInstrumentor|OpenTelemetryMiddleware|logfire|aws_xray_sdk|scout_apm|psutil/i

/** `callee` of a call, what it lets be seen, and when that is sent nowhere. */
const calls: { callee: RegExp; abouts: About[]; tool: string; if?: RegExp; needs?: RegExp }[] = [
  { callee: /^ddtrace\b.*patch(_all)?$/, abouts: ['latency', 'traffic', 'errors'], tool: 'Datadog' },
  {
    callee: /^newrelic\.agent\.(initialize|register_application|WSGIApplicationWrapper)$/,
    abouts: ['latency', 'traffic', 'errors'],
    tool: 'New Relic',
  },
  { callee: /^sentry_sdk\.init$/, abouts: ['latency', 'errors'], tool: 'Sentry', if: /traces_sample(_rate|r)|enable_tracing/ },
  { callee: /^sentry_sdk\.init$/, abouts: ['errors'], tool: 'Sentry' },
  { callee: /^elasticapm\b.*(ElasticAPM|make_apm_client|Client)$/, abouts: ['latency', 'traffic', 'errors'], tool: 'Elastic APM' },
  { callee: /configure_azure_monitor$/, abouts: ['latency', 'traffic', 'errors'], tool: 'Azure Monitor' },
  { callee: /^logfire\.instrument_(fastapi|flask|starlette|django|asgi|wsgi)$/, abouts: ['latency', 'traffic', 'errors'], tool: 'Logfire' },
  { callee: /^aws_xray_sdk\b.*(XRayMiddleware|patch_all)$/, abouts: ['latency', 'errors'], tool: 'X-Ray' },
  {
    callee:
      /(FastAPIInstrumentor|FlaskInstrumentor|StarletteInstrumentor|DjangoInstrumentor)(\(\))?\.instrument(_app)?$|OpenTelemetryMiddleware$/,
    abouts: ['latency', 'traffic'],
    tool: 'OpenTelemetry',
    needs: /OTLP\w*Exporter|AzureMonitor\w*Exporter|CloudTraceSpanExporter|JaegerExporter|PrometheusMetricReader|ZipkinExporter/,
  },
]

export async function agentsIn(
  source: PythonSource,
  module: Module,
  starts: Starts,
  all: PythonSource[],
  signal: AbortSignal,
): Promise<Signal[]> {
  const out: Signal[] = []
  for (const call of module.calls) {
    const text = call.args.map((arg) => `${arg.name ?? ''}=${arg.text}`).join(' ')
    if (!call.dead && load.test(call.callee))
      out.push(
        ...(await loadShown({ module, scope: call.scope }, { path: source.path, line: fileLine(source, call.line) }, starts, signal)),
      )
    const agent = calls.find(({ callee, if: when }) => callee.test(call.callee) && (when === undefined || when.test(text)))
    if (agent === undefined || call.dead) continue
    const started = await starts.isStarted({ module, scope: call.scope }, signal)
    const sent = agent.needs === undefined || all.some((one) => agent.needs?.test(one.text))
    const note = !started
      ? `${agent.tool}: nothing starts the code that switches it on`
      : sent
        ? `${agent.tool} takes it in`
        : `${agent.tool} measures, and no exporter sends it`
    const place = { path: source.path, line: fileLine(source, call.line) }
    out.push(...agent.abouts.map((about) => ({ ...place, about, kind: 'agent', collected: started && sent, alerts: false, note })))
  }
  return [...out, ...switchesIn(source)]
}

const load = /^psutil\.(cpu_percent|virtual_memory|Process\(\)\.(memory_info|memory_percent|cpu_percent))$/
const answering = /fastapi|flask|starlette|bentoml|litserve|streamlit|gradio/

/** A service that reads its own load and shows it; the load of a training run is not meant. Gauges are told as series. */
async function loadShown(from: Place, place: { path: string; line: number }, starts: Starts, signal: AbortSignal): Promise<Signal[]> {
  const way = await starts.way(from, signal)
  if (!way?.some(({ module }) => answering.test(starts.textOf(module.path)))) return []
  return [
    {
      ...place,
      about: 'cpu_mem',
      kind: 'log',
      collected: false,
      alerts: false,
      note: 'the service reads its load and shows it; no monitoring system takes it in',
    },
  ]
}

/** `enable_app_insights=True` where a deployment is made in code. */
function switchesIn(source: PythonSource): Signal[] {
  const match = /\b(enable_app_insights|app_insights_enabled)\s*=\s*True\b/.exec(source.text)
  if (match === null) return []
  return azure({ path: source.path, line: fileLine(source, lineAt(source.text, match.index)) })
}

const azure = (place: { path: string; line: number }): Signal[] =>
  (['latency', 'traffic', 'errors'] as const).map((about) => ({
    ...place,
    about,
    kind: 'agent',
    collected: true,
    alerts: false,
    note: 'the deployment sends response times and rates to Application Insights',
  }))

const wrapped = /(?:^|[\s"'[,])(ddtrace-run|newrelic-admin["',\s]+run-program|opentelemetry-instrument)\b/

/** Where a Telegraf file reads the load, when it also says where that is sent: anything but a file or its own output. */
function collectorIn(text: string): number | undefined {
  const live = text.replaceAll(/^[ \t]*#.*$/gm, (comment) => ' '.repeat(comment.length))
  const read = /^\s*\[\[inputs\.(cpu|mem|docker|kubernetes|procstat)\]\]/m.exec(live)
  return read !== null && /^\s*\[\[outputs\.(?!file\b|discard\b|exec)\w+\]\]/m.test(live) ? read.index + read[0].search(/\[/) : undefined
}

/** Switches in manifests, and commands that run a service under an agent. */
export function agentsInSettings(texts: Text[]): Signal[] {
  return texts.flatMap(({ path, text }) => {
    const collector = collectorIn(text)
    if (collector !== undefined)
      return [
        {
          path,
          line: lineAt(text, collector),
          about: 'cpu_mem' as const,
          kind: 'agent',
          collected: true,
          alerts: false,
          note: 'an agent reads processor or memory and sends them on',
        },
      ]
    const insights = /^\s*["']?app_?insights_?enabled["']?\s*:\s*["']?true/im.exec(text)
    if (insights !== null) return azure({ path, line: lineAt(text, insights.index + insights[0].search(/\S/)) })
    const agent = wrapped.exec(text)
    if (agent === null || !/[Dd]ockerfile|compose|Procfile|\.sh$|\.ya?ml$/.test(path)) return []
    const place = { path, line: lineAt(text, agent.index + agent[0].search(/\w/)) }
    return (['latency', 'traffic', 'errors'] as const).map((about) => ({
      ...place,
      about,
      kind: 'agent',
      collected: true,
      alerts: false,
      note: `the service runs under ${agent[1]?.split(/["',\s]/)[0]}`,
    }))
  })
}
