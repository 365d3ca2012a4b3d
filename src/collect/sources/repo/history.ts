/** Reads the whole history of a commit from one streamed `git log`, around contents that the clone lacks. */
import { CannotLook, type Commit } from '../../../model/handles.ts'
import { type GitPlace, streamGit } from './git.ts'
import { excluding, pathsLacking } from './lacking.ts'
import { nameOf } from './names.ts'

/** Commits beyond this are not read. */
export const mostCommits = 200_000

const fields = ['%H', '%at', '%ct', '%aN', '%aE', '%cE', '%P', '%s']
const format = `--format=tformat:${fields.map((field) => `${field}%x00`).join('')}`
const counted = /^\n?(\d+|-)\t(\d+|-)\t/
const named = /^\n?:\d+ \d+ [0-9a-f]+ [0-9a-f]+ \w/
const log = ['log', '--no-color', '--encoding=UTF-8', '-z', '--no-renames', '--no-ext-diff', '--no-textconv', `--max-count=${mostCommits}`]

/** `lacking`: paths of whose changes only the names are known, since the clone lacks some of their contents. */
export type ReadHistory = { commits: Commit[]; lacking: string[] }

/** Newest first, merges without changes; names and addresses as `.mailmap` unites them. Throws CannotLook. */
export const readHistory = async (place: GitPlace, tip: string): Promise<ReadHistory> => {
  const whole = await commitsOf(place, ['--numstat', tip, '--'])
  if ('commits' in whole) return { commits: whole.commits, lacking: [] }
  return isLacking(whole.why) ? readAround(place, tip, whole.why) : fail(whole.why)
}

export const isLacking = (why: string): boolean => /missing|unable to read|bad object/i.test(why)

const fail = (why: string): never => {
  throw new CannotLook(isLacking(why) ? 'missing_object' : 'damaged', `git cannot read the history: ${why}`)
}

/** Names of what changed need no contents; lines are counted where the contents are there. */
const readAround = async (place: GitPlace, tip: string, why: string): Promise<ReadHistory> => {
  const names = await commitsOf(place, ['--raw', tip, '--'])
  if (!('commits' in names)) return fail(names.why)
  const lacking = await pathsLacking(place, tip)
  const lines =
    lacking === undefined ? undefined : await commitsOf(place, ['--numstat', '--full-history', tip, '--', ...excluding(lacking)])
  if (lacking === undefined || lines === undefined || !('commits' in lines)) return fail(why)
  const known = new Map(lines.commits.map((commit) => [commit.id, new Map(commit.changes.map((change) => [change.path, change]))]))
  for (const commit of names.commits) commit.changes = commit.changes.map((change) => known.get(commit.id)?.get(change.path) ?? change)
  return { commits: names.commits, lacking }
}

const commitsOf = async (place: GitPlace, args: string[]): Promise<{ commits: Commit[] } | { why: string }> => {
  const commits: Commit[] = []
  let open: string[] = []
  let naming = false
  const token = (bytes: Buffer) => {
    if (naming) {
      naming = false
      return void commits.at(-1)?.changes.push({ path: nameOf(bytes), added: null, removed: null })
    }
    if (open.length > 0 || bytes.length === 0) return void (open.length > 0 && push(bytes.toString('utf8')))
    const head = bytes.toString('latin1', 0, Math.min(bytes.length, 120))
    naming = named.test(head)
    if (naming) return
    const counts = counted.exec(head)
    if (!counts) return push(head.trim())
    const number = (text: string | undefined) => (text === '-' ? null : Number(text))
    commits.at(-1)?.changes.push({ path: nameOf(bytes.subarray(counts[0].length)), added: number(counts[1]), removed: number(counts[2]) })
  }
  const push = (field: string) => {
    if (open.push(field) < fields.length) return
    commits.push(commitFrom(open))
    open = []
  }
  const why = await streamGit(place, [...log, format, ...args], splitAtZero(token))
  return why === undefined ? { commits } : { why }
}

const splitAtZero = (token: (bytes: Buffer) => void) => {
  let rest: Buffer = Buffer.alloc(0)
  return (chunk: Buffer): boolean => {
    const all = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    let at = 0
    for (let end = all.indexOf(0); end >= 0; end = all.indexOf(0, at)) {
      token(all.subarray(at, end))
      at = end + 1
    }
    rest = all.subarray(at)
    return true
  }
}

/** Seconds since 1970 as ISO 8601 in UTC; a time that no calendar holds becomes 1970. */
export const timeOf = (seconds: string): string => {
  const time = new Date(Number(seconds) * 1000)
  return (Number.isNaN(time.getTime()) ? new Date(0) : time).toISOString().replace('.000Z', 'Z')
}

const commitFrom = ([
  id = '',
  authored = '',
  committed = '',
  name = '',
  email = '',
  committer = '',
  parents = '',
  subject = '',
]: string[]): Commit => ({
  id,
  authored_at: timeOf(authored),
  committed_at: timeOf(committed),
  author_name: name,
  author_email: email,
  committer_email: committer,
  parents: parents === '' ? [] : parents.split(' '),
  subject,
  changes: [],
})
