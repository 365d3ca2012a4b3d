/** Reads a file that is one: opening a pipe or a device of the subject's would wait for ever. */
import { readFileSync, statSync } from 'node:fs'
import { CannotLook } from '../../model/handles.ts'

/** Throws CannotLook `not_readable` for what is no regular file; errors of the system pass through. */
export const readRegular = (path: string, what: string): Buffer => {
  if (!statSync(path).isFile()) throw new CannotLook('not_readable', `${what} is a pipe, a device or a folder, and a file was expected`)
  return readFileSync(path)
}
