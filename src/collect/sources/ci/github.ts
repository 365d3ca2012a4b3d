/** Turns GitHub's runs and jobs, from its API or from `gh … --json`, into recorded jobs. */
import type { RecordedJob } from '../../../model/handles.ts'
import { isJson, type Json, listOf, textOf, timeOf } from './fields.ts'

/** A run with the jobs that an export put into it or beside it. */
export const githubJobs = (run: Json, beside: readonly Json[]): RecordedJob[] | undefined => {
  const id = textOf(run, 'id', 'databaseId', 'run_id', 'runId')
  const started = timeOf(run, 'run_started_at', 'startedAt', 'started_at', 'created_at', 'createdAt')
  if (id === undefined || started === undefined) return undefined
  const nested = isJson(run.jobs) ? listOf(run.jobs.jobs) : listOf(run.jobs)
  const jobs = [...nested, ...beside]
  return (jobs.length > 0 ? jobs : [{}]).flatMap((job) => jobOf(run, job, { id, started }))
}

const jobOf = (run: Json, job: Json, { id, started }: { id: string; started: string }): RecordedJob => {
  const workflow =
    textOf(run, 'workflowName', 'workflow_name') ?? textOf(job, 'workflow_name', 'workflowName') ?? textOf(run, 'name', 'path') ?? 'unknown'
  const own = Object.keys(job).length > 0
  return {
    run: id,
    workflow,
    workflow_path: textOf(run, 'path', 'workflow_path')?.replace(/@.*$/, '') ?? null,
    job: textOf(job, 'name') ?? workflow,
    event: textOf(run, 'event') ?? 'unknown',
    commit: textOf(run, 'head_sha', 'headSha') ?? textOf(job, 'head_sha') ?? null,
    branch: textOf(run, 'head_branch', 'headBranch') ?? textOf(job, 'head_branch') ?? null,
    conclusion: conclusionOf(own ? job : run),
    started_at: timeOf(job, 'started_at', 'startedAt') ?? started,
    ended_at: timeOf(own ? job : run, 'completed_at', 'completedAt', 'updated_at', 'updatedAt') ?? null,
    steps: listOf(job.steps).map((step) => ({ name: textOf(step, 'name') ?? '', conclusion: conclusionOf(step) })),
  }
}

/** What has not ended has no conclusion; its state stands in for it. */
const conclusionOf = (from: Json): string => (textOf(from, 'conclusion') ?? textOf(from, 'status') ?? 'unknown').toLowerCase()
