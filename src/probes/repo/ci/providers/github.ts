/** Reads GitHub Actions workflows: triggers, conditions, matrices, local actions and local reusable workflows. */
import { pathKind } from '../../paths.ts'
import type { Job, Pipelines, Step, Why } from '../model.ts'
import type { Tree } from '../tree.ts'
import { readYaml, type YamlValue } from '../yaml.ts'
import { evaluate } from './expression.ts'
import { stepsOf, variablesOf } from './github-steps.ts'
import { type Triggers, triggersOf } from './github-triggers.ts'
import { combinationsOf, fill, isOn } from './matrix.ts'
import { stepFrom } from './script-lines.ts'

const isWorkflow = /^\.(github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/

export const readGithub = async (tree: Tree): Promise<Pipelines> => {
  const found: Pipelines = { jobs: [], notUnderstood: [], limits: [] }
  for (const path of tree.paths.filter((one) => isWorkflow.test(one))) await addWorkflow(path, tree, found)
  for (const path of tree.paths.filter((one) => isBelow.test(one) && pathKind(one) === 'own')) {
    const below: Pipelines = { jobs: [], notUnderstood: [], limits: [] }
    await addWorkflow(path, tree, below)
    found.jobs.push(...below.jobs.map((job) => switchedOff(job, path.replace(/\/\.github\/.*$/, ''))))
  }
  return found
}

const addWorkflow = async (path: string, tree: Tree, found: Pipelines): Promise<void> => {
  const workflow = await workflowAt(path, tree, found)
  const triggers = workflow ? triggersOf(workflow.get('on') ?? workflow.get('true'), tree) : undefined
  if (!workflow || !triggers) return
  if (triggers.events.length + triggers.manual.length + triggers.never.length === 0) return
  await addJobs({ tree, found, path, workflow, name: workflow.get('name')?.text ?? path, triggers, inputs: {}, forgiven: [], depth: 0 })
}

/** Seeds of other repositories: what lies below a folder, GitHub does not run. */
const isBelow = /^.+\/\.github\/workflows\/[^/]+\.ya?ml$/
const switchedOff = (job: Job, folder: string): Job => ({
  ...job,
  off: [...job.off, `GitHub runs no workflow below ${folder}`],
  steps: job.steps.map((step) => ({ ...step, cwd: step.cwd === null || step.cwd === '' ? folder : `${folder}/${step.cwd}` })),
})

const workflowAt = async (path: string, tree: Tree, found: Pipelines): Promise<YamlValue | undefined> => {
  const text = await tree.read(path)
  const [workflow] = (text === undefined ? undefined : readYaml(text)) ?? []
  if (!workflow?.isMap) found.notUnderstood.push(`${path} could not be read as YAML`)
  return workflow?.isMap ? workflow : undefined
}

type Asked = {
  tree: Tree
  found: Pipelines
  path: string
  workflow: YamlValue
  name: string
  triggers: Triggers
  inputs: { [name: string]: string }
  forgiven: Why[]
  /** Set when another workflow's job calls this one; its own conditions were looked at there. */
  caller?: Pick<Job, 'job' | 'trigger' | 'automatic' | 'off' | 'line' | 'path'>
  depth: number
}

const addJobs = async (asked: Asked): Promise<void> => {
  const { workflow, caller } = asked
  const jobs = workflow.get('jobs')?.entries ?? []
  const off = offJobs(jobs, asked.triggers)
  for (const [id, job] of jobs) {
    const { events, manual } = firingWithNeeds(id, jobs, asked.triggers)
    const started: Pick<Job, 'trigger' | 'automatic' | 'off'> = caller
      ? { trigger: caller.trigger, automatic: caller.automatic, off: [...caller.off, ...(off.get(id) ?? [])] }
      : { trigger: [...events, ...manual, ...asked.triggers.never].join(', '), automatic: events.length > 0, off: off.get(id) ?? [] }
    await addJob(asked, id, job, started)
  }
}

/** Which of the workflow's events let this job run; a condition that is not fixed lets all of them. */
const firing = (job: YamlValue, triggers: Triggers): { events: string[]; manual: string[] } => {
  const condition = job.get('if')?.text
  // A job that is switched off keeps its events: being off is what is said of it.
  if (condition !== undefined && evaluate(condition, {}) === false) return { events: triggers.events, manual: triggers.manual }
  const passes = (event: string) => condition === undefined || evaluate(condition, { 'github.event_name': event }) !== false
  return { events: triggers.events.filter(passes), manual: triggers.manual.filter(passes) }
}

/** A job that needs others runs on events that let all of them run, unless it says that it goes on regardless. */
const firingWithNeeds = (
  id: string,
  jobs: [string, YamlValue][],
  triggers: Triggers,
  seen: readonly string[] = [],
): { events: string[]; manual: string[] } => {
  const job = jobs.find(([name]) => name === id)?.[1]
  if (!job) return { events: triggers.events, manual: triggers.manual }
  const own = firing(job, triggers)
  if (regardless(job) || seen.includes(id)) return own
  return (job.get('needs')?.texts ?? []).reduce(({ events, manual }, need) => {
    const needed = firingWithNeeds(need, jobs, triggers, [...seen, id])
    return { events: events.filter((one) => needed.events.includes(one)), manual: manual.filter((one) => needed.manual.includes(one)) }
  }, own)
}

const regardless = (job: YamlValue): boolean => /always\(\)|cancelled\(\)|failure\(\)/.test(job.get('if')?.text ?? '')

/** Jobs that never run: by their condition, or because a job they need never runs. */
const offJobs = (jobs: [string, YamlValue][], triggers: Triggers): Map<string, Why[]> => {
  const off = new Map<string, Why[]>()
  for (const [id, job] of jobs) {
    const condition = job.get('if')?.text
    const { events, manual } = firing(job, triggers)
    const fixed = condition !== undefined && evaluate(condition, {}) === false
    const anyEvent = triggers.events.length + triggers.manual.length > 0
    if (fixed || (condition !== undefined && anyEvent && !triggers.called && events.length + manual.length === 0))
      off.set(id, [`job ${id} has if: ${condition}`])
    else if (!anyEvent && triggers.never.length > 0) off.set(id, [`it never starts: ${triggers.never.join(', ')}`])
  }
  for (const [id, job] of jobs) {
    const { events, manual } = firing(job, triggers)
    const shared = firingWithNeeds(id, jobs, triggers)
    if (!off.has(id) && !triggers.called && events.length + manual.length > 0 && shared.events.length + shared.manual.length === 0)
      off.set(id, [`no event lets job ${id} and all the jobs it needs run`])
  }
  for (let changed = true; changed; ) {
    changed = false
    for (const [id, job] of jobs) {
      const stopped = job.get('needs')?.texts.find((need) => off.has(need))
      if (stopped === undefined || off.has(id) || regardless(job)) continue
      off.set(id, [`job ${id} needs job ${stopped}, which never runs`])
      changed = true
    }
  }
  return off
}

const addJob = async (asked: Asked, id: string, job: YamlValue, started: Pick<Job, 'trigger' | 'automatic' | 'off'>): Promise<void> => {
  const { tree, found, workflow, path, inputs } = asked
  const { combinations, cut } = combinationsOf(job.get('strategy')?.get('matrix'))
  if (cut) found.limits.push(`${path}: only the first combinations of job ${id}'s matrix were followed`)
  for (const combination of combinations) {
    const known = knownOf(workflow, job, combination, inputs)
    const lenient = job.get('continue-on-error')
    const forgiven = [...asked.forgiven, ...(lenient && isOn(lenient, known) ? [`job ${id} has continue-on-error`] : [])]
    const uses = job.get('uses')?.text
    if (uses !== undefined) {
      await addCalled(asked, id, job, { uses, known, forgiven, started })
      continue
    }
    const steps: Step[] = await stepsOf({
      tree,
      found,
      path,
      items: job.get('steps')?.items ?? [],
      known,
      defaults: [workflow.get('defaults')?.get('run'), job.get('defaults')?.get('run')],
      windows: /windows/i.test(fill(job.get('runs-on')?.texts.join(' ') ?? '', known)),
      variables: { ...variablesOf(workflow.get('env'), known), ...variablesOf(job.get('env'), known) },
      chain: [],
      depth: 0,
    })
    const called = asked.caller ? `${asked.caller.job} / ` : ''
    const jobName = `${called}${fill(job.get('name')?.text ?? id, known)}`
    found.jobs.push({ provider: 'github', workflow: asked.name, path, line: job.line, job: jobName, ...started, forgiven, steps })
  }
}

const knownOf = (workflow: YamlValue, job: YamlValue, combination: { [name: string]: string }, inputs: { [name: string]: string }) => {
  const known: { [name: string]: string } = {}
  for (const [name, value] of Object.entries(combination)) known[`matrix.${name}`] = value
  for (const [name, value] of Object.entries(inputs)) known[`inputs.${name}`] = value
  for (const env of [workflow.get('env'), job.get('env')])
    for (const [name, value] of env?.entries ?? []) known[`env.${name}`] = fill(value.text ?? '', known)
  return known
}

type Called = { uses: string; known: { [name: string]: string }; forgiven: Why[]; started: Pick<Job, 'trigger' | 'automatic' | 'off'> }

const addCalled = async (asked: Asked, id: string, job: YamlValue, { uses, known, forgiven, started }: Called): Promise<void> => {
  const { tree, found } = asked
  const path = uses.startsWith('./') ? uses.slice(2).replace(/@.*$/, '') : undefined
  if (path === undefined || !tree.has(path) || path === asked.path || asked.depth > 5) {
    found.notUnderstood.push(`${asked.path}: job ${id} calls ${uses}, which is not in this repository`)
    const action = { name: uses.replace(/@.*$/, ''), given: variablesOf(job.get('with'), known) }
    const step: Step = { ...stepFrom(asked.path, id, [job]), script: '', language: 'other', action }
    found.jobs.push({
      provider: 'github',
      workflow: asked.name,
      path: asked.path,
      line: job.line,
      job: job.get('name')?.text ?? id,
      ...started,
      forgiven,
      steps: [step],
    })
    return
  }
  const workflow = await workflowAt(path, tree, found)
  if (!workflow) return
  const given = Object.fromEntries((job.get('with')?.entries ?? []).map(([name, value]) => [name, fill(value.text ?? '', known)]))
  const declared = (workflow.get('on') ?? workflow.get('true'))?.get('workflow_call')?.get('inputs')?.entries ?? []
  const inputs = { ...Object.fromEntries(declared.map(([name, input]) => [name, input.get('default')?.text ?? ''])), ...given }
  const caller = { job: job.get('name')?.text ?? id, line: job.line, path: asked.path, ...started }
  await addJobs({
    ...asked,
    path,
    workflow,
    name: asked.name,
    triggers: { events: [], manual: [], called: true, never: [] },
    inputs,
    forgiven,
    caller,
    depth: asked.depth + 1,
  })
}
