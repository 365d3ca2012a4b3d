/** Reads Tekton: runs, the pipelines and tasks that they name, and what starts a run (Pipelines as Code, a trigger's template). */
import { isForeign } from '../../paths.ts'
import type { Job, Pipelines, Step } from '../model.ts'
import type { Tree } from '../tree.ts'
import { readYaml, type YamlValue } from '../yaml.ts'
import { containerStep } from './argo.ts'
import { isNamedForTests, maybeTests } from './named-for-tests.ts'
import { actionStep, base } from './plain-jobs.ts'
import { stepFrom, textsOf } from './script-lines.ts'
import { laxShell, plainBash } from './shells.ts'

/** One resource, with the file it stands in. */
type Found = { path: string; kind: string; name: string; value: YamlValue; templated: boolean }
type Start = Pick<Job, 'trigger' | 'automatic'>

const mostYaml = 2_000
const resource = /^\s*["']?apiVersion["']?:\s*["']?(tekton|triggers\.tekton)\.dev\//m

export const readTekton = async (tree: Tree): Promise<Pipelines> => {
  const found: Pipelines = { jobs: [], notUnderstood: [], limits: [] }
  const all = await resourcesOf(tree, found)
  const listened = all.some(({ kind }) => /^(EventListener|Trigger)$/.test(kind))
  const used = new Set<Found>()
  for (const run of all.filter(({ kind }) => /^(Pipeline|Task)Run$/.test(kind))) {
    const steps = run.kind === 'TaskRun' ? ofTask(run, run.value.get('spec'), all, used) : ofPipeline(run, run.value.get('spec'), all, used)
    add(found, run, steps, startOf(run, listened))
  }
  // What nothing here runs is there to be started by hand.
  for (const one of all.filter((it) => !used.has(it) && it.kind === 'Pipeline'))
    add(found, one, tasksOf(one, one.value.get('spec'), all, used), byHand)
  for (const one of all.filter((it) => !used.has(it) && it.kind === 'Task'))
    add(found, one, stepsOf(one, one.value.get('spec'), one.name), byHand)
  return found
}

const byHand: Start = { trigger: 'manual', automatic: false }

const add = (found: Pipelines, one: Found, steps: Step[], start: Start): void => {
  for (const { action, path, line } of steps)
    if (action !== undefined && isNamedForTests(action.name.slice('tekton:'.length)))
      found.notUnderstood.push(maybeTests(path, line, action.name))
  const away = steps.length === 0 ? calledBy(one.value.get('spec')) : undefined
  if (away !== undefined) found.notUnderstood.push(`${one.path}: run ${one.name} calls ${away}, which is not in this repository`)
  else if (steps.length === 0)
    found.notUnderstood.push(`${one.path}:${one.value.line} is a ${one.kind} of Tekton whose steps could not be read`)
  else found.jobs.push({ ...base('tekton', one.path, one.value.line), ...start, workflow: one.name, job: one.name, steps })
}

/** The name or the file of a pipeline or task that lies elsewhere. */
const calledBy = (spec: Spec): string | undefined => {
  const reference = spec?.get('pipelineRef') ?? spec?.get('taskRef')
  const given = (reference?.get('params')?.items ?? []).map(textsOf)
  return reference?.get('name')?.text ?? given.find(({ name }) => name === 'pathInRepo' || name === 'name')?.value
}

async function resourcesOf(tree: Tree, found: Pipelines): Promise<Found[]> {
  const out: Found[] = []
  const paths = tree.paths.filter((one) => /\.ya?ml$/.test(one) && !one.startsWith('.github/') && !isForeign(one))
  for (const path of paths.slice(0, mostYaml)) {
    const text = await tree.read(path)
    if (text === undefined || !resource.test(text)) continue
    const documents = readYaml(text)
    if (documents === undefined) found.notUnderstood.push(`${path} could not be read as YAML`)
    for (const root of documents ?? []) {
      const kind = root.get('kind')?.text ?? ''
      const inner = kind === 'TriggerTemplate' ? (root.get('spec')?.get('resourcetemplates')?.items ?? []) : []
      for (const value of [root, ...inner]) {
        const head = value.get('metadata')
        const name = head?.get('name')?.text ?? head?.get('generateName')?.text ?? value.get('kind')?.text ?? ''
        out.push({ path, kind: value.get('kind')?.text ?? '', name, value, templated: value !== root })
      }
    }
  }
  return out
}

/** Pipelines as Code reads `.tekton/` and starts the runs whose annotations fit an event; a template is started when something listens. */
const startOf = (run: Found, listened: boolean): Start => {
  if (run.templated) return listened ? { trigger: 'webhook', automatic: true } : byHand
  const notes = run.value.get('metadata')?.get('annotations')
  const events = notes?.get('pipelinesascode.tekton.dev/on-event')?.text ?? notes?.get('pipelinesascode.tekton.dev/on-cel-expression')?.text
  if (!run.path.startsWith('.tekton/') || events === undefined) return byHand
  const named = ['push', 'pull_request', 'incoming'].filter((event) => new RegExp(`\\b${event}\\b`).test(events))
  return { trigger: named.join(', ') || 'push', automatic: true }
}

type Spec = YamlValue | undefined

const ofPipeline = (run: Found, spec: Spec, all: Found[], used: Set<Found>): Step[] => {
  const inline = spec?.get('pipelineSpec')
  if (inline) return tasksOf(run, inline, all, used)
  const pipeline = named(all, 'Pipeline', spec?.get('pipelineRef')?.get('name')?.text)
  if (pipeline === undefined) return []
  used.add(pipeline)
  return tasksOf(pipeline, pipeline.value.get('spec'), all, used)
}

const tasksOf = (at: Found, spec: Spec, all: Found[], used: Set<Found>): Step[] => [
  ...(spec?.get('tasks')?.items ?? []).flatMap((task) => ofTask(at, task, all, used)),
  ...(spec?.get('finally')?.items ?? []).flatMap((task) => ofTask(at, task, all, used)),
]

/** A task that is written here, one that another file holds, or one from outside, of which only the name is known. */
const ofTask = (at: Found, task: Spec, all: Found[], used: Set<Found>): Step[] => {
  const name = task?.get('name')?.text ?? at.name
  const inline = task?.get('taskSpec')
  const forgiven = task?.get('onError')?.text === 'continue' ? [`the pipeline goes on when ${name} fails`] : []
  if (inline) return stepsOf(at, inline, name, forgiven)
  const reference = task?.get('taskRef')
  const other = named(all, 'Task', reference?.get('name')?.text)
  if (other !== undefined) {
    used.add(other)
    return stepsOf(other, other.value.get('spec'), name, forgiven)
  }
  const given = (reference?.get('params')?.items ?? []).map(textsOf).find((one) => one.name === 'name')?.value
  if (task === undefined || reference === undefined) return []
  const called = reference.get('name')?.text ?? given ?? 'task'
  return [actionStep(at.path, `tekton:${called}`, task, {})]
}

const named = (all: Found[], kind: string, name: string | undefined): Found | undefined =>
  name === undefined ? undefined : all.find((one) => one.kind === kind && one.name === name)

const stepsOf = (at: Found, spec: Spec, name: string, outer: string[] = []): Step[] =>
  (spec?.get('steps')?.items ?? []).flatMap((step) => {
    const label = step.get('name')?.text ?? name
    const forgiven = [...outer, ...(step.get('onError')?.text === 'continue' ? [`the task goes on when ${label} fails`] : [])]
    const made = step.get('script') === undefined ? containerStep(step, at.path, label, 'tekton') : [scriptStep(at.path, label, step)]
    return made.map((one) => ({ ...one, script: one.script.replaceAll(placeholder, '$given'), cwd: folderOf(step), forgiven }))
  })

/** `$(params.x)` is put in before anything runs; to a shell it would be a command. */
const placeholder = /\$\((?:params|workspaces|context|tasks|results|steps|inputs|outputs)[.[][^)]*\)/g

/** Without a first line that names a program, a script is given to `sh -e`. */
const scriptStep = (path: string, name: string, step: YamlValue): Step => {
  const text = step.get('script') as YamlValue
  const program = /^#!\s*(\S+)(.*)/.exec(text.text ?? '')
  const words = `${program?.[1] ?? ''}${program?.[2] ?? ''}`
  const shell =
    program === null
      ? plainBash
      : /\b(ba|da|z|a)?sh\b/.test(words)
        ? { ...laxShell, errexit: /\s-\w*e/.test(words) }
        : { ...laxShell, language: 'other' as const }
  return stepFrom(path, name, [text], { shell })
}

const folderOf = (step: YamlValue): string | null => {
  const folder = step.get('workingDir')?.text
  const below = folder === undefined ? '' : /^\$\(workspaces\.[\w-]+\.path\)\/?(.*)$/.exec(folder)?.[1]
  return below === undefined || below.includes('$') ? null : below
}
