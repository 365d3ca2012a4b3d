/** Measures how changes come into the main line: through a request, past a second person, or straight. */
import { z } from 'zod'
import { CannotLook } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import { type Change, changesOf } from '../history/changes.ts'

/** The habit of now: older changes than these are not counted. */
const mostChanges = 200

const measured = z.object({ value: z.number(), low: z.number(), high: z.number() })

export default probe({
  id: 'team.review',
  version: 1,
  title: 'How changes are reviewed before they are merged',
  measures:
    'The newest changes of the main line: how many came through a pull or merge request, and in how many a person other than the author took them in.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    changes: z.number(),
    through_request: z.number(),
    second_person_seen: z.number(),
    second_person_unseen: z.number(),
    pushed_directly: z.number(),
    reviewed_share: measured,
  }),
  async collect({ repo }, { signal }) {
    if (repo.shallow)
      throw new CannotLook(
        'shallow',
        'The clone is shallow: how changes came in cannot be told from a cut history. Fetch it whole (`git fetch --unshallow`).',
      )
    const history = await repo.history()
    const all = changesOf(history.commits, repo.commit)
    signal.throwIfAborted()
    // The first commit has nothing to be reviewed against.
    const changes = all.slice(0, -1).slice(0, mostChanges)
    const limits = [...repo.limits, ...history.limits, ...limitsOf(all.length)]
    if (changes.length === 0)
      return absent('searched the main line of HEAD for changes made by a person after the first commit', { limits })
    const count = (fits: (change: Change) => boolean): number => changes.filter(fits).length
    const seen = count(({ second }) => second === 'seen')
    const unseen = count(({ second }) => second === 'unseen')
    const direct = changes.find(({ second }) => second === 'none')
    return found(
      {
        changes: changes.length,
        through_request: count(({ request }) => request),
        second_person_seen: seen,
        second_person_unseen: unseen,
        pushed_directly: changes.length - seen - unseen,
        // Not chance but sight: the ends count the requests whose reader git does not record as unread and as read.
        reviewed_share: { value: seen / changes.length, low: seen / changes.length, high: (seen + unseen) / changes.length },
      },
      {
        limits,
        until: changes[0]?.at,
        items: direct === undefined ? [] : [{ commit: direct.commit, note: 'newest change that no second person took in' }],
      },
    )
  },
})

const limitsOf = (all: number): string[] => [
  'Git records who merged, not who read: a request merged by its own author or squashed by the host may have been read or not, and both ends of the share say so.',
  ...(all - 1 > mostChanges ? [`only the newest ${mostChanges} of ${all - 1} changes were counted`] : []),
]
