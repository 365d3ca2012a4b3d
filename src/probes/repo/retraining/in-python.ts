/** Schedules and events written in Python: Airflow, Prefect, Dagster, APScheduler, cloud pipelines and the like. */
import { isForeign, pathKind } from '../paths.ts'
import type { Argument, Call, Module } from '../python/module.ts'
import { parsedModule } from '../python/parsed-modules.ts'
import { fileLine } from '../python/sources.ts'
import { saysTraining, type Trigger } from './kinds.ts'
import { otherWork, type WhatTrains } from './what-trains.ts'

const mayStart =
  /schedul|cron|\bDAG\b|@dag\b|\bevery\(|add_job|beat_schedule|add_periodic_task|recurring|PeriodicTask|RecurrenceTrigger|sensor|put_rule|create_run_from_job_spec|AutomationCondition|trigger_on_finish|\bevent\b.*\bcontext\b/i

/** `when`: the arguments that hold the time. Without any of them the call starts nothing, but by hand. */
type Rule = { callee: RegExp; when: string[]; bare?: 'manual' | 'starts'; kind?: string }

const rules: Rule[] = [
  { callee: /(^|\.)(DAG|dag|\w+_dag)$/, when: ['schedule', 'schedule_interval', 'timetable'], bare: 'manual' },
  {
    callee: /(^|[.)])(serve|deploy|build_from_flow|from_source|to_deployment)$|(^|\.)(Deployment|RunnerDeployment|DeploymentSpec)$/,
    when: ['cron', 'interval', 'rrule', 'schedule', 'schedules'],
  },
  {
    callee: /(^|\.)(ScheduleDefinition|schedule|build_schedule_from_partitioned_job|cron_schedule)$/,
    when: ['cron_schedule', 'job', 'daily', 'weekly', 'hourly', 'cron'],
  },
  {
    callee: /(^|\.)(sensor|asset_sensor|run_status_sensor|SensorDefinition|multi_asset_sensor|AutomationConditionSensorDefinition)$/,
    when: ['job', 'jobs', 'asset_key', 'request_job', 'job_name'],
    kind: 'event',
  },
  { callee: /(^|\.)add_job$/, when: ['trigger', '1', 'hours', 'days', 'minutes', 'weeks'] },
  { callee: /(^|\.)scheduled_job$/, when: ['trigger', '0', 'hours', 'days'] },
  { callee: /(^|\.)every\(\)(\.\w+(\(\))?)*\.do$|\.do$/, when: ['0'] },
  { callee: /(^|\.)(add_periodic_task|PeriodicTask)$/, when: ['0', 'schedule'] },
  {
    callee:
      /PipelineJobSchedule(\(\))?(\.create)?$|(^|\.)create_schedule$|(^|\.)(create_recurring_run|RecurringRun|create_schedule_from_job_spec)$/,
    when: ['cron', 'cron_expression', 'schedule', 'interval_second', 'max_run_count'],
    bare: 'starts',
  },
  {
    callee: /(^|\.)(PipelineSchedule|put_triggers|put_rule|create_schedule_group)$/,
    when: ['rate', 'cron', 'at', 'ScheduleExpression', 'triggers', '0'],
  },
  { callee: /(^|\.)(JobSchedule|Schedule\.create)$/, when: ['trigger', 'recurrence', 'datastore'] },
  { callee: /(^|\.)CronSchedule$/, when: ['quartz_cron_expression'] },
  { callee: /(^|\.)LaunchPlan(\(\))?(\.(get_or_create|create))?$/, when: ['schedule', 'trigger'] },
  { callee: /(^|[.)])with_options$|^zenml\.(\w+\.)*Schedule$/, when: ['schedule', 'cron_expression', 'interval_second'] },
  { callee: /(^|[.)])(function|cls)$/, when: ['schedule'] },
  { callee: /(^|\.)(trigger|trigger_on_finish)$/, when: ['event', 'flow', 'events'], kind: 'event' },
]

const never = /^(None|'@once'|"@once"|''|"")$/
const offArguments: { [name: string]: RegExp } = {
  is_paused_upon_creation: /^True$/,
  paused: /^True$/,
  is_schedule_active: /^False$/,
  pause_status: /PAUSED["']?$(?<!UNPAUSED["']?)/,
  default_status: /STOPPED$/,
  active: /^False$/,
}

const given = (call: Call, name: string): Argument | undefined =>
  /^\d$/.test(name) ? call.args.filter((arg) => arg.name === null)[Number(name)] : call.args.find((arg) => arg.name === name)

export const triggersInPython = async (trains: WhatTrains, signal: AbortSignal): Promise<Trigger[]> => {
  const out: Trigger[] = []
  const ids: string[] = []
  const handing: { row: Trigger; text: string }[] = []
  for (const source of trains.files.values()) {
    signal.throwIfAborted()
    if (isForeign(source.path) || pathKind(source.path) === 'test' || !mayStart.test(source.text)) continue
    const module = await parsedModule(source)
    for (const call of module.calls) {
      const said = call.dead ? undefined : ruleOf(call, module)
      if (!said) continue
      const does = await startsTraining(call, module, trains, signal)
      const enabled = said.kind !== 'manual' && !isOff(call)
      if (!does && said.kind === 'manual') continue
      const line = fileLine(source, call.line)
      const note = `${call.callee.slice(-60)}${does ? '' : ', and trains nothing'}${enabled ? '' : ': it does not start by itself'}`
      const row = { path: source.path, line, kind: said.kind, enabled, trains: does, renews: said.kind !== 'manual', note }
      out.push(row)
      const id = (given(call, 'dag_id') ?? call.args.find(({ name }) => name === null))?.literal
      if (does && typeof id === 'string') ids.push(id)
      if (!does && /TriggerDagRun|trigger_dag/.test(source.text)) handing.push({ row, text: source.text })
    }
    out.push(...(await functionsOfEvents(module, source.text, trains)))
  }
  // A DAG that starts another one by its name does what that one does.
  for (const { row, text } of handing) {
    const id = ids.find((one) => text.includes(`"${one}"`) || text.includes(`'${one}'`))
    if (id === undefined) continue
    row.trains = true
    row.note = `starts the DAG ${id}, which trains${row.enabled ? '' : ': it does not start by itself'}`
  }
  return out
}

/** Libraries whose calls of such common names are schedules. */
const scheduling =
  /\b(airflow|prefect|dagster|apscheduler|schedule|celery|kfp|aiplatform|vertexai|sagemaker|azureml|azure\.ai\.ml|databricks|modal|metaflow|rocketry|boto3|zenml|flytekit|kubernetes|huey|dramatiq|rq_scheduler|mage_ai|luigi|clearml)\b/

const ruleOf = (call: Call, module: Module): { kind: string } | undefined => {
  const imports = [...module.imports.values()].join(' ')
  if (!scheduling.test(`${imports} ${call.callee}`) && given(call, 'dag_id') === undefined) return undefined
  const rule = rules.find(({ callee }) => callee.test(call.callee))
  if (!rule) return undefined
  if (/\.do$/.test(call.callee) && !/every\(\)|\bschedule\b/.test(`${call.callee} ${imports}`)) return undefined
  const when = rule.when.map((name) => given(call, name)).find((arg) => arg !== undefined)
  if (when && !never.test(when.text)) return { kind: rule.kind ?? 'schedule' }
  return rule.bare === undefined ? undefined : { kind: rule.bare === 'starts' ? 'schedule' : 'manual' }
}

const isOff = (call: Call): boolean => call.args.some(({ name, text }) => name !== null && offArguments[name]?.test(text) === true)

/** The function or flow that the call names, the function it stands in front of, or else the whole file. */
const startsTraining = async (call: Call, module: Module, trains: WhatTrains, signal: AbortSignal): Promise<boolean> => {
  const names = call.args.filter(({ type }) => type === 'identifier' || type === 'attribute').map(({ text }) => text)
  const receiver = /^(.*?)\.(serve|deploy|to_deployment|with_options)$/.exec(call.callee)?.[1]
  let followed = false
  for (const name of [...names, ...(receiver === undefined ? [] : [receiver])]) {
    if (saysTraining.test(name.replaceAll('_', ' '))) return true
    if (otherWork.test(name)) {
      followed = true
      continue
    }
    const scope = module.scopes.findIndex((it) => it.kind === 'function' && it.name === name)
    followed ||= scope > 0 || module.imports.has(name.split('.')[0] ?? '')
    if (await trains.functionOf(name, module, call.scope, signal)) return true
  }
  const literals = call.args.map(({ text }) => text).join(' ')
  if (await trains.text(literals, signal)) return true
  if (followed && !/(^|\.)(DAG|dag|\w+_dag)$/.test(call.callee)) return false
  const decorated = module.scopes.findIndex((it) => it.kind === 'function' && it.line >= call.line && it.line - call.line <= 12)
  if (/(^|\.)(dag|schedule|sensor|function|cls|scheduled_job|trigger|trigger_on_finish)$/.test(call.callee) && decorated > 0)
    return (
      (await trains.places([{ module, scope: decorated }], signal)) ||
      saysTraining.test(`${(module.scopes[decorated]?.name ?? '').replaceAll('_', ' ')}`)
    )
  return wholeFile(module, trains, signal)
}

/** Of an Airflow file: what its tasks call, run by name, or are called. */
const wholeFile = async (module: Module, trains: WhatTrains, signal: AbortSignal): Promise<boolean> => {
  if (
    await trains.places(
      module.scopes.map((_, scope) => ({ module, scope })),
      signal,
    )
  )
    return true
  for (const call of module.calls) {
    if (
      call.dead ||
      !/(Operator|Sensor|run|Popen|call|system|task|PipelineJob|create_pipeline_run)\w*$/.test(call.callee.replaceAll(/\(\)/g, ''))
    )
      continue
    for (const arg of call.args)
      if (
        /^(bash_command|command|cmds|arguments|notebook_path|task_id|entry_point|script|job_name|display_name|python_callable|notebook_task|trigger_dag_id)$|^$/.test(
          arg.name ?? '',
        ) &&
        (await trains.text(arg.text.replaceAll('_', ' ').replace(/ (?=\w+\.py)/g, '_'), signal))
      )
        return true
  }
  return false
}

const startsPipeline =
  /(^|\.)(create_run_from_job_spec|create_run_from_pipeline_\w+|start_pipeline_execution|create_training_job|PipelineJob\(\)\.(submit|run)|run_pipeline|create_custom_job)$/

/** Cloud functions: `(event, context)` that starts a pipeline. What sends the event stands elsewhere. */
const functionsOfEvents = async (module: Module, text: string, trains: WhatTrains): Promise<Trigger[]> =>
  module.scopes.flatMap(({ kind, params, decorators, line }, scope) => {
    const byEvent =
      (params.includes('event') && params.includes('context')) ||
      decorators.some((name) =>
        /cloud_event|event_grid|blob_trigger|queue_trigger|timer_trigger|on_object_finalized|on_message_published/.test(name),
      )
    if (kind !== 'function' || !byEvent || trains.files.size === 0) return []
    const starts =
      module.calls.some((call) => call.scope === scope && startsPipeline.test(call.callee)) ||
      (startsPipeline.test(lastCalls(module)) && /pipeline|train/i.test(text))
    if (!starts) return []
    const note = 'a function that a message calls starts a pipeline; what sends the message was not found'
    return [{ path: module.path, line, kind: 'event', enabled: false, trains: true, renews: true, note }]
  })

const lastCalls = (module: Module): string => module.calls.find(({ callee, dead }) => !dead && startsPipeline.test(callee))?.callee ?? ''
