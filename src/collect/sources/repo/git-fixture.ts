/** Makes small git repositories for tests: writes files, commits them at fixed dates by fixed people. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach } from 'vitest'
import type { RepoHandle } from '../../../model/handles.ts'
import { openRepo } from './index.ts'

const folders: string[] = []
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** An empty folder, removed after the test. */
export const tempFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-test-'))
  folders.push(folder)
  return folder
}

/** Runs git with the person, the dates and the settings fixed; gives what it wrote. */
export const git = (folder: string, ...args: string[]): string =>
  execFileSync('git', args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@example.org',
      GIT_AUTHOR_DATE: '2026-03-01T10:00:00Z',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@example.org',
      GIT_COMMITTER_DATE: '2026-03-01T11:00:00Z',
    },
  }).toString()

export const writeFiles = (folder: string, files: { [path: string]: string | Buffer }): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

/** A repository whose commits write these files, oldest first; gives its folder. */
export const gitFolder = (...commits: { [path: string]: string | Buffer }[]): string => {
  const folder = tempFolder()
  git(folder, 'init', '-q', '-b', 'main')
  commits.forEach((files, at) => {
    writeFiles(folder, files)
    git(folder, 'add', '-A', '-f')
    git(folder, 'commit', '-q', '--allow-empty', '-m', `change ${at + 1}`)
  })
  return folder
}

/** Opens such a repository; it is closed after the test. */
export const opened = async (
  folder: string,
  more: { commit?: string; root?: string; allowOutside?: boolean } = {},
): Promise<RepoHandle> => {
  const { handle, close } = await openRepo({ path: folder, material: 'repo', complete: false, root: folder, ...more })
  closing.push(close)
  return handle
}

export const gitRepo = (...commits: { [path: string]: string | Buffer }[]): Promise<RepoHandle> => opened(gitFolder(...commits))
