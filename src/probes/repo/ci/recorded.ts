/** Joins recorded CI jobs to the commands of the workflows: what each job ran, and how that ended. */
import type { RecordedJob, RepoHandle } from '../../../model/handles.ts'
import type { Reached } from './model.ts'
import { reachableCommands } from './reach.ts'

/** Commands by workflow path and by workflow name. */
export type Commands = Map<string, Reached[]>

/** `command`: undefined when only the step's words are known; then whether it can fail is not known. */
export type Ran = { step: string; command: Reached | undefined; conclusion: string }

export const commandsByWorkflow = async (repo: RepoHandle): Promise<Commands> => {
  const { commands } = await reachableCommands(repo)
  const by: Commands = new Map()
  for (const command of commands)
    for (const key of new Set([command.workflow, command.path])) {
      const known = by.get(key)
      if (known) known.push(command)
      else by.set(key, [command])
    }
  return by
}

const byThemselves = new Set([
  'push',
  'pull_request',
  'pull_request_target',
  'merge_group',
  'schedule',
  'workflow_run',
  'merge_request_event',
  'external_pull_request_event',
  'pipeline',
  'parent_pipeline',
])

/** Whether what started the run was no person. */
export const startedByItself = ({ event }: RecordedJob): boolean => byThemselves.has(event)

/** What a job ran, skipped steps left out; from the names of its steps where no command of the workflow fits. */
export const ranIn = (recorded: RecordedJob, commands: Commands | undefined): { ran: Ran[]; guessed: boolean } => {
  const known = (commands?.get(recorded.workflow_path ?? '') ?? commands?.get(recorded.workflow) ?? []).filter((command) =>
    isJob(command.job, recorded.job),
  )
  const ran = known.length > 0 ? ranOf(recorded, known) : undefined
  if (ran !== undefined) return { ran, guessed: false }
  const steps = recorded.steps.filter(({ conclusion }) => conclusion !== 'skipped')
  return { ran: steps.map(({ name, conclusion }) => ({ step: name, command: undefined, conclusion })), guessed: true }
}

/** A matrix job is recorded as `name (3.12, linux)`, a called one as `caller / name`. */
const isJob = (name: string, recorded: string): boolean => {
  const plain = recorded.replace(/ \([^)]*\)$/, '')
  const fixed = name.replace(/ \(.*\)$/, '')
  if (recorded === name || plain === name || plain === fixed) return true
  const parts = name.split(/\$\{\{[^}]*\}\}/)
  return parts.length > 1 && parts.every((part) => recorded.includes(part))
}

/** Undefined when the recorded steps fit none of the workflow's: the file has changed since. */
const ranOf = (recorded: RecordedJob, known: Reached[]): Ran[] | undefined => {
  const fits = (step: string, name: string) =>
    name === step || name === `Run ${step}` || (step.includes('${{') && step.split(/\$\{\{[^}]*\}\}/).every((part) => name.includes(part)))
  const ended = (command: Reached) => recorded.steps.find(({ name }) => fits(command.step, name))?.conclusion
  if (recorded.steps.length > 0 && !known.some((command) => ended(command) !== undefined)) return undefined
  return known.flatMap((command) => {
    const conclusion = recorded.steps.length > 0 ? ended(command) : recorded.conclusion
    return conclusion === undefined || conclusion === 'skipped' || !command.enabled ? [] : [{ step: command.step, command, conclusion }]
  })
}
