/** Finds the paths whose contents, at some commit of history, are not in this clone, and how git is told to leave them out. */
import { type GitPlace, streamGit } from './git.ts'
import { nameOf } from './names.ts'

/** More than these and the clone was made without contents on purpose; and a command line ends somewhere. */
const mostPaths = 1_000

/** Sorted; undefined when there are too many to leave out, or git cannot tell. */
export const pathsLacking = async (place: GitPlace, tip: string): Promise<string[] | undefined> => {
  const lacking = await objectsLacking(place, tip)
  if (lacking === undefined || lacking.size === 0) return undefined
  const paths = new Set<string>()
  let concerned = false
  const why = await streamGit(
    place,
    ['log', '--raw', '-z', '--no-abbrev', '--no-renames', '--format=', tip, '--'],
    splitTokens((token) => {
      const [, before, after] = /^:\d+ \d+ ([0-9a-f]+) ([0-9a-f]+) \w/.exec(token.toString('latin1', 0, 160)) ?? []
      if (before === undefined || after === undefined) {
        if (concerned) paths.add(nameOf(token))
        concerned = false
      } else concerned = lacking.has(before) || lacking.has(after)
      return paths.size <= mostPaths
    }),
  )
  return why !== undefined || paths.size > mostPaths ? undefined : [...paths].sort()
}

/** Arguments behind `--` that take everything but these paths. */
export const excluding = (paths: readonly string[]): string[] => [':/', ...paths.map((path) => `:(exclude,top,literal)${path}`)]

const objectsLacking = async (place: GitPlace, tip: string): Promise<Set<string> | undefined> => {
  const lacking = new Set<string>()
  let rest = ''
  const why = await streamGit(place, ['rev-list', '--objects', '--missing=print', '--no-object-names', tip, '--'], (chunk) => {
    const lines = (rest + chunk.toString('latin1')).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.startsWith('?')) lacking.add(line.slice(1).split(' ')[0] as string)
    return true
  })
  return why === undefined ? lacking : undefined
}

const splitTokens = (take: (token: Buffer) => boolean) => {
  let rest: Buffer = Buffer.alloc(0)
  return (chunk: Buffer): boolean => {
    const all = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    let at = 0
    let more = true
    for (let end = all.indexOf(0); end >= 0 && more; end = all.indexOf(0, at)) {
      more = take(all.subarray(at, end))
      at = end + 1
    }
    rest = all.subarray(at)
    return more
  }
}
