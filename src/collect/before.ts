/** A second door of this room, for what is asked before anything is loaded: it must stay light. */
import { CannotLook } from '../model/handles.ts'
import { findRepo } from './sources/repo/index.ts'

export { ownCode } from './sources/kept/own-code.ts'
export { readRun, writeRun } from './sources/kept/runs.ts'

/** The same words, the same findings; undefined where that cannot be told. */
export const stateOfRepository = async (path: string): Promise<string | undefined> => {
  try {
    const { state, close } = await findRepo({ path, material: 'repo', complete: false, root: path })
    await close()
    return state
  } catch (error) {
    if (error instanceof CannotLook) return undefined
    throw error
  }
}
