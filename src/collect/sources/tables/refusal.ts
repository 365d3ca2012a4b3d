/** What the engine says when it cannot go on, told without its words: they quote cell values and absolute paths. */
import { CannotLook } from '../../../model/handles.ts'

/** Families of errors that mean our SQL is wrong; they hold no values and are left to throw. */
const ours = /^(Parser|Binder|Catalog|Syntax|INTERNAL) Error/

/** `doing` continues "The table engine could not …" and names no value. `reading`: a file, not our SQL, is to blame. */
export function refusal(error: unknown, doing: string, reading = false): Error {
  if (error instanceof CannotLook) return error
  const said = error instanceof Error ? error.message : String(error)
  const could = `The table engine could not ${doing}`
  if (!reading && ours.test(said)) return error instanceof Error ? error : new Error(said)
  if (/^INTERRUPT Error/.test(said)) return new CannotLook('cancelled', `${could}: it was told to stop.`)
  if (/No space left|ENOSPC|max_temp_directory_size|Disk is full/i.test(said))
    return new CannotLook('disk_full', `${could}: the disk for temporary files is full. Free some space, or point TMPDIR elsewhere.`)
  if (/^Out of Memory Error/i.test(said))
    return new CannotLook('too_large', `${could} within its memory. Give it more with --memory, or fewer columns.`)
  if (/parquet|snappy|thrift|decompress|corrupt|invalid page/i.test(said) && !/^(Conversion|Out of Range) Error/.test(said))
    return new CannotLook('damaged', `${could}: a file is damaged in its middle. Export it again.`)
  const family = /^([A-Z][A-Za-z ]{1,30}) Error/.exec(said)?.[1]?.toLowerCase() ?? 'unknown'
  return new CannotLook('not_readable', `${could} (${family} error of the engine).`)
}
