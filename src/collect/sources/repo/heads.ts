/** Reads the first bytes of a file, so that large ones can be told by their form without being read whole. */
import { CannotLook, mostHeadBytes } from '../../../model/handles.ts'
import type { Blobs } from './blobs.ts'
import { streamGit } from './git.ts'
import type { Tree } from './tree.ts'
import type { View } from './view.ts'

/** Up to here a whole read through the long-lived child is cheaper than a child of its own. */
const wholeBytes = 256 * 1024

export const headReader = ({ place }: View, tree: Tree, blobs: Blobs) => {
  const byPath = new Map(tree.files.map((file) => [file.path, file]))
  return async (path: string, bytes: number): Promise<Uint8Array | undefined> => {
    const file = byPath.get(path)
    const wanted = Math.min(bytes, mostHeadBytes)
    if (!file?.mode.startsWith('100')) return undefined
    const lacking = new CannotLook(
      'missing_object',
      `the contents of ${path} are not in this clone: run \`git fetch --refetch\` or clone in full`,
    )
    if (tree.missing.has(path)) throw lacking
    if (file.bytes <= wholeBytes) {
      const whole = await blobs.read(file.object)
      if (!whole) throw lacking
      return whole.subarray(0, wanted)
    }
    const chunks: Buffer[] = []
    let held = 0
    const fault = await streamGit(place, ['cat-file', 'blob', file.object], (chunk) => {
      chunks.push(chunk)
      held += chunk.length
      return held < wanted
    })
    if (fault !== undefined) throw new CannotLook('damaged', `git cannot read ${path}: ${fault}`)
    return Buffer.concat(chunks).subarray(0, wanted)
  }
}
