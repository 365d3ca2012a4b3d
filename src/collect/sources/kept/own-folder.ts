/** A folder that only this user writes to: files are put there whole, and the oldest go when there are too many. */
import { lstat, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Milliseconds after which a half-written file has no writer any more. */
const forgotten = 10 * 60_000

/** Nobody else may put words in our mouth. */
export const isOurs = async (folder: string): Promise<boolean> => {
  const it = await stat(folder)
  return it.isDirectory() && (process.getuid === undefined || (it.uid === process.getuid() && (it.mode & 0o022) === 0))
}

let count = 0

/** Renamed into its place when it is whole: a kill at any moment leaves the old file or the new one. */
export const writeBeside = async (file: string, text: string): Promise<void> => {
  const beside = `${file}.${process.pid}-${count++}.part`
  try {
    await writeFile(beside, text, { mode: 0o600, flag: 'wx' })
    await rename(beside, file)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}

/** Those used longest ago go. */
export const tidy = async (folder: string, most: { files: number; bytes: number }): Promise<void> => {
  const files: { path: string; bytes: number; at: number }[] = []
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const it = await lstat(path).catch(() => undefined)
    if (it === undefined) continue
    if (!name.endsWith('.part')) files.push({ path, bytes: it.size, at: it.mtimeMs })
    else if (Date.now() - it.mtimeMs > forgotten) await rm(path, { force: true, recursive: true })
  }
  let bytes = 0
  for (const [place, file] of files.sort((a, b) => b.at - a.at).entries()) {
    bytes += file.bytes
    if (place >= most.files || bytes > most.bytes) await rm(file.path, { force: true, recursive: true })
  }
}
