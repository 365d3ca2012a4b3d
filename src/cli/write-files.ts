/** Writes files of an assessment folder, each whole or not at all, and says in one line when the system will not let it. */
import { access, chmod, constants, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Problem } from '../model/problem.ts'
import { whileAlone } from './one-writer.ts'

let count = 0

/** What to do is the same for all but those that say it themselves. */
const worldly: { [code: string]: string | [why: string, instead: string] } = {
  ENOSPC: ['the disk is full', 'free some room and run again'],
  EACCES: 'this user may not write there',
  EROFS: 'that disk is read-only',
  EPERM: 'this user may not write there',
  ENOTDIR: 'a file stands where a folder is needed',
  EEXIST: 'a file stands where a folder is needed',
  EISDIR: 'a folder stands where a file is needed',
  EDQUOT: ['the disk quota is used up', 'free some room and run again'],
  ENAMETOOLONG: 'the name is longer than this system allows',
  ENOENT: 'the folder vanished, or is a link that leads nowhere',
  ELOOP: 'it is a link that leads to itself',
  EFBIG: ['the file would pass the size this system allows', 'free some room and run again'],
}

const elsewhere = 'name another folder with --out'

/** `instead`: what to do when that place will not do. */
export const orProblem = (error: unknown, file: string, instead: string = elsewhere): never => {
  const { code, syscall } = error as NodeJS.ErrnoException
  const known = worldly[code ?? '']
  const why =
    typeof known === 'string'
      ? `${known}; ${instead}`
      : (known?.join('; ') ?? (syscall === undefined ? undefined : `the system says ${code}`))
  if (error instanceof Problem || why === undefined) throw error
  throw new Problem(`could not be written: ${why}. What stood there before is unharmed.`, { file })
}

/** Into a neighbour first, then renamed over: a reader or a kill at any moment finds the old file or the new one. */
export const writeWhole = async (file: string, text: string | Uint8Array, instead?: string): Promise<void> => {
  const beside = `${file}.${process.pid}-${count++}.part`
  try {
    await writeFile(beside, text, { flush: true })
    // Who may read a file stays as it was.
    const old = await stat(file).catch(() => undefined)
    if (old?.isFile() === true) await chmod(beside, old.mode)
    await rename(beside, file)
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {})
    orProblem(error, file, instead)
  }
}

/** Said before anything is measured, not after: the folder, or the nearest one above it that exists, can be written to. */
export const holdWritable = async (folder: string, instead?: string): Promise<void> => {
  for (let at = folder; ; at = dirname(at)) {
    const there = await stat(at).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT' || dirname(at) === at) orProblem(error, folder, instead)
      return undefined
    })
    if (there === undefined) continue
    if (!there.isDirectory()) orProblem({ code: 'ENOTDIR' }, folder, instead)
    return access(at, constants.W_OK).catch((error: unknown) => orProblem(error, folder, instead))
  }
}

/** Side by side, since each waits for the disk; a failure is thrown when none is being written any more. */
const allWhole = async (files: [file: string, text: string][]): Promise<void> => {
  const failed = (await Promise.allSettled(files.map(([file, text]) => writeWhole(file, text)))).find((it) => it.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

const last = 'assessment.json'

/** `files` by path in the folder. assessment.json comes last, so that a folder that has it is whole; evidence of other runs goes. */
export const writeFolder = async (folder: string, files: { [path: string]: string }): Promise<void> => {
  const evidence = join(folder, 'evidence')
  await mkdir(evidence, { recursive: true }).catch((error: unknown) => orProblem(error, folder))
  await whileAlone(folder, () => writeInto(folder, evidence, files)).catch((error: unknown) => orProblem(error, folder))
}

const writeInto = async (folder: string, evidence: string, files: { [path: string]: string }): Promise<void> => {
  const first = Object.entries(files).filter(([path]) => path !== last)
  const names = new Set(first.filter(([path]) => path.startsWith('evidence/')).map(([path]) => basename(path)))
  await allWhole(first.map(([path, text]): [string, string] => [join(folder, path), text]))
  await writeWhole(join(folder, last), files[last] as string)
  for (const old of await readdir(evidence))
    if (/-[0-9a-f]{16}\.json$/.test(old) && !names.has(old)) await rm(join(evidence, old), { force: true })
  // What a run that was killed in mid-write left: nobody else writes now.
  for (const place of [folder, evidence])
    for (const left of await readdir(place)) if (/\.\d+-\d+\.part$/.test(left)) await rm(join(place, left), { force: true })
}
