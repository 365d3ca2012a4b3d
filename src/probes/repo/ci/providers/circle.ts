/** Reads CircleCI: jobs that a workflow uses, their run steps, and reusable commands of the same file. */
import type { Job, Pipelines, Step, Why } from '../model.ts'
import { joined } from '../shell/joined.ts'
import type { Tree } from '../tree.ts'
import { readYaml, type YamlValue } from '../yaml.ts'
import { stepFrom, textsOf } from './script-lines.ts'
import { githubShell, strictBash } from './shells.ts'

const path = '.circleci/config.yml'

export const readCircle = async (tree: Tree): Promise<Pipelines> => {
  const found: Pipelines = { jobs: [], notUnderstood: [], limits: [] }
  const text = await tree.read(path)
  const root = text === undefined ? undefined : readYaml(text)?.[0]
  if (text !== undefined && !root?.isMap) found.notUnderstood.push(`${path} could not be read as YAML`)
  if (!root?.isMap) return found
  if (root.get('setup')?.isTrue) found.notUnderstood.push(`${path} makes its workflows while running (setup: true)`)
  const workflows = (root.get('workflows')?.entries ?? []).filter(([, workflow]) => workflow.isMap)
  if (workflows.length === 0)
    for (const [name, job] of root.get('jobs')?.entries ?? [])
      found.jobs.push(jobOf(root, { name, job, workflow: path, automatic: true, trigger: 'push', off: [] }))
  for (const [name, workflow] of workflows) addWorkflow(root, name, workflow, found)
  return found
}

const addWorkflow = (root: YamlValue, workflow: string, value: YamlValue, found: Pipelines): void => {
  const jobs = root.get('jobs')
  const asked = (value.get('jobs')?.items ?? []).flatMap((item): [string, YamlValue | undefined][] =>
    item.text === undefined ? item.entries : [[item.text, undefined]],
  )
  const scheduled = (value.get('triggers')?.items ?? []).some((trigger) => trigger.get('schedule'))
  const never = [value.get('when'), value.get('unless')].some((one, at) => (at === 0 ? one?.isFalse : one?.isTrue))
  const manual = new Set<string>()
  for (let before = -1; before !== manual.size; ) {
    before = manual.size
    for (const [name, settings] of asked) {
      const waits = settings?.get('requires')?.texts.some((one) => manual.has(one))
      if (settings?.get('type')?.text === 'approval' || waits) manual.add(settings?.get('name')?.text ?? name)
    }
  }
  for (const [name, settings] of asked) {
    if (settings?.get('type')?.text === 'approval') continue
    const job = jobs?.get(name)
    if (!job) {
      found.notUnderstood.push(`${path}: job ${name} comes from an orb`)
      if (settings !== undefined || name.includes('/')) {
        const byItself = !manual.has(settings?.get('name')?.text ?? name)
        found.jobs.push({
          provider: 'circleci',
          workflow,
          path,
          line: (settings ?? value).line,
          job: settings?.get('name')?.text ?? name,
          trigger: byItself ? 'push' : 'approval',
          automatic: byItself,
          off: never ? [`workflow ${workflow} is switched off`] : [],
          forgiven: [],
          steps: [actionStep(name, settings ?? value, textsOf(settings))],
        })
      }
      continue
    }
    const automatic = !manual.has(settings?.get('name')?.text ?? name)
    found.jobs.push(
      jobOf(root, {
        name,
        job,
        workflow,
        automatic,
        trigger: automatic ? (scheduled ? 'schedule' : 'push') : 'approval',
        off: never ? [`workflow ${workflow} is switched off`] : [],
      }),
    )
  }
}

const actionStep = (name: string, at: YamlValue, given: { [name: string]: string }): Step => ({
  ...stepFrom(path, name, [at]),
  script: '',
  language: 'other',
  action: { name, given },
})

type Asked = { name: string; job: YamlValue; workflow: string; automatic: boolean; trigger: string; off: Why[] }

const jobOf = (root: YamlValue, { name, job, workflow, ...started }: Asked): Job => {
  const folder = (text: string | undefined) =>
    joined('', (text ?? '').replace(/^(~\/project|~\/repo|\/home\/circleci\/[^/]+|~\/[^/]+)\/?/, ''))
  const variables = textsOf(job.get('environment'))
  const steps = (items: YamlValue[], depth: number): Step[] =>
    items.flatMap((item): Step[] => {
      const run = item.get('run')
      const command = run?.get('command') ?? (run?.text === undefined ? undefined : run)
      if (command) {
        const off = run?.get('when')?.text === 'on_fail' ? ['it runs only after a failure'] : []
        const shell = run?.get('shell')?.text === undefined ? strictBash : githubShell(run.get('shell')?.text, false)
        return [
          stepFrom(path, run?.get('name')?.text ?? command.text?.split('\n')[0] ?? '', [command], {
            cwd: folder(run?.get('working_directory')?.text ?? job.get('working_directory')?.text),
            variables: { ...variables, ...textsOf(run?.get('environment')) },
            off,
            shell,
          }),
        ]
      }
      const name = item.text ?? item.entries[0]?.[0] ?? ''
      if (name.includes('/')) return [actionStep(name, item, textsOf(item.entries[0]?.[1]))]
      const called = root.get('commands')?.get(item.text ?? item.entries[0]?.[0] ?? '')
      const branch = (item.get('when') ?? item.get('unless'))?.get('steps')?.items ?? []
      return depth > 6 ? [] : [...steps(called?.get('steps')?.items ?? [], depth + 1), ...steps(branch, depth + 1)]
    })
  return {
    provider: 'circleci',
    workflow,
    path,
    line: job.line,
    job: name,
    ...started,
    forgiven: [],
    steps: steps(job.get('steps')?.items ?? [], 0),
  }
}
