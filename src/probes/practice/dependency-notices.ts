/** Notices of changes in libraries that a machine brought into the history. */
import { z } from 'zod'
import type { Commit } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import { daysBetween } from '../history/releases.ts'

const notifier = /^(dependabot|renovate|pyup|greenkeeper|snyk|scala-steward|depfu|whitesource)/i
const settings = /^((\.github\/)?dependabot\.ya?ml|(\.github\/|\.gitlab\/)?renovate\.json5?|\.renovaterc(\.json)?|\.pyup\.ya?ml|\.snyk)$/

/** Older notices show no habit of now. */
const yearDays = 365
const mostRuns = 200

const isNotice = ({ author_name, author_email }: Commit): boolean =>
  notifier.test(author_name) || /dependabot\[bot\]|renovate\[bot\]/.test(author_email)

export default probe({
  id: 'practice.dependency-notices',
  version: 1,
  title: 'Notices of changes in what the system depends on',
  measures: 'Changes of libraries that a watching service proposed and the team took in, over the year before the commit.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    runs: z.array(
      z.object({
        at: z.string(),
        automatic: z.boolean(),
        recorded: z.boolean(),
        about: z.enum(['library', 'data', 'service', 'model']),
        commit: z.string(),
      }),
    ),
    described: z.boolean(),
  }),
  async collect({ repo }, { signal }) {
    const { commits: history, limits: ofHistory } = await repo.history()
    signal.throwIfAborted()
    const notices = history.filter((commit) => isNotice(commit) && daysBetween(commit.committed_at, repo.committed_at) <= yearDays)
    const runs = notices
      .slice(0, mostRuns)
      .map(({ id, committed_at }) => ({ at: committed_at, automatic: true, recorded: true, about: 'library' as const, commit: id }))
    const file = repo.files.find(({ path }) => settings.test(path))
    const limits = [
      ...repo.limits,
      ...ofHistory,
      'Only notices that were taken in are in the history; those about data, services and models leave no trace in git.',
    ]
    if (runs.length === 0 && file === undefined)
      return absent(`searched ${history.length} commits and the tree for services that watch libraries`, { limits })
    return found(
      { runs, described: file !== undefined },
      {
        limits,
        until: runs[0]?.at,
        items: [
          ...(file === undefined ? [] : [{ path: file.path, line: 1, note: 'settings of a service that watches libraries' }]),
          ...runs.slice(0, 1).map(({ commit }) => ({ commit, note: 'newest notice that was taken in' })),
        ],
      },
    )
  },
})
