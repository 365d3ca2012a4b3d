/** Records of runs that were committed: outcomes, profiles, drift and fairness reports, searches, stages that a tool ran. */
import { z } from 'zod'
import type { Commit, RepoHandle } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import { isBot } from '../history/people.ts'
import { isForeign, isRegular, pathKind } from './paths.ts'
import { readEach } from './python/sources.ts'
import { mayBeRecord, type RunRecord, recordIn, recordKinds } from './records/kinds.ts'

const row = z.object({
  about: z.enum(recordKinds),
  at: z.string(),
  automatic: z.boolean(),
  recorded: z.boolean(),
  trials: z.number().nullable(),
  path: z.string(),
  line: z.number(),
  commit: z.string(),
})
type Row = z.infer<typeof row>

const largestBytes = 2_000_000
const mostFiles = 3_000
const mostRows = 300

export default probe({
  id: 'repo.run-records',
  version: 1,
  title: 'Records of runs that were committed',
  measures:
    'Files of the tree that a run left (outcomes of evaluations, profiles of data, drift and fairness reports, searches, stages of a pipeline), and each commit that wrote one.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({ records: z.array(row), files: z.number() }),
  async collect({ repo }, { signal }) {
    const { records, left } = await recordsOf(repo, signal)
    const limits = [
      ...repo.limits,
      'A record is what was committed: whether a run wrote it, or a hand, its text cannot tell. One line stands for each commit that changed the file.',
      ...(left > 0 ? [`${left} more files that could be records were not opened`] : []),
    ]
    if (records.size === 0)
      return absent('searched JSON, YAML, CSV and HTML files outside tests for outcomes and reports that a run left', { limits })
    const history = repo.shallow ? undefined : await repo.history()
    limits.push(...(history?.limits ?? []))
    const rows = history === undefined ? atTip(records, repo) : rowsOf(records, history.commits)
    if (repo.shallow) limits.push('the clone is shallow: each record counts once, at this commit')
    return found(
      { records: rows.slice(0, mostRows), files: records.size },
      {
        limits,
        until: rows[0]?.at,
        items: [...records]
          .slice(0, 20)
          .map(([path, { line, about, note }]) => ({ path, line, note: `${about.replace('_', ' ')}: ${note}` })),
      },
    )
  },
})

async function recordsOf(repo: RepoHandle, signal: AbortSignal): Promise<{ records: Map<string, RunRecord>; left: number }> {
  const wanted = repo.files.filter(
    ({ path, mode, bytes }) =>
      isRegular(mode) &&
      bytes <= largestBytes &&
      mayBeRecord(path) &&
      (!isForeign(path) || /\.html?$/i.test(path)) &&
      !['test', 'vendored'].includes(pathKind(path)),
  )
  // Folders full of settings or data are large; those named for outcomes come first.
  const first = wanted.filter(({ path }) => /metric|result|report|eval|score|dvc\.lock|mlruns|profil|drift|stud|trial|bench/i.test(path))
  const paths = [...new Set([...first, ...wanted].map(({ path }) => path))]
  const records = new Map<string, RunRecord>()
  for (const { path, text } of await readEach(repo, paths.slice(0, mostFiles), signal)) {
    const record = text === undefined ? undefined : recordIn(path, text)
    if (record !== undefined) records.set(path, record)
  }
  return { records, left: Math.max(0, paths.length - mostFiles) }
}

const rowOf = (path: string, { about, line, trials }: RunRecord, commit: string, at: string, automatic: boolean): Row => ({
  about,
  at,
  automatic,
  recorded: true,
  trials: trials ?? null,
  path,
  line,
  commit,
})

const atTip = (records: Map<string, RunRecord>, repo: RepoHandle): Row[] =>
  [...records].map(([path, record]) => rowOf(path, record, repo.commit, repo.committed_at, false))

/** Newest first. A commit that a machine made recorded by itself. */
const rowsOf = (records: Map<string, RunRecord>, history: Commit[]): Row[] =>
  history.flatMap((commit) =>
    commit.changes.flatMap(({ path }) => {
      const record = records.get(path)
      return record === undefined ? [] : [rowOf(path, record, commit.id, commit.committed_at, isBot(commit))]
    }),
  )
