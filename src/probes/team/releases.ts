/** Measures releases: how many, how often, how long after the first commit, and how long a change waits for one. */
import { z } from 'zod'
import type { Commit, RepoHandle, Tag } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import { quantileInterval } from '../../stats/quantile.ts'
import { datedVersions } from '../history/changelog.ts'
import { isBot } from '../history/people.ts'
import { daysBetween, isRelease } from '../history/releases.ts'

const measured = z.object({ value: z.number(), low: z.number(), high: z.number() })
type Release = { name: string; at: string; commit: string | null; path?: string; line?: number }

export default probe({
  id: 'team.releases',
  version: 1,
  title: 'Releases: how many, how often, and how long from the first commit',
  measures:
    'Tags that name a version (dated headings of a changelog where there are none), their rate over the last year, the days to the first, and the days that changes waited for the release that brought them.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    releases: z.number(),
    read_from: z.enum(['tags', 'changelog']),
    per_month: z.number(),
    last_at: z.string(),
    first_release_days: z.number(),
    lead_time_days: measured,
  }),
  async collect({ repo }, { signal }) {
    const tags = onePerCommit((await repo.tags()).filter(({ name }) => isRelease(name)))
    const releases: Release[] = tags.length > 0 ? tags.map(ofTag) : await fromChangelog(repo)
    const limits = [...repo.limits, howDated]
    const last = releases[0]
    if (last === undefined) return absent('searched the tags for names of versions and the changelogs for versions with a date', { limits })
    const { commits, limits: ofHistory } = repo.shallow ? { commits: [], limits: [] } : await repo.history()
    limits.push(...ofHistory)
    signal.throwIfAborted()
    const leads = leadTimes(commits, tags)
    const lead = quantileInterval(Float64Array.from(leads).sort(), 0.5)
    const first = repo.shallow ? undefined : firstCommit(commits)
    const oldest = releases.at(-1) as Release
    return found(
      {
        releases: releases.length,
        read_from: tags.length > 0 ? 'tags' : 'changelog',
        per_month: perMonth(releases, repo.committed_at, first),
        last_at: last.at,
        ...(first === undefined ? {} : { first_release_days: Math.max(0, daysBetween(first, oldest.at)) }),
        ...(lead === undefined ? {} : { lead_time_days: lead }),
      },
      {
        limits,
        unknown: {
          ...(first === undefined ? { first_release_days: ['failed', 'the clone is shallow and its history is cut off'] as const } : {}),
          ...(lead === undefined
            ? {
                lead_time_days: [
                  'undefined',
                  'fewer than two tagged releases on this branch: no change can be dated from one to the next',
                ] as const,
              }
            : {}),
        },
        until: last.at,
        items: [placeOf(last)],
      },
    )
  },
})

const howDated =
  'A release is dated by the commit that its tag stands on; a tag that was set later looks older than it is. The wait of a change counts from its author’s date, not from the idea, which git does not know.'

/** Two names on one commit are one release. */
const onePerCommit = (tags: Tag[]): Tag[] => tags.filter((tag, at) => tags.findIndex(({ commit }) => commit === tag.commit) === at)

const ofTag = ({ name, commit, committed_at }: Tag): Release => ({ name, commit, at: committed_at })

const placeOf = ({ name, commit, path, line }: Release) =>
  commit === null
    ? { path: path as string, line: line as number, note: `newest release: ${name}` }
    : { commit, note: `newest release: tag ${name}` }

async function fromChangelog(repo: RepoHandle): Promise<Release[]> {
  const files = repo.files.filter(({ path }) => /^(docs\/)?(change(log|s)|history|news|releases?)(\.\w+)?$/i.test(path))
  const found: Release[] = []
  for (const { path } of files) {
    const text = await repo.read(path)
    found.push(...datedVersions(text ?? '').map(({ name, at, line }) => ({ name, at, commit: null, path, line })))
  }
  // What is dated after the commit that was read is a plan.
  return found.filter(({ at }) => at.slice(0, 10) <= repo.committed_at.slice(0, 10)).sort((a, b) => (a.at < b.at ? 1 : -1))
}

/** By a person, whatever was imported before; bots start nothing. */
const firstCommit = (history: Commit[]): string | undefined =>
  history
    .filter((commit) => !isBot(commit))
    .map(({ committed_at }) => committed_at)
    .sort()[0]

const daysOfYear = 365
const daysOfMonth = daysOfYear / 12

/** Over the year before the commit that was read, or over the life of a younger repository, but never under a month. */
function perMonth(releases: Release[], now: string, first: string | undefined): number {
  const age = first === undefined ? daysOfYear : daysBetween(first, now)
  const days = Math.max(daysOfMonth, Math.min(daysOfYear, age))
  return releases.filter(({ at }) => daysBetween(at, now) <= days).length / (days / daysOfMonth)
}

/** Median days of each release's changes, the first release apart: what led to it had none to go into. */
function leadTimes(history: Commit[], tags: Tag[]): number[] {
  const byId = new Map(history.map((commit) => [commit.id, commit]))
  const out = new Set<string>()
  const medians: number[] = []
  const onBranch = [...tags].filter(({ commit }) => byId.has(commit)).reverse()
  for (const [index, tag] of onBranch.entries()) {
    const waits = freshIn(tag, byId, out).map(({ authored_at }) => Math.max(0, daysBetween(authored_at, tag.committed_at)))
    const median = quantileInterval(Float64Array.from(waits).sort(), 0.5)
    if (index > 0 && median !== undefined) medians.push(median.value)
  }
  return medians
}

function freshIn(tag: Tag, byId: Map<string, Commit>, out: Set<string>): Commit[] {
  const fresh: Commit[] = []
  const open = [tag.commit]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const commit = byId.get(id)
    if (commit === undefined || out.has(id)) continue
    out.add(id)
    if (commit.parents.length < 2 && !isBot(commit)) fresh.push(commit)
    open.push(...commit.parents)
  }
  return fresh
}
