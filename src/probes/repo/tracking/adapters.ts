/** Finds trackers that a library drives once it is told to: callbacks and loggers named for a tracker, and switches of trainers. */
import type { Call, Module } from '../python/module.ts'
import { reportTo } from './trackers.ts'
import type { TrackingCall } from './tracking-calls.ts'

const tools: [name: RegExp, tool: string][] = [
  [/^mlflow/i, 'MLflow'],
  [/^(wandb|weightsandbiases)/i, 'Weights & Biases'],
  [/^tensor_?board/i, 'TensorBoard'],
  [/^neptune/i, 'Neptune'],
  [/^comet/i, 'Comet'],
  [/^clear_?ml/i, 'ClearML'],
  [/^aim(?=[A-Z_])/, 'Aim'],
  [/^dvclive/i, 'DVCLive'],
  [/^sacred/i, 'Sacred'],
  [/^swanlab/i, 'SwanLab'],
]
const toolOf = (name: string): string | undefined => tools.find(([pattern]) => pattern.test(name))?.[1]

/** `MLflowCallback`, `WandbLoggerCallback`, `TensorboardLogger`, `WandbVisBackend`: what hands a trainer's figures to the tracker. */
const adapter = /^(\w+?)(Logger|Callback|LoggerCallback|VisBackend|LoggerHook|Tracker)$/
const given = (call: Call, name: string) => call.args.find((arg) => arg.name === name)

/** Text that may name one of them. */
export const mayAdapt =
  /\b\w*(mlflow|wandb|tensorboard|neptune|comet|clearml|dvclive|sacred|swanlab|Aim)\w*(Logger|Callback|VisBackend|LoggerHook|Tracker)\b|log_with\s*=|log_experiment\s*=|ultralytics/i

/** `isOwn`: whether a resolved name is one of this repository, whose inside is followed instead. */
export const adapted = (module: Module, isOwn: (callee: string) => boolean): TrackingCall[] =>
  module.calls.flatMap((call): TrackingCall[] => {
    if (call.dead) return []
    const name = call.callee.slice(call.callee.lastIndexOf('.') + 1)
    const named = adapter.test(name) && !isOwn(call.callee) && fromLibrary(call, module, name) ? toolOf(name) : undefined
    const tool = named ?? switchedOn(call) ?? declared(call)
    return tool === undefined ? [] : [{ tool, call, metrics: name !== 'Accelerator' || logsItself(module), params: true }]
  })

const fromLibrary = ({ callee }: Call, { scopes, imports }: Module, name: string): boolean =>
  !scopes.some((one) => one.kind === 'class' && one.name === name) && (callee.includes('.') || imports.has(name))

/** A switch of a trainer: `Accelerator(log_with="wandb")`, `setup(log_experiment=True)`, `settings.update({"mlflow": True})`. */
function switchedOn(call: Call): string | undefined {
  if (/^accelerate\b.*Accelerator$/.test(call.callee)) {
    const value = given(call, 'log_with')
    if (value === undefined || value.literal === null) return undefined
    const word = value.text.match(/\w+/g)?.find((one) => Object.hasOwn(reportTo, one))
    return word === undefined ? 'Accelerate' : reportTo[word]
  }
  if (/^pycaret\b.*setup$/.test(call.callee)) {
    const value = given(call, 'log_experiment')
    if (value === undefined || value.literal === false || value.literal === null) return undefined
    return (typeof value.literal === 'string' ? toolOf(value.literal) : undefined) ?? 'MLflow'
  }
  const on = /^ultralytics\b.*settings\.update$/.test(call.callee)
    ? /["'](mlflow|wandb|tensorboard|comet|clearml|neptune|dvc)["']\s*:\s*True/.exec(call.args.map(({ text }) => text).join(' '))?.[1]
    : undefined
  return on === undefined ? undefined : (toolOf(on) ?? 'DVCLive')
}

/** `dict(type="WandbVisBackend")` in a configuration that is Python. */
function declared(call: Call): string | undefined {
  const type = call.callee === 'dict' ? given(call, 'type')?.literal : undefined
  return typeof type === 'string' && /(VisBackend|LoggerHook)$/.test(type) ? toolOf(type) : undefined
}

/** What an accelerator is not told to log, it does not. */
const logsItself = ({ calls }: Module): boolean => calls.some(({ callee, dead }) => !dead && /[Aa]ccelerator(\(\))?\.log$/.test(callee))
