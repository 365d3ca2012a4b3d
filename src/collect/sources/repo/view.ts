/** Our own empty git folder that borrows a subject's objects, so that no setting, hook, filter or replacement of the subject's is ever read. */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CannotLook } from '../../../model/handles.ts'
import { type GitPlace, runGit } from './git.ts'
import type { Located } from './locate.ts'

/** `tip` is the commit to read; `tags` name → object id, not yet peeled; `chosen` is set when HEAD named none and we chose. */
export type View = {
  place: GitPlace
  tip: string
  /** Seconds since 1970. */
  committed: string
  tags: { name: string; object: string }[]
  chosen: string | undefined
  remove: () => void
}

type Ref = { name: string; object: string }
const refsFrom = (out: Buffer): Ref[] =>
  out
    .toString('utf8')
    .split('\n')
    .flatMap((line) => {
      const [, object, name] = /^([0-9a-f]{40,64}) (.+)$/.exec(line) ?? []
      return object && name ? [{ object, name }] : []
    })

/** Throws CannotLook: not_found (no commit yet, no such revision), damaged, not_readable. */
export const openView = async (located: Located, revision: string | undefined, signal: AbortSignal | undefined): Promise<View> => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-git-'))
  const remove = () => {
    process.removeListener('exit', remove)
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', remove)
  try {
    const made = located.bundle === undefined ? await borrow(located, folder, signal) : await unpack(located.bundle, folder, signal)
    const { from, chosen } = await fromOf(made, revision)
    const { tip, committed } = await commitAt(made.place, from)
    writeFileSync(join(folder, 'HEAD'), `${tip}\n`)
    const tags = made.refs.filter(({ name }) => name.startsWith('refs/tags/')).map(({ name, object }) => ({ name: name.slice(10), object }))
    return { place: made.place, tip, committed, tags, chosen, remove }
  } catch (cause) {
    remove()
    throw cause
  }
}

type Made = { place: GitPlace; refs: Ref[]; resolve: (revision: string) => Promise<string | undefined> }

/** As `git init --bare` would make it, without a template and without waiting for it. Ids of 64 letters are SHA-256. */
const empty = (folder: string, id: string, signal: AbortSignal | undefined): GitPlace => {
  const format =
    id.length === 64 ? '\trepositoryformatversion = 1\n[extensions]\n\tobjectFormat = sha256\n' : '\trepositoryformatversion = 0\n'
  try {
    for (const name of ['objects', 'refs']) mkdirSync(join(folder, name))
    writeFileSync(join(folder, 'config'), `[core]\n\tbare = true\n${format}`)
    writeFileSync(join(folder, 'HEAD'), 'ref: refs/heads/main\n')
  } catch (cause) {
    const full = (cause as NodeJS.ErrnoException).code === 'ENOSPC'
    throw new CannotLook(full ? 'disk_full' : 'not_readable', `git's temporary folder could not be made${full ? ': the disk is full' : ''}`)
  }
  return { gitDir: folder, signal }
}

const borrow = async (located: Located, folder: string, signal: AbortSignal | undefined): Promise<Made> => {
  const theirs: GitPlace = { gitDir: located.gitDir, signal }
  const resolve = async (revision: string) => {
    const read = await runGit(theirs, ['rev-parse', '--verify', '--quiet', '--end-of-options', revision])
    return read.code === 0 ? /[0-9a-f]{40,64}/.exec(read.out.toString())?.[0] : undefined
  }
  // Both commands read refs only: no object is opened under the subject's own settings.
  const [refs, head] = await Promise.all([
    runGit(theirs, ['for-each-ref', '--format=%(objectname) %(refname)', 'refs/heads', 'refs/tags']),
    resolve('HEAD'),
  ])
  if (refs.code !== 0) throw new CannotLook('not_readable', `git cannot read this repository: ${refs.err}`)
  const named = refsFrom(refs.out)
  const place = empty(folder, head ?? named[0]?.object ?? '', signal)
  const shallow = join(located.commonDir, 'shallow')
  if (existsSync(shallow)) copyFileSync(shallow, join(folder, 'shallow'))
  place.extra = { GIT_OBJECT_DIRECTORY: join(located.commonDir, 'objects') }
  return { place, refs: named, resolve: async (revision) => (revision === 'HEAD' ? head : resolve(revision)) }
}

const unpack = async (bundle: string, folder: string, signal: AbortSignal | undefined): Promise<Made> => {
  const place = empty(folder, '', signal)
  const read = await runGit(place, ['bundle', 'unbundle', bundle])
  if (/prerequisite/.test(read.err))
    throw new CannotLook('missing_object', 'the bundle holds only a part of the history: make one with `git bundle create <file> --all`')
  if (read.code !== 0) throw new CannotLook('damaged', `git cannot read this bundle: ${read.err}`)
  const refs = refsFrom(read.out)
  const resolve = async (revision: string) =>
    refs.find(({ name }) => name === revision || name === `refs/heads/${revision}` || name === `refs/tags/${revision}`)?.object ??
    (/^[0-9a-f]{40,64}$/.test(revision) ? revision : undefined)
  return { place, refs, resolve }
}

type From = { from: string; chosen: string | undefined }

const fromOf = async (made: Made, revision: string | undefined): Promise<From> => {
  if (revision?.startsWith('-')) throw new CannotLook('not_found', `there is no commit called ${revision}`)
  const asked = await made.resolve(revision ?? 'HEAD')
  if (asked === undefined && revision !== undefined) throw new CannotLook('not_found', `there is no commit called ${revision}`)
  const heads = made.refs.filter(({ name }) => name.startsWith('refs/heads/'))
  const other = ['refs/heads/main', 'refs/heads/master'].flatMap((name) => heads.filter((head) => head.name === name))[0] ?? heads[0]
  const from = asked ?? other?.object
  if (from === undefined) throw new CannotLook('not_found', 'the repository has no commit yet: commit the files and run again')
  return { from, chosen: asked === undefined ? other?.name.slice(11) : undefined }
}

/** The commit that an object id names, a tag's included, and its time. */
const commitAt = async (place: GitPlace, from: string): Promise<{ tip: string; committed: string }> => {
  const read = await runGit(place, ['log', '--no-walk=unsorted', '--format=%H %ct', from, '--'])
  const [tip = '', committed = ''] = read.out.toString().trim().split(' ')
  if (read.code !== 0 || tip === '') throw new CannotLook('damaged', `git cannot read commit ${from}: run \`git fsck\` in the repository`)
  return { tip, committed }
}
