/** Looks for secrets in the tree and in every line ever added to history; a value is never told, nor any part of it. */
import { z } from 'zod'
import type { Item } from '../../model/evidence.ts'
import { CannotLook, type RepoHandle } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import type { Grade } from './leaks/grade.ts'
import { type Hit, hitsIn, isSkipped, SecretScanner } from './leaks/scanner.ts'
import { isBinaryName, isRegular } from './paths.ts'
import { reading } from './python/sources.ts'

type Place = 'tree' | 'history'
type Secret = { kind: string; place: Place; path: string; line: number; commit: string; grade: Grade }

/** Rows told; the counts hold them all. */
const mostRows = 300
const worst: Grade[] = ['live_looking', 'default', 'placeholder']

export default probe({
  id: 'repo.secrets',
  version: 4,
  title: 'Secrets in the tree and in history',
  measures:
    'Keys, tokens, passwords and private keys in the files of the commit and in every line that history ever added, graded by how alive they look.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  early: true,
  options: z.strictObject({}),
  facts: z.object({
    secrets: z.array(
      z.object({
        kind: z.string(),
        place: z.enum(['tree', 'history']),
        path: z.string(),
        line: z.number(),
        commit: z.string(),
        grade: z.enum(['live_looking', 'default', 'placeholder']),
      }),
    ),
    live_looking: z.number(),
  }),
  async collect({ repo }, { signal }) {
    const tree = await secretsOfTree(repo, signal)
    const { found: history, cut, limits: ofHistory } = await secretsOfHistory(repo, tree, signal)
    const secrets = [...tree.values(), ...history.values()].sort(byGrade)
    const live = secrets.filter(({ grade }) => grade === 'live_looking')
    const limits = [...repo.limits, ...ofHistory, howGraded]
    if (secrets.length > mostRows)
      limits.push(`${secrets.length - mostRows} more were found and are not listed; the live-looking ones come first`)
    // A cut history may hide a secret: what was found stands, but "none" cannot be said.
    if (cut !== undefined) {
      const why = `${cut}, so a secret that was removed again would not be seen`
      const unknown = { secrets: ['failed', why], live_looking: ['failed', why] } as const
      if (live.length === 0) return found({}, { items: secrets.slice(0, mostRows).map(itemOf), limits, unknown })
      limits.push(`There may be more: ${why}.`)
    }
    if (secrets.length === 0)
      return absent(`searched ${repo.files.length} files and every line added in history for keys, tokens, passwords and private keys`, {
        limits,
      })
    return found(
      { secrets: secrets.slice(0, mostRows), live_looking: live.length },
      { items: secrets.slice(0, mostRows).map(itemOf), limits },
    )
  },
})

const howGraded =
  'Live-looking: the form or the randomness of a real secret, outside test data and samples; whether it still works was not tried. Default: a well-known password or one for this machine only. Placeholder: made up for show. Binary files, lock files and the tail of lines over 4,000 characters were not searched.'

const keyOf = ({ kind, value }: Hit): string => `${kind}\u0000${value}`
const byGrade = (a: Secret, b: Secret): number =>
  worst.indexOf(a.grade) - worst.indexOf(b.grade) ||
  (a.place === b.place ? 0 : a.place === 'tree' ? -1 : 1) ||
  (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line)

/** Keyed by the secret itself: one row each, at its gravest place. */
async function secretsOfTree(repo: RepoHandle, signal: AbortSignal): Promise<Map<string, Secret>> {
  const paths = repo.files.filter(({ path, mode }) => isRegular(mode) && !isBinaryName(path) && !isSkipped(path)).map(({ path }) => path)
  const out = new Map<string, Secret>()
  for await (const { path, text } of reading(repo, paths, signal))
    for (const hit of text === undefined ? [] : hitsIn(path, text))
      keep(out, hit, { kind: hit.kind, place: 'tree', path, line: hit.line, commit: repo.commit, grade: hit.grade })
  return out
}

function keep(into: Map<string, Secret>, hit: Hit, secret: Secret): void {
  const before = into.get(keyOf(hit))
  if (before === undefined || worst.indexOf(secret.grade) < worst.indexOf(before.grade)) into.set(keyOf(hit), secret)
}

type Removed = { found: Map<string, Secret>; cut: string | undefined; limits: string[] }

/** Secrets that the tree no longer holds; `cut` says why the history is not whole. Of one in the tree it learns the commit that brought it in. */
async function secretsOfHistory(repo: RepoHandle, tree: Map<string, Secret>, signal: AbortSignal): Promise<Removed> {
  const out = new Map<string, Secret>()
  let scanner: SecretScanner | undefined
  let at = { commit: '', path: '' }
  const visit = ({ commit, path, line, text }: { commit: string; path: string; line: number; text: string }): void => {
    if (at.path !== path || at.commit !== commit) {
      signal.throwIfAborted()
      at = { commit, path }
      scanner = isBinaryName(path) || isSkipped(path) ? undefined : new SecretScanner(path)
    }
    for (const hit of scanner?.line(text, line) ?? []) {
      const present = tree.get(keyOf(hit))
      const older = out.get(keyOf(hit))
      // Lines come newest commit first, so the last one seen is the one that brought it in.
      if (present !== undefined) present.commit = present.path === path ? commit : present.commit
      else if (older !== undefined && older.grade === hit.grade) out.set(keyOf(hit), { ...older, path, line: hit.line, commit })
      else keep(out, hit, { kind: hit.kind, place: 'history', path, line: hit.line, commit, grade: hit.grade })
    }
  }
  let read: { lacking: string[]; limits: string[] }
  try {
    read = await repo.addedLines(visit)
  } catch (error) {
    // A secret in the tree is worth telling even where a partial clone cannot give its history.
    if (!(error instanceof CannotLook) || error.code !== 'missing_object') throw error
    return { found: out, cut: 'the history is incomplete (partial clone)', limits: [] }
  }
  return { found: out, cut: repo.shallow ? 'the history is cut off (shallow clone)' : cutBy(read.lacking), limits: read.limits }
}

/** What people write by hand. A clone that lacks single contents lacks the largest, which are data, pictures and reports: no clone's are searched. */
const written =
  /\.(pyx?|r|jl|[cm]?[jt]sx?|java|kt|scala|go|rs|rb|php|cs|sh|bash|zsh|ps1|sql|ya?ml|toml|ini|cfg|conf|env|properties|tf|tfvars|md|rst|pem|key)$|(^|\/)(\.env[^/]*|\.netrc|\.pgpass|credentials|Dockerfile|Makefile|Jenkinsfile|Procfile)$/i

function cutBy(lacking: string[]): string | undefined {
  const missed = lacking.filter((path) => written.test(path) && !isSkipped(path))
  if (missed.length === 0) return undefined
  return `this clone lacks contents of ${missed.slice(0, 3).join(', ')}${missed.length > 3 ? ` and ${missed.length - 3} more` : ''} in history`
}

const itemOf = ({ kind, place, path, line, commit, grade }: Secret): Item => ({
  path,
  line,
  commit,
  note: `${kind}, ${grade.replace('_', '-')}, ${place === 'tree' ? 'in the tree' : 'removed from the tree, alive in history'}`,
})
