/** Measures who wrote the repository and its machine-learning code, from its history. */
import { z } from 'zod'
import { CannotLook, type Commit } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import { isCode, mlPaths } from '../history/ml-paths.ts'
import { isBot, people } from '../history/people.ts'

/** One commit weighs at most this many changed lines, so that an import of foreign code makes nobody its author. */
const heaviestCommit = 500

/** People listed; the others are counted. */
const mostPeople = 200

const weight = (commit: Commit, counts: (path: string) => boolean): number => {
  const lines = commit.changes
    .filter(({ path }) => counts(path))
    .reduce((sum, { added, removed }) => sum + (added ?? 0) + (removed ?? 0), 0)
  return Math.min(lines, heaviestCommit)
}

export default probe({
  id: 'team.people',
  version: 3,
  title: 'Who wrote the code',
  measures:
    'Each author’s share of the changed lines of code, and of the machine-learning code among them, how few people made half of it, and when it last changed.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    authors: z.number(),
    people: z.array(
      z.object({
        author: z.string(),
        commits: z.number(),
        share: z.number().nullable(),
        ml_share: z.number().nullable(),
        first_at: z.string(),
        last_at: z.string(),
      }),
    ),
    bus_factor: z.number(),
    ml_bus_factor: z.number(),
    last_ml_change_at: z.string(),
    ml_changes: z.number(),
  }),
  async collect({ repo }, { signal }) {
    if (repo.shallow)
      throw new CannotLook(
        'shallow',
        'The clone is shallow: who wrote the code cannot be told from a cut history. Fetch it whole (`git fetch --unshallow`).',
      )
    const history = await repo.history()
    const commits = history.commits.filter((commit) => !isBot(commit))
    const limits = [...repo.limits, ...history.limits, howWeighed]
    if (commits.length === 0) return absent('searched the history of HEAD for commits made by a person', { limits })
    const isMl = await mlPaths(repo, signal)
    const all = people(commits).map(({ author, commits: some }) => ({
      author,
      commits: some.length,
      lines: sum(some, isCode),
      ml: sum(some, isMl),
      first_at: some.map(({ authored_at }) => authored_at).sort()[0] as string,
      last_at: some
        .map(({ authored_at }) => authored_at)
        .sort()
        .at(-1) as string,
    }))
    all.sort((a, b) => b.lines - a.lines || b.commits - a.commits || (a.author < b.author ? -1 : 1))
    const lines = all.reduce((total, one) => total + one.lines, 0)
    const ml = all.reduce((total, one) => total + one.ml, 0)
    if (all.length > mostPeople) limits.push(`${all.length - mostPeople} authors with the smallest shares are counted but not listed`)
    const mlChanges = commits.filter(({ changes }) => changes.some(({ path }) => isMl(path)))
    const busFactor = fewestForHalf(all.map((one) => one.lines))
    const mlBusFactor = fewestForHalf(all.map((one) => one.ml))
    return found(
      {
        authors: all.length,
        people: all.slice(0, mostPeople).map(({ author, commits: count, lines: mine, ml: mineMl, first_at, last_at }) => ({
          author,
          commits: count,
          share: lines === 0 ? null : mine / lines,
          ml_share: ml === 0 ? null : mineMl / ml,
          first_at,
          last_at,
        })),
        ...(busFactor === undefined ? {} : { bus_factor: busFactor }),
        ...(mlBusFactor === undefined ? {} : { ml_bus_factor: mlBusFactor }),
        ...(mlChanges[0] === undefined ? {} : { last_ml_change_at: mlChanges[0].authored_at }),
        ml_changes: mlChanges.length,
      },
      {
        limits,
        unknown: {
          ...(busFactor === undefined ? { bus_factor: ['undefined', 'no commit changed a line of code'] as const } : {}),
          ...(mlChanges.length === 0 ? { last_ml_change_at: ['undefined', 'no commit changed machine-learning code'] as const } : {}),
          ...(mlBusFactor === undefined
            ? { ml_bus_factor: ['undefined', 'no commit changed a line of machine-learning code'] as const }
            : {}),
        },
        until: commits
          .map(({ authored_at }) => authored_at)
          .sort()
          .at(-1),
      },
    )
  },
})

const sum = (commits: Commit[], counts: (path: string) => boolean): number =>
  commits.reduce((total, commit) => total + weight(commit, counts), 0)

/** How few people hold more than half; undefined when there is nothing to hold. */
function fewestForHalf(amounts: number[]): number | undefined {
  const total = amounts.reduce((all, one) => all + one, 0)
  if (total === 0) return undefined
  const largest = [...amounts].sort((a, b) => b - a)
  let held = 0
  let many = 0
  while (held <= total / 2) held += largest[many++] ?? total
  return many
}

const howWeighed = `A share is of lines added and removed in code files, at most ${heaviestCommit} a commit; vendored and machine-made files, merges and bots are left out. Machine-learning code is Python and notebooks that import a library of the field (by name alone when the file is gone). Commits are joined to one person by e-mail address or full name; addresses are never shown.`
