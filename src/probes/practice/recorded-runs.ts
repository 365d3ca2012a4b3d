/** Picks from recorded CI runs the steps that did one thing: one line for each job in which it was done. */
import { CannotLook, type CiHandle, type RepoHandle } from '../../model/handles.ts'
import { commandsByWorkflow, type Ran, ranIn, startedByItself } from '../repo/ci/recorded.ts'

/** `can_fail`: null where the command behind the step is not known. */
export type RecordedRun = {
  at: string
  automatic: boolean
  recorded: boolean
  can_fail: boolean | null
  workflow: string
  job: string
  step: string
}

/** Enough to show a habit; the newest are kept. */
const mostRuns = 200

/**
 * `described`: the workflows of the tree would do it, whether or not a run is recorded. `sort`: what a step did, in the probe's own
 * columns, or undefined. Only steps that ended well or failed by their own doing count.
 */
export async function recordedRuns<Columns extends { [column: string]: string }>(
  ci: CiHandle,
  repo: RepoHandle | undefined,
  signal: AbortSignal,
  sort: (ran: Ran) => Columns | undefined,
): Promise<{ runs: (RecordedRun & Columns)[]; described: boolean; limits: string[] }> {
  const commands = repo === undefined ? undefined : await commandsByWorkflow(repo)
  const runs: (RecordedRun & Columns)[] = []
  for (const job of [...ci.jobs].reverse()) {
    if (signal.aborted) throw new CannotLook('cancelled', 'stopped while reading recorded runs')
    if (runs.length >= mostRuns) break
    const seen = new Set<string>()
    for (const ran of ranIn(job, commands).ran) {
      const columns = ['success', 'failure'].includes(ran.conclusion) ? sort(ran) : undefined
      const key = columns === undefined ? undefined : Object.values(columns).join(' ')
      if (columns === undefined || key === undefined || seen.has(key)) continue
      seen.add(key)
      runs.push({
        at: job.started_at,
        automatic: startedByItself(job),
        recorded: true,
        can_fail: ran.command?.propagates ?? null,
        workflow: job.workflow,
        job: job.job,
        step: ran.step,
        ...columns,
      })
    }
  }
  const described = [...(commands ?? [])].some(([, some]) =>
    some.some((command) => command.enabled && sort({ step: command.step, command, conclusion: 'success' }) !== undefined),
  )
  const limits = runs.length >= mostRuns ? [`only the newest ${mostRuns} such runs are listed`] : []
  return { runs, described, limits: repo === undefined ? [...limits, 'without a repository steps are known by their names alone'] : limits }
}

/** Programs that do nothing to the world, whatever words they are given. */
const idle = /^(echo|printf|true|:|cat|ls|grep|test|\[|export|cd|mkdir)$/

/** Words of the command, or of the step where no command is known. */
export const wordsOf = ({ step, command }: Ran): string => {
  if (command === undefined) return step.toLowerCase()
  return idle.test(command.words[0] ?? '') ? '' : command.words.join(' ').toLowerCase()
}
