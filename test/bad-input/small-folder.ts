/** A folder of small files that lasts for one test. */
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Contents by path; `{ link }` is a symbolic link, `{ folder }` an empty folder. */
export type Files = { [path: string]: string | Uint8Array | { link: string } | { folder: true } }

export const smallFolder = async (files: Files): Promise<string> => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'assay-declare-')))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path)
    await mkdir(dirname(file), { recursive: true })
    if (typeof content === 'string' || content instanceof Uint8Array) await writeFile(file, content)
    else if ('link' in content) await symlink(content.link, file)
    else await mkdir(file, { recursive: true })
  }
  return folder
}
