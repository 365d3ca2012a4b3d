import { expect, test } from 'vitest'
import type { RepoHandle, Tag } from '../../model/handles.ts'
import { context, type MemoryCommit, memoryHistory } from '../repo/memory-repo.ts'
import probe from './releases.ts'

const day = (number: number): string => new Date(Date.UTC(2026, 0, number, 10)).toISOString().replace('.000', '')
const commit = (number: number, files: { [path: string]: string } = { 'a.py': `${number}` }): MemoryCommit => ({
  by: 'Ada Lovelace',
  at: day(number),
  files,
})

/** `tags`: name → which commit, from 1. */
const repoOf = (commits: MemoryCommit[], tags: [string, number][] = []): RepoHandle => {
  const repo = memoryHistory(commits)
  const standing = tags.map(([name, at]): Tag => {
    return { name, commit: at.toString(16).padStart(40, '0'), committed_at: (commits[at - 1] as MemoryCommit).at }
  })
  return { ...repo, committed_at: commits.at(-1)?.at ?? '', tags: async () => standing.reverse() }
}
const factsOf = async (repo: RepoHandle) => {
  const finding = await probe.collect({ repo }, context)
  return finding.state === 'found' ? { ...finding.facts, unknown: finding.unknown } : finding.state
}

test('releases are counted, dated, and the wait of changes goes from one to the next', async () => {
  const commits = [1, 11, 21, 31, 61].map((it) => commit(it))
  const facts = await factsOf(
    repoOf(commits, [
      ['v0.1.0', 2],
      ['v0.2.0', 4],
      ['v0.3.0', 5],
    ]),
  )
  expect(facts).toMatchObject({ releases: 3, read_from: 'tags', first_release_days: 10, last_at: day(61) })
  // v0.2.0 brought changes 10 and 0 days old, v0.3.0 one of 0 days; the first release has no release before it.
  expect(facts).toMatchObject({ lead_time_days: { value: 2.5, low: 0, high: 5 } })
  expect(facts).toMatchObject({ per_month: expect.closeTo(3 / (60 / (365 / 12)), 10) })
})

test('evasion: five names on one commit are one release, and nightly or latest name none', async () => {
  const commits = [1, 5, 9].map((it) => commit(it))
  const tags: [string, number][] = [
    ['v1.0', 2],
    ['v1.0.0', 2],
    ['1.0', 2],
    ['latest', 3],
    ['nightly', 3],
  ]
  expect(await factsOf(repoOf(commits, tags))).toMatchObject({
    releases: 1,
    unknown: { lead_time_days: 'undefined' },
  })
})

test('honest and unusual: no tags, but a changelog with dates; a date to come is a plan', async () => {
  const text =
    '# Changes\n\n## 1.1.0 (1 February 2026)\n- x\n\n## [1.0.0] - 2026-01-05\nSee 0.9.0 of 2026-01-02.\n\n## 2.0.0 - 2027-01-01\n'
  const repo = repoOf([commit(1), commit(40, { 'CHANGELOG.md': text })])
  expect(await factsOf(repo)).toMatchObject({ releases: 2, read_from: 'changelog', last_at: '2026-02-01T00:00:00Z' })
})

test('without either there is none', async () => {
  expect(await factsOf(repoOf([commit(1)]))).toBe('absent')
})
