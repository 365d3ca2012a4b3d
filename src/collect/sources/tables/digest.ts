/** The version of a table: a digest over the names and bytes of its files, and whether they are still the same later. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { CannotLook } from '../../../model/handles.ts'
import { type FoundFile, shown } from './find-files.ts'

/** `sha256:…` over each file's name, length and bytes, in the order given; read as a stream. */
export async function digestOf(files: readonly FoundFile[]): Promise<string> {
  const hash = createHash('sha256')
  for (const file of files) {
    hash.update(`${file.name}\0${file.bytes}\0`)
    let bytes = 0
    try {
      for await (const chunk of createReadStream(file.path, { highWaterMark: 1 << 20 })) {
        hash.update(chunk as Buffer)
        bytes += (chunk as Buffer).length
      }
    } catch (error) {
      throw unreadable(error, file.name)
    }
    if (bytes !== file.bytes) throw changed(file.name)
  }
  return `sha256:${hash.digest('hex')}`
}

export const changed = (name: string) =>
  new CannotLook('changed_while_reading', `${shown(name)} changed while it was read. Give a copy that stands still.`)

/** A file system's refusal as ours, with the file's own name instead of its path. */
export function unreadable(error: unknown, name: string): Error {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT') return new CannotLook('changed_while_reading', `${shown(name)} vanished while it was read.`)
  if (code === 'EACCES' || code === 'EPERM') return new CannotLook('not_readable', `${shown(name)} may not be read by this user.`)
  if (code === 'ENOSPC') return new CannotLook('disk_full', `The disk for temporary files is full; ${shown(name)} could not be converted.`)
  if (code === 'EIO') return new CannotLook('damaged', `${shown(name)} could not be read: the disk reports an error.`)
  return error instanceof Error ? error : new Error(String(error))
}

/** Reads the files once more: false when one of them changed, moved or vanished. */
export const stillSame = (files: readonly FoundFile[], version: string): Promise<boolean> =>
  digestOf(files).then(
    (now) => now === version,
    (error: unknown) => {
      if (error instanceof CannotLook && error.code !== 'disk_full') return false
      throw error
    },
  )
