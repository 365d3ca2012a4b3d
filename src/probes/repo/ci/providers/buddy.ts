/** Reads Buddy: pipelines of actions, those that run commands and those of its own. */
import type { Job, Step } from '../model.ts'
import type { YamlValue } from '../yaml.ts'
import { actionStep, base, listOf, type Reader } from './plain-jobs.ts'
import { stepFrom, textsOf } from './script-lines.ts'
import { plainBash } from './shells.ts'

export const buddy: Reader = (path, documents, found) => {
  for (const root of documents)
    for (const pipeline of root.items) {
      const name = pipeline.get('pipeline')?.text
      if (name === undefined) continue
      const start = startOf(pipeline)
      let approved = false
      for (const action of pipeline.get('actions')?.items ?? []) {
        const type = action.get('type')?.text ?? ''
        if (/APPROV/i.test(type)) {
          approved = true
          continue
        }
        const off = [pipeline, action].some((one) => one.get('disabled')?.isTrue) ? ['it is disabled'] : []
        found.jobs.push({
          ...base('buddy', path, action.line),
          ...(approved ? { trigger: 'manual', automatic: false } : start),
          workflow: name,
          job: action.get('action')?.text ?? type,
          off,
          forgiven: forgivenOf(action),
          steps: stepsOf(path, action, type),
        })
      }
    }
}

/** Older files say `trigger_mode` or `on`, newer ones list the events; a pipeline without any is started by a click. */
const startOf = (pipeline: YamlValue): Pick<Job, 'trigger' | 'automatic'> => {
  const said = pipeline.get('on')?.text ?? pipeline.get('trigger_mode')?.text ?? ''
  const events = (pipeline.get('events')?.items ?? []).flatMap((event) => event.get('type')?.text ?? [])
  if (/SCHEDULE/i.test(said) || events.some((event) => /SCHEDULE/i.test(event))) return { trigger: 'schedule', automatic: true }
  if (/CLICK|MANUAL/i.test(said) || (said === '' && events.length === 0)) return { trigger: 'manual', automatic: false }
  return { trigger: events.join(', ').toLowerCase() || 'push', automatic: true }
}

const forgivenOf = (action: YamlValue): string[] => {
  if (action.get('ignore_errors')?.isTrue) return ['the action has ignore_errors']
  const when = action.get('trigger_time')?.text ?? 'ON_EVERY_EXECUTION'
  return when === 'ON_EVERY_EXECUTION' ? [] : [`the action runs ${when}`]
}

const stepsOf = (path: string, action: YamlValue, type: string): Step[] => {
  const variables = Object.fromEntries(
    (action.get('variables')?.items ?? []).flatMap((one) => {
      const { key, value } = textsOf(one)
      return key === undefined || value === undefined ? [] : [[key, value]]
    }),
  )
  const lines = ['setup_commands', 'execute_commands', 'commands'].flatMap((key) => listOf(action.get(key)))
  if (lines.length === 0) return [actionStep(path, `buddy:${type}`, action)]
  return lines.map((line) => stepFrom(path, action.get('action')?.text ?? type, [line], { shell: plainBash, variables }))
}
