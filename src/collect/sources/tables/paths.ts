/** File paths as the engine's SQL takes them: patterns in names are switched off, and nothing lies outside its fence. */
import { constants, copyFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { quoteText } from '../../../model/sql.ts'
import { unreadable } from './digest.ts'
import type { Engine } from './engine.ts'
import type { FoundFile } from './find-files.ts'

/** `['/a/b[[]1].csv']`: each path stands for itself alone. */
export const pathsSql = (files: readonly FoundFile[]): string =>
  `[${files.map((file) => quoteText(file.path.replace(/[*?[]/g, (character) => `[${character}]`))).join(', ')}]`

/** A file outside the engine's folders (allowed by the user) is copied into the run's own folder. */
export async function withinFence(engine: Engine, file: FoundFile): Promise<FoundFile> {
  if ([...engine.directories, engine.spill].some((folder) => file.path.startsWith(folder.endsWith(sep) ? folder : folder + sep)))
    return file
  const path = join(engine.spill, engine.fresh('copy'))
  try {
    await copyFile(file.path, path, constants.COPYFILE_FICLONE)
  } catch (error) {
    throw unreadable(error, file.name)
  }
  return { ...file, path }
}
