/** Keeps what whole runs wrote, each in a file of its own, so that the same question need not be answered twice. */
import { lstat, mkdir, readFile, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { isOurs, tidy, writeBeside } from './own-folder.ts'
import { digest } from './page.ts'

/** `files` by path in the folder that the run wrote; `text` as it was printed. */
export type Run = { files: { [path: string]: string }; text: string; exit: number }

const most = { files: 60, bytes: 128 * 1024 * 1024 }
const mostRunBytes = 16 * 1024 * 1024

/** Undefined when there is none, or when it is damaged or not ours. */
export const readRun = async (folder: string, key: string): Promise<Run | undefined> => {
  try {
    if (!(await isOurs(folder))) return undefined
    const file = join(folder, digest(key))
    const it = await lstat(file)
    if (!it.isFile() || it.size > mostRunBytes) return undefined
    const text = await readFile(file, 'utf8')
    const at = text.indexOf('\n')
    if (at < 0 || text.slice(0, at) !== digest(text.slice(at + 1))) return undefined
    const now = new Date()
    await utimes(file, now, now)
    return JSON.parse(text.slice(at + 1)) as Run
  } catch {
    return undefined
  }
}

/** Whatever goes wrong, nothing was kept. */
export const writeRun = async (folder: string, key: string, run: Run): Promise<void> => {
  const body = JSON.stringify(run)
  if (Buffer.byteLength(body) > mostRunBytes) return
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    if (!(await isOurs(folder))) return
    await writeBeside(join(folder, digest(key)), `${digest(body)}\n${body}`)
    await tidy(folder, most)
  } catch {
    return
  }
}
