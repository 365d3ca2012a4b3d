/** Tells which commits came into the main line together, how, and whether a second person is seen at the door. */
import type { Commit } from '../../model/handles.ts'
import { isBot, people } from './people.ts'

/**
 * One change of the main line: a merge with what it brought, or a single commit. `request`: it came through a pull or merge
 * request. `second`: somebody other than its authors took it in: seen, not recorded by git (`unseen`), or nobody could have.
 */
export type Change = {
  commit: string
  at: string
  commits: Commit[]
  request: boolean
  second: 'seen' | 'unseen' | 'none'
}

/** How the common hosts name the merge of a request. */
const requestMerge =
  /^Merge pull request #\d+|^Merged in .*\(pull request #\d+\)|^Merge branch '[^']+' into '?[^' ]+'?$|^Merged? PR \d+|^Merge (MR|PR|request) |^Auto merge of #\d+/i
const requestSquash = /\((#|!)\d+\)$|^Merged? PR \d+:/
/** Hosts commit for their users under an address of their own. */
const ofHost = /^(noreply@github\.com|noreply@gitlab\.com|.*@users\.noreply\.(github|gitlab)\.com)$/i

/** Newest first; changes by bots alone are left out. `commits`: newest first, as the source gives them. */
export function changesOf(commits: Commit[], tip: string): Change[] {
  const byId = new Map(commits.map((commit) => [commit.id, commit]))
  const persons = personsOf(commits)
  const line = mainLine(byId, tip)
  const taken = new Set<string>()
  const out: Change[] = []
  for (const commit of line.reverse()) {
    const brought = broughtBy(commit, byId, taken)
    const own = brought.filter((one) => !isBot(one))
    if (own.length > 0) out.push(changeOf(commit, own, persons))
  }
  return out.reverse()
}

function mainLine(byId: Map<string, Commit>, tip: string): Commit[] {
  const out: Commit[] = []
  for (let at = byId.get(tip); at !== undefined; at = byId.get(at.parents[0] ?? '')) out.push(at)
  return out
}

/** What was not there before: the commit itself, and for a merge the commits of its other parents. Merges among them are left out. */
function broughtBy(commit: Commit, byId: Map<string, Commit>, taken: Set<string>): Commit[] {
  taken.add(commit.id)
  if (commit.parents.length < 2) return [commit]
  const out: Commit[] = []
  const open = commit.parents.slice(1)
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const one = byId.get(id)
    if (one === undefined || taken.has(id)) continue
    taken.add(id)
    if (one.parents.length < 2) out.push(one)
    open.push(...one.parents)
  }
  return out
}

type Persons = { of: (commit: Commit) => number | undefined; byMail: (mail: string) => number | undefined }

function personsOf(commits: Commit[]): Persons {
  const byCommit = new Map<string, number>()
  const byMail = new Map<string, number>()
  for (const [index, { commits: some }] of people(commits).entries())
    for (const { id, author_email } of some) {
      byCommit.set(id, index)
      byMail.set(author_email.toLowerCase(), index)
    }
  return { of: ({ id }) => byCommit.get(id), byMail: (mail) => byMail.get(mail.toLowerCase()) }
}

function changeOf(commit: Commit, own: Commit[], persons: Persons): Change {
  const merge = commit.parents.length > 1
  const squash = !merge && requestSquash.test(commit.subject.trim()) && (ofHost.test(commit.committer_email) || isBot(commit))
  const request = merge ? requestMerge.test(commit.subject.trim()) : squash
  const authors = new Set(own.map(persons.of))
  // Who made the merge, or who committed what another wrote. A bot that merges leaves the reader unseen.
  const door = merge ? (isBot(commit) ? undefined : persons.of(commit)) : persons.byMail(commit.committer_email)
  const other = door !== undefined && !authors.has(door) && (merge ? request : !ofHost.test(commit.committer_email))
  const second = other ? 'seen' : request || (!merge && ofHost.test(commit.committer_email)) ? 'unseen' : 'none'
  return { commit: commit.id, at: commit.committed_at, commits: own, request, second }
}
