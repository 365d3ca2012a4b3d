/** Holds an assessment folder while it is written: of two runs into one folder, each is written whole, one after the other. */
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Problem } from '../model/problem.ts'

/** Milliseconds; writing takes less than a second. */
const patience = 30_000
const forgotten = 5 * 60_000
/** A mark without a number was just made, or its writer was killed in that moment. */
const justMade = 2000

const runs = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** A writer that was killed leaves its mark behind; so does one on another machine, whose number says nothing here. */
const isLeftBehind = async (mark: string): Promise<boolean> => {
  const [text, at] = await Promise.all([readFile(mark, 'utf8'), stat(mark)]).catch(() => ['', undefined] as const)
  if (at === undefined) return false
  const age = Date.now() - at.mtimeMs
  return age > forgotten || (/^\d+$/.test(text) ? !runs(Number(text)) : age > justMade)
}
/** Throws what the system says when the mark cannot be made, and Problem when another run does not end. */
export const whileAlone = async <T>(folder: string, work: () => Promise<T>): Promise<T> => {
  const mark = join(folder, '.writing')
  for (const until = Date.now() + patience; ; await sleep(40)) {
    try {
      await writeFile(mark, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        await rm(mark, { force: true }).catch(() => {})
        throw error
      }
      if (await isLeftBehind(mark)) await rm(mark, { force: true })
      else if (Date.now() > until) throw new Problem('another run is writing there. Wait for it, or name another place.', { file: folder })
    }
  }
  try {
    return await work()
  } finally {
    await rm(mark, { force: true }).catch(() => {})
  }
}
