/** Opens an export of CI runs (GitHub or GitLab, JSON or JSON lines, a file or a folder of them). */
import { createHash } from 'node:crypto'
import { readdirSync, realpathSync, statSync } from 'node:fs'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { CannotLook, type CiHandle, type RecordedJob } from '../../../model/handles.ts'
import { readRegular } from '../regular-file.ts'
import { isJson, type Json, listOf, textOf } from './fields.ts'
import { githubJobs } from './github.ts'
import { gitlabJobs, isGitlab } from './gitlab.ts'
import { readJson } from './read-json.ts'

export type AskedCi = { path: string; material: string; root: string; allowOutside?: boolean | undefined }

const mostBytes = 256 * 1024 * 1024

/** `version` is the digest of the bytes. Throws CannotLook: not_found, not_readable, outside_folder, too_large, damaged. */
export const openCi = async (asked: AskedCi): Promise<{ handle: CiHandle; version: string; stillSame: () => Promise<boolean> }> => {
  const files = filesAt(asked)
  const version = digestOf(files)
  const values = files.flatMap(({ name, bytes }) => readJson(new TextDecoder('utf-8').decode(bytes), name))
  const { entries, beside } = entriesOf(values)
  const { jobs, provider, left } = recorded(entries, beside)
  jobs.sort((a, b) => (a.started_at === b.started_at ? (a.job < b.job ? -1 : 1) : a.started_at < b.started_at ? -1 : 1))
  const limits =
    left > 0 ? [`${left} ${left === 1 ? 'entry' : 'entries'} without an id or a time ${left === 1 ? 'was' : 'were'} left out`] : []
  const handle: CiHandle = { kind: 'ci', material: asked.material, provider, jobs, limits }
  return { handle, version, stillSame: async () => digestOf(filesAt(asked)) === version }
}

const digestOf = (files: { bytes: Buffer }[]): string => {
  const hash = createHash('sha256')
  for (const { bytes } of files) hash.update(bytes)
  return `sha256:${hash.digest('hex')}`
}

const filesAt = ({ path, root, allowOutside }: AskedCi): { name: string; bytes: Buffer }[] => {
  try {
    const home = realpathSync(root)
    const inside = (file: string): string => {
      const real = realpathSync(file)
      const way = relative(home, real)
      if (allowOutside || !(way.startsWith('..') || isAbsolute(way))) return real
      throw new CannotLook(
        'outside_folder',
        "the export of CI runs lies outside the subject's folder: pass --allow-outside if that is meant",
      )
    }
    const real = inside(resolve(root, path))
    const names = statSync(real).isDirectory()
      ? readdirSync(real)
          .filter((name) => /\.(json|jsonl|ndjson)$/.test(name))
          .sort()
          .map((name) => inside(join(real, name)))
      : [real]
    if (names.length === 0) throw new CannotLook('not_found', 'the folder of CI runs holds no .json file')
    if (names.reduce((sum, name) => sum + statSync(name).size, 0) > mostBytes)
      throw new CannotLook('too_large', `the export of CI runs is larger than ${mostBytes / 1024 / 1024} MB: export fewer runs`)
    return names.map((name) => ({ name: name.slice(name.lastIndexOf('/') + 1), bytes: readRegular(name, 'the export of CI runs') }))
  } catch (cause) {
    if (cause instanceof CannotLook) throw cause
    const { code } = cause as NodeJS.ErrnoException
    throw new CannotLook(
      code === 'ENOENT' ? 'not_found' : 'not_readable',
      code === 'ENOENT' ? 'there is no such export of CI runs' : `the export of CI runs cannot be read (${code})`,
    )
  }
}

/** Runs or pipelines, and jobs that stand in a list of their own (joined by run id later). */
const entriesOf = (values: readonly unknown[]): { entries: Json[]; beside: Json[] } => {
  const entries: Json[] = []
  const beside: Json[] = []
  const sort = (entry: Json) =>
    (textOf(entry, 'run_id', 'runId') !== undefined && !('event' in entry) && !('jobs' in entry) ? beside : entries).push(entry)
  for (const value of values) {
    if (Array.isArray(value)) for (const entry of listOf(value)) sort(entry)
    else if (isJson(value)) {
      const lists = ['workflow_runs', 'runs', 'pipelines'].flatMap((key) => listOf(value[key]))
      const known = ['workflow_runs', 'runs', 'pipelines'].some((key) => Array.isArray(value[key]))
      for (const entry of lists) sort(entry)
      if (known || (Array.isArray(value.jobs) && textOf(value, 'id', 'databaseId') === undefined))
        for (const job of listOf(value.jobs)) sort(job)
      else sort(value)
    }
  }
  return { entries, beside }
}

const recorded = (
  entries: readonly Json[],
  beside: readonly Json[],
): { jobs: RecordedJob[]; provider: CiHandle['provider']; left: number } => {
  const byRun = new Map<string, Json[]>()
  for (const job of beside)
    byRun.set(textOf(job, 'run_id', 'runId') ?? '', [...(byRun.get(textOf(job, 'run_id', 'runId') ?? '') ?? []), job])
  const jobs: RecordedJob[] = []
  let left = 0
  let gitlab = 0
  for (const entry of entries) {
    const theirs = isGitlab(entry)
    if (theirs) gitlab++
    const id = textOf(entry, 'id', 'databaseId') ?? ''
    const made = theirs ? gitlabJobs(entry) : githubJobs(entry, byRun.get(id) ?? [])
    if (made) jobs.push(...made)
    else left++
    byRun.delete(id)
  }
  // Jobs whose run is not in the export still say when and how they ended.
  for (const [run, alone] of byRun) for (const job of alone) jobs.push(...(githubJobs({ ...job, id: run, name: undefined }, [job]) ?? []))
  return { jobs, provider: gitlab > entries.length / 2 ? 'gitlab' : 'github', left }
}
