/** Reads a file that is one: opening a pipe or a device of the subject's would wait for ever. */
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { CannotLook } from '../../model/handles.ts'

/** Throws CannotLook `not_readable` for what is no regular file; errors of the system pass through. */
export const readRegular = (path: string, what: string): Buffer => {
  if (!statSync(path).isFile()) throw new CannotLook('not_readable', `${what} is a pipe, a device or a folder, and a file was expected`)
  return readFileSync(path)
}

/** The first bytes of a regular file of any size. */
export const readStart = (path: string, bytes: number): Buffer => {
  const file = openSync(path, 'r')
  try {
    const start = Buffer.alloc(bytes)
    return start.subarray(0, readSync(file, start, 0, bytes, 0))
  } finally {
    closeSync(file)
  }
}
