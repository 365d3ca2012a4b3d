/** Reads AppVeyor: its phases, whose lines are for cmd, sh or PowerShell. */
import type { Step } from '../model.ts'
import type { YamlValue } from '../yaml.ts'
import { actionStep, base, listOf, type Reader } from './plain-jobs.ts'
import { stepFrom, textsOf } from './script-lines.ts'
import { plainBash, powershell } from './shells.ts'

const phases = [
  'init',
  'install',
  'before_build',
  'build_script',
  'after_build',
  'before_test',
  'test_script',
  'after_test',
  'before_deploy',
  'deploy_script',
  'after_deploy',
]
/** They run when the build has already ended one way or the other. */
const afterwards = ['on_success', 'on_failure', 'on_finish']

/** `for` holds settings of some of the builds: each is a job of its own, with the phases that it does not set taken from above. */
export const appveyor: Reader = (path, documents, found) => {
  for (const root of documents) {
    const some = root.get('for')?.items ?? []
    for (const one of [undefined, ...some]) {
      if (one !== undefined && !phases.some((phase) => one.get(phase))) continue
      const steps = [...phases, ...afterwards].flatMap((phase) =>
        stepsOf(path, phase, one?.get(phase) ?? root.get(phase), textsOf(root.get('environment'))),
      )
      const deploys = (one?.get('deploy') ?? root.get('deploy'))?.items ?? []
      const all = [
        ...steps,
        ...deploys.map((deploy) => actionStep(path, `appveyor:${deploy.get('provider')?.text ?? 'deploy'}`, deploy, textsOf(deploy))),
      ]
      if (all.length > 0) found.jobs.push({ ...base('appveyor', path, (one ?? root).line), job: 'build', steps: all })
    }
    if (!found.jobs.some((job) => job.path === path))
      found.limits.push(`${path}: AppVeyor builds what it finds by itself; no command of its own stands there`)
  }
}

const stepsOf = (path: string, phase: string, value: YamlValue | undefined, variables: { [name: string]: string }): Step[] => {
  const forgiven = afterwards.includes(phase) ? [`${phase} runs when the build has ended`] : []
  return listOf(value).flatMap((line) => {
    if (line.text !== undefined) return [ofCmd(stepFrom(path, phase, [line], { shell: plainBash, variables, forgiven }))]
    return line.entries.map(([kind, text]) => {
      const step = stepFrom(path, phase, [text], { shell: /^(ps|pwsh)$/.test(kind) ? powershell : plainBash, variables, forgiven })
      return kind === 'cmd' ? ofCmd(step) : step
    })
  })
}

/**
 * What cmd reads, as a shell would: `%NAME%`, ways with `\`, programs ending in `.exe`, and a program in front that only sets the compiler up.
 * What sets a variable runs nothing. */
const ofCmd = (step: Step): Step => ({
  ...step,
  script: step.script
    .split('\n')
    .map((line) =>
      line
        .replace(/^\s*@?(set|rem)\b.*/i, '')
        .replace(/^\s*@?call\s+/i, '')
        .replace(/^\s*%\w+%\s+(?=[A-Za-z])/, '')
        .replaceAll('\\', '/')
        .replaceAll(/%(\w+)%/g, '$$$1')
        .replaceAll(/\.exe(?=["\s]|$)/gi, ''),
    )
    .join('\n'),
})
