/** Tells whether tests come before a deployment: in its job, or in a job that its job waits for. */
import type { Reached } from '../ci/model.ts'
import { testCommandOf } from '../ci/test-command.ts'
import type { Tree } from '../ci/tree.ts'
import { readYaml, type YamlValue } from '../ci/yaml.ts'

type At = Pick<Reached, 'provider' | 'path' | 'workflow' | 'job' | 'line' | 'trigger'>
export type AfterTests = (at: At) => boolean

/** A job's name as shown, or its id: one may hold values of a matrix, so the fixed beginning decides. */
type Named = { id: string; shown: string; needs: string[] }

export const afterTestsIn = async (tree: Tree, commands: readonly Reached[]): Promise<AfterTests> => {
  const testing = commands.filter(({ words, variables, propagates, enabled }) => propagates && enabled && testCommandOf(words, variables))
  const files = new Map<string, { jobs: Named[]; after: string[] }>()
  for (const path of new Set(commands.map(({ path }) => path))) {
    const [root] = readYaml((await tree.read(path)) ?? '') ?? []
    if (root)
      files.set(path, {
        jobs: namedJobs(root),
        after: (root.get('on') ?? root.get('true'))?.get('workflow_run')?.get('workflows')?.texts ?? [],
      })
  }
  return (at) => {
    const here = testing.filter(({ path }) => path === at.path)
    if (here.some(({ job, workflow, line }) => job === at.job && workflow === at.workflow && line <= at.line)) return true
    const file = files.get(at.path)
    if (!file) return false
    if (file.after.some((name) => testing.some(({ workflow }) => workflow === name))) return true
    const waited = waitedFor(at.job, file.jobs)
    return here.some(({ job }) => waited.some((one) => fits(one, job)))
  }
}

const fits = ({ id, shown }: Named, job: string): boolean => {
  const fixed = shown.split('${{')[0]?.trim() ?? ''
  return job === id || job === shown || job.startsWith(`${shown} / `) || (fixed.length > 3 && job.startsWith(fixed))
}

const waitedFor = (job: string, jobs: Named[]): Named[] => {
  const open = jobs.filter((one) => fits(one, job))
  const seen = new Set<Named>()
  for (let at = open.pop(); at; at = open.pop()) {
    for (const need of at.needs) {
      const found = jobs.find(({ id }) => id === need)
      if (found && !seen.has(found)) {
        seen.add(found)
        open.push(found)
      }
    }
  }
  return [...seen]
}

/** GitHub's `needs`, CircleCI's `requires`, GitLab's stages in order, Azure's stages in order or `dependsOn`. */
const namedJobs = (root: YamlValue): Named[] => {
  const jobs = root.get('jobs')
  const requires = (root.get('workflows')?.entries ?? []).flatMap(([, workflow]) =>
    (workflow.get('jobs')?.items ?? []).flatMap((item) => item.entries),
  )
  if (requires.length > 0)
    return requires.map(([id, more]) => ({ id, shown: more.get('name')?.text ?? id, needs: more.get('requires')?.texts ?? [] }))
  if (jobs?.isMap)
    return jobs.entries.map(([id, job]) => ({ id, shown: job.get('name')?.text ?? id, needs: job.get('needs')?.texts ?? [] }))
  const stages = root.get('stages')
  if (stages?.items.some(({ isMap }) => isMap)) return inOrder(stages.items)
  return inGitlab(root, stages?.texts ?? ['.pre', 'build', 'test', 'deploy', '.post'])
}

const inOrder = (stages: YamlValue[]): Named[] => {
  const out: Named[] = []
  let before: string[] = []
  for (const stage of stages) {
    const names = [
      stage.get('stage')?.text,
      ...(stage.get('jobs')?.items ?? []).map((job) => (job.get('job') ?? job.get('deployment'))?.text),
    ]
    const ids = names.filter((name): name is string => name !== undefined)
    const needs = stage.get('dependsOn')?.texts ?? before
    for (const id of ids)
      out.push({ id, shown: id, needs: [...needs, ...ids.filter((other) => other !== id && stage.get('stage')?.text === other)] })
    before = [...before, ...ids]
  }
  return out
}

const inGitlab = (root: YamlValue, stages: string[]): Named[] => {
  const all = root.entries.filter(([, value]) => value.isMap && value.get('script'))
  const stageOf = (value: YamlValue) => stages.indexOf(value.get('stage')?.text ?? 'test')
  return all.map(([id, value]) => ({
    id,
    shown: id,
    needs:
      value.get('needs')?.items.flatMap((one) => one.text ?? one.get('job')?.text ?? []) ??
      all.filter(([, other]) => stageOf(other) < stageOf(value)).map(([name]) => name),
  }))
}
