/** Reads GitLab CI: jobs with scripts, `extends`, local includes, rules, `when`, `allow_failure`. */
import type { Job, Pipelines, Why } from '../model.ts'
import type { Tree } from '../tree.ts'
import { globFits } from '../tree.ts'
import { readYaml, type YamlValue } from '../yaml.ts'
import { stepFrom, textsOf } from './script-lines.ts'

type Entry = { value: YamlValue; path: string }
type Config = Map<string, Entry>

const notJobs = new Set([
  'default',
  'include',
  'stages',
  'variables',
  'workflow',
  'image',
  'services',
  'before_script',
  'after_script',
  'cache',
  'spec',
  'pages:deploy',
])

export const readGitlab = async (tree: Tree): Promise<Pipelines> => {
  const found: Pipelines = { jobs: [], notUnderstood: [], limits: [] }
  const config: Config = new Map()
  await load('.gitlab-ci.yml', tree, config, found, 0)
  await addJobs(config, tree, found, 0)
  return found
}

const addJobs = async (config: Config, tree: Tree, found: Pipelines, depth: number): Promise<void> => {
  const never = workflowNever(config)
  for (const [name, entry] of config) {
    if (name.startsWith('.') || notJobs.has(name) || !entry.value.isMap) continue
    const read = reader(entry, config)
    if (read('script')) found.jobs.push(jobOf(name, entry, { read, config, never }))
    else if (read('trigger') && depth < 4)
      await addChild(jobOf(name, entry, { read, config, never }), read('trigger'), { tree, found, depth })
  }
}

type Into = { tree: Tree; found: Pipelines; depth: number }

/** A child pipeline runs when its trigger job does; its failure is the parent's only with `strategy: depend`. */
const addChild = async (parent: Job, trigger: Entry | undefined, { tree, found, depth }: Into): Promise<void> => {
  const include = trigger?.value.get('include')
  if (!include) return
  const child: Config = new Map()
  const inner: Pipelines = { jobs: [], notUnderstood: found.notUnderstood, limits: found.limits }
  await loadIncluded(include, trigger?.path ?? parent.path, { tree, config: child, found, depth: 0 })
  await addJobs(child, tree, inner, depth + 1)
  const strategy = trigger?.value.get('strategy')?.text
  const forgiven = strategy === 'depend' || strategy === 'mirror' ? [] : [`the trigger job ${parent.job} has no strategy: depend`]
  for (const job of inner.jobs)
    found.jobs.push({
      ...job,
      trigger: parent.automatic ? job.trigger : parent.trigger,
      automatic: parent.automatic && job.automatic,
      off: [...parent.off, ...job.off],
      forgiven: [...parent.forgiven, ...forgiven, ...job.forgiven],
    })
}

const load = async (path: string, tree: Tree, config: Config, found: Pipelines, depth: number): Promise<void> => {
  const text = await tree.read(path)
  if (text === undefined) return
  const root = readYaml(text)?.at(-1)
  if (!root?.isMap) {
    found.notUnderstood.push(`${path} could not be read as YAML`)
    return
  }
  await loadIncluded(root.get('include'), path, { tree, config, found, depth })
  for (const [name, value] of root.entries) config.set(name, { value, path })
}

type Loading = Into & { config: Config }

const loadIncluded = async (include: YamlValue | undefined, path: string, { tree, config, found, depth }: Loading): Promise<void> => {
  for (const one of include?.isList ? include.items : include ? [include] : []) {
    const local = one.get('local')?.text ?? (one.text !== undefined && !/^https?:/.test(one.text) ? one.text : undefined)
    if (one.get('artifact')) found.notUnderstood.push(`${path}:${one.line} runs a pipeline that an earlier job writes`)
    else if (local === undefined || depth > 6)
      found.notUnderstood.push(`${path}:${one.line} includes a file that is not in this repository`)
    else for (const other of tree.paths.filter((each) => globFits(local, each))) await load(other, tree, config, found, depth + 1)
  }
}

const workflowNever = (config: Config): boolean => {
  const rules = config.get('workflow')?.value.get('rules')?.items ?? []
  return rules.length > 0 && rules.every((rule) => rule.get('when')?.text === 'never')
}

type Read = (key: string) => Entry | undefined

/** A key of a job, of what it extends, or of the defaults, in this order. */
const reader = (entry: Entry, config: Config): Read => {
  const find = (from: Entry, key: string, depth: number): Entry | undefined => {
    const own = from.value.get(key)
    if (own) return { value: own, path: from.path }
    for (const base of [...(from.value.get('extends')?.texts ?? [])].reverse()) {
      const parent = config.get(base)
      const value = parent && depth < 10 ? find(parent, key, depth + 1) : undefined
      if (value) return value
    }
    return undefined
  }
  return (key) => {
    const own = find(entry, key, 0)
    if (own || !['before_script', 'image'].includes(key)) return own
    const fallback = config.get('default')
    const value = fallback?.value.get(key)
    return value && fallback ? { value, path: fallback.path } : config.get(key)
  }
}

/** Script lines with `!reference [job, script]` put in. */
const lines = (value: YamlValue | undefined, config: Config, depth = 0): YamlValue[] =>
  (value?.isList && value.tag !== '!reference' ? value.items : value ? [value] : []).flatMap((item) => {
    if (item.tag !== '!reference') return item.isList ? lines(item, config, depth + 1) : [item]
    const [name = '', ...keys] = item.texts
    const target = keys.reduce((now: YamlValue | undefined, key) => now?.get(key), config.get(name)?.value)
    return depth < 10 ? lines(target, config, depth + 1) : []
  })

type Around = { read: Read; config: Config; never: boolean }

const jobOf = (name: string, entry: Entry, { read, config, never }: Around): Job => {
  const started = startOf(read)
  const lenient = read('allow_failure')?.value
  const off: Why[] = [...(never ? ['workflow rules never start a pipeline'] : []), ...started.off]
  const forgiven =
    lenient && (lenient.isTrue || lenient.isMap || started.lenient)
      ? [`job ${name} has allow_failure`]
      : started.lenient
        ? [`job ${name} has allow_failure in its rules`]
        : []
  const script = read('script')
  const variables = { ...textsOf(config.get('variables')?.value), ...textsOf(read('variables')?.value) }
  const before = lines(read('before_script')?.value, config)
  const own = lines(script?.value, config)
  const path = script?.path ?? entry.path
  // before_script and script run in one shell; their lines are kept apart so that each has its place.
  const steps = [before, own]
    .filter((values) => values.length > 0)
    .map((values, at) =>
      stepFrom(at === 0 && before.length > 0 ? (read('before_script')?.path ?? path) : path, name, values, { variables }),
    )
  return {
    provider: 'gitlab',
    workflow: entry.path,
    path: entry.path,
    line: entry.value.line,
    job: name,
    trigger: started.trigger,
    automatic: started.automatic,
    off,
    forgiven,
    steps,
  }
}

type Started = { trigger: string; automatic: boolean; off: Why[]; lenient: boolean }

const bySchedule = (rule: YamlValue): boolean => /CI_PIPELINE_SOURCE\s*==\s*["']schedule["']/.test(rule.get('if')?.text ?? '')

/** What starts a job: its rules, `only`, or `when`; rules that ask for a web or API pipeline need a person. */
const startOf = (read: Read): Started => {
  const when = read('when')?.value.text
  const rules = read('rules')?.value.items
  if (when === 'never') return { trigger: 'never', automatic: false, off: ['when: never'], lenient: false }
  if (rules && rules.length > 0) {
    const live = rules.filter((rule) => rule.get('when')?.text !== 'never')
    if (live.length === 0) return { trigger: 'never', automatic: false, off: ['all its rules say when: never'], lenient: false }
    const alone = live.filter(
      (rule) =>
        (rule.get('when')?.text ?? when) !== 'manual' &&
        !/CI_PIPELINE_SOURCE\s*==\s*["'](web|api|trigger|chat)["']/.test(rule.get('if')?.text ?? ''),
    )
    return {
      trigger: alone.length === 0 ? 'manual' : alone.every(bySchedule) ? 'schedule' : 'push',
      automatic: alone.length > 0,
      off: [],
      lenient: live.every((rule) => rule.get('allow_failure')?.isTrue),
    }
  }
  if (when === 'manual') return { trigger: 'manual', automatic: false, off: [], lenient: false }
  if (when === 'on_failure') return { trigger: 'on_failure', automatic: false, off: ['it runs only after a failure'], lenient: false }
  const only = read('only')?.value
  const named = only?.texts ?? only?.get('refs')?.texts ?? []
  const manual = named.length > 0 && named.every((one) => ['web', 'api', 'triggers', 'chat', 'external'].includes(one))
  return {
    trigger: manual ? named.join(', ') : named.includes('schedules') ? 'schedule' : 'push',
    automatic: !manual,
    off: [],
    lenient: false,
  }
}
