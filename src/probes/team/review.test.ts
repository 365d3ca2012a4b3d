import { expect, test } from 'vitest'
import type { Commit, RepoHandle } from '../../model/handles.ts'
import { context, memoryRepo } from '../repo/memory-repo.ts'
import probe from './review.ts'

type Made = Partial<Commit> & { id: string }

/** Newest first. */
const repoOf = (...commits: Made[]): RepoHandle => ({
  ...memoryRepo({ 'a.py': '' }),
  commit: commits[0]?.id ?? '',
  history: async () => ({
    limits: [],
    commits: commits.map(({ author_name = 'Ada Lovelace', author_email, ...rest }) => {
      const email = author_email ?? `${author_name.toLowerCase().replaceAll(' ', '.')}@work.example`
      return {
        authored_at: '2026-03-01T10:00:00Z',
        committed_at: '2026-03-01T10:00:00Z',
        author_name,
        author_email: email,
        committer_email: email,
        parents: [],
        subject: 'change',
        changes: [],
        ...rest,
      }
    }),
  }),
})

const factsOf = async (...commits: Made[]) => {
  const finding = await probe.collect({ repo: repoOf(...commits) }, context)
  return finding.state === 'found' ? finding.facts : finding.state
}
const first: Made = { id: 'first', author_name: 'Grace Hopper' }
const host = 'noreply@github.com'

test.each<[string, Made[], { [fact: string]: unknown }]>([
  [
    'a request merged by somebody else was seen by a second person',
    [
      { id: 'm', parents: ['first', 'b'], subject: 'Merge pull request #7 from ada/x', author_name: 'Grace Hopper', committer_email: host },
      { id: 'b', parents: ['a'] },
      { id: 'a', parents: ['first'] },
      first,
    ],
    { changes: 1, through_request: 1, second_person_seen: 1, pushed_directly: 0, reviewed_share: { value: 1, low: 1, high: 1 } },
  ],
  [
    'a request merged by its author may have been read or not',
    [{ id: 'm', parents: ['first', 'b'], subject: "Merge branch 'x' into 'main'" }, { id: 'b', parents: ['first'] }, first],
    { changes: 1, through_request: 1, second_person_unseen: 1, reviewed_share: { value: 0, low: 0, high: 1 } },
  ],
  [
    'evasion: a number in brackets written by hand is no request, and a second identity of one name is no second person',
    [
      { id: 'm', parents: ['c', 'b'], subject: 'Merge pull request #8 from ada/y', author_email: 'ada@home.example' },
      { id: 'b', parents: ['c'] },
      { id: 'c', parents: ['first'], subject: 'Better features (#12)' },
      first,
    ],
    { changes: 2, through_request: 1, second_person_seen: 0, second_person_unseen: 1, pushed_directly: 1 },
  ],
  [
    'the merge of a pull is no request: what it brought came in directly',
    [
      { id: 'm', parents: ['c', 'b'], subject: "Merge branch 'main' of example.org:x", author_name: 'Grace Hopper' },
      { id: 'b', parents: ['first'] },
      { id: 'c', parents: ['first'], author_name: 'Grace Hopper' },
      first,
    ],
    { changes: 2, through_request: 0, second_person_seen: 0, pushed_directly: 2 },
  ],
  [
    'honest and unusual: a patch by mail that a maintainer commits',
    [{ id: 'p', parents: ['first'], committer_email: 'grace.hopper@work.example' }, first],
    { changes: 1, through_request: 0, second_person_seen: 1, reviewed_share: { value: 1, low: 1, high: 1 } },
  ],
  [
    'squashed by the host, its reader is not recorded; bots count for nothing',
    [
      { id: 'd', parents: ['s'], author_name: 'dependabot[bot]', subject: 'Bump x (#3)', committer_email: host },
      { id: 's', parents: ['first'], subject: 'Better features (#2)', committer_email: host },
      first,
    ],
    { changes: 1, through_request: 1, second_person_unseen: 1 },
  ],
])('%s', async (_, commits, facts) => {
  expect(await factsOf(...commits)).toMatchObject(facts)
})

test('one commit has nothing to be reviewed against; a cut history is not looked at', async () => {
  expect(await factsOf(first)).toBe('absent')
  await expect(probe.collect({ repo: { ...repoOf(first), shallow: true } }, context)).rejects.toMatchObject({ code: 'shallow' })
})
