/** The commit that something is compared with: it must exist here, and lie behind the one that is judged. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CannotLook } from '../../../model/handles.ts'
import { runGit } from './git.ts'
import type { AskedRepo } from './index.ts'
import { locate } from './locate.ts'
import { openView, type View } from './view.ts'

/** `commits`: how many lie between, the judged one counted. 0 when both are the same. */
export type Since = { commit: string; now: string; commits: number }

const short = (commit: string): string => commit.slice(0, 7)

const isShallow = (view: View): boolean => existsSync(join(view.place.gitDir, 'shallow'))

const unshallow = 'this clone is shallow; run `git fetch --unshallow` in it and ask again'

/** Throws CannotLook with one sentence for each way it can fail. */
const between = async (revision: string, old: View, now: View): Promise<Since> => {
  const behind = await runGit(now.place, ['merge-base', '--is-ancestor', old.tip, now.tip])
  if (behind.code === 0) {
    const count = await runGit(now.place, ['rev-list', '--count', `${old.tip}..${now.tip}`])
    return { commit: old.tip, now: now.tip, commits: Number(count.out.toString().trim()) }
  }
  if (isShallow(now)) throw new CannotLook('shallow', `how ${revision} and ${short(now.tip)} hang together cannot be seen: ${unshallow}`)
  const common = (await runGit(now.place, ['merge-base', old.tip, now.tip])).out.toString().trim()
  throw new CannotLook(
    'not_found',
    `${revision} (${short(old.tip)}) is no ancestor of the commit that is judged (${short(now.tip)})${common === '' ? ', and they have none in common' : `; the last commit of both is ${common.slice(0, 12)}: pass that one`}`,
  )
}

export const findSince = async (asked: AskedRepo, revision: string): Promise<Since> => {
  const located = locate(asked)
  const now = await openView(located, asked.commit, asked.signal)
  try {
    const old = await openView(located, revision, asked.signal).catch((cause: unknown) => {
      if (!(cause instanceof CannotLook) || !isShallow(now)) throw cause
      throw new CannotLook('shallow', `there is no commit called ${revision} here: ${unshallow}`)
    })
    try {
      return await between(revision, old, now)
    } finally {
      old.remove()
    }
  } finally {
    now.remove()
  }
}
