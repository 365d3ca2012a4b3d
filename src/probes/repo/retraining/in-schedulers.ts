/** Schedules and events of schedulers that keep files of their own: systemd, Data Factory, Kestra, Argo Events, Azure Functions, Step Functions, and commands that set one up. */
import type { Tree } from '../ci/tree.ts'
import { readYaml, type YamlValue } from '../ci/yaml.ts'
import { folderOf, isForeign, joinPath, nameOf, pathKind } from '../paths.ts'
import { allText } from './all-text.ts'
import type { Trigger } from './kinds.ts'
import type { WhatTrains } from './what-trains.ts'

type Asked = { path: string; text: string; tree: Tree; trains: WhatTrains; signal: AbortSignal }
type Row = Omit<Trigger, 'path' | 'renews'>
type Reader = (asked: Asked) => Promise<Row[]>

export const triggersOfSchedulers = async (tree: Tree, trains: WhatTrains, signal: AbortSignal): Promise<Trigger[]> => {
  const out: Trigger[] = []
  for (const path of tree.paths) {
    const read = readers.find(([pattern]) => pattern.test(path))
    if (read === undefined || isForeign(path) || ['test', 'docs', 'example'].includes(pathKind(path))) continue
    signal.throwIfAborted()
    const text = await tree.read(path)
    if (text === undefined || text.length > 300_000 || !read[1].test(text)) continue
    for (const row of await read[2]({ path, text, tree, trains, signal })) out.push({ ...row, path, renews: true })
  }
  return out
}

const row = (line: number, kind: string, enabled: boolean, does: boolean, what: string): Row => ({
  line,
  kind,
  enabled,
  trains: does,
  note: `${what}${does ? '' : ', and trains nothing'}${enabled ? '' : ': it is switched off'}`,
})

/** A timer starts the service of its name, or the one that it names. */
const systemd: Reader = async ({ path, text, tree, trains, signal }) => {
  const at = text.split('\n').findIndex((line) => /^\s*On(Calendar|UnitActiveSec|BootSec)\s*=/.test(line))
  const unit = /^\s*Unit\s*=\s*(\S+)/m.exec(text)?.[1] ?? nameOf(path).replace(/\.timer$/, '.service')
  const service = tree.paths.find((one) => nameOf(one) === unit)
  const starts = [...(service === undefined ? '' : ((await tree.read(service)) ?? '')).matchAll(/^\s*ExecStart\s*=(.+)$/gm)]
  const does = await trains.text(starts.map(([, command]) => command).join(' '), signal)
  return at < 0 ? [] : [row(at + 1, 'schedule', true, does, 'a timer of systemd')]
}

const dataFactory: Reader = async ({ text, tree, trains, signal }) => {
  const [root] = readYaml(text) ?? []
  const given = root?.get('properties')
  const type = given?.get('type')?.text ?? ''
  const kind = /^(ScheduleTrigger|TumblingWindowTrigger)$/.test(type)
    ? 'schedule'
    : /^(BlobEventsTrigger|CustomEventsTrigger)$/.test(type)
      ? 'event'
      : undefined
  if (root === undefined || given === undefined || kind === undefined) return []
  const names = [...(given.get('pipelines')?.items ?? []), ...[given.get('pipeline')].flatMap((one) => one ?? [])].flatMap(
    (one) => one.get('pipelineReference')?.get('referenceName')?.text ?? [],
  )
  const files = tree.paths.filter((one) => names.some((name) => nameOf(one) === `${name}.json`))
  const texts = await Promise.all(files.map((one) => tree.read(one)))
  // `TrainModel` is two words.
  const does = await trains.text([...names.map((name) => name.replaceAll(/([a-z])([A-Z])/g, '$1 $2')), ...texts].join(' '), signal)
  return [row(given.get('type')?.line ?? root.line, kind, given.get('runtimeState')?.text !== 'Stopped', does, 'a trigger of Data Factory')]
}

/** Kestra's flows, and sensors of Argo Events. */
const flows: Reader = async ({ text, trains, signal }) => {
  const out: Row[] = []
  for (const root of readYaml(text) ?? []) {
    const sensor = root.get('kind')?.text === 'Sensor' && /argoproj/.test(root.get('apiVersion')?.text ?? '')
    const triggers = sensor ? root.get('spec')?.get('triggers') : root.get('tasks') && root.get('id') ? root.get('triggers') : undefined
    if (triggers === undefined) continue
    const does = await trains.text(sensor ? allText(triggers) : `${root.get('id')?.text} ${allText(root.get('tasks'))}`, signal)
    if (sensor) out.push(row(triggers.line, 'event', true, does, 'a sensor of Argo Events'))
    else
      for (const one of triggers.items.filter((it) => /^io\.kestra\./.test(it.get('type')?.text ?? ''))) {
        const kind = /Schedule/.test(one.get('type')?.text ?? '') ? 'schedule' : 'event'
        out.push(
          row(one.line, kind, one.get('disabled')?.isTrue !== true && root.get('disabled')?.isTrue !== true, does, 'a trigger of Kestra'),
        )
      }
  }
  return out
}

const azureFunction: Reader = async ({ path, text, trains, signal }) => {
  const [root] = readYaml(text) ?? []
  const file = joinPath(folderOf(path), root?.get('scriptFile')?.text ?? '__init__.py')
  const out: Row[] = []
  for (const one of root?.get('bindings')?.items ?? []) {
    const type = one.get('type')?.text ?? ''
    if (!/^(timer|blob|queue|eventGrid|eventHub|serviceBus)Trigger$/.test(type) || file === undefined) continue
    const does = await trains.functionAt(file, root?.get('entryPoint')?.text ?? 'main', signal)
    out.push(
      row(one.line, type === 'timerTrigger' ? 'schedule' : 'event', root?.get('disabled')?.isTrue !== true, does, 'a function of Azure'),
    )
  }
  return out
}

const trainingTask = /states:::sagemaker:create(Training|HyperParameterTuning)Job|createTrainingJob/
/** State machines of AWS that a schedule or a rule of the template starts. */
const stateMachines: Reader = async ({ path, text, tree, trains, signal }) => {
  const [root] = readYaml(text) ?? []
  const resources = root?.get('Resources')?.entries ?? []
  const out: Row[] = []
  for (const [name, resource] of resources) {
    if (!/^AWS::(Serverless|StepFunctions)::StateMachine$/.test(resource.get('Type')?.text ?? '')) continue
    const given = resource.get('Properties')
    const file = joinPath(folderOf(path), given?.get('DefinitionUri')?.text ?? '')
    const definition = `${allText(given)} ${(file === undefined ? undefined : await tree.read(file)) ?? ''}`
    const does = trainingTask.test(definition) || (await trains.text(`${name} ${definition}`, signal))
    const rules = resources.filter(([, one]) => startsMachine(one, name)).map(([, one]) => one)
    for (const event of [...(given?.get('Events')?.entries ?? []).map(([, one]) => one), ...rules]) {
      const timed = /Schedule/.test(`${event.get('Type')?.text} ${event.get('Properties')?.get('ScheduleExpression') ? 'Schedule' : ''}`)
      const off = event.get('Properties')?.get('Enabled')?.isFalse || event.get('Properties')?.get('State')?.text === 'DISABLED'
      out.push(row(event.line, timed ? 'schedule' : 'event', !off, does, 'a state machine of AWS'))
    }
  }
  return out
}

const startsMachine = (resource: YamlValue, name: string): boolean =>
  /^AWS::(Events::Rule|Scheduler::Schedule)$/.test(resource.get('Type')?.text ?? '') &&
  new RegExp(`\\b${name.replaceAll(/\W/g, '\\$&')}\\b`).test(
    allText(resource.get('Properties')?.get('Targets') ?? resource.get('Properties')?.get('Target')),
  )

const settingUp =
  /^[^#\n]*\b(gcloud scheduler jobs (?:create|update) \S+|aws events put-rule|aws scheduler create-schedule|az ml schedule create)\b([^\n]*)/gm
/** A script that makes a schedule in a cloud: what it starts is said by the command. */
const commands: Reader = async ({ text, trains, signal }) => {
  const plain = text.replaceAll(/\\\r?\n/g, '  ')
  const out: Row[] = []
  for (const found of plain.matchAll(settingUp)) {
    const line = text.split('\n').findIndex((one) => one.includes(found[1] as string)) + 1
    const timed = /--(schedule|schedule-expression|file|cron)\b/.test(found[2] ?? '')
    if (timed)
      out.push(row(line, 'schedule', !/DISABLED|--paused/.test(found[2] ?? ''), await trains.text(found[0], signal), `${found[1]}`))
  }
  return out
}

const readers: [path: RegExp, text: RegExp, read: Reader][] = [
  [/\.timer$/, /\[Timer\]/, systemd],
  [/(^|\/)function\.json$/, /Trigger"/, azureFunction],
  [/\.json$/, /(Schedule|TumblingWindow|BlobEvents|CustomEvents)Trigger"/, dataFactory],
  [/\.(sh|bash)$|(^|\/)Makefile$|^\.github\/workflows\/.*\.ya?ml$/, /scheduler jobs|put-rule|create-schedule|ml schedule/, commands],
  [
    /\.(ya?ml|template)$/,
    /kind: *Sensor|io\.kestra\.|::StateMachine/,
    async (asked) => [...(await flows(asked)), ...(await stateMachines(asked))],
  ],
]
