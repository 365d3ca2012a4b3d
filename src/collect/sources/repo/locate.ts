/** Finds the git folder that a path belongs to, without asking git and without leaving the subject's folder by a planted link. */
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { CannotLook } from '../../../model/handles.ts'
import { readRegular, readStart } from '../regular-file.ts'

/**
 * `gitDir` holds HEAD and the index, `commonDir` the objects and refs (they differ in a linked worktree).
 * `workTree` is undefined in a bare repository; `below` is the asked path inside the work tree, '' for its top.
 */
export type Located = { gitDir: string; commonDir: string; workTree: string | undefined; below: string; bundle: string | undefined }

type Asked = { path: string; root: string; allowOutside?: boolean | undefined }

const within = (path: string, root: string): boolean => {
  const way = relative(root, path)
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way))
}

const isBare = (folder: string): boolean =>
  existsSync(resolve(folder, 'HEAD')) && existsSync(resolve(folder, 'objects')) && existsSync(resolve(folder, 'refs'))

const isBundle = (path: string): boolean => readStart(path, 16).toString('latin1').startsWith('# v')

/** Throws CannotLook: not_found (no such path), outside_folder, not_readable (not a git repository, no permission). */
export const locate = ({ path, root, allowOutside }: Asked): Located => {
  const home = realPath(root)
  const real = realPath(resolve(home, path))
  const refuse = (what: string) =>
    new CannotLook('outside_folder', `${what} lies outside the subject's folder: pass --allow-outside if that is meant`)
  if (!allowOutside && !within(real, home)) throw refuse('the repository')
  if (statSync(real).isFile()) {
    if (isBundle(real)) return { gitDir: '', commonDir: '', workTree: undefined, below: '', bundle: real }
    throw new CannotLook('not_readable', 'not a git repository: a file was given that is not a git bundle')
  }
  for (let folder = real; ; folder = dirname(folder)) {
    const found = gitFolderOf(folder)
    if (found) {
      if (!allowOutside && !found.ours && !within(found.gitDir, home)) throw refuse('the git folder that `.git` points to')
      const commonDir = commonOf(found.gitDir)
      // A linked work tree's git folder lies within the one it shares; any other sharing was planted.
      if (!allowOutside && !within(found.gitDir, commonDir) && !within(commonDir, home))
        throw refuse('the git folder that `commondir` points to')
      refusePipes(found.gitDir, commonDir)
      if (!allowOutside && !objectsLie(commonDir, (one) => within(one, home) || within(one, commonDir)))
        throw refuse('the folder of objects that this repository borrows from')
      const below = found.bare ? '' : relative(folder, real).split(sep).join('/')
      return {
        gitDir: found.gitDir,
        commonDir,
        workTree: found.bare ? undefined : folder,
        below,
        bundle: undefined,
      }
    }
    if (dirname(folder) === folder) break
  }
  throw new CannotLook('not_readable', 'not a git repository: give a folder with `.git`, a bare repository or a bundle')
}

const realPath = (path: string): string => {
  try {
    return realpathSync(path)
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new CannotLook('not_found', 'there is no such folder')
    throw new CannotLook('not_readable', `the folder cannot be read (${code})`)
  }
}

const plain = ['HEAD', 'config', 'index', 'packed-refs', 'shallow', 'objects/info/alternates', 'info/exclude']

/** Git, and we, would wait for ever at a pipe that stands where one of its files should. */
const refusePipes = (...folders: string[]): void => {
  for (const name of plain)
    for (const folder of folders) {
      const kind = statSync(resolve(folder, name), { throwIfNoEntry: false })
      if (kind !== undefined && !kind.isFile())
        throw new CannotLook(
          'not_readable',
          `the repository's own file \`${name}\` is a pipe, a device or a folder, and a file was expected`,
        )
    }
}

/** Alternates may name each other; more than these were made on purpose. */
const mostFolders = 20

/** What the system will not look at (a name too long, a link to itself), git cannot borrow from either. */
const isFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

/** What a folder of objects borrows from; a quoted name is one that git would read otherwise than we do. */
const borrowedBy = (folder: string): string[] => {
  const file = resolve(folder, 'info/alternates')
  if (!existsSync(file)) return []
  const lines = readRegular(file, 'the file `alternates`').toString().split('\n')
  return lines.filter((line) => line.trim() !== '' && !line.startsWith('#') && !line.includes('\0')).map((line) => line.trim())
}

/** Links in a folder of objects, and in its packs, where they lead to something. */
const linksIn = (folder: string): string[] =>
  [folder, resolve(folder, 'pack')].filter(isFolder).flatMap((below) =>
    readdirSync(below, { withFileTypes: true })
      .filter((entry) => entry.isSymbolicLink() && existsSync(resolve(below, entry.name)))
      .map((entry) => realPath(resolve(below, entry.name))),
  )

/** Whether every folder in which git would look for objects fits: the repository's own, the links in it, and all that it borrows from. */
const objectsLie = (commonDir: string, fits: (folder: string) => boolean): boolean => {
  const seen = new Set<string>()
  const waiting = [resolve(commonDir, 'objects')]
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    if (!isFolder(folder) || seen.has(realPath(folder))) continue
    seen.add(realPath(folder))
    const named = borrowedBy(folder)
    if (seen.size > mostFolders || named.length > mostFolders || named.some((line) => line.startsWith('"'))) return false
    if (![realPath(folder), ...linksIn(folder)].every(fits)) return false
    waiting.push(...named.map((line) => resolve(folder as string, line)))
  }
  return true
}

/** `ours`: the git folder is the plain one here, or it and this work tree name each other. */
type GitFolder = { gitDir: string; bare: boolean; ours: boolean }

const gitFolderOf = (folder: string): GitFolder | undefined => {
  const dot = resolve(folder, '.git')
  if (!existsSync(dot)) return isBare(folder) ? { gitDir: folder, bare: true, ours: true } : undefined
  const real = realPath(dot)
  if (statSync(real).isDirectory()) return existsSync(resolve(real, 'HEAD')) ? { gitDir: real, bare: false, ours: real === dot } : undefined
  const pointer = /^gitdir: (.+)/.exec(readRegular(real, 'the file `.git`').toString())?.[1]?.trim()
  if (pointer === undefined) throw new CannotLook('not_readable', 'not a git repository: the file `.git` names no folder')
  const target = resolve(folder, pointer)
  if (!existsSync(resolve(target, 'HEAD')))
    throw new CannotLook('not_readable', 'not a git repository: the folder that `.git` points to is gone; give the main repository instead')
  const gitDir = realPath(target)
  return { gitDir, bare: false, ours: pointsBack(gitDir, folder) }
}

// A linked worktree's git folder names the work tree's `.git`; a submodule's names the work tree in its settings.
const pointsBack = (gitDir: string, folder: string): boolean => {
  const back = resolve(gitDir, 'gitdir')
  const named = existsSync(back)
    ? readRegular(back, 'the file `gitdir`').toString().trim()
    : existsSync(resolve(gitDir, 'config'))
      ? /^\s*worktree\s*=\s*(.+)$/m.exec(readRegular(resolve(gitDir, 'config'), 'the settings of the repository').toString())?.[1]?.trim()
      : undefined
  if (named === undefined) return false
  const place = resolve(gitDir, named)
  const top = place.endsWith(`${sep}.git`) ? dirname(place) : place
  return existsSync(top) && realPath(top) === folder
}

const commonOf = (gitDir: string): string => {
  const pointer = resolve(gitDir, 'commondir')
  return existsSync(pointer) ? realPath(resolve(gitDir, readRegular(pointer, 'the file `commondir`').toString().trim())) : gitDir
}
