/** Turns GitLab's pipelines and jobs into recorded jobs. */
import type { RecordedJob } from '../../../model/handles.ts'
import { isJson, type Json, listOf, textOf, timeOf } from './fields.ts'

const conclusions: { [state: string]: string } = { success: 'success', failed: 'failure', canceled: 'cancelled', skipped: 'skipped' }

/** A pipeline with its jobs, or one job that names its pipeline; undefined when id or time is missing. */
export const gitlabJobs = (entry: Json): RecordedJob[] | undefined => {
  const pipeline = isJson(entry.pipeline) ? entry.pipeline : entry
  const id = textOf(pipeline, 'id', 'iid')
  const started = timeOf(entry, 'started_at', 'created_at') ?? timeOf(pipeline, 'started_at', 'created_at')
  if (id === undefined || started === undefined) return undefined
  const jobs = isJson(entry.pipeline) ? [entry] : isJson(entry.jobs) ? listOf(entry.jobs.nodes) : listOf(entry.jobs)
  return (jobs.length > 0 ? jobs : [entry]).map((job) => ({
    run: id,
    workflow: '.gitlab-ci.yml',
    workflow_path: '.gitlab-ci.yml',
    job: textOf(job, 'name') ?? 'pipeline',
    event: textOf(pipeline, 'source') ?? textOf(entry, 'source') ?? 'unknown',
    commit: textOf(pipeline, 'sha') ?? (isJson(job.commit) ? (textOf(job.commit, 'id') ?? null) : null),
    branch: textOf(pipeline, 'ref') ?? textOf(job, 'ref') ?? null,
    conclusion: conclusions[textOf(job, 'status') ?? ''] ?? textOf(job, 'status') ?? 'unknown',
    started_at: timeOf(job, 'started_at', 'created_at') ?? started,
    ended_at: timeOf(job, 'finished_at') ?? null,
    steps: [],
  }))
}

/** GitLab's words, which GitHub does not use. */
export const isGitlab = (entry: Json): boolean =>
  !('head_sha' in entry || 'headSha' in entry || 'conclusion' in entry) &&
  ('pipeline' in entry || 'stage' in entry || 'source' in entry || 'web_url' in entry || 'detailed_status' in entry)
