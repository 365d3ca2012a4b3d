/** Measures how the repository is worked on over time: commits, authors, active days, releases. */
import { z } from 'zod'
import type { Commit } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import { isBot, people } from '../history/people.ts'
import { isRelease } from '../history/releases.ts'

export default probe({
  id: 'repo.activity',
  version: 1,
  title: 'Work on the repository over time',
  measures: 'Commits by people and by bots, their authors and active days, month by month, and the tags that name a release.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    commits: z.number(),
    first_at: z.string(),
    last_at: z.string(),
    active_days: z.number(),
    authors: z.number(),
    commits_by_month: z.array(z.object({ month: z.string(), commits: z.number(), authors: z.number() })),
    bot_commits: z.number(),
    releases: z.number(),
  }),
  async collect({ repo }, { signal }) {
    const { commits: history, limits: ofHistory } = await repo.history()
    signal.throwIfAborted()
    const byHand = history.filter((commit) => !isBot(commit))
    const limits = [
      ...repo.limits,
      ...ofHistory,
      'Commits are those that HEAD can reach, merges included; a month is of the author’s date in UTC.',
    ]
    if (byHand.length === 0) return absent(`searched ${history.length} commits for any made by a person`, { limits })
    const releases = (await repo.tags()).filter(({ name }) => isRelease(name))
    const dates = byHand.map(({ authored_at }) => authored_at).sort()
    const unknown = repo.shallow
      ? Object.fromEntries(
          ['commits', 'first_at', 'active_days', 'authors', 'commits_by_month', 'bot_commits'].map((fact) => [
            fact,
            ['failed', 'the clone is shallow and its history is cut off'] as const,
          ]),
        )
      : {}
    const facts = {
      last_at: dates.at(-1) as string,
      releases: releases.length,
      ...(repo.shallow ? {} : overTime(byHand, dates, history.length - byHand.length)),
    }
    return found(facts, {
      limits,
      unknown,
      until: dates.at(-1),
      items: releases.slice(0, 1).map(({ name, commit }) => ({ commit, note: `newest release: tag ${name}` })),
    })
  },
})

const overTime = (byHand: Commit[], dates: string[], botCommits: number) => ({
  commits: byHand.length,
  first_at: dates[0] as string,
  active_days: new Set(dates.map((date) => date.slice(0, 10))).size,
  authors: people(byHand).length,
  commits_by_month: byMonth(byHand),
  bot_commits: botCommits,
})

function byMonth(commits: Commit[]): { month: string; commits: number; authors: number }[] {
  const months = new Map<string, Commit[]>()
  for (const commit of commits) {
    const month = commit.authored_at.slice(0, 7)
    const some = months.get(month)
    if (some === undefined) months.set(month, [commit])
    else some.push(commit)
  }
  return [...months]
    .map(([month, some]) => ({ month, commits: some.length, authors: people(some).length }))
    .sort((a, b) => (a.month < b.month ? -1 : 1))
}
