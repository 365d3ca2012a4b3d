/** Finds the files that a path or pattern of the subject file names, sorted, and keeps them inside its folder. */
import { glob, lstat, realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { CannotLook } from '../../../model/handles.ts'

/** `name`: relative to the root, with `/`; `path`: the real path, symlinks resolved. */
export type FoundFile = { name: string; path: string; bytes: number }

const inside = (path: string, folder: string) => path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
const byName = (a: FoundFile, b: FoundFile) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
const hidden = (name: string) => name.split('/').some((part) => part.startsWith('.') || part.startsWith('_'))

/** `path` is a file, a folder (every file in it that is not hidden) or a pattern (`logs/2026-*.parquet`). */
export async function findFiles(path: string, root: string, allowOutside: boolean): Promise<FoundFile[]> {
  if (path.includes('\0')) throw new CannotLook('not_found', 'The path holds a null byte; no file can have that name.')
  const realRoot = await realpath(root).catch(() => {
    throw new CannotLook('not_found', `The folder that ${shown(path)} is relative to is not there.`)
  })
  const names = await matches(path, realRoot)
  if (names.length === 0) throw new CannotLook('not_found', `No file matches ${shown(path)}. Paths are relative to the subject file.`)
  const files = await Promise.all(names.map((name) => look(name, realRoot, allowOutside)))
  const unlike = new Map(files.map((file) => [file.path, file]))
  return [...unlike.values()].sort(byName)
}

/** How a path stands in a message: as given, on one line. */
export const shown = (path: string): string => JSON.stringify(path).slice(1, -1)

async function matches(path: string, root: string): Promise<string[]> {
  const literal = await lstat(resolve(root, path)).catch(() => undefined)
  if (literal !== undefined) {
    const is = await stat(resolve(root, path)).catch(() => literal)
    return is.isDirectory() ? await filesIn(path, root) : [path]
  }
  if (!/[*?[{]/.test(path)) return []
  const found: string[] = []
  const from = isAbsolute(path) ? sep : root
  for await (const name of glob(isAbsolute(path) ? path.slice(1) : path, { cwd: from }))
    if (await isFile(resolve(from, name))) found.push(isAbsolute(path) ? join(sep, name) : name)
  return found
}

async function filesIn(folder: string, root: string): Promise<string[]> {
  const found: string[] = []
  for await (const name of glob('**/*', { cwd: resolve(root, folder) }))
    if (!hidden(name) && (await isFile(resolve(root, folder, name)))) found.push(join(folder, name))
  return found
}

/** Links count as files here even when they lead nowhere, so that `look` can say so. */
const isFile = (path: string) =>
  stat(path).then(
    (is) => is.isFile(),
    () => true,
  )

async function look(name: string, root: string, allowOutside: boolean): Promise<FoundFile> {
  const path = await realpath(resolve(root, name)).catch(() => {
    throw new CannotLook('not_found', `${shown(name)} is a link that leads nowhere.`)
  })
  if (!allowOutside && !inside(path, root))
    throw new CannotLook(
      'outside_folder',
      `${shown(name)} lies outside the folder of the subject file. Move it inside, or run again with --allow-outside.`,
    )
  const is = await stat(path)
  if (!is.isFile()) throw new CannotLook('not_readable', `${shown(name)} is not a file.`)
  return { name: relative(root, resolve(root, name)).split(sep).join('/'), path, bytes: is.size }
}
