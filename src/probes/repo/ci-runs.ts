/** What recorded CI runs did: one line for every job and activity, with whether it started by itself and how it ended. */
import { z } from 'zod'
import { CannotLook, type CiHandle, type RecordedJob, type RepoHandle } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import { type Activity, activities, activityInWords, activityOf } from './ci/activity.ts'
import type { Reached } from './ci/model.ts'
import { reachableCommands } from './ci/reach.ts'

const line = z.object({
  workflow: z.string(),
  job: z.string(),
  step: z.string(),
  activity: z.enum(activities),
  event: z.string(),
  automatic: z.boolean(),
  can_fail: z.boolean().nullable(),
  conclusion: z.string(),
  at: z.string(),
  commit: z.string().nullable(),
})
type Line = z.infer<typeof line>

const mostLines = 5_000
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

export default probe({
  id: 'ci',
  version: 2,
  title: 'Recorded CI runs',
  measures: 'What the recorded CI runs did, when, whether they started by themselves, and how they ended.',
  method: 'measured',
  needs: { ci: { kinds: ['ci'] }, repo: { kinds: ['repo'], optional: true } },
  options: z.strictObject({}),
  facts: z.object({
    jobs: z.number(),
    from: z.string(),
    to: z.string(),
    automatic_runs: z.number(),
    failed_runs: z.number(),
    runs: z.array(line),
  }),
  async collect({ ci, repo }, { signal }) {
    if (ci.jobs.length === 0) return absent('read the export of CI runs: it holds no run')
    const commands = repo ? await commandsOf(repo) : undefined
    const lines: Line[] = []
    let guessed = 0
    for (const job of [...ci.jobs].reverse()) {
      if (signal.aborted) throw new CannotLook('cancelled', 'stopped while reading recorded runs')
      const made = linesOf(job, commands)
      if (made.guessed) guessed++
      lines.push(...made.lines)
      if (lines.length >= mostLines) break
    }
    const to = last(ci.jobs.map(({ started_at, ended_at }) => ended_at ?? started_at))
    const facts = {
      jobs: ci.jobs.length,
      from: first(ci.jobs.map(({ started_at }) => started_at)),
      to,
      ...countsOf(ci),
      runs: lines.slice(0, mostLines),
    }
    return found(facts, { until: to, limits: limitsOf({ repo: repo !== undefined, guessed, cut: lines.length >= mostLines }) })
  },
})

// ISO times in UTC sort as text.
const first = (times: string[]): string => [...times].sort()[0] ?? ''
const last = (times: string[]): string => [...times].sort().at(-1) ?? ''

const limitsOf = ({ repo, guessed, cut }: { repo: boolean; guessed: number; cut: boolean }): string[] => [
  ...(guessed > 0
    ? [
        `what ${guessed} recorded job${guessed === 1 ? '' : 's'} did was read from names of steps and jobs, ${repo ? 'since no step of the workflows at this commit fits' : 'since no repository was given'}; whether they can fail is not known`,
      ]
    : []),
  ...(repo ? ['commands are those of the workflow files at the commit that was read, not of each run’s own commit'] : []),
  ...(cut ? [`only the newest ${mostLines} lines are kept in runs; the counts are over all jobs`] : []),
]

const countsOf = (ci: CiHandle): { automatic_runs: number; failed_runs: number } => {
  const runs = (fits: (job: RecordedJob) => boolean) => new Set(ci.jobs.filter(fits).map(({ run }) => run)).size
  return {
    automatic_runs: runs(({ event }) => byThemselves.has(event)),
    failed_runs: runs(({ conclusion }) => conclusion === 'failure' || conclusion === 'timed_out' || conclusion === 'startup_failure'),
  }
}

/** Commands by workflow path and by workflow name. */
type Commands = Map<string, Reached[]>

const commandsOf = async (repo: RepoHandle): Promise<Commands> => {
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

const linesOf = (recorded: RecordedJob, commands: Commands | undefined): { lines: Line[]; guessed: boolean } => {
  const known = (commands?.get(recorded.workflow_path ?? '') ?? commands?.get(recorded.workflow) ?? []).filter((command) =>
    isJob(command.job, recorded.job),
  )
  if (known.length > 0) {
    const ran = ranOf(recorded, known)
    if (ran) return { lines: ran.length > 0 ? ran : [lineOf(recorded, { step: '', activity: 'other', canFail: null })], guessed: false }
  }
  const steps = recorded.steps.filter(({ conclusion }) => conclusion !== 'skipped')
  const guesses = new Map<Activity, { step: string; activity: Activity; canFail: null; conclusion: string }>()
  for (const { name, conclusion } of steps)
    if (activityInWords(name) !== 'other')
      guesses.set(activityInWords(name), { step: name, activity: activityInWords(name), canFail: null, conclusion })
  const fallback = { step: '', activity: activityInWords(recorded.job), canFail: null }
  return { lines: (guesses.size > 0 ? [...guesses.values()] : [fallback]).map((guess) => lineOf(recorded, guess)), guessed: true }
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
const ranOf = (recorded: RecordedJob, known: Reached[]): Line[] | undefined => {
  const fits = (step: string, name: string) =>
    name === step || name === `Run ${step}` || (step.includes('${{') && step.split(/\$\{\{[^}]*\}\}/).every((part) => name.includes(part)))
  const ended = (command: Reached) => recorded.steps.find(({ name }) => fits(command.step, name))?.conclusion
  if (recorded.steps.length > 0 && !known.some((command) => ended(command) !== undefined)) return undefined
  const best = new Map<Activity, Parameters<typeof lineOf>[1]>()
  for (const command of known) {
    const conclusion = recorded.steps.length > 0 ? ended(command) : recorded.conclusion
    const activity = activityOf(command.words, command.variables)
    if (conclusion === undefined || conclusion === 'skipped' || !command.enabled || activity === 'other') continue
    const before = best.get(activity)
    if (!before || (before.canFail === false && command.propagates))
      best.set(activity, { step: command.step, activity, canFail: command.propagates, conclusion })
  }
  return [...best.values()].map((one) => lineOf(recorded, one))
}

const lineOf = (
  recorded: RecordedJob,
  { step, activity, canFail, conclusion }: { step: string; activity: Activity; canFail: boolean | null; conclusion?: string },
): Line => ({
  workflow: recorded.workflow,
  job: recorded.job,
  step,
  activity,
  event: recorded.event,
  automatic: byThemselves.has(recorded.event),
  can_fail: canFail,
  conclusion: conclusion ?? recorded.conclusion,
  at: recorded.started_at,
  commit: recorded.commit,
})
