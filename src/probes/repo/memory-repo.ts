/** A repository held in memory: a full, small RepoHandle made from texts and commits, for trying probes without git. */
import { type Commit, mostHeadBytes, type RepoHandle } from '../../model/handles.ts'

type Files = { [path: string]: string }
/** `files`: the texts this commit writes, null where it deletes. Commits are given oldest first. */
export type MemoryCommit = {
  by: string
  email?: string
  at: string
  subject?: string
  files: { [path: string]: string | null }
  merge?: true
}

const handle = (files: Files, history: Commit[], lines: Added[], shallow: boolean): RepoHandle => ({
  kind: 'repo',
  material: 'repo',
  commit: history[0]?.id ?? '0'.repeat(40),
  committed_at: history[0]?.committed_at ?? '2026-01-01T00:00:00Z',
  shallow,
  partial: false,
  complete: false,
  limits: [],
  files: Object.entries(files).map(([path, text]) => ({ path, mode: '100644', object: path, bytes: Buffer.byteLength(text) })),
  read: async (path) => files[path],
  head: async (path, bytes) => (files[path] === undefined ? undefined : bytesOf(files[path]).subarray(0, Math.min(bytes, mostHeadBytes))),
  history: async () => ({ commits: history, limits: [] }),
  tags: async () => [],
  addedLines: async (visit) => {
    for (const line of lines) visit(line)
    return { lacking: [], limits: [] }
  },
})

/** Bytes stand in a text as its first 256 characters; a text with others is read as UTF-8. */
const bytesOf = (text: string): Uint8Array => Buffer.from(text, [...text].every((one) => one.charCodeAt(0) < 256) ? 'latin1' : 'utf8')

/** One commit that holds these files. */
export const memoryRepo = (files: Files, more: { shallow?: boolean } = {}): RepoHandle =>
  memoryHistory([{ by: 'Ada Lovelace', at: '2026-01-01T10:00:00Z', files }], more)

type Added = { commit: string; path: string; line: number; text: string }

export function memoryHistory(commits: MemoryCommit[], more: { shallow?: boolean } = {}): RepoHandle {
  const tree: Files = {}
  const history: Commit[] = []
  const added: Added[][] = []
  commits.forEach((commit, at) => {
    const id = (at + 1).toString(16).padStart(40, '0')
    const changes = Object.entries(commit.files).map(([path, text]) => {
      const before = tree[path]?.split('\n') ?? []
      const after = text?.split('\n') ?? []
      const fresh = after
        .map((line, index) => ({ commit: id, path, line: index + 1, text: line }))
        .filter(({ text: line }) => !before.includes(line))
      added.push(fresh)
      if (text === null) delete tree[path]
      else tree[path] = text
      return { path, added: fresh.length, removed: before.filter((line) => !after.includes(line)).length }
    })
    const email = commit.email ?? `${commit.by.toLowerCase().replaceAll(' ', '.')}@example.org`
    const parents = at === 0 ? [] : [at.toString(16).padStart(40, '0'), ...(commit.merge ? ['f'.repeat(40)] : [])]
    history.unshift({
      id,
      authored_at: commit.at,
      committed_at: commit.at,
      author_name: commit.by,
      author_email: email,
      committer_email: email,
      parents,
      subject: commit.subject ?? 'change',
      changes: commit.merge ? [] : changes,
    })
  })
  return handle(tree, history, added.reverse().flat(), more.shallow ?? false)
}

/** What the runner gives a probe beside its materials. */
export const context = { options: {}, signal: new AbortController().signal }
