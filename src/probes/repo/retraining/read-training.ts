/** What every question about training starts from: the tree, its Python, the commands of CI, and what of them fits a model. */
import type { RepoHandle } from '../../../model/handles.ts'
import { reachableCommands } from '../ci/reach.ts'
import { treeOf } from '../ci/tree.ts'
import { pythonSources, withoutExamples } from '../python/sources.ts'
import { WhatTrains } from './what-trains.ts'

/** `unread`: Python files that could not be read. Examples and documents are left out of `files`. */
export const readTraining = async (repo: RepoHandle, signal: AbortSignal) => {
  const tree = treeOf(repo)
  const { files: all, unread } = await pythonSources(repo, signal)
  const files = withoutExamples(all)
  const reachable = await reachableCommands(repo)
  return { tree, files, unread, reachable, trains: new WhatTrains(tree, files) }
}
