/** Gives the tags of a repository with the commits they stand on. */
import type { Tag } from '../../../model/handles.ts'
import { type GitPlace, runGit } from './git.ts'
import { timeOf } from './history.ts'

/** Newest first; tags on anything but a commit are left out. */
export const readTags = async (place: GitPlace, tags: { name: string; object: string }[]): Promise<Tag[]> => {
  if (tags.length === 0) return []
  const asked = tags.map(({ object }) => `${object}^{commit}\n`).join('')
  const peeled = (await runGit(place, ['cat-file', '--batch-check'], asked)).out.toString('latin1').trim().split('\n')
  const commits = peeled.map((line) => /^([0-9a-f]{40,64}) commit /.exec(line)?.[1])
  const known = commits.filter((commit) => commit !== undefined)
  if (known.length === 0) return []
  const log = await runGit(place, ['log', '--no-walk=unsorted', '--format=%H %ct', '--stdin'], `${known.join('\n')}\n`)
  const times = new Map(
    log.out
      .toString('latin1')
      .trim()
      .split('\n')
      .map((line) => line.split(' ') as [string, string]),
  )
  return tags
    .flatMap(({ name }, at) => {
      const commit = commits[at]
      const time = commit === undefined ? undefined : times.get(commit)
      return commit === undefined || time === undefined ? [] : [{ name, commit, committed_at: timeOf(time) }]
    })
    .sort((a, b) => (a.committed_at === b.committed_at ? (a.name < b.name ? 1 : -1) : a.committed_at < b.committed_at ? 1 : -1))
}
