/** Schedules written as data: Taskcluster, Kubernetes, Prefect, Azure ML, Databricks, CloudFormation, Terraform, crontabs. */
import type { Tree } from '../ci/tree.ts'
import { readYaml, type YamlValue } from '../ci/yaml.ts'
import { folderOf, isForeign, pathKind } from '../paths.ts'
import { allText } from './all-text.ts'
import type { Trigger } from './kinds.ts'
import { ofHook } from './taskcluster-hooks.ts'
import type { WhatTrains } from './what-trains.ts'

const mostFiles = 3_000
const mayBe = /CronJob|CronWorkflow|\bcron\b|\bschedules?\b|quartz_cron|ScheduleExpression|RecurrenceTrigger|\brecurrence\b/i
const cron = /(^|["'\s])(@(hourly|daily|weekly|monthly)|([\d*/,-]+\s+){4}[\d*/,a-z-]+|(rate|cron)\([^)]+\))/i

type Found = Omit<Trigger, 'path' | 'kind' | 'renews'>

export const triggersInSettings = async (tree: Tree, trains: WhatTrains, signal: AbortSignal): Promise<Trigger[]> => {
  const out: Trigger[] = []
  const add = (path: string, rows: Found[]) => out.push(...rows.map((row) => ({ ...row, path, kind: 'schedule', renews: true })))
  const own = tree.paths.filter((path) => !isForeign(path) && !['test', 'docs', 'example'].includes(pathKind(path)))
  for (const path of own.filter((one) => /\.(ya?ml|json)$/.test(one) && !/^\.(github|gitlab|circleci)/.test(one)).slice(0, mostFiles)) {
    signal.throwIfAborted()
    const text = await tree.read(path)
    if (text === undefined || text.length > 300_000 || !mayBe.test(text)) continue
    for (const root of readYaml(text) ?? []) {
      const hook = await ofHook(root, tree, trains, signal)
      add(path, hook === undefined ? await inYaml(root, text, trains, signal) : [hook])
    }
  }
  for (const path of own.filter((one) => /\.tf$/.test(one))) add(path, await inTerraform(path, tree, trains, signal))
  for (const path of own.filter((one) =>
    /(^|\/)(crontab[^/]*|[^/]*\.cron|cron\.d\/[^/]+|[^/]*\.sh|[^/]*Dockerfile[^/]*|Procfile|[^/]*cron[^/]*\.txt)$/i.test(one),
  )) {
    const text = await tree.read(path)
    if (text !== undefined && text.length < 200_000) add(path, await inCrontab(path, text, trains, signal))
  }
  return out
}

/** Names say a thing in words: `train-model` and `train_model` alike. */
const spoken = (text: string): string => text.replaceAll(/[_-](?=[a-z])/gi, (mark) => (mark === '-' ? '-' : '_'))

const inYaml = async (root: YamlValue, text: string, trains: WhatTrains, signal: AbortSignal): Promise<Found[]> => {
  const kind = root.get('kind')?.text ?? ''
  const judged = async (at: YamlValue, enabled: boolean, what: string, label: string): Promise<Found> => {
    const does = await trains.text(spoken(what), signal)
    return {
      line: at.line,
      enabled,
      trains: does,
      note: `${label}${does ? '' : ', and trains nothing'}${enabled ? '' : ': it is switched off'}`,
    }
  }
  if (/^(CronJob|CronWorkflow|ScheduledSparkApplication|ScheduledWorkflow)$/.test(kind)) {
    const spec = root.get('spec')
    const on = spec?.get('suspend')?.isTrue !== true && spec?.get('enabled')?.isFalse !== true
    return [await judged(spec?.get('schedule') ?? root, on, `${root.get('metadata')?.get('name')?.text ?? ''} ${allText(spec)}`, kind)]
  }
  if (/azureml.*schedule\.schema/i.test(root.get('$schema')?.text ?? '') || (root.get('create_job') && root.get('trigger')))
    return [await judged(root.get('trigger') ?? root, root.get('is_enabled')?.isFalse !== true, allText(root), 'an Azure ML schedule')]
  const prefect = [...(root.get('entrypoint') || root.get('flow_name') ? [root] : []), ...(root.get('deployments')?.items ?? [])]
  const rows: Found[] = []
  for (const one of prefect) rows.push(...(await ofPrefect(one, trains, signal)))
  for (const [name, job] of [
    ...(root.get('resources')?.get('jobs')?.entries ?? []),
    ...(root.get('schedule')?.get('quartz_cron_expression') ? ([['job', root]] as [string, YamlValue][]) : []),
  ]) {
    const schedule = job.get('schedule') ?? job.get('trigger') ?? job.get('continuous')
    if (schedule)
      rows.push(
        await judged(schedule, !/^PAUSED$/.test(schedule.get('pause_status')?.text ?? ''), `${name} ${allText(job)}`, 'a Databricks job'),
      )
  }
  for (const [name, resource] of root.get('Resources')?.entries ?? []) {
    if (
      !/^AWS::(Events::Rule|Scheduler::Schedule|Serverless::Function)$/.test(resource.get('Type')?.text ?? '') ||
      !/Schedule/.test(allText(resource))
    )
      continue
    rows.push(
      await judged(
        resource,
        !/^DISABLED$/.test(resource.get('Properties')?.get('State')?.text ?? ''),
        `${name} ${allText(resource)}`,
        'an AWS schedule',
      ),
    )
  }
  return rows.length > 0 || !/^\s*ofelia\./m.test(text) ? rows : []
}

const ofPrefect = async (one: YamlValue, trains: WhatTrains, signal: AbortSignal): Promise<Found[]> => {
  const list = one.get('schedules')
  const schedules = [one.get('schedule'), ...(list?.items ?? [])].filter((it) => it !== undefined && !it.isNull)
  const timed = schedules.find(
    (it) => it?.text !== undefined || ['cron', 'interval', 'rrule'].some((key) => it?.get(key) && !it.get(key)?.isNull),
  )
  if (!timed) return []
  const off = one.get('is_schedule_active')?.isFalse || one.get('paused')?.isTrue || timed.get('active')?.isFalse
  const [path = '', name = ''] = (one.get('entrypoint')?.text ?? '').split(':')
  const says = `${one.get('name')?.text ?? ''} ${one.get('flow_name')?.text ?? ''}`
  const does = (name !== '' && (await trains.functionAt(path, name, signal))) || (await trains.text(says, signal))
  return [
    {
      line: timed.line,
      enabled: !off,
      trains: does,
      note: `a Prefect deployment${does ? '' : ', and trains nothing'}${off ? ': its schedule is switched off' : ''}`,
    },
  ]
}

const blocks = /^(resource|module)\s+"([^"]+)"(?:\s+"([^"]+)")?\s*\{[\s\S]*?^\}/gm
const timers =
  /^(google_cloud_scheduler_job|aws_cloudwatch_event_rule|aws_scheduler_schedule|azurerm_logic_app_trigger_recurrence|databricks_job|google_vertex_ai_schedule|kubernetes_cron_job\w*|google_cloud_run_v2_job)$/

const inTerraform = async (path: string, tree: Tree, trains: WhatTrains, signal: AbortSignal): Promise<Found[]> => {
  const text = ((await tree.read(path)) ?? '').replace(/^\s*(#|\/\/).*$/gm, '')
  if (!/schedul|cron/i.test(text)) return []
  const near = await settingsNear(path, tree)
  const out: Found[] = []
  for (const block of text.matchAll(blocks)) {
    const [whole, what, type = ''] = block
    const schedule = /^\s*(?:schedule|schedule_expression|cron|quartz_cron_expression)\s*=\s*(.+)$/m.exec(whole)?.[1]
    if (schedule === undefined || (what === 'resource' && !timers.test(type)) || /modules?\//.test(folderOf(path))) continue
    const known = cron.test(schedule) || (!/"/.test(schedule) && cron.test(near.given))
    const off = /^\s*(is_enabled|enabled)\s*=\s*false|state\s*=\s*"DISABLED"|paused\s*=\s*true|pause_status\s*=\s*"PAUSED"/m.test(whole)
    const started = type === 'google_cloud_scheduler_job' || /^aws_|^azurerm_/.test(type) ? await namedIn(whole, path, tree) : ''
    const does = await trains.text(`${whole} ${started} ${known ? near.given : near.all}`, signal)
    const enabled = known && !off
    out.push({
      line: text.slice(0, block.index).split('\n').length,
      enabled,
      trains: does,
      note: `Terraform ${type}${does ? '' : ', and trains nothing'}${enabled ? '' : off ? ': it is switched off' : ': no schedule is given to it'}`,
    })
  }
  return out
}

/** Jobs of the same folder that a block names, as one text: `google_cloud_run_v2_job.learn.id`. */
const namedIn = async (block: string, path: string, tree: Tree): Promise<string> => {
  const named = new Set(
    [...block.matchAll(/\b([a-z]\w+)\.([a-z][\w-]*)\.(?:id|name|arn|self_link|uri)\b/g)].map(([, type, name]) => `${type} ${name}`),
  )
  const out: string[] = []
  for (const one of named.size === 0 ? [] : tree.paths.filter((other) => other.endsWith('.tf') && folderOf(other) === folderOf(path)))
    for (const [whole, , type, name] of ((await tree.read(one)) ?? '').replace(/^\s*(#|\/\/).*$/gm, '').matchAll(blocks))
      if (named.has(`${type} ${name}`) && /_(job|task_definition|pipeline|state_machine|job_definition|function)$/.test(type ?? ''))
        out.push(whole)
  return out.join('\n')
}

/** What is given to the variables beside a file; `all`: examples too. */
const settingsNear = async (path: string, tree: Tree): Promise<{ given: string; all: string }> => {
  const texts: { given: string[]; all: string[] } = { given: [], all: [] }
  for (const one of tree.paths) {
    const beside = folderOf(one) === folderOf(path)
    if (/\.tfvars(\.json)?$|(^|\/)(variables|locals)\.tf$/.test(one) && beside) texts.given.push((await tree.read(one)) ?? '')
    else if (/\.tfvars[^/]*$/.test(one)) texts.all.push((await tree.read(one)) ?? '')
  }
  return { given: texts.given.join('\n'), all: [...texts.given, ...texts.all].join('\n') }
}

/** Lines of a crontab, or a script that writes one. */
const inCrontab = async (path: string, text: string, trains: WhatTrains, signal: AbortSignal): Promise<Found[]> => {
  const isTable = /cron/i.test(path.replace(/.*\//, ''))
  if (!isTable && !/crontab|cron\.d/.test(text)) return []
  const out: Found[] = []
  for (const [at, raw] of text.split('\n').entries()) {
    const line = /^\s*#/.test(raw) ? '' : raw
    if (!/(^|["'\s])(@(hourly|daily|weekly|monthly)|([\d*/,-]+\s+){4}[\d*/,a-z-]+)\s+\S/i.test(line)) continue
    if (await trains.text(line, signal)) out.push({ line: at + 1, enabled: true, trains: true, note: 'a line of a crontab' })
  }
  return out
}
