/** Finds values that code writes into stores of time series: InfluxDB, cloud monitoring under an own name, Application Insights. */
import type { Call, Module } from '../python/module.ts'
import { fileLine, type PythonSource } from '../python/sources.ts'
import { aboutOf, stemOf } from './about.ts'
import type { Series } from './series.ts'
import type { About } from './signal.ts'
import type { Starts } from './starts.ts'

/** Text that may write into one of them. */
export const mayStore = /influxdb|custom\.googleapis\.com|track_(metric|event)|opencensus|applicationinsights|django_prometheus/

const writes: [text: RegExp, callee: RegExp, name: RegExp][] = [
  [/\binfluxdb/, /(^|\.)(write|write_points)$/, /["']measurement["']\s*:\s*["']([\w./ -]+)["']|\bPoint\(\s*["']([\w./ -]+)["']/g],
  [/monitoring_v3|create_time_series/, /(^|\.)create_time_series$/, /custom\.googleapis\.com\/([\w/.-]+)/g],
  [/applicationinsights|opencensus|azure\.monitor/, /(^|\.)track_(metric|event)$/, /track_(?:metric|event)\(\s*["']([\w./ -]+)["']/g],
]
/** What is counted by what gave it, or by what it says, is the mix of the predictions. */
const mix = /predict(or|ed|ion)|model_(name|version)|confidence|["'.](label|class)\b/i
const counted = /count|percent|share|mean|avg|histogram/i

export async function storedIn(source: PythonSource, module: Module, starts: Starts, signal: AbortSignal): Promise<Series[]> {
  const out: Series[] = []
  for (const [text, callee, name] of writes) {
    const call = text.test(source.text) ? module.calls.find((one) => !one.dead && callee.test(one.callee)) : undefined
    if (call === undefined) continue
    const fed = await startedHere(call, module, starts, signal)
    for (const match of source.text.matchAll(name)) {
      const given = (match[1] ?? match[2]) as string
      const line = source.text.slice(0, match.index).split('\n').length
      const around = source.text
        .split('\n')
        .slice(Math.max(0, line - 25), line + 12)
        .join('\n')
      out.push({ path: source.path, line: fileLine(source, line), name: stemOf(given), about: about(given, around), fed, pushed: true })
    }
  }
  return out
}

const about = (name: string, around: string): About => {
  const said = aboutOf(name)
  return said === 'other' && mix.test(around) && counted.test(around) ? 'prediction' : said
}

const startedHere = (call: Call, module: Module, starts: Starts, signal: AbortSignal): Promise<boolean> =>
  starts.isStarted({ module, scope: call.scope }, signal)

/** Django's exporter is a line in its settings. */
export function djangoRequests({ path, text }: PythonSource): Series[] {
  const at = text.search(/^\s*["']django_prometheus\.middleware\.Prometheus(Before|After)Middleware["']/m)
  if (at < 0) return []
  const line = text.slice(0, at).split('\n').length + 1
  const one = { path, line, fed: true, pushed: false }
  return [
    { ...one, name: 'django_http_requests_latency_seconds', about: 'latency' },
    { ...one, name: 'django_http_requests', about: 'traffic' },
  ]
}
