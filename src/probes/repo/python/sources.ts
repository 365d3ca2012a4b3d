/** The Python texts of a repository, files and notebooks, read once however many probes ask. */

import type { RepoHandle } from '../../../model/handles.ts'
import { readOrNothing } from '../../history/read-or-nothing.ts'
import { isForeign, isNotebook, isPython, isRegular, pathKind } from '../paths.ts'
import { notebookCode } from './notebook.ts'

/** `lines` maps a notebook's lines back to its file; undefined in plain files. */
export type PythonSource = { path: string; text: string; lines?: number[] }

/** `unread`: paths that could not be read (binary, too large, missing from a partial clone, no notebook). */
export type PythonSources = { files: Map<string, PythonSource>; unread: string[] }

const largestNotebook = 20_000_000
const atOnce = 64
const kept = new WeakMap<RepoHandle, Promise<PythonSources>>()

/** Vendored, generated and template files are left out. */
export function pythonSources(repo: RepoHandle, signal: AbortSignal): Promise<PythonSources> {
  const known = kept.get(repo)
  if (known !== undefined) return known
  const reading = readAll(repo, signal)
  kept.set(repo, reading)
  // A run that was cancelled must not leave its failure to the next one.
  reading.catch(() => kept.delete(repo))
  return reading
}

async function readAll(repo: RepoHandle, signal: AbortSignal): Promise<PythonSources> {
  const wanted = repo.files.filter(
    ({ path, mode, bytes }) => isRegular(mode) && !isForeign(path) && (isPython(path) || (isNotebook(path) && bytes <= largestNotebook)),
  )
  const out: PythonSources = { files: new Map(), unread: [] }
  for await (const { path, text } of reading(
    repo,
    wanted.map(({ path }) => path),
    signal,
  )) {
    const code = text === undefined ? undefined : isNotebook(path) ? notebookCode(text) : { source: text }
    if (code === undefined) out.unread.push(path)
    else out.files.set(path, { path, text: code.source, ...('lines' in code ? { lines: code.lines } : {}) })
  }
  return out
}

const ownOf = new WeakMap<Map<string, PythonSource>, Map<string, PythonSource>>()

/** Without examples and documents, which show how a thing may be used; with them where there is nothing else. The same map for the same files. */
export function withoutExamples(files: Map<string, PythonSource>): Map<string, PythonSource> {
  let own = ownOf.get(files)
  if (own === undefined) {
    own = new Map([...files].filter(([path]) => !['example', 'docs'].includes(pathKind(path))))
    if (![...own.keys()].some((path) => pathKind(path) === 'own')) own = files
    ownOf.set(files, own)
  }
  return own
}

/** Reads many files, some at a time, in the order asked for; a file that a partial clone lacks reads as undefined. */
export async function readEach(
  repo: RepoHandle,
  paths: string[],
  signal: AbortSignal,
): Promise<{ path: string; text: string | undefined }[]> {
  const out: { path: string; text: string | undefined }[] = []
  for await (const one of reading(repo, paths, signal)) out.push(one)
  return out
}

/** The same, handed over one by one, so that a large tree is never in memory whole. */
export async function* reading(
  repo: RepoHandle,
  paths: string[],
  signal: AbortSignal,
): AsyncGenerator<{ path: string; text: string | undefined }> {
  for (let from = 0; from < paths.length; from += atOnce) {
    signal.throwIfAborted()
    const some = paths.slice(from, from + atOnce)
    yield* await Promise.all(some.map(async (path) => ({ path, text: await readOrNothing(repo, path) })))
  }
}

/** The sentence for `limits` about files that could not be read; empty when there are none. */
export function unreadLimit(unread: string[]): string[] {
  if (unread.length === 0) return []
  const shown = unread.slice(0, 3).join(', ')
  return [`${unread.length} Python ${unread.length === 1 ? 'file' : 'files'} could not be read: ${shown}${unread.length > 3 ? ', …' : ''}`]
}

/** The line of the file itself for a line of its code (they differ in notebooks). */
export const fileLine = (source: PythonSource | undefined, line: number): number => source?.lines?.[line - 1] ?? line
