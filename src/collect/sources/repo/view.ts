/** Our own empty git folder that borrows a subject's objects, so that no setting, hook, filter or replacement of the subject's is ever read. */
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CannotLook } from '../../../model/handles.ts'
import { type GitPlace, runGit } from './git.ts'
import type { Located } from './locate.ts'

/** `tip` is the commit to read; `tags` name → object id, not yet peeled; `branch` is set when HEAD named none and we chose. */
export type View = {
  place: GitPlace
  tip: string
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
    const { tip, chosen } = await tipOf(made, revision)
    writeFileSync(join(folder, 'HEAD'), `${tip}\n`)
    const tags = made.refs.filter(({ name }) => name.startsWith('refs/tags/')).map(({ name, object }) => ({ name: name.slice(10), object }))
    return { place: made.place, tip, tags, chosen, remove }
  } catch (cause) {
    remove()
    throw cause
  }
}

type Made = { place: GitPlace; refs: Ref[]; resolve: (revision: string) => Promise<string | undefined> }

const empty = async (folder: string, format: string, signal: AbortSignal | undefined): Promise<GitPlace> => {
  const place: GitPlace = { gitDir: folder, signal }
  const made = await runGit(place, ['init', '--bare', '--quiet', '--template=', `--object-format=${format}`])
  const full = /No space left/.test(made.err)
  if (made.code !== 0)
    throw new CannotLook(
      full ? 'disk_full' : 'not_readable',
      `git could not make a temporary folder: ${full ? 'the disk is full' : made.err}`,
    )
  return place
}

const borrow = async (located: Located, folder: string, signal: AbortSignal | undefined): Promise<Made> => {
  const theirs: GitPlace = { gitDir: located.gitDir, signal }
  // Both commands read refs only: no object is opened under the subject's own settings.
  const refs = await runGit(theirs, ['for-each-ref', '--format=%(objectname) %(refname)', 'refs/heads', 'refs/tags'])
  const format = await runGit(theirs, ['rev-parse', '--show-object-format'])
  if (refs.code !== 0) throw new CannotLook('not_readable', `git cannot read this repository: ${refs.err}`)
  const place = await empty(folder, format.out.toString().trim() === 'sha256' ? 'sha256' : 'sha1', signal)
  const shallow = join(located.commonDir, 'shallow')
  if (existsSync(shallow)) copyFileSync(shallow, join(folder, 'shallow'))
  place.extra = { GIT_OBJECT_DIRECTORY: join(located.commonDir, 'objects') }
  const resolve = async (revision: string) => {
    const read = await runGit(theirs, ['rev-parse', '--verify', '--quiet', '--end-of-options', revision])
    return read.code === 0 ? /[0-9a-f]{40,64}/.exec(read.out.toString())?.[0] : undefined
  }
  return { place, refs: refsFrom(refs.out), resolve }
}

const unpack = async (bundle: string, folder: string, signal: AbortSignal | undefined): Promise<Made> => {
  const place = await empty(folder, 'sha1', signal)
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

const tipOf = async (made: Made, revision: string | undefined): Promise<{ tip: string; chosen: string | undefined }> => {
  if (revision?.startsWith('-')) throw new CannotLook('not_found', `there is no commit called ${revision}`)
  const asked = await made.resolve(revision ?? 'HEAD')
  if (asked === undefined && revision !== undefined) throw new CannotLook('not_found', `there is no commit called ${revision}`)
  const heads = made.refs.filter(({ name }) => name.startsWith('refs/heads/'))
  const other = ['refs/heads/main', 'refs/heads/master'].flatMap((name) => heads.filter((head) => head.name === name))[0] ?? heads[0]
  const from = asked ?? other?.object
  if (from === undefined) throw new CannotLook('not_found', 'the repository has no commit yet: commit the files and run again')
  const peeled = await runGit(made.place, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${from}^{commit}`])
  const tip = peeled.out.toString().trim()
  if (peeled.code !== 0 || tip === '') throw new CannotLook('damaged', `git cannot read commit ${from}: run \`git fsck\` in the repository`)
  return { tip, chosen: asked === undefined ? other?.name.slice(11) : undefined }
}
