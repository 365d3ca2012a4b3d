/** Training that CI starts, and whether by time, by a change, or by a person. */
import type { Reached, ReachedAction } from '../ci/model.ts'
import { objectChange } from '../ci/providers/plain-jobs.ts'
import type { Reachable } from '../ci/reach.ts'
import type { Tree } from '../ci/tree.ts'
import { deployOfAction } from '../deploy/actions.ts'
import { deployOf } from '../deploy/commands.ts'
import { jobKey } from '../deploy/in-ci.ts'
import { saysTraining, type Trigger } from './kinds.ts'
import type { WhatTrains } from './what-trains.ts'

type At = Pick<Reached, 'provider' | 'path' | 'line' | 'workflow' | 'job' | 'step' | 'trigger' | 'automatic' | 'enabled' | 'because'>

/** Actions and tasks that start a training job elsewhere. */
const trainingActions =
  /MLPublishedPipelineRestAPITask|aml-run|azure\/aml|sagemaker|vertex-ai.*train|submit-.*train|train-model|kubeflow-pipelines|databricks\/run-notebook/i

export const triggersInCi = async (reachable: Reachable, trains: WhatTrains, tree: Tree, signal: AbortSignal): Promise<Trigger[]> => {
  const out: Trigger[] = []
  const keeping = keepingWorkflows(reachable)
  const timed = await jenkinsTimes(tree)
  const add = (at: At, does: boolean, label: string, keeps = false): void => {
    const { kind, automatic } = startOf(at, timed)
    if (!does && kind !== 'schedule') return
    const enabled = at.enabled && automatic
    const kept = keeps || keeping.has(workflowOf(at)) || keeping.has(jobKey(at))
    const renews = kind === 'schedule' || kind === 'event' || (kind === 'push' && kept)
    const why = enabled ? [] : at.enabled ? [`it does not start by itself (${at.trigger})`] : at.because
    const note = does
      ? `${label}, started by ${at.trigger || 'nothing'}${why.length === 0 ? '' : `: ${why.join('; ')}`}${kind === 'push' ? (kept ? '; its model is kept' : '; nothing keeps its model') : ''}`
      : `${label}: on a schedule, and trains nothing`
    out.push({ path: at.path, line: at.line, kind, enabled, trains: does, renews, note })
  }
  for (const reached of reachable.commands) {
    signal.throwIfAborted()
    const does = await trains.command(reached, `${reached.workflow} ${reached.job} ${reached.step}`, signal)
    add(reached, does, reached.words.slice(0, 3).join(' ').slice(0, 60), does && (await trains.registers(reached)))
  }
  for (const reached of reachable.actions) if (actionTrains(reached)) add(reached, true, `uses ${reached.action.name}`)
  return out
}

/** A task that runs a published pipeline of a machine learning workspace trains, unless it says that it does something else. */
export const actionTrains = ({ action, workflow, job, step }: ReachedAction): boolean => {
  const names = `${workflow} ${job} ${step}`
  if (/MLPublishedPipeline/i.test(action.name)) return !/scor|batch|infer|predict|monitor|drift/i.test(names)
  return trainingActions.test(action.name) && saysTraining.test(`${names} ${Object.values(action.given).join(' ')}`)
}

const workflowOf = ({ path, workflow }: Pick<Reached, 'path' | 'workflow'>): string => `${path}\n${workflow}`

const startOf = ({ provider, path, trigger, automatic, enabled }: At, timed: Set<string>): { kind: string; automatic: boolean } => {
  const events = trigger.split(', ')
  if (provider === 'jenkins' && timed.has(path)) return { kind: 'schedule', automatic: true }
  if (events.some((event) => /schedule|cron/.test(event))) return { kind: 'schedule', automatic: automatic || !enabled }
  if (events.some((event) => /^(workflow_run|pipeline)$/.test(event)) && automatic) return { kind: 'push', automatic }
  if (events.includes('repository_dispatch') || (events.includes(objectChange) && automatic)) return { kind: 'event', automatic: true }
  if (!automatic && !events.includes('release')) return { kind: 'manual', automatic: false }
  const changes = events.filter((event) => !/^(pull[_-]?requests?(_target)?|merge_group|workflow_dispatch|workflow_call)$/.test(event))
  // A proposed change trains for the proposal; its model is for looking at.
  return changes.length === 0 ? { kind: 'pull_request', automatic: false } : { kind: 'push', automatic: true }
}

/** Workflows that put what they made somewhere it is taken from: a registry, a release, a store, git. */
const keepingWorkflows = ({ commands, actions }: { commands: Reached[]; actions: ReachedAction[] }): Set<string> => {
  const keeps = ({ words, enabled }: Reached): boolean =>
    enabled &&
    (deployOf(words) !== undefined ||
      /^(scp|rsync|dvc push|git (.* )?push|aws s3 (cp|sync)|gsutil (.* )?cp|gcloud storage cp|az ml model (create|register)|az storage blob upload)\b/.test(
        words.join(' '),
      ) ||
      words.slice(1, 4).some((word) => /regist(er|ry)|promote|publish_model|push_model|upload_model|deploy/i.test(word)))
  const named = ({ job, step }: { job: string; step: string }): boolean =>
    /\bregister(s|ed|ing)?\b|model[-_ ]registr|promot(e|ion)|publish (the )?model|\bdeploy/i.test(`${job} ${step}`) &&
    !/container registry|docker|image|docs|documentation|pages/i.test(`${job} ${step}`)
  const inJob = [
    ...commands.filter((one) => one.enabled && keeps(one)),
    ...actions.filter(
      ({ enabled, action }) =>
        enabled && (deployOfAction(action) !== undefined || /auto-commit|git-push|add-and-commit/i.test(action.name)),
    ),
  ]
  // Another job of the workflow keeps the model when that is what it is for, not when it pushes an image of the code.
  const inWorkflow = [
    ...commands.filter((one) => one.enabled && (named(one) || deployOf(one.words)?.ends === 'service')),
    ...actions.filter((one) => one.enabled && (named(one) || deployOfAction(one.action)?.ends === 'service')),
  ]
  return new Set([...inJob.map(jobKey), ...inWorkflow.map(workflowOf)])
}

/** Jenkinsfiles with a `cron` among their triggers. */
const jenkinsTimes = async (tree: Tree): Promise<Set<string>> => {
  const out = new Set<string>()
  for (const path of tree.paths)
    if (
      /(^|\/)Jenkinsfile(\.[\w-]+)?$/.test(path) &&
      /triggers\s*\{[^}]*\b(cron|parameterizedCron)\s*\(/.test(((await tree.read(path)) ?? '').replace(/^\s*\/\/.*$/gm, ''))
    )
      out.add(path)
  return out
}
