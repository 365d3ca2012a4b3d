/** A repository's tree as CI steps see it: texts by path and folders that exist. */
import { CannotLook, type RepoHandle } from '../../../model/handles.ts'

export type Tree = {
  paths: string[]
  has(path: string): boolean
  hasFolder(path: string): boolean
  /** Undefined for what is missing, binary or too large, and for JSON whose contents a partial clone lacks. */
  read(path: string): Promise<string | undefined>
}

/** JSON is data far more often than settings: what a partial clone lacks of it is no reason to give up. */
const readOrLacking = async (repo: RepoHandle, path: string): Promise<string | undefined> => {
  try {
    return await repo.read(path)
  } catch (error) {
    if (error instanceof CannotLook && error.code === 'missing_object') return undefined
    throw error
  }
}

export const treeOf = (repo: RepoHandle): Tree => {
  const paths = repo.files.map(({ path }) => path)
  const files = new Set(paths)
  const folders = new Set<string>([''])
  for (const path of paths) for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) folders.add(path.slice(0, at))
  const texts = new Map<string, Promise<string | undefined>>()
  const read = (path: string) => {
    if (!files.has(path)) return Promise.resolve(undefined)
    const known = texts.get(path) ?? (path.endsWith('.json') ? readOrLacking(repo, path) : repo.read(path))
    texts.set(path, known)
    return known
  }
  return { paths, has: (path) => files.has(path), hasFolder: (path) => folders.has(path), read }
}

/** Does a glob of a path filter (`**`, `*`, `?`) fit? A plain folder name fits all below it where `below` is set. */
export const globFits = (glob: string, path: string, below = false): boolean => {
  const pattern = glob
    .replace(/^\.?\//, '')
    .split(/(\*\*\/?|\*|\?|\[[^\]]*\])/)
    .map((part) =>
      part === '**/'
        ? '(?:.*/)?'
        : part === '**'
          ? '.*'
          : part === '*'
            ? '[^/]*'
            : part === '?'
              ? '[^/]'
              : /^\[.*\]$/.test(part)
                ? part
                : part.replace(/[.+^${}()|\\[\]]/g, '\\$&'),
    )
    .join('')
  try {
    return new RegExp(`^${pattern}${below ? '(?:/.*)?' : ''}$`).test(path)
  } catch {
    return true
  }
}
