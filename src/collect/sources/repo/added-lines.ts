/** Visits every line ever added in history, from one streamed `git log -p --unified=0`. */
import { CannotLook } from '../../../model/handles.ts'
import { type GitPlace, streamGit } from './git.ts'
import { isLacking } from './history.ts'
import { excluding, pathsLacking } from './lacking.ts'
import { unquoted } from './names.ts'

export type AddedLine = { commit: string; path: string; line: number; text: string }

/** Diff text beyond this many bytes is not read. */
export const mostDiffBytes = 300 * 1024 * 1024
const longestLine = 100_000

const args = [
  'log',
  '-p',
  '--unified=0',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--no-renames',
  '--src-prefix=a/',
  '--dst-prefix=b/',
]

/** `whole`: false when the byte limit was reached. `lacking`: paths that were left out, since the clone lacks some of their contents. */
export type ReadLines = { whole: boolean; lacking: string[] }

/**
 * Newest commit first. A line that only a merge commit wrote is not visited. Lines are cut at 100,000 characters. Where the
 * clone lacks contents, what was visited before they were missed is visited again. Throws CannotLook.
 */
export const readAddedLines = async (
  place: GitPlace,
  tip: string,
  visit: (line: AddedLine) => void,
  most = mostDiffBytes,
): Promise<ReadLines> => {
  const first = await readOnce(place, [tip, '--'], visit, most)
  if (first.why === undefined) return { whole: first.whole, lacking: [] }
  const lacking = isLacking(first.why) ? await pathsLacking(place, tip) : undefined
  const second = lacking === undefined ? first : await readOnce(place, ['--full-history', tip, '--', ...excluding(lacking)], visit, most)
  if (second.why === undefined) return { whole: second.whole, lacking: lacking ?? [] }
  throw new CannotLook(isLacking(second.why) ? 'missing_object' : 'damaged', `git cannot read the changes: ${second.why}`)
}

const readOnce = async (place: GitPlace, from: string[], visit: (line: AddedLine) => void, most: number) => {
  const take = diffReader(visit)
  let bytes = 0
  const why = await streamGit(place, [...args, '--format=tformat:%x00%H', ...from], (chunk) => {
    bytes += chunk.length
    take(chunk)
    return bytes < most
  })
  return { why, whole: bytes < most }
}

/** Takes diff text chunk by chunk. Hunk headers say how many lines follow, so content that looks like a header is not one. */
const diffReader = (visit: (line: AddedLine) => void) => {
  const at = { commit: '', path: '', line: 0, removed: 0, added: 0 }
  const line = (bytes: Buffer) => {
    const first = bytes[0]
    if (first === 45 && at.removed > 0) return void at.removed--
    if (first === 43 && at.added > 0) {
      at.added--
      const text = bytes.toString('utf8', 1, Math.min(bytes.length, longestLine))
      return visit({ commit: at.commit, path: at.path, line: at.line++, text: text.endsWith('\r') ? text.slice(0, -1) : text })
    }
    if (at.added > 0 || at.removed > 0) return
    if (first === 0) at.commit = bytes.toString('latin1', 1)
    else if (first === 43) at.path = unquoted(bytes.subarray(4)).replace(/^b\//, '')
    else if (first === 64) {
      const [, removed, start, added] = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(bytes.toString('latin1', 0, 80)) ?? []
      Object.assign(at, { removed: Number(removed ?? 1), line: Number(start), added: Number(added ?? 1) })
    }
  }
  return splitLines(line)
}

const splitLines = (line: (bytes: Buffer) => void) => {
  let rest: Buffer[] = []
  return (chunk: Buffer) => {
    let at = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, at)) {
      line(rest.length > 0 ? Buffer.concat([...rest, chunk.subarray(at, end)]) : chunk.subarray(at, end))
      rest = []
      at = end + 1
    }
    if (at < chunk.length) rest.push(chunk.subarray(at))
  }
}
