/** What recorded CI runs did: one line for every job and activity, with whether it started by itself and how it ended. */
import { z } from 'zod'
import { CannotLook, type CiHandle, type RecordedJob } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import { type Activity, activities, activityInWords, activityOf } from './ci/activity.ts'
import { type Commands, commandsByWorkflow, ranIn, startedByItself } from './ci/recorded.ts'

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
    const commands = repo ? await commandsByWorkflow(repo) : undefined
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
    automatic_runs: runs(startedByItself),
    failed_runs: runs(({ conclusion }) => conclusion === 'failure' || conclusion === 'timed_out' || conclusion === 'startup_failure'),
  }
}

const linesOf = (recorded: RecordedJob, commands: Commands | undefined): { lines: Line[]; guessed: boolean } => {
  const { ran, guessed } = ranIn(recorded, commands)
  const best = new Map<Activity, Parameters<typeof lineOf>[1]>()
  for (const { step, command, conclusion } of ran) {
    const activity = command === undefined ? activityInWords(step) : activityOf(command.words, command.variables)
    const canFail = command === undefined ? null : command.propagates
    const before = best.get(activity)
    if (activity !== 'other' && (!before || guessed || (before.canFail === false && canFail === true)))
      best.set(activity, { step, activity, canFail, conclusion })
  }
  const fallback = { step: '', activity: guessed ? activityInWords(recorded.job) : ('other' as const), canFail: null }
  return { lines: (best.size > 0 ? [...best.values()] : [fallback]).map((one) => lineOf(recorded, one)), guessed }
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
  automatic: startedByItself(recorded),
  can_fail: canFail,
  conclusion: conclusion ?? recorded.conclusion,
  at: recorded.started_at,
  commit: recorded.commit,
})
