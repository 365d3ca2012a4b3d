/** Reads Argo Workflows, and with them what Kubeflow compiles to: templates of containers and scripts, steps, DAGs and their cron. */
import type { Job, Pipelines, Step } from '../model.ts'
import { quoteAll } from '../runners/expansion.ts'
import type { YamlValue } from '../yaml.ts'
import { stepFrom, textsOf } from './script-lines.ts'
import { laxShell, type ShellKind } from './shells.ts'

const kinds = /^(Workflow|CronWorkflow|WorkflowTemplate|ClusterWorkflowTemplate)$/
export const looksLikeArgo = (text: string): boolean =>
  /^\s*["']?kind["']?:\s*["']?(Cron)?(Cluster)?Workflow(Template)?["']?,?\s*$/m.test(text) && /argoproj\.io/.test(text)

/** Adds the jobs of one file. Templates that a cron names are started by it; `crons`: their names, from the whole tree. */
export const readArgo = (path: string, documents: YamlValue[], found: Pipelines, crons: ReadonlySet<string>): void => {
  for (const root of documents) {
    const kind = root.get('kind')?.text ?? ''
    if (!kinds.test(kind)) continue
    const spec = root.get('spec')
    const flow = kind === 'CronWorkflow' ? spec?.get('workflowSpec') : spec
    const name = root.get('metadata')?.get('name')?.text ?? root.get('metadata')?.get('generateName')?.text ?? kind
    const templates = flow?.get('templates')?.items ?? []
    const forgiven = forgivenBy(templates)
    const steps = templates.flatMap((template) => stepsOf(template, path, forgiven, found))
    if (steps.length === 0 && flow?.get('workflowTemplateRef') === undefined)
      found.notUnderstood.push(`${path} is an Argo ${kind} whose templates could not be read`)
    if (steps.length > 0) found.jobs.push({ ...startOf(root, kind, crons.has(name)), path, workflow: name, job: name, steps })
  }
}

/** Names of templates that cron workflows of these documents refer to. */
export const cronTemplates = (documents: YamlValue[]): string[] =>
  documents.flatMap((root) => {
    const spec = root.get('kind')?.text === 'CronWorkflow' && !root.get('spec')?.get('suspend')?.isTrue ? root.get('spec') : undefined
    const name = spec?.get('workflowSpec')?.get('workflowTemplateRef')?.get('name')?.text
    return name === undefined ? [] : [name]
  })

const startOf = (root: YamlValue, kind: string, named: boolean): Omit<Job, 'path' | 'workflow' | 'job' | 'steps'> => {
  const timed = kind === 'CronWorkflow' || named
  return {
    provider: 'argo',
    line: root.line,
    trigger: timed ? 'schedule' : 'manual',
    automatic: timed,
    off: root.get('spec')?.get('suspend')?.isTrue ? ['the cron workflow is suspended'] : [],
    forgiven: [],
  }
}

/** Templates that are only ever called where a failure lets the workflow go on. */
const forgivenBy = (templates: YamlValue[]): Set<string> => {
  const calls = templates.flatMap((one) => [
    ...(one.get('steps')?.items ?? []).flatMap((group) => (group.isList ? group.items : [group])),
    ...(one.get('dag')?.get('tasks')?.items ?? []),
  ])
  const lenient = calls.filter((call) => call.get('continueOn')?.get('failed')?.isTrue).flatMap((call) => call.get('template')?.text ?? [])
  const strict = new Set(
    calls.filter((call) => !call.get('continueOn')?.get('failed')?.isTrue).flatMap((call) => call.get('template')?.text ?? []),
  )
  return new Set(lenient.filter((name) => !strict.has(name)))
}

const stepsOf = (template: YamlValue, path: string, forgiven: ReadonlySet<string>, found: Pipelines): Step[] => {
  const name = template.get('name')?.text ?? 'template'
  const lenient = forgiven.has(name) ? [`the workflow goes on when ${name} fails`] : []
  const containers = [
    ...(template.get('initContainers')?.items ?? []),
    ...(template.get('container') ? [template.get('container') as YamlValue] : []),
    ...(template.get('containerSet')?.get('containers')?.items ?? []),
  ]
  const steps = containers.flatMap((one) => containerStep(one, path, name))
  const script = template.get('script')
  if (script?.get('source')) steps.push(scriptStep(script, path, name))
  if (template.get('suspend')) found.limits.push(`${path} waits at ${name}; the steps behind are counted as going on by themselves`)
  return steps.map((step) => ({ ...step, forgiven: lenient }))
}

/** What a container runs: its words as they stand, or the text that a shell is given. A container without a command runs its image's. */
export const containerStep = (container: YamlValue, path: string, name: string, provider = 'argo'): Step[] => {
  const command = container.get('command')
  const args = container.get('args')
  const items = [command, args].flatMap((list) => (list?.isList ? list.items : list ? [list] : []))
  const at = items.findIndex(({ text }) => /^-\w*c\w*$/.test(text ?? ''))
  const text = items[at + 1]
  const variables = Object.assign({}, ...(container.get('env')?.items ?? []).map(envOf)) as { [name: string]: string }
  if (at > 0 && text?.text !== undefined && isShell(items[0]?.text))
    return [
      stepFrom(path, name, [text], {
        shell: { ...laxShell, errexit: items.slice(0, at + 1).some((one) => /^-\w*e\w*$/.test(one.text ?? '')) },
        variables,
      }),
    ]
  if (items.length === 0) {
    const image = container.get('image')?.text
    return image === undefined ? [] : [{ ...stepFrom(path, name, [container]), script: '', ...imageOf(image, provider) }]
  }
  const line = items[0]?.line ?? container.line
  // A value that only a run knows stands as a word of its own.
  const words = items.map((one) => one.text ?? '$given')
  return [{ ...stepFrom(path, name, [container], { shell: laxShell, variables }), line, script: quoteAll(words), scriptLine: line }]
}

const envOf = (one: YamlValue): { [name: string]: string } => {
  const { name, value } = textsOf(one)
  return name === undefined || value === undefined ? {} : { [name]: value }
}

const imageOf = (image: string, provider: string): Pick<Step, 'language' | 'action'> => ({
  language: 'other',
  action: { name: `${provider}:image`, given: { image } },
})

const isShell = (program: string | undefined): boolean => /(^|\/)(ba|da|z|a)?sh$/.test(program ?? '')

/** `script` gives its source to the program that `command` names. */
const scriptStep = (script: YamlValue, path: string, name: string): Step => {
  const [program, ...flags] = script.get('command')?.texts ?? []
  const kind: ShellKind = isShell(program)
    ? { ...laxShell, errexit: flags.some((flag) => /^-\w*e/.test(flag)) }
    : { ...laxShell, language: 'other' }
  return { ...stepFrom(path, name, [script.get('source') as YamlValue], { shell: kind }), cwd: folderOf(script) }
}

const folderOf = (script: YamlValue): string | null => (script.get('workingDir') === undefined ? '' : null)
