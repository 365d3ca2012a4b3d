/** Reads Taskcluster: the tasks of `.taskcluster.yml` (JSON-e and all), and the kinds from which Taskgraph makes tasks. */
import type { Job, Pipelines, Step } from '../model.ts'
import { quoteAll } from '../runners/expansion.ts'
import type { Tree } from '../tree.ts'
import { readYaml, type YamlValue } from '../yaml.ts'
import { stepFrom, textsOf } from './script-lines.ts'
import { laxShell } from './shells.ts'

type Start = { trigger: string; automatic: boolean }
type Given = { path: string; name: string; start: Start }

const events: [pattern: RegExp, name: string][] = [
  [/github-pull-request|pull_request/, 'pull_request'],
  [/github-push|\bpush\b/, 'push'],
  [/github-release|\brelease\b/, 'release'],
  [/\bcron\b/, 'cron'],
]

export const readTaskcluster = async (tree: Tree): Promise<Pipelines> => {
  const found: Pipelines = { jobs: [], notUnderstood: [], limits: [] }
  const top = '.taskcluster.yml'
  if (!tree.has(top)) return found
  const [root] = readYaml((await tree.read(top)) ?? '') ?? []
  if (!root) {
    found.notUnderstood.push(`${top} could not be read as YAML`)
    return found
  }
  found.jobs.push(...tasksBelow(root, []))
  await addKinds(tree, found)
  if (found.jobs.length === 0) found.notUnderstood.push(`${top} makes no task whose command could be read`)
  return found
}

/** Every mapping with a `payload.command`, wherever JSON-e puts it; `asked`: the conditions on the way. */
const tasksBelow = (value: YamlValue, asked: string[]): Job[] => {
  const condition = value.get('$if')?.text
  const inner = condition === undefined ? asked : [...asked, condition]
  const command = value.get('payload')?.get('command')
  const own =
    command === undefined
      ? []
      : [
          jobOf(command, {
            path: '.taskcluster.yml',
            name: value.get('metadata')?.get('name')?.text ?? 'task',
            start: startOf([...inner, (value.get('extra')?.get('github')?.get('events')?.texts ?? []).join(' ')]),
          }),
        ]
  const members = value.entries.flatMap(([key, member]) => (key === 'payload' ? [] : tasksBelow(member, key === 'else' ? asked : inner)))
  return [...own, ...members, ...value.items.flatMap((item) => tasksBelow(item, inner))]
}

/** A push and a pull request start what no condition keeps for something else; of nested conditions the innermost counts. */
const startOf = (asked: string[]): Start => {
  const namesIn = (text: string): string[] => events.filter(([pattern]) => pattern.test(text)).map(([, name]) => name)
  const names = namesIn(asked.findLast((text) => namesIn(text).length > 0) ?? '')
  if (names.length > 0) return { trigger: names.join(', '), automatic: true }
  return /\baction\b/.test(asked.join(' ')) ? { trigger: 'action', automatic: false } : { trigger: 'push, pull_request', automatic: true }
}

const jobOf = (command: YamlValue, { path, name, start }: Given, more: Partial<Step> = {}): Job => ({
  provider: 'taskcluster',
  workflow: path,
  path,
  line: command.line,
  job: name,
  ...start,
  off: [],
  forgiven: [],
  steps: stepsOf(command, path, name).map((step) => ({ ...step, ...more })),
})

/** A command is a text, the words of one command, or (generic-worker) several of either. */
const stepsOf = (command: YamlValue, path: string, name: string): Step[] => {
  if (!command.isList) return command.text === undefined ? [] : [stepFrom(path, name, [command], { shell: laxShell })]
  const { items } = command
  if (items.some((item) => item.isList)) return items.flatMap((item) => stepsOf(item, path, name))
  const at = items.findIndex(({ text }) => /^-\w*c\w*$/.test(text ?? ''))
  const script = items[at + 1]
  if (at > 0 && script && /(^|\/)(ba|da|z)?sh$/.test(items[0]?.text ?? ''))
    return [
      stepFrom(path, name, [script], {
        shell: { ...laxShell, errexit: items.slice(1, at + 1).some(({ text }) => /^-\w*e/.test(text ?? '')) },
      }),
    ]
  const line = items[0]?.line ?? command.line
  return [{ ...stepFrom(path, name, [command], { shell: laxShell }), line, script: quoteAll(command.texts), scriptLine: line }]
}

const kindFile = /^taskcluster\/(ci|kinds)\/([^/]+)\/[^/]+\.ya?ml$/

const addKinds = async (tree: Tree, found: Pipelines): Promise<void> => {
  const paths = tree.paths.filter((path) => kindFile.test(path))
  const chosen = paths.length > 0 && (await choosesTasks(tree))
  for (const path of paths) {
    const [root] = readYaml((await tree.read(path)) ?? '') ?? []
    const kind = kindFile.exec(path)?.[2] ?? ''
    if (!root) {
      found.notUnderstood.push(`${path} could not be read as YAML`)
      continue
    }
    const defaults = root.get('task-defaults') ?? root.get('job-defaults')
    // Files beside kind.yml hold tasks without a heading.
    const tasks = (path.endsWith('/kind.yml') ? (root.get('tasks') ?? root.get('jobs')) : root)?.entries ?? []
    for (const [name, task] of tasks) found.jobs.push(...taskOf({ path, name: `${kind}: ${name}`, task, defaults, chosen, tree }))
  }
  if (chosen)
    found.limits.push(
      'Taskcluster: code of this repository chooses which tasks run; those that name no event are counted as started by hand',
    )
}

/** Does the repository define which tasks a push gets? */
const choosesTasks = async (tree: Tree): Promise<boolean> => {
  for (const path of tree.paths.filter((one) => /task_?(graph|cluster).*\.py$/i.test(one)))
    if (/@(_target_task|register_target_task)\b|_target_task\(/.test((await tree.read(path)) ?? '')) return true
  return false
}

type Task = { path: string; name: string; task: YamlValue; defaults: YamlValue | undefined; chosen: boolean; tree: Tree }

const taskOf = ({ path, name, task, defaults, chosen, tree }: Task): Job[] => {
  const asked = task.get('run-on-tasks-for') ?? defaults?.get('run-on-tasks-for')
  const byName = asked && !asked.texts.includes('all') ? startOf([asked.texts.join(' ')]) : undefined
  const never = asked?.isList && asked.items.length === 0
  const start: Start = never
    ? { trigger: 'manual', automatic: false }
    : (byName ?? { trigger: chosen ? 'chosen by code' : 'push, pull_request', automatic: !chosen })
  const run = (key: string) => task.get('run')?.get(key) ?? defaults?.get('run')?.get(key)
  const cwd = folderOf(run('cwd')?.text)
  const variables = { ...textsOf(defaults?.get('worker')?.get('env')), ...textsOf(task.get('worker')?.get('env')) }
  const command = run('command') ?? task.get('worker')?.get('command') ?? defaults?.get('worker')?.get('command')
  if (command) return [jobOf(command, { path, name, start }, { cwd, variables })]
  const script = run('script')
  const file = script?.text === undefined ? undefined : `taskcluster/scripts/toolchain/${script.text}`
  if (!script || file === undefined) return []
  const job = jobOf(script, { path, name, start }, { cwd: '', variables })
  return [{ ...job, steps: job.steps.map((step) => ({ ...step, script: tree.has(file) ? `bash ${file}` : (script.text ?? '') })) }]
}

/** `{checkout}` stands for the tree's top; other places are known to a run. */
const folderOf = (text: string | undefined): string | null => {
  if (text === undefined) return ''
  const below = text.replace(/^\{checkout\}\/?/, '')
  return text.startsWith('{checkout}') ? below : null
}
