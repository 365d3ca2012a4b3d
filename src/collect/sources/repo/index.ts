/** Opens a git repository (work tree, bare, bundle) at one commit and hands it out read-only. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CannotLook, type History, type RepoHandle } from '../../../model/handles.ts'
import { mostDiffBytes, readAddedLines } from './added-lines.ts'
import { Blobs } from './blobs.ts'
import { headReader } from './heads.ts'
import { mostCommits, readHistory, timeOf } from './history.ts'
import { type Located, locate } from './locate.ts'
import { readTags } from './tags.ts'
import { textOf } from './text.ts'
import { readTree, type Tree } from './tree.ts'
import { countUncommitted } from './uncommitted.ts'
import { openView, type View } from './view.ts'
import { watch } from './watch.ts'

/** Characters of texts that are kept for whoever asks next; the first ones stay, since everybody reads in the order of the tree. */
const mostKept = 32_000_000

/** Files larger than this are not read. */
export const mostFileBytes = 2 * 1024 * 1024

export type AskedRepo = {
  path: string
  material: string
  complete: boolean
  /** A commit, tag or branch; HEAD when left out. */
  commit?: string | undefined
  /** The subject's folder, which `path` may not leave unless `allowOutside`. */
  root: string
  allowOutside?: boolean | undefined
  signal?: AbortSignal | undefined
}

/**
 * A repository that was found, and not opened yet. `state` says all that decides what can be read of it, besides the objects
 * its ids name: the same words, the same findings. `whole` is false when some of those objects turned out to be missing.
 */
export type FoundRepo = {
  version: string
  state: string
  /** Once. */
  open(): Promise<RepoHandle>
  whole(): boolean
  /** Ends git and removes what was put aside; call it once. */
  close(): Promise<void>
}

/** `version` is the commit's id. Throws CannotLook. */
export const findRepo = async (asked: AskedRepo): Promise<FoundRepo> => {
  const located = locate(asked)
  const view = await openView(located, asked.commit, asked.signal)
  const blobs = new Blobs(view.place)
  const close = async () => {
    await blobs.close()
    view.remove()
  }
  try {
    const changed = asked.commit === undefined ? await countUncommitted(located, view) : 0
    let seemsWhole: (() => boolean) | undefined
    return {
      version: view.tip,
      state: stateOf(asked, located, view, changed),
      open: async () => {
        const tree = await readTree(view.place, view.tip)
        const watched = watch(await handleOf({ asked, located, view, changed, tree }, blobs))
        seemsWhole = () => tree.missing.size === 0 && watched.wasWhole()
        return watched.handle
      },
      // What a partial clone fetches later comes in a pack, and those are named in the state.
      whole: () => seemsWhole !== undefined && (promisedPacks(located).length > 0 || seemsWhole()),
      close,
    }
  } catch (cause) {
    await close()
    throw cause
  }
}

/** `version` is the commit's id. `close` ends git and removes what was put aside; call it once. Throws CannotLook. */
export const openRepo = async (asked: AskedRepo): Promise<{ handle: RepoHandle; version: string; close: () => Promise<void> }> => {
  const { version, open, close } = await findRepo(asked)
  try {
    return { handle: await open(), version, close }
  } catch (cause) {
    await close()
    throw cause
  }
}

const stateOf = ({ material, complete }: AskedRepo, located: Located, view: View, changed: number | undefined): string => {
  const shallow = join(view.place.gitDir, 'shallow')
  return JSON.stringify({
    material,
    complete,
    commit: view.tip,
    tags: view.tags,
    chosen: view.chosen ?? null,
    below: located.below,
    bundle: located.bundle !== undefined,
    promised: promisedPacks(located).length > 0 ? packsIn(located) : [],
    changed: changed ?? null,
    shallow: existsSync(shallow) ? readFileSync(shallow, 'utf8') : null,
  })
}

type Seen = { asked: AskedRepo; located: Located; view: View; changed: number | undefined; tree: Tree }

const handleOf = async (seen: Seen, blobs: Blobs): Promise<RepoHandle> => {
  const { asked, located, view, tree } = seen
  const { place, tip } = view
  const shallow = existsSync(join(place.gitDir, 'shallow'))
  const partial = tree.missing.size > 0 || promisedPacks(located).length > 0
  let history: Promise<History> | undefined
  return {
    kind: 'repo',
    material: asked.material,
    commit: tip,
    committed_at: timeOf(view.committed),
    shallow,
    partial,
    complete: asked.complete,
    limits: limitsOf(seen, shallow),
    files: tree.files,
    read: reader(view, tree, blobs),
    head: headReader(view, tree, blobs),
    history: () => {
      history ??= readHistory(place, tip).then(({ commits, lacking }) => ({
        commits,
        limits: [
          ...(commits.length >= mostCommits ? [`only the newest ${mostCommits} commits were read`] : []),
          ...(lacking.length > 0 ? [`lines changed were not counted in ${howMany(lacking.length)} whose contents this clone lacks`] : []),
        ],
      }))
      return history
    },
    addedLines: async (visit) => {
      const { whole, lacking } = await readAddedLines(place, tip, visit)
      return { lacking, limits: whole ? [] : [`only the newest ${mostDiffBytes / 1024 / 1024} MB of changes in history were read`] }
    },
    tags: () => readTags(place, view.tags),
  }
}

const howMany = (files: number): string => `${files} ${files === 1 ? 'file' : 'files'}`

const packsIn = ({ commonDir }: Located): string[] => {
  const packs = join(commonDir, 'objects', 'pack')
  return commonDir !== '' && existsSync(packs) ? readdirSync(packs).sort() : []
}

const promisedPacks = (located: Located): string[] => packsIn(located).filter((name) => name.endsWith('.promisor'))

const reader = ({ place, tip }: View, tree: Tree, blobs: Blobs) => {
  const byPath = new Map(tree.files.map((file) => [file.path, file]))
  const kept = new Map<string, string>()
  let room = mostKept
  return async (path: string, commit?: string): Promise<string | undefined> => {
    const elsewhere = commit !== undefined && commit !== tip
    if (elsewhere && !/^[0-9a-f]{7,64}$/.test(commit)) throw new CannotLook('not_found', `${commit} is not the id of a commit`)
    const file = elsewhere ? (await readTree(place, commit, path)).files.find((one) => one.path === path) : byPath.get(path)
    // Links are not followed, and a submodule's files lie in another repository.
    if (!file?.mode.startsWith('100')) return undefined
    if (file.bytes > mostFileBytes) return undefined
    const known = kept.get(file.object)
    if (known !== undefined) return known
    const bytes = await blobs.read(file.object)
    if (!bytes)
      throw new CannotLook('missing_object', `the contents of ${path} are not in this clone: run \`git fetch --refetch\` or clone in full`)
    const text = textOf(bytes)
    if (text !== undefined && text.length <= room && !kept.has(file.object)) {
      kept.set(file.object, text)
      room -= text.length
    }
    return text
  }
}

const limitsOf = ({ located, view, changed, tree }: Seen, shallow: boolean): string[] => {
  const large = tree.files.filter(({ bytes }) => bytes > mostFileBytes).length
  const submodules = tree.files.filter(({ mode }) => mode === '160000').length
  return [
    shallow && 'shallow clone: history before its oldest commits is not there; run `git fetch --unshallow`',
    tree.missing.size > 0 &&
      `partial clone: the contents of ${tree.missing.size} of ${tree.files.length} files are not there (sizes given as 0)`,
    located.below !== '' && `the folder ${located.below} lies inside a repository: the whole repository was read`,
    view.chosen !== undefined && `HEAD names no branch that exists: branch ${view.chosen} was read`,
    large > 0 && `${large} file${large === 1 ? '' : 's'} over ${mostFileBytes / 1024 / 1024} MB ${large === 1 ? 'was' : 'were'} not opened`,
    submodules > 0 && `${submodules} submodule${submodules === 1 ? ' was' : 's were'} not entered`,
    changed === undefined && 'whether there are uncommitted changes could not be told',
    changed !== undefined && changed > 0 && `${changed} uncommitted file change${changed === 1 ? ' was' : 's were'} not read`,
  ].filter((limit) => limit !== false)
}
