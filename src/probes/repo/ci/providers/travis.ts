/** Reads Travis CI: its phases, the jobs of its matrix, which of them may fail, and what language it installs for by itself. */
import type { Job, Step } from '../model.ts'
import type { YamlValue } from '../yaml.ts'
import { actionStep, base, listOf, type Reader } from './plain-jobs.ts'
import { stepFrom, textsOf } from './script-lines.ts'
import { laxShell } from './shells.ts'

const phases = ['before_install', 'install', 'before_script', 'script']
/** Their exit codes do not change how the build ends. */
const afterwards = ['after_success', 'after_failure', 'after_script']

/** What runs when a phase is not written. */
const defaults: { [language: string]: { [phase: string]: string } } = {
  python: { install: 'pip install -r requirements.txt' },
  node_js: { install: 'npm ci', script: 'npm test' },
}

/** Every script line runs even when one before failed, and each failure counts. */
export const travis: Reader = (path, [root], found) => {
  if (!root) return
  const matrix = root.get('jobs') ?? root.get('matrix')
  const include = [...(matrix?.get('include')?.items ?? [])]
  const allowed = matrix?.get('allow_failures')?.items ?? []
  for (const one of include.length > 0 ? include : [undefined]) {
    const name = one?.get('name')?.text ?? one?.get('stage')?.text ?? 'script'
    const forgiven = one && allowed.some((rule) => fits(rule, one)) ? ['it is among allow_failures'] : []
    found.jobs.push({
      ...base('travis', path, one?.line ?? root.line),
      ...startOf(one?.get('if')?.text ?? root.get('if')?.text),
      job: name,
      forgiven,
      steps: [...phasesOf(path, root, one), ...deploys(path, root, one), ...laterOf(path, root, one)],
    })
  }
}

/** `if: type = cron` keeps a job for that event. */
const startOf = (condition: string | undefined): Pick<Job, 'trigger' | 'automatic'> => {
  const types = [...(condition ?? '').matchAll(/\btype\s*(?:=|IN|in)\s*\(?([\w\s,]+)/g)].flatMap(
    ([, list]) => (list ?? '').match(/\w+/g) ?? [],
  )
  const named = types.filter((type) => ['push', 'pull_request', 'cron', 'api'].includes(type))
  if (named.length === 0) return { trigger: 'push', automatic: true }
  return { trigger: named.join(', '), automatic: named.some((type) => type !== 'api') }
}

const fits = (rule: YamlValue, job: YamlValue): boolean =>
  rule.entries.length > 0 && rule.entries.every(([key, value]) => value.text !== undefined && job.get(key)?.text === value.text)

const phasesOf = (path: string, root: YamlValue, job: YamlValue | undefined): Step[] => {
  const language = job?.get('language')?.text ?? root.get('language')?.text ?? ''
  const variables = textsOf(job?.get('env'))
  return phases.flatMap((phase) => {
    const written = job?.get(phase) ?? root.get(phase)
    const own = defaults[language]?.[phase]
    if (written === undefined && own !== undefined)
      return [{ ...stepFrom(path, `${phase} (by default)`, [root.get('language') ?? root], { shell: laxShell, variables }), script: own }]
    return listOf(written).map((value) => stepFrom(path, phase, [value], { shell: laxShell, variables }))
  })
}

const laterOf = (path: string, root: YamlValue, job: YamlValue | undefined): Step[] =>
  afterwards.flatMap((phase) =>
    listOf(job?.get(phase) ?? root.get(phase)).map((value) =>
      stepFrom(path, phase, [value], {
        shell: laxShell,
        forgiven: [`${phase} does not change how the build ends`],
        off: phase === 'after_failure' ? ['it runs only after a failure'] : [],
      }),
    ),
  )

const deploys = (path: string, root: YamlValue, job: YamlValue | undefined): Step[] =>
  listOf(job?.get('deploy') ?? root.get('deploy')).map((value) => {
    const provider = value.get('provider')?.text ?? value.text ?? 'deploy'
    const script = value.get('script')
    return provider === 'script' && script
      ? stepFrom(path, 'deploy', [script], { shell: laxShell })
      : actionStep(path, `travis:${provider}`, value)
  })
