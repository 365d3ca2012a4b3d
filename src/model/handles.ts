/** What a probe is given to look at: read-only handles that sources make. Probes see nothing else of the world. */

import type { FailureCode } from './evidence.ts'
import type { Cell } from './fact.ts'

/** Thrown by a source or a probe when the world does not let us look; the runner turns it into evidence in state `failed`. */
export class CannotLook extends Error {
  readonly code: FailureCode
  constructor(code: FailureCode, message: string) {
    super(message)
    this.name = 'CannotLook'
    this.code = code
  }
}

/** What a column is used for. A role names one column, but `features`, `sensitive` and `ignore` name several. */
export type Roles = {
  id?: string
  label?: string
  time?: string
  entity?: string
  score?: string
  model?: string
  latency_ms?: string
  cost_usd?: string
  weight?: string
  features?: string[]
  sensitive?: string[]
  /** The value of the label that counts as positive; default 1, true or yes. */
  positive?: string | number | boolean
  /** A row is predicted positive when score >= threshold; default 0.5. */
  threshold?: number
}

/** `number` covers every numeric type; `other` is lists, structs and blobs. `sql` is DuckDB's own name of the type. */
export type ColumnKind = 'number' | 'text' | 'boolean' | 'time' | 'other'
export type Column = {
  name: string
  kind: ColumnKind
  sql: string
  /** Rows whose null-like text (`NA`) was read as null, because every other value of the file's column is a number, time or boolean. */
  null_text_rows?: number
}

/**
 * A table inside the sandboxed engine. All tables of a run live in one engine, so a query may join two handles.
 * `from` is the SQL to put behind FROM. Values come back as numbers, text, booleans or null; integers past 2^53 as text.
 */
export type TableHandle = {
  kind: 'table' | 'predictions'
  /** `tables.train`, `predictions.current`. */
  material: string
  from: string
  columns: Column[]
  roles: Roles
  rows: number
  /** What had to be guessed or left out while reading, e.g. `3 rows could not be read (lines 4, 9, 12)`. */
  limits: string[]
  /** Runs one SELECT; throws CannotLook when the engine cannot. */
  query(sql: string): Promise<{ [column: string]: Cell }[]>
  /** The rows of a one-column SELECT of doubles, nulls left out: for sorts that SQL does slowly. */
  doubles(sql: string): Promise<Float64Array>
}

/** One file of a commit's tree. `mode` as git prints it (120000 is a link, 160000 a submodule). */
export type TreeFile = { path: string; mode: string; object: string; bytes: number }

export type Commit = {
  id: string
  /** ISO 8601 in UTC, author's and committer's. */
  authored_at: string
  committed_at: string
  author_name: string
  author_email: string
  committer_email: string
  parents: string[]
  subject: string
  /** Paths changed, with lines added and removed (null for binary files). */
  changes: { path: string; added: number | null; removed: number | null }[]
}

/** `limits`: what of it was not read; whoever tells of the history says so. */
export type History = { commits: Commit[]; limits: string[] }

/** A tag and the commit it stands on; `committed_at` is that commit's time. */
export type Tag = { name: string; commit: string; committed_at: string }

/** `RepoHandle.head` gives no more than this, whatever is asked. */
export const mostHeadBytes = 64 * 1024

/** A git repository at one commit, read through the git command line; nothing of it is ever executed. */
export type RepoHandle = {
  kind: 'repo'
  material: string
  commit: string
  committed_at: string
  /** A shallow clone has no full history; a partial clone may lack file contents. */
  shallow: boolean
  partial: boolean
  /** The subject says that nothing of the system lives elsewhere. */
  complete: boolean
  /** Known as it is opened. */
  limits: string[]
  files: TreeFile[]
  /** Text of a file at this commit, or at another; undefined when there is none, when it is binary or past the size cap (then a limit says so). Throws CannotLook `missing_object` in partial clones. */
  read(path: string, commit?: string): Promise<string | undefined>
  /** The first bytes of a file at this commit, text or not, at most `mostHeadBytes`, however large it is; undefined when there is no such regular file. Throws CannotLook `missing_object`. */
  head(path: string, bytes: number): Promise<Uint8Array | undefined>
  /** Whole history of HEAD, newest first, merges included (without changes). */
  history(): Promise<History>
  /**
   * Lines added anywhere in history, for secrets that were removed again: visits each added line, newest commit first; some again
   * from the start where the clone lacks contents. `lacking`: paths left out for that.
   */
  addedLines(
    visit: (line: { commit: string; path: string; line: number; text: string }) => void,
  ): Promise<{ lacking: string[]; limits: string[] }>
  /** Tags on commits, newest first; on other branches too. */
  tags(): Promise<Tag[]>
}

/** One job of one recorded workflow run. Times are ISO 8601 in UTC. */
export type RecordedJob = {
  run: string
  workflow: string
  /** Path of the workflow file, where the export has it. */
  workflow_path: string | null
  job: string
  event: string
  commit: string | null
  branch: string | null
  conclusion: string
  started_at: string
  ended_at: string | null
  steps: { name: string; conclusion: string }[]
}

export type CiHandle = { kind: 'ci'; material: string; provider: 'github' | 'gitlab'; jobs: RecordedJob[]; limits: string[] }

/** A document that was found to hold text; `find` returns the first line of the quoted words, white space folded. */
export type DocumentsHandle = {
  kind: 'documents'
  material: string
  limits: string[]
  paths: string[]
  find(path: string, words: string): Promise<{ path: string; line: number; end_line: number } | undefined>
}

export type Handle = TableHandle | RepoHandle | CiHandle | DocumentsHandle
