/** A folder of this user's that keeps evidence between runs. Whatever goes wrong there, nothing was kept: the run measures, and says nothing of it. */
import { lstat, mkdir, readFile, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Draft } from '../../run-pair.ts'
import { isOurs, tidy, writeBeside } from './own-folder.ts'
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

const writePage = async (folder: string, name: string, page: Page): Promise<void> => {
  const text = pageText(name, page)
  if (Buffer.byteLength(text) <= mostPageBytes) await writeBeside(join(folder, name), text)
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
    await tidy(folder, { files: mostPages, bytes: mostBytes })
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
