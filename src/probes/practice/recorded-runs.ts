/** Picks from recorded CI runs the commands that did one thing: one line for each job in which it was done. */
import { z } from 'zod'
import { CannotLook, type CiHandle, type RepoHandle } from '../../model/handles.ts'
import { absent, type Finding, found } from '../../model/probe.ts'
import { commandsByWorkflow, type Ran, ranIn, startedByItself } from '../repo/ci/recorded.ts'

/** One job in which it was done. */
export const recordedRun = z.object({
  at: z.string(),
  automatic: z.boolean(),
  recorded: z.boolean(),
  can_fail: z.boolean(),
  workflow: z.string(),
  job: z.string(),
  step: z.string(),
})
type RecordedRun = z.infer<typeof recordedRun>

/** A command that is known to have run, and how it ended. */
type Known = Ran & { command: NonNullable<Ran['command']> }

/** Enough to show a habit; the newest are kept. */
const mostRuns = 200

/** `sort`: what a command did, in the probe's own columns, or undefined. Only commands that ended well or failed by their own doing count. */
export type Sort = (words: string, conclusion: string) => { [column: string]: string } | undefined

/** `unclear`: jobs whose commands are not those of the workflows at this commit. `described`: the workflows would do it, run or not. */
type Read = { runs: RecordedRun[]; unclear: number; described: boolean }

async function readRuns(ci: CiHandle, repo: RepoHandle, signal: AbortSignal, sort: Sort): Promise<Read> {
  const commands = await commandsByWorkflow(repo)
  const out: Read = { runs: [], unclear: 0, described: false }
  for (const job of [...ci.jobs].reverse()) {
    if (signal.aborted) throw new CannotLook('cancelled', 'stopped while reading recorded runs')
    const { ran, guessed } = ranIn(job, commands)
    // What somebody called a step is a word, not a record of what it did.
    if (guessed) out.unclear++
    const seen = new Set<string>()
    for (const one of ran.filter((it): it is Known => it.command !== undefined && ['success', 'failure'].includes(it.conclusion))) {
      const columns = sort(wordsOf(one.command.words), one.conclusion)
      const key = JSON.stringify(columns)
      if (columns === undefined || seen.has(key) || out.runs.length >= mostRuns) continue
      seen.add(key)
      const { started_at: at, workflow } = job
      const run = { at, automatic: startedByItself(job), recorded: true, can_fail: one.command.propagates, workflow, job: job.job }
      out.runs.push({ ...run, step: one.step, ...columns })
    }
  }
  out.described = [...commands.values()].flat().some(({ enabled, words }) => enabled && sort(wordsOf(words), 'success') !== undefined)
  return out
}

/** `what`: what the commands would do, as the end of a sentence. Absent only where what every job ran is known. */
export async function recordedRuns(
  { ci, repo }: { ci: CiHandle; repo: RepoHandle },
  signal: AbortSignal,
  what: string,
  sort: Sort,
): Promise<Finding> {
  const { runs, unclear, described } = await readRuns(ci, repo, signal, sort)
  const limits = [
    ...ci.limits,
    'A command is known by its words; what it looks through is not looked at.',
    ...(unclear > 0
      ? [`what ${unclear} of ${ci.jobs.length} recorded jobs ran is not known: their steps are not those of the workflows at this commit`]
      : []),
    ...(runs.length >= mostRuns ? [`only the newest ${mostRuns} such runs are listed`] : []),
  ]
  if (runs.length === 0 && unclear === 0 && !described)
    return absent(`searched the commands of ${ci.jobs.length} recorded jobs for any that ${what}`, { limits })
  if (runs.length === 0 && unclear > 0)
    return found(
      { described },
      { limits, unknown: { runs: ['failed', `what ${unclear} of ${ci.jobs.length} recorded jobs ran is not known`] } },
    )
  return found({ runs, described }, { limits, ...(runs[0] === undefined ? {} : { until: runs[0].at }) })
}

/** Programs that do nothing to the world, whatever words they are given. */
const idle = /^(echo|printf|true|:|cat|ls|grep|test|\[|export|cd|mkdir)$/

const wordsOf = (words: readonly string[]): string => (idle.test(words[0] ?? '') ? '' : words.join(' ').toLowerCase())
