/** Finds what watches the model itself: monitors of platforms, drift reports, and predictions that are sent to a log. */
import type { Call, Module } from '../python/module.ts'
import { fileLine, type PythonSource } from '../python/sources.ts'
import type { About, Signal, Text } from './signal.ts'
import { lineAt } from './signal.ts'
import { byHand, type Starts } from './starts.ts'

const named =
  /evidently|whylogs|tensorflow_data_validation|nannyml|alibi_detect|deepchecks|river\.drift|frouros|[mM]odel(Deployment)?_?[mM]onitor|create_monitoring_schedule|DataCaptureConfig|monitoring_job|DataDriftDetector|ModelDataCollector|collect_model_data|quality_monitors|create_monitor\b|MonitorSchedule|\b(arize|fiddler|aporia|superwise|langfuse|langsmith|phoenix|opik)\b/
const statistic = /ks_2samp|chi2_contingency|wasserstein_distance|jensenshannon|_psi\b|\bpsi\(|population_stability/

/** Saves parsing what can hold none of it. */
export const mayWatch = (text: string): boolean =>
  named.test(text) || (statistic.test(text) && /drift|psi|stability/i.test(text)) || (/predict|inference/i.test(text) && serving.test(text))

/** Monitors that a platform runs on live traffic once they are made. */
const platforms: { callee: RegExp; about: About; tool: string; if?: RegExp }[] = [
  {
    callee: /(ModelDeploymentMonitoringJob\.create|\.create_model_deployment_monitoring_job|ModelMonitor\.create|\.create_model_monitor)$/,
    about: 'drift',
    tool: 'Vertex AI Model Monitoring',
  },
  { callee: /\.create_monitoring_schedule$/, about: 'drift', tool: 'SageMaker Model Monitor' },
  { callee: /(^|\.)DataCaptureConfig$/, about: 'prediction', tool: 'SageMaker data capture', if: /enable_capture=True/ },
  { callee: /(^|\.)(DataDriftDetector\.create_from_datasets|MonitorSchedule)$/, about: 'drift', tool: 'Azure ML monitoring' },
  { callee: /(^|\.)(ModelDataCollector)$/, about: 'prediction', tool: 'Azure ML data collector' },
  {
    callee: /(quality_monitors\.create|lakehouse_monitoring\.create_monitor|\.create_monitor)$/,
    about: 'drift',
    tool: 'Databricks monitoring',
  },
  // Services that keep each answer and draw how they move.
  { callee: /^arize\b.*(Client|Stream)?(\(\))?\.(log|log_prediction\w*|send)$/, about: 'prediction', tool: 'Arize' },
  { callee: /^fiddler\b.*\.(publish|publish_events?\w*|log)$/, about: 'prediction', tool: 'Fiddler' },
  { callee: /^aporia\b.*\.log_(batch_)?(prediction|pyspark_prediction)s?$/, about: 'prediction', tool: 'Aporia' },
  { callee: /^superwise\b.*\.(log_records?|log_from_\w+|batch_file)$/, about: 'prediction', tool: 'Superwise' },
  { callee: /^whylogs\b.*\.writer$|^whylogs\b.*WhyLabsWriter$/, about: 'drift', tool: 'WhyLabs' },
  {
    callee:
      /^langfuse\b.*(CallbackHandler|\.(trace|generation|start_\w+))$|^langsmith\b.*wrap_openai$|^phoenix\.otel\.register$|^opik\b.*(track_\w+|OpikTracer)$/,
    about: 'prediction',
    tool: 'a service that keeps each answer of a language model',
  },
]
const platformWords: { pattern: RegExp; about: About; tool: string }[] = [
  {
    pattern: /["']?model_?[mM]onitoring_?[cC]onfig["']?\s*[\]=:]|model_monitoring_objective_config\s*=/,
    about: 'drift',
    tool: 'Vertex AI Model Monitoring',
  },
  { pattern: /collect_model_data\s*=\s*True/, about: 'prediction', tool: 'Azure ML data collector' },
]
/** Settings of platforms, in manifests. */
const manifests: { pattern: RegExp; about: About; tool: string }[] = [
  { pattern: /^\s*(quality_monitors|create_monitor|monitoring_signals):/m, about: 'drift', tool: 'model monitor of the platform' },
  { pattern: /^\s*data_collector:\s*\n(?:\s+.*\n)*?\s+enabled:\s*["']?true/m, about: 'prediction', tool: 'Azure ML data collector' },
  {
    pattern:
      /AWS::SageMaker::(MonitoringSchedule|DataQualityJobDefinition|ModelQualityJobDefinition)|resource\s+"aws_sagemaker_monitoring_schedule"/,
    about: 'drift',
    tool: 'SageMaker Model Monitor',
  },
  {
    pattern: /data_capture_config\s*\{[^}]*enable_capture\s*=\s*true|EnableCapture["']?:\s*true/,
    about: 'prediction',
    tool: 'SageMaker data capture',
  },
]
const reports =
  /^evidently\b.*(Data|Target|Dataset|Column|Value|Embeddings|Prediction)\w*Drift\w*$|^evidently\b.*(DataDriftTab|DataDriftProfileSection|CatTargetDrift\w*|NumTargetDrift\w*)$|^nannyml\b.*(Calculator|CBPE|DLE)$|^alibi_detect\b.*(Drift|MMD|LSDD)\w*$|^deepchecks\b.*Drift\w*$|^frouros\b.*\w+$|^whylogs\.log$|^river\.drift\.\w+$|^zenml\.integrations\.(evidently|whylogs|deepchecks)\b.*_step(\(\))?$/
const divergence =
  /(^|\.)(ks_2samp|chi2_contingency|wasserstein_distance|jensenshannon|entropy|calculate_psi|compute_psi|psi|population_stability_index)$/
const split = /train|test|val(id)?\b/i

export async function watchesIn(source: PythonSource, module: Module, starts: Starts, signal: AbortSignal): Promise<Signal[]> {
  const out: Signal[] = []
  const at = (line: number) => ({ path: source.path, line: fileLine(source, line), alerts: false })
  for (const call of module.calls) {
    if (call.dead) continue
    const text = call.args.map((arg) => `${arg.name ?? ''}=${arg.text}`).join(' ')
    const platform = platforms.find(({ callee, if: when }) => callee.test(call.callee) && (when === undefined || when.test(text)))
    if (platform !== undefined) {
      const started = !byHand(source.path) && (await starts.isStarted({ module, scope: call.scope }, signal))
      out.push({
        ...at(call.line),
        about: platform.about,
        kind: 'platform',
        collected: started,
        note: `${platform.tool}${started ? '' : ', made by hand or by code that nothing starts'}`,
      })
    } else if (reports.test(call.callee) || isOwnReport(call, module, source) || isServedData(call, module, source)) {
      if (comparesSplits(module, call)) continue
      const when = await scheduled(module, call, starts, signal)
      out.push({
        ...at(call.line),
        about: 'drift',
        kind: 'report',
        collected: when,
        note: `${call.callee.slice(0, 60)}: ${when ? 'a schedule works it out' : 'worked out on request; nothing takes it in'}`,
      })
    }
  }
  for (const { pattern, about, tool } of platformWords) {
    const match = pattern.exec(source.text)
    if (match !== null)
      out.push({ ...at(lineAt(source.text, match.index)), about, kind: 'platform', collected: !byHand(source.path), note: tool })
  }
  return [...out, ...(await predictionLogs(source, module, starts, signal))]
}

export function watchesInSettings(texts: Text[]): Signal[] {
  return texts.flatMap(({ path, text }) =>
    manifests.flatMap(({ pattern, about, tool }) => {
      const match = /\.(ya?ml|tf|json)$/.test(path) ? pattern.exec(text) : null
      return match === null
        ? []
        : [
            {
              path,
              line: lineAt(text, match.index + match[0].search(/\S/)),
              about,
              kind: 'platform',
              collected: true,
              alerts: false,
              note: tool,
            },
          ]
    }),
  )
}

/** A statistic of two samples, in a function or file that is named for drift. */
function isOwnReport(call: Call, module: Module, { path }: PythonSource): boolean {
  if (!divergence.test(call.callee)) return false
  const names = [path, module.scopes[call.scope]?.name ?? '', module.scopes[module.scopes[call.scope]?.parent ?? 0]?.name ?? '']
  return names.some((name) => /drift|psi\b|stability/i.test(name)) && !/simulat|synthetic/i.test(path)
}

const dataChecks = /^tensorflow_data_validation\.(validate_statistics|GenerateStatistics|validate_tfexamples\w*|generate_statistics\w*)$/

/** Statistics of rows held against a schema: about drift when it is served rows, or an earlier day's, that are looked at. */
function isServedData(call: Call, module: Module, { path }: PythonSource): boolean {
  if (!dataChecks.test(call.callee)) return false
  if (call.args.some(({ name }) => /^(serving|previous_span|previous_version)_statistics$/.test(name ?? ''))) return true
  const names = [path, module.scopes[call.scope]?.name ?? '']
  return names.some((name) => /drift|skew|serving_?(log|data)|request_?response|log_?analy/i.test(name))
}

/** Training against test data says nothing about live traffic. */
function comparesSplits(module: Module, { scope }: Call): boolean {
  const runs = module.calls.filter((one) => one.scope === scope && /\.(run|calculate)$/.test(one.callee))
  const of = (name: RegExp) => runs.flatMap(({ args }) => args.filter((arg) => name.test(arg.name ?? ''))).map(({ text }) => text)
  const current = of(/^current/)
  return current.length > 0 && current.every((text) => split.test(text)) && of(/^reference/).every((text) => split.test(text))
}

const timed =
  /\bschedule(_interval)?\s*=\s*(?!None)\S|\bcron\b\s*=|CronSchedule|IntervalSchedule|BackgroundScheduler|BlockingScheduler|schedule\.every|crontab\(|@repeat_every|rrule|\.serve\([^)]*(cron|interval)/
async function scheduled(module: Module, { scope }: Call, starts: Starts, signal: AbortSignal): Promise<boolean> {
  const way = await starts.way({ module, scope }, signal)
  return way?.some((place) => timed.test(starts.textOf(place.module.path)) && !byHand(place.module.path)) ?? false
}

const shipping =
  /^\s*(?:from|import)\s+(fluent|logstash|elasticsearch|logging_loki|google\.cloud\s+import\s+logging|google\.cloud\.logging|watchtower|azure\.eventhub|confluent_kafka|kafka)\b/m
const keeping =
  /(^|[._])(log|save|store|record|persist|insert|write|publish|emit|send|track|capture)_?(\w*_)?(predictions?|inferences?)(_\w+)?(\(\))?$/i
const serving =
  /\b(fastapi|flask|starlette|bentoml|litserve|aiohttp|tornado|sanic|django|kserve|ray\.serve|ray import serve|grpc|lambda_handler|gradio|streamlit)\b|class \w+Middleware/i

/** Predictions that a service writes down; collected when they go to a store of logs that others read. */
async function predictionLogs(source: PythonSource, module: Module, starts: Starts, signal: AbortSignal): Promise<Signal[]> {
  if (!serving.test(source.text)) return []
  for (const call of module.calls) {
    const label = call.args[0]?.literal
    const direct =
      /\.(log|emit|log_struct|info|send|produce)$/.test(call.callee) &&
      typeof label === 'string' &&
      /^\w*(prediction|inference)s?\w*$/i.test(label) &&
      call.args.length > 1
    const monitor = /^bentoml\.monitor$/.test(call.callee)
    if (call.dead || !(direct || monitor || keeping.test(call.callee)) || /^(mlflow|wandb)\b/.test(call.callee)) continue
    if (!(await starts.isStarted({ module, scope: call.scope }, signal))) continue
    const shipped = direct && (await starts.madeIn(call.callee, module, shipping))
    return [
      {
        path: source.path,
        line: fileLine(source, call.line),
        about: 'prediction',
        kind: 'log',
        collected: shipped,
        alerts: false,
        note: `${call.callee.slice(0, 60)}: ${shipped ? 'sent to a store of logs' : 'written down; nothing looks at them as a whole'}`,
      },
    ]
  }
  const middleware = /class (\w*Predict\w*(?:Log|Record|Audit|Monitor)\w*)/.exec(source.text)
  return middleware === null
    ? []
    : [
        {
          path: source.path,
          line: lineAt(source.text, middleware.index),
          about: 'prediction',
          kind: 'log',
          collected: false,
          alerts: false,
          note: 'predictions are written down; nothing looks at them as a whole',
        },
      ]
}
