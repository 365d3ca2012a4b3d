/** The same subject with its repository as it was at an older commit: only what reads the repository is measured again. */
import { CannotLook, type Collected, Problem, type Subject } from '../model/index.ts'
import { type CollectOptions, collect } from './collect.ts'

/** Throws Problem with one line when the revision is not here, not behind the judged commit, or beyond a shallow clone. */
export const revisionSince = async (
  subject: Subject,
  { root, allowOutside, revision }: { root: string; allowOutside: boolean; revision: string },
): Promise<{ commit: string; now: string; commits: number }> => {
  const { repo } = subject
  if (repo === undefined) throw new Problem('`--since` compares two commits, and this subject declares no repository.')
  const { findSince } = await import('./sources/repo/since.ts')
  return findSince({ path: repo.path, material: 'repo', complete: repo.complete, commit: repo.commit, root, allowOutside }, revision).catch(
    (error: unknown) => {
      if (error instanceof CannotLook) throw new Problem(`\`--since ${revision}\`: ${error.message}.`)
      throw error
    },
  )
}

/** `now` is what was collected of the subject as it is; the older one differs from it in nothing but the repository. */
export const collectAt = async (options: CollectOptions, commit: string, now: Collected): Promise<Collected> => {
  const { repo } = options.subject
  if (repo === undefined) return now
  const built = options.catalogue.built.filter((probe) => Object.values(probe.needs).some((it) => it.kinds.includes('repo')))
  const again = new Set(built.map((it) => it.id))
  const { collected } = await collect({
    ...options,
    subject: { ...options.subject, repo: { ...repo, commit } },
    chosen: true,
    catalogue: { built, planned: [] },
  })
  const kept = now.evidence.filter((it) => !again.has(it.probe))
  const older = collected.evidence.filter((it) => again.has(it.probe))
  const version = collected.materials.find((it) => it.kind === 'repo')?.version ?? commit
  return {
    ...now,
    materials: now.materials.map((it) => (it.kind === 'repo' ? { ...it, version } : it)),
    evidence: [...kept, ...older].sort((a, b) => (a.probe === b.probe ? (a.id < b.id ? -1 : 1) : a.probe < b.probe ? -1 : 1)),
  }
}
