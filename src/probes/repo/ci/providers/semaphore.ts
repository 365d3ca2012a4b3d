/** Reads Semaphore: blocks of jobs with what runs before and after them, and the files that promotions start. */
import type { Job, Pipelines, Step } from '../model.ts'
import type { Tree } from '../tree.ts'
import { readYaml, type YamlValue } from '../yaml.ts'
import { base, outside } from './plain-jobs.ts'
import { stepFrom, textsOf } from './script-lines.ts'
import { plainBash } from './shells.ts'

type Start = Pick<Job, 'trigger' | 'automatic'>
const first = /^\.semaphore\/semaphore\.ya?ml$/

export const readSemaphore = async (tree: Tree): Promise<Pipelines> => {
  const found: Pipelines = { jobs: [], notUnderstood: [], limits: [] }
  const roots = new Map<string, YamlValue>()
  for (const path of tree.paths.filter((one) => /^\.semaphore\/.*\.ya?ml$/.test(one))) {
    const [root] = readYaml((await tree.read(path)) ?? '') ?? []
    if (root === undefined) found.notUnderstood.push(`${path} could not be read as YAML`)
    else roots.set(path, root)
  }
  const starts = startsOf(roots)
  for (const [path, root] of roots) {
    const jobs = jobsOf(path, root, starts.get(path) ?? { trigger: outside, automatic: false })
    if (jobs.length === 0 && first.test(path)) found.notUnderstood.push(`${path} holds no job of Semaphore that could be read`)
    found.jobs.push(...jobs)
  }
  return found
}

/** From the first file along its promotions; one that is promoted by itself starts as what it follows. */
const startsOf = (roots: ReadonlyMap<string, YamlValue>): Map<string, Start> => {
  const starts = new Map<string, Start>()
  const queue: [string, Start][] = [...roots.keys()]
    .filter((path) => first.test(path))
    .map((path) => [path, { trigger: 'push', automatic: true }])
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const [path, start] = next
    if (starts.get(path)?.automatic || (starts.has(path) && !start.automatic)) continue
    starts.set(path, start)
    for (const one of roots.get(path)?.get('promotions')?.items ?? []) {
      const file = one.get('pipeline_file')?.text
      const by = one.get('auto_promote')?.get('when')?.text ?? (one.get('auto_promote_on') === undefined ? undefined : 'yes')
      const alone = by !== undefined && !/^['"]?false['"]?$/.test(by)
      if (file !== undefined) queue.push([`.semaphore/${file}`, alone ? start : { trigger: 'manual', automatic: false }])
    }
  }
  return starts
}

const jobsOf = (path: string, root: YamlValue, start: Start): Job[] => {
  const shared = root.get('global_job_config')
  const of = (task: YamlValue | undefined, block: string, off: string[], forgiven: string[]): Job[] =>
    (task?.get('jobs')?.items ?? []).flatMap((job) => {
      const variables = { ...envOf(shared), ...envOf(task), ...envOf(job) }
      const commands = [shared?.get('prologue'), task?.get('prologue'), job].flatMap((one) => one?.get('commands')?.items ?? [])
      const name = job.get('name')?.text ?? block
      const after = [...afterwards(path, task, variables), ...afterwards(path, shared, variables)]
      const steps = [...(commands.length > 0 ? [stepsOf(path, name, commands, variables)].flat() : []), ...after]
      return steps.length === 0 ? [] : [{ ...base('semaphore', path, job.line), ...start, job: name, off, forgiven, steps }]
    })
  const blocks = (root.get('blocks')?.items ?? []).flatMap((block) =>
    of(block.get('task'), block.get('name')?.text ?? 'block', offOf(block), []),
  )
  return [
    ...blocks,
    ...of(root.get('after_pipeline')?.get('task'), 'after', [], ['it runs after the pipeline and changes nothing of its end']),
  ]
}

/** A prologue stands elsewhere in the file, so each command keeps a step of its own. */
const stepsOf = (
  path: string,
  name: string,
  commands: YamlValue[],
  variables: { [name: string]: string },
  forgiven: string[] = [],
): Step[] => commands.map((command) => stepFrom(path, name, [command], { shell: plainBash, variables, forgiven }))

const afterwards = (path: string, holder: YamlValue | undefined, variables: { [name: string]: string }): Step[] =>
  (holder?.get('epilogue')?.entries ?? []).flatMap(([name, part]) =>
    stepsOf(path, `epilogue ${name}`, (part.isList ? part : part.get('commands'))?.items ?? [], variables, [
      'what comes after a job does not fail it',
    ]),
  )

const envOf = (holder: YamlValue | undefined): { [name: string]: string } =>
  Object.fromEntries(
    (holder?.get('env_vars')?.items ?? []).flatMap((one) => {
      const { name, value } = textsOf(one)
      return name === undefined || value === undefined ? [] : [[name, value]]
    }),
  )

const offOf = (block: YamlValue): string[] => {
  if (/^true$/i.test(block.get('skip')?.get('when')?.text ?? '')) return ['the block has skip: when: true']
  return /^false$/i.test(block.get('run')?.get('when')?.text ?? '') ? ['the block has run: when: false'] : []
}
