/** Reads a file of the repository where its contents are there. */
import { CannotLook, type RepoHandle } from '../../model/handles.ts'

/** Undefined for what cannot be read: binary, too large, or missing from a partial clone. */
export async function readOrNothing(repo: RepoHandle, path: string): Promise<string | undefined> {
  try {
    return await repo.read(path)
  } catch (error) {
    if (error instanceof CannotLook && error.code === 'missing_object') return undefined
    throw error
  }
}
