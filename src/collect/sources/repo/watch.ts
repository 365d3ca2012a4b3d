/** Sees whether anything of a repository could not be read: that throws, or is said while it is read. */
import type { RepoHandle } from '../../../model/handles.ts'

/** `wasWhole`: whether all that was asked for could be read so far; what lies past our own bounds is not missing. */
export const watch = (handle: RepoHandle): { handle: RepoHandle; wasWhole: () => boolean } => {
  const before = handle.limits.length
  let missed = false
  const seen = async <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      missed = true
      throw error
    })
  const { read, head, history, addedLines, tags } = handle
  Object.assign(handle, {
    read: (...given: Parameters<typeof read>) => seen(read(...given)),
    head: (...given: Parameters<typeof head>) => seen(head(...given)),
    history: () => seen(history()),
    addedLines: async (visit: Parameters<typeof addedLines>[0]) => {
      const lines = await seen(addedLines(visit))
      missed ||= lines.lacking.length > 0
      return lines
    },
    tags: () => seen(tags()),
  } satisfies Partial<RepoHandle>)
  const isBound = (limit: string) => limit.startsWith('only the newest')
  return { handle, wasWhole: () => !missed && handle.limits.slice(before).every(isBound) }
}
