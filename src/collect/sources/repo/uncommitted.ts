/** Counts the tracked files whose work-tree version differs from the commit, so that a report can say they were not read. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runGit } from './git.ts'
import type { Located } from './locate.ts'
import type { View } from './view.ts'

/** Undefined when git could not tell. Our own settings are used, so no filter of the subject's runs over changed files. */
export const countUncommitted = async (located: Located, { place }: View): Promise<number | undefined> => {
  const index = join(located.gitDir, 'index')
  if (located.workTree === undefined || !existsSync(index)) return 0
  const extra = { ...place.extra, GIT_WORK_TREE: located.workTree, GIT_INDEX_FILE: index }
  const args = [
    '-c',
    'core.fileMode=false',
    '-c',
    'core.bare=false',
    'status',
    '--porcelain',
    '-z',
    '--untracked-files=no',
    '--ignore-submodules=all',
    '--no-renames',
  ]
  const { code, out } = await runGit({ ...place, extra }, args)
  return code === 0
    ? out
        .toString('latin1')
        .split('\0')
        .filter((line) => line !== '').length
    : undefined
}
