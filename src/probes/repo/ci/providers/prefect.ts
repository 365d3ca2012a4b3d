/** Reads Prefect's own YAML: the steps of `prefect deploy`, and which functions its schedules start. */
import { isForeign } from '../../paths.ts'
import type { Pipelines, Step } from '../model.ts'
import type { Tree } from '../tree.ts'
import { readYaml, type YamlValue } from '../yaml.ts'
import { actionStep, listOf } from './plain-jobs.ts'
import { stepFrom } from './script-lines.ts'
import { laxShell } from './shells.ts'

const file = /(^|\/)(prefect(\.[\w-]+)?|[\w-]+-deployment)\.ya?ml$/

/** Adds what deploying runs, which a person or another job starts; gives the names of flows with a live schedule. */
export const readPrefectFiles = async (tree: Tree, found: Pipelines): Promise<string[]> => {
  const timed: string[] = []
  for (const path of tree.paths.filter((one) => file.test(one) && !isForeign(one))) {
    const text = await tree.read(path)
    if (text === undefined || !/^\s*-?\s*(entrypoint|deployments|flow_name|prefect-version):/m.test(text)) continue
    const [root] = readYaml(text) ?? []
    if (!root) {
      found.notUnderstood.push(`${path} could not be read as YAML`)
      continue
    }
    const deployments = [...(root.get('entrypoint') ? [root] : []), ...listOf(root.get('deployments'))]
    timed.push(...deployments.flatMap(timedFlow))
    const steps = [root, ...deployments.filter((one) => one !== root)].flatMap((one) =>
      ['build', 'push', 'pull'].flatMap((phase) => listOf(one.get(phase)).flatMap((step) => stepsOf(step, path, phase))),
    )
    if (steps.length > 0)
      found.jobs.push({
        provider: 'prefect',
        workflow: path,
        path,
        line: 1,
        job: 'prefect deploy',
        trigger: 'manual',
        automatic: false,
        off: [],
        forgiven: [],
        steps,
      })
  }
  return timed
}

const timedFlow = (deployment: YamlValue): string[] => {
  const schedules = [...listOf(deployment.get('schedule')), ...listOf(deployment.get('schedules'))]
  const live = schedules.some(
    (one) => ['cron', 'interval', 'rrule'].some((key) => one.get(key)?.text !== undefined) && !one.get('active')?.isFalse,
  )
  const off = deployment.get('paused')?.isTrue || deployment.get('is_schedule_active')?.isFalse
  const name = (deployment.get('entrypoint')?.text ?? '').split(':')[1]
  return live && !off && name !== undefined ? [name] : []
}

const stepsOf = (step: YamlValue, path: string, phase: string): Step[] =>
  step.entries.map(([name, given]) => {
    const script = given.get('script')
    return /run_shell_script$/.test(name) && script
      ? stepFrom(path, phase, [script], { shell: laxShell, cwd: given.get('directory') === undefined ? '' : null })
      : actionStep(path, `prefect:${name.split('.').at(-1)}`, given)
  })
