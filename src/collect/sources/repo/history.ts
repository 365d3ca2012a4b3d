/** Reads the whole history of a commit from one streamed `git log --numstat`. */
import { CannotLook, type Commit } from '../../../model/handles.ts'
import { type GitPlace, streamGit } from './git.ts'
import { nameOf } from './names.ts'

/** Commits beyond this are not read. */
export const mostCommits = 200_000

const fields = ['%H', '%at', '%ct', '%aN', '%aE', '%cE', '%P', '%s']
const format = `--format=tformat:${fields.map((field) => `${field}%x00`).join('')}`
const change = /^\n?(\d+|-)\t(\d+|-)\t/

/** Newest first, merges without changes; names and addresses as `.mailmap` unites them. Throws CannotLook. */
export const readHistory = async (place: GitPlace, tip: string): Promise<Commit[]> => {
  const commits: Commit[] = []
  let open: string[] = []
  const token = (bytes: Buffer) => {
    if (open.length > 0 || bytes.length === 0) return void (open.length > 0 && push(bytes.toString('utf8')))
    const head = bytes.toString('latin1', 0, Math.min(bytes.length, 66))
    const counts = change.exec(head)
    if (!counts) return push(head.trim())
    const number = (text: string | undefined) => (text === '-' ? null : Number(text))
    commits.at(-1)?.changes.push({ path: nameOf(bytes.subarray(counts[0].length)), added: number(counts[1]), removed: number(counts[2]) })
  }
  const push = (field: string) => {
    if (open.push(field) < fields.length) return
    commits.push(commitFrom(open))
    open = []
  }
  const args = ['log', '--no-color', '--encoding=UTF-8', '--numstat', '-z', '--no-renames', '--no-ext-diff', '--no-textconv']
  const why = await streamGit(place, [...args, `--max-count=${mostCommits}`, format, tip, '--'], splitAtZero(token))
  if (why !== undefined)
    throw new CannotLook(
      /missing|unable to read|bad object/i.test(why) ? 'missing_object' : 'damaged',
      `git cannot read the history: ${why}`,
    )
  return commits
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
