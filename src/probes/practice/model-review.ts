/** Changes of the code that specifies models, and whether a second person took them in. */
import { z } from 'zod'
import { CannotLook } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import { changesOf } from '../history/changes.ts'
import { mlPaths } from '../history/ml-paths.ts'
import { daysBetween } from '../history/releases.ts'

const yearDays = 365
const mostRuns = 200
const owners = /^(\.github\/|\.gitlab\/|docs\/)?CODEOWNERS$/

export default probe({
  id: 'practice.model-review',
  version: 1,
  title: 'Changes to model specifications, and whether they were reviewed',
  measures:
    'Changes of machine-learning code in the year before the commit: whether each came through a request, and whether a person other than its author took it in.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    runs: z.array(
      z.object({
        at: z.string(),
        automatic: z.boolean(),
        recorded: z.boolean(),
        reviewed: z.boolean().nullable(),
        enforced: z.boolean().nullable(),
        commit: z.string(),
      }),
    ),
    described: z.boolean(),
  }),
  async collect({ repo }, { signal }) {
    if (repo.shallow)
      throw new CannotLook('shallow', 'The clone is shallow: how changes came in cannot be told. Fetch it whole (`git fetch --unshallow`).')
    const isMl = await mlPaths(repo, signal)
    const history = await repo.history()
    const changes = changesOf(history.commits, repo.commit)
      .slice(0, -1)
      .filter(
        ({ at, commits }) =>
          daysBetween(at, repo.committed_at) <= yearDays && commits.some((one) => one.changes.some(({ path }) => isMl(path))),
      )
    const described = repo.files.some(({ path }) => owners.test(path))
    const limits = [
      ...repo.limits,
      ...history.limits,
      'Whether the host refuses a change without a review is a setting of the host, which git does not hold: no change counts as enforced by it.',
    ]
    if (changes.length === 0 && !described)
      return absent('searched the main line for changes of machine-learning code in the year before the commit', { limits })
    const runs = changes.slice(0, mostRuns).map(({ commit, at, request, second }) => ({
      at,
      automatic: false,
      recorded: request || second === 'seen',
      // A request merged by its author or squashed by the host may have been read: git does not tell.
      reviewed: second === 'seen' ? true : second === 'none' ? false : null,
      // What came past everybody was held up by nothing.
      enforced: second === 'none' ? false : null,
      commit,
    }))
    const past = runs.find(({ reviewed }) => reviewed === false)
    return found(
      { runs, described },
      {
        limits,
        until: runs[0]?.at,
        items:
          past === undefined ? [] : [{ commit: past.commit, note: 'newest change of machine-learning code that no second person took in' }],
      },
    )
  },
})
