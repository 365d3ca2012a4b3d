/** A folder of this user's that keeps evidence between runs. Whatever goes wrong there, nothing was kept: the run measures, and says nothing of it. */
import { lstat, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Draft } from '../../run-pair.ts'
import { digest, type Page, pageFrom, pageText } from './page.ts'

/** `state`: of everything that a record depends on besides what it measures; `key`: what it measures. */
export type Kept = {
  find(state: string, key: string): Promise<Draft | undefined>
  keep(state: string, key: string, draft: Draft): void
  /** Puts what was kept on the disk, beside what other runs put there meanwhile. */
  write(): Promise<void>
}

/** Pages, and bytes of all pages; those used longest ago go. */
const mostPages = 500
const mostBytes = 64 * 1024 * 1024
const mostPageBytes = 8 * 1024 * 1024
/** Milliseconds after which a half-written file has no writer any more. */
const forgotten = 10 * 60_000

/** Nobody else may put words in our mouth. */
const isOurs = async (folder: string): Promise<boolean> => {
  const it = await stat(folder)
  return it.isDirectory() && (process.getuid === undefined || (it.uid === process.getuid() && (it.mode & 0o022) === 0))
}

const readPage = async (folder: string, name: string): Promise<Page | undefined> => {
  try {
    if (!(await isOurs(folder))) return undefined
    const file = join(folder, name)
    const it = await lstat(file)
    if (!it.isFile() || it.size > mostPageBytes) return undefined
    return pageFrom(name, await readFile(file, 'utf8'))
  } catch {
    return undefined
  }
}

let count = 0

/** Renamed into its place when it is whole: a kill at any moment leaves the old page or the new one. */
const writePage = async (folder: string, name: string, page: Page): Promise<void> => {
  const text = pageText(name, page)
  if (Buffer.byteLength(text) > mostPageBytes) return
  const beside = join(folder, `${name}.${process.pid}-${count++}.part`)
  try {
    await writeFile(beside, text, { mode: 0o600, flag: 'wx' })
    await rename(beside, join(folder, name))
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}

const tidy = async (folder: string): Promise<void> => {
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
    if (place >= mostPages || bytes > mostBytes) await rm(file.path, { force: true, recursive: true })
  }
}

/** `folder` need not exist yet. */
export const openKept = (folder: string): Kept => {
  const pages = new Map<string, Promise<Page>>()
  const news = new Map<string, Page>()
  const pageOf = (name: string): Promise<Page> => {
    const page = pages.get(name) ?? readPage(folder, name).then((it) => it ?? new Map())
    pages.set(name, page)
    return page
  }
  const writeAll = async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    if (!(await isOurs(folder))) return
    for (const [name, page] of news) await writePage(folder, name, new Map([...((await readPage(folder, name)) ?? []), ...page]))
    await tidy(folder)
  }
  return {
    find: async (state, key) => (await pageOf(digest(state))).get(key),
    keep: (state, key, draft) => {
      // What JSON would change on its way is not kept.
      if (draft.state === 'failed' || !isDeepStrictEqual(JSON.parse(JSON.stringify(draft)), draft)) return
      const name = digest(state)
      const page = news.get(name) ?? new Map<string, Draft>()
      news.set(name, page.set(key, draft))
    },
    write: async () => {
      const now = new Date()
      for (const name of pages.keys()) await utimes(join(folder, name), now, now).catch(() => {})
      if (news.size > 0) await writeAll().catch(() => {})
    },
  }
}
