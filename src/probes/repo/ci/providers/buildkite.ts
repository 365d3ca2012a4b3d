/** Reads Buildkite: the steps of its pipeline file, groups, approvals, plugins, and the files that its own steps upload. */
import type { Job, Pipelines, Step } from '../model.ts'
import type { Tree } from '../tree.ts'
import { readYaml, type YamlValue } from '../yaml.ts'
import { isNamedForTests, maybeTests } from './named-for-tests.ts'
import { actionStep, base, outside } from './plain-jobs.ts'
import { stepFrom, textsOf } from './script-lines.ts'
import { plainBash } from './shells.ts'

const file = /^(\.buildkite\/.*|buildkite(\.[\w-]+)?)\.ya?ml$/
/** What an agent uploads when it is told no path. */
const main = /^(\.buildkite\/pipeline|\.?buildkite)\.ya?ml$/
const upload = /buildkite-agent\s+pipeline\s+upload(?:\s+(?:--?[\w-]+\s+)*["']?([\w./-]+\.ya?ml)["']?)?/g

/** Steps that come out of a program, or out of a file whose name only a run knows. */
const written = /\|\s*buildkite-agent\s+pipeline\s+upload|buildkite-agent\s+pipeline\s+upload\s+(?:--?[\w-]+\s+)*["']?\$/

export const readBuildkite = async (tree: Tree): Promise<Pipelines> => {
  const found: Pipelines = { jobs: [], notUnderstood: [], limits: [] }
  const paths = tree.paths.filter((path) => file.test(path))
  const uploaded = await uploadedFrom(tree, paths, found)
  for (const path of paths) {
    const roots = readYaml((await tree.read(path)) ?? '') ?? []
    const started = main.test(path) || uploaded.has(path)
    const jobs = roots.flatMap((root) => jobsOf(path, root, started, found))
    if (jobs.length === 0 && main.test(path)) found.notUnderstood.push(`${path} holds no step of Buildkite that could be read`)
    if (jobs.length > 0 && !started)
      found.limits.push(`${path}: what uploads it to Buildkite stands outside the repository, so it is counted as started by hand`)
    found.jobs.push(...jobs)
  }
  if (found.jobs.length > 0)
    found.limits.push('Buildkite: schedules stand outside the repository, so its pipeline is counted as started by a push')
  return found
}

/** Paths that a step, or a script beside the steps, uploads. */
const uploadedFrom = async (tree: Tree, paths: readonly string[], found: Pipelines): Promise<Set<string>> => {
  const scripts = tree.paths.filter((path) => path.startsWith('.buildkite/') && !/\.(md|json|png|svg)$/.test(path))
  const out = new Set<string>()
  for (const path of new Set([...paths, ...scripts])) {
    const text = withoutComments((await tree.read(path)) ?? '')
    if (paths.length > 0 && written.test(text)) found.notUnderstood.push(`${path} uploads steps that a program writes or a run names`)
    for (const [, uploaded] of text.matchAll(upload)) if (uploaded !== undefined) out.add(uploaded.replace(/^\.\//, ''))
  }
  return out
}

const withoutComments = (text: string): string => text.replaceAll(/^\s*#.*$/gm, '')

const jobsOf = (path: string, root: YamlValue, started: boolean, found: Pipelines): Job[] => {
  const jobs: Job[] = []
  const variables = textsOf(root.get('env'))
  let approved = false
  const add = (steps: YamlValue[]): void => {
    for (const step of steps) {
      const inner = step.get('steps')
      if (step.get('block') !== undefined || step.get('input') !== undefined) approved = true
      else if (inner) add(inner.items)
      else {
        const made = stepsOf(path, step, variables, found)
        // A step that says what it waits for does not wait for an approval above it.
        const byHand = approved && step.get('depends_on') === undefined
        if (made.length > 0)
          jobs.push({
            ...base('buildkite', path, step.line),
            ...startOf(step, started, byHand),
            job: nameOf(step),
            off: offOf(step),
            forgiven: forgivenOf(step),
            steps: made,
          })
      }
    }
  }
  add((root.isList ? root : root.get('steps'))?.items ?? [])
  return jobs
}

const nameOf = (step: YamlValue): string =>
  step.get('label')?.text ?? step.get('name')?.text ?? step.get('key')?.text ?? step.get('command')?.text ?? 'step'

const startOf = (step: YamlValue, started: boolean, byHand: boolean): Pick<Job, 'trigger' | 'automatic'> => {
  if (byHand) return { trigger: 'manual', automatic: false }
  if (!started) return { trigger: outside, automatic: false }
  const asked = step.get('if')?.text ?? ''
  if (/build\.source\s*==\s*["']schedule["']/.test(asked)) return { trigger: 'schedule', automatic: true }
  return /build\.source\s*==\s*["'](ui|api)["']/.test(asked)
    ? { trigger: 'manual', automatic: false }
    : { trigger: 'push', automatic: true }
}

const offOf = (step: YamlValue): string[] => {
  const skip = step.get('skip')
  if (skip !== undefined && !skip.isFalse && skip.text !== '') return ['the step has skip']
  return step.get('if')?.isFalse ? ['the step has if: false'] : []
}

const forgivenOf = (step: YamlValue): string[] => {
  const soft = step.get('soft_fail')
  return soft?.isTrue || (soft?.isList && soft.items.length > 0) ? ['the step has soft_fail'] : []
}

const stepsOf = (path: string, step: YamlValue, outer: { [name: string]: string }, found: Pipelines): Step[] => {
  const commands = step.get('commands') ?? step.get('command')
  const lines = commands === undefined ? [] : commands.isList ? commands.items : [commands]
  const variables = { ...outer, ...textsOf(step.get('env')) }
  const text = lines.map((line) => line.text ?? '').join('\n')
  const plugins = step.get('plugins')
  const named = plugins?.isMap
    ? plugins.entries
    : (plugins?.items ?? []).flatMap((one): [string, YamlValue][] => (one.text === undefined ? one.entries : [[one.text, one]]))
  const trigger = step.get('trigger')
  return [
    ...(text.trim() === '' ? [] : [stepFrom(path, nameOf(step), lines, { shell: plainBash, variables })]),
    ...named.flatMap(([name, given]) => pluginStep(path, step, name.replace(/#[^#]*$/, ''), given, { found, alone: text.trim() === '' })),
    ...(trigger?.text === undefined ? [] : [actionStep(path, 'buildkite:trigger', step, { pipeline: trigger.text })]),
  ]
}

/** Plugins that run a package's tests with the tool of its language, and the command they come to. */
const testing: { [plugin: string]: string } = { 'JuliaCI/julia-test': "julia -e 'using Pkg; Pkg.test()'" }

/** `alone`: the step has no command that the plugin could only make ready for. */
const pluginStep = (
  path: string,
  step: YamlValue,
  name: string,
  given: YamlValue,
  { found, alone }: { found: Pipelines; alone: boolean },
): Step[] => {
  const known = testing[name]
  if (known !== undefined) return [{ ...stepFrom(path, nameOf(step), [step], { shell: plainBash }), script: known, scriptLine: step.line }]
  if (alone && isNamedForTests(name)) found.notUnderstood.push(maybeTests(path, step.line, name))
  return [actionStep(path, `buildkite:${name}`, step, textsOf(given))]
}
