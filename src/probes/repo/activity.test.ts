import { expect, test } from 'vitest'
import activity from './activity.ts'
import { context, memoryHistory } from './memory-repo.ts'

test('months, days, people and bots', async () => {
  const repo = memoryHistory([
    { by: 'Ada Lovelace', at: '2026-01-05T09:00:00Z', files: { a: '1' } },
    { by: 'Ada Lovelace', at: '2026-01-05T19:00:00Z', files: { a: '2' } },
    { by: 'renovate[bot]', at: '2026-01-06T09:00:00Z', files: { a: '3' } },
    { by: 'Grace Hopper', at: '2026-03-01T09:00:00Z', files: { a: '4' }, merge: true },
  ])
  expect(await activity.collect({ repo }, context)).toMatchObject({
    state: 'found',
    until: '2026-03-01T09:00:00Z',
    facts: {
      commits: 3,
      bot_commits: 1,
      active_days: 2,
      authors: 2,
      first_at: '2026-01-05T09:00:00Z',
      commits_by_month: [
        { month: '2026-01', commits: 2, authors: 1 },
        { month: '2026-03', commits: 1, authors: 1 },
      ],
    },
  })
})

test('a shallow clone knows its last commit and nothing of the rest', async () => {
  const repo = memoryHistory([{ by: 'Ada Lovelace', at: '2026-01-05T09:00:00Z', files: { a: '1' } }], { shallow: true })
  const finding = await activity.collect({ repo }, context)
  expect(finding).toMatchObject({ facts: { last_at: '2026-01-05T09:00:00Z' }, unknown: { commits: 'failed', authors: 'failed' } })
  expect(finding.state === 'found' && 'commits' in finding.facts).toBe(false)
})

test('bots alone are nobody’s work', async () => {
  const repo = memoryHistory([{ by: 'dependabot[bot]', at: '2026-01-05T09:00:00Z', files: { a: '1' } }])
  expect((await activity.collect({ repo }, context)).state).toBe('absent')
})
