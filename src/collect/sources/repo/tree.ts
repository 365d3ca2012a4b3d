/** Lists a commit's files with their sizes, from one `git ls-tree`. */
import { CannotLook, type TreeFile } from '../../../model/handles.ts'
import { type GitPlace, runGit } from './git.ts'
import { nameOf } from './names.ts'

/** `missing`: paths whose contents the repository does not hold (partial clone); their size is given as 0. */
export type Tree = { files: TreeFile[]; missing: Set<string> }

/** The files of a commit, or of one path in it. Throws CannotLook `missing_object` when a folder's object is not there. */
export const readTree = async (place: GitPlace, commit: string, path?: string): Promise<Tree> => {
  const args = ['--literal-pathspecs', 'ls-tree', '-r', '-l', '-z', '--full-tree', commit, ...(path === undefined ? [] : ['--', path])]
  const { code, out, err } = await runGit(place, args)
  if (code !== 0) {
    const lacking = /not a tree|missing|could not|unable to/i.test(err)
    throw new CannotLook(lacking ? 'missing_object' : 'damaged', `git cannot list the files of commit ${commit}: ${err}`)
  }
  const files: TreeFile[] = []
  const missing = new Set<string>()
  for (let at = 0; at < out.length; ) {
    const tab = out.indexOf(9, at)
    const end = out.indexOf(0, tab)
    const [mode = '', type, object = '', size] = out.toString('latin1', at, tab).split(/ +/)
    const name = nameOf(out.subarray(tab + 1, end))
    if (type === 'blob' && !/^\d+$/.test(size ?? '')) missing.add(name)
    files.push({ path: name, mode, object, bytes: /^\d+$/.test(size ?? '') ? Number(size) : 0 })
    at = end + 1
  }
  return { files, missing }
}
