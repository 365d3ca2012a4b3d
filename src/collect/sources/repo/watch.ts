/** Sees whether anything of a repository could not be read: that throws, or is said while it is read. */
import type { RepoHandle } from '../../../model/handles.ts'

/** `wasWhole`: whether all that was asked for could be read so far; what lies past our own bounds is not missing. */
export const watch = (handle: RepoHandle): { handle: RepoHandle; wasWhole: () => boolean } => {
  let missed = false
  const seen = async <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      missed = true
      throw error
    })
  const isBound = (limit: string) => limit.startsWith('only the newest')
  const note = <T extends { lacking?: string[]; limits: string[] }>(it: T): T => {
    missed ||= (it.lacking ?? []).length > 0 || !it.limits.every(isBound)
    return it
  }
  const { read, head, history, addedLines, tags } = handle
  Object.assign(handle, {
    read: (...given: Parameters<typeof read>) => seen(read(...given)),
    head: (...given: Parameters<typeof head>) => seen(head(...given)),
    history: async () => note(await seen(history())),
    addedLines: async (visit: Parameters<typeof addedLines>[0]) => note(await seen(addedLines(visit))),
    tags: () => seen(tags()),
  } satisfies Partial<RepoHandle>)
  return { handle, wasWhole: () => !missed }
}
