/** Reads Prow: presubmits, postsubmits and periodics, each a pod whose containers run commands in a checkout. */
import type { Job, Step } from '../model.ts'
import type { YamlValue } from '../yaml.ts'
import { containerStep } from './argo.ts'
import { base, type Reader } from './plain-jobs.ts'

type Start = Pick<Job, 'trigger' | 'automatic'>

const kinds: [key: string, start: (job: YamlValue) => Start][] = [
  ['presubmits', (job) => asked(job, 'pull_request', false)],
  ['postsubmits', (job) => asked(job, 'push', true)],
  ['periodics', () => ({ trigger: 'schedule', automatic: true })],
]

export const prow: Reader = (path, documents, found) => {
  for (const root of documents)
    for (const [kind, start] of kinds) {
      const listed = root.get(kind)
      // Of a configuration for several repositories each has a list under its name.
      const jobs = listed?.isMap ? listed.entries.flatMap(([, list]) => list.items) : (listed?.items ?? [])
      if (listed?.isMap && jobs.length > 0) found.limits.push(`${path} names jobs by repository; all are counted as those of this one`)
      for (const job of jobs) {
        const name = job.get('name')?.text ?? kind
        const steps = stepsOf(job, path, name)
        if (steps.length === 0) found.notUnderstood.push(`${path}:${job.line} runs ${name} with another agent than a pod`)
        else found.jobs.push({ ...base('prow', path, job.line), ...start(job), job: name, forgiven: forgivenOf(job), steps })
      }
    }
}

/** Of a presubmit somebody asks for with a comment, unless it always runs or names files whose change starts it. */
const asked = (job: YamlValue, trigger: string, always: boolean): Start => {
  const given = job.get('always_run')
  const byFiles = job.get('run_if_changed') !== undefined || job.get('skip_if_only_changed') !== undefined
  const automatic = byFiles || (given === undefined ? always : given.isTrue)
  return { trigger: automatic ? trigger : 'manual', automatic }
}

const forgivenOf = (job: YamlValue): string[] => (job.get('optional')?.isTrue ? ['the job is optional: it holds no merge up'] : [])

const stepsOf = (job: YamlValue, path: string, name: string): Step[] => {
  const spec = job.get('spec')
  return [...(spec?.get('initContainers')?.items ?? []), ...(spec?.get('containers')?.items ?? [])]
    .flatMap((container) => containerStep(container, path, name, 'prow'))
    .map((step) => ({ ...step, script: step.script.replace(wrapper, '') }))
}

/** Images for tests bring a program that makes the container ready and then runs its words. */
const wrapper = /^'?(?:\S*\/)?(?:runner|wrapper)\.sh'?\s+(?:--\s+)?(?=\S)/
