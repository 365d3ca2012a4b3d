/** Opens each declared material once, when it is first needed, keeps it for the run, and closes everything at the end. */
import { dirname, resolve } from 'node:path'
import {
  CannotLook,
  type DocumentsHandle,
  type Handle,
  type PredictionsEntry,
  type Roles,
  type Subject,
  type TableEntry,
} from '../../model/index.ts'
import type { FoundRepo } from './repo/index.ts'
import type { Engine } from './tables/index.ts'

type Opened = { handle: Handle; version: string; stillSame?: () => Promise<boolean>; close?: () => Promise<void> }

export type Materials = {
  /** Throws CannotLook; the same throw again for a material that could not be opened. */
  open(name: string): Promise<{ handle: Handle; version: string }>
  documents(): Promise<DocumentsHandle>
  /**
   * All that decides what reading a material gives, in words that are the same when nothing has changed; undefined where that
   * cannot be told without reading it. Throws CannotLook as `open` does.
   */
  state(name: string): Promise<string | undefined>
  /** False when a part of what belongs to a material's state was missing as it was read. */
  whole(name: string): boolean
  /** Versions of what was opened or found, by name. */
  versions(): [string, string][]
  /** Names of the materials that are no longer what was read. */
  changed(): Promise<Set<string>>
  /** Stops what the engine is at. */
  interrupt(): void
  close(): Promise<void>
}

export type MaterialsOptions = {
  subject: Subject
  root: string
  allowOutside: boolean
  /** Every table was given the same roles; a column that one of them lacks is then no mistake. */
  rolesOfAll?: boolean
  signal?: AbortSignal
}

const rolesOf = (entry: TableEntry | PredictionsEntry): Roles => {
  const { path: _, supplied_by: __, ...rest } = entry as PredictionsEntry
  const { labels: ___, ...roles } = rest
  return roles as Roles
}

/** Folders that tables may be read from: the subject's own, and those of paths outside when they are allowed. */
const foldersOf = ({ subject, root, allowOutside }: MaterialsOptions): string[] => {
  if (!allowOutside) return [root]
  const entries = [...Object.values(subject.tables ?? {}), ...Object.values(subject.predictions ?? {})]
  const paths = entries.flatMap((it: PredictionsEntry) => [it.path, ...(it.labels === undefined ? [] : [it.labels.path])])
  return [...new Set([root, ...paths.map((it) => dirname(resolve(root, it.split(/[*?[{]/)[0] ?? '')))])]
}

/** Each source is loaded when a material of its kind is first opened. */
const openers = (options: MaterialsOptions, engine: () => Promise<Engine>, repository: () => Promise<FoundRepo>) => {
  const { subject, root, allowOutside, rolesOfAll = false } = options
  const request = { root, allowOutside }
  return async (name: string): Promise<Opened> => {
    const [kind, key = ''] = [name.split('.')[0] ?? '', name.slice(name.indexOf('.') + 1)]
    const table = kind === 'tables' ? subject.tables?.[key] : undefined
    if (table !== undefined)
      return (await import('./tables/index.ts')).openTable(await engine(), {
        ...request,
        material: name,
        path: table.path,
        roles: rolesOf(table),
        rolesOfAll,
        kind: 'table',
      })
    const log = kind === 'predictions' ? subject.predictions?.[key] : undefined
    if (log !== undefined)
      return (await import('./tables/index.ts')).openPredictions(await engine(), {
        ...request,
        material: name,
        path: log.path,
        roles: rolesOf(log),
        rolesOfAll,
        kind: 'predictions',
        labels: log.labels,
      })
    if (name === 'repo' && subject.repo !== undefined) {
      const found = await repository()
      return { handle: await found.open(), version: found.version }
    }
    if (name === 'ci' && subject.ci !== undefined)
      return (await import('./ci/index.ts')).openCi({ ...request, material: name, path: resolve(root, subject.ci.runs) })
    if (name === 'documents')
      return (await import('./documents/index.ts')).openDocuments({
        ...request,
        material: name,
        path: resolve(root, subject.documents?.path ?? '.'),
      })
    throw new CannotLook('not_built', `this version of Assay does not read ${name} yet`)
  }
}

/** Stopped, but not by the user: the time of the measurement that opened it ran out. */
const orTimedOut = (name: string, error: unknown, users: AbortSignal | undefined): never => {
  if (error instanceof CannotLook && error.code === 'cancelled' && users?.aborted !== true)
    throw new CannotLook('timed_out', `${name} could not be opened within the time of one measurement`)
  throw error
}

/** The declared repository, looked for when somebody first asks. */
const findsRepository = (options: MaterialsOptions, signal: AbortSignal) => {
  const { subject, root, allowOutside } = options
  let finding: Promise<FoundRepo> | undefined
  let found: FoundRepo | undefined
  const look = async (): Promise<FoundRepo> => {
    const { repo } = subject
    if (repo === undefined) throw new CannotLook('not_found', 'no repository is declared')
    const asked = { ...repo, material: 'repo', path: resolve(root, repo.path), root, allowOutside, signal }
    found = await (await import('./repo/index.ts')).findRepo(asked)
    return found
  }
  return {
    found: () => found,
    find: (): Promise<FoundRepo> => {
      finding ??= look().catch((error: unknown) => orTimedOut('repo', error, options.signal))
      // Whoever waits hears it; when the run ended first, nobody does.
      finding.catch(() => {})
      return finding
    },
  }
}

export const openMaterials = async (options: MaterialsOptions): Promise<Materials> => {
  let engine: Promise<Engine> | undefined
  let running: Engine | undefined
  const startEngine = () => {
    engine ??= import('./tables/index.ts')
      .then(({ openEngine }) => openEngine({ directories: foldersOf(options) }))
      .then((it) => {
        running = it
        return it
      })
    return engine
  }
  // Ends what is still being opened when the run ends without it: a measurement whose time ran out does not stop the run.
  const ending = new AbortController()
  const signal = AbortSignal.any([ending.signal, ...(options.signal === undefined ? [] : [options.signal])])
  const repository = findsRepository(options, signal)
  const opener = openers(options, startEngine, repository.find)
  const kept = new Map<string, Promise<Opened>>()
  const done = new Map<string, Opened>()
  const open = (name: string): Promise<Opened> => {
    const before = kept.get(name)
    if (before !== undefined) return before
    const now = opener(name).then(
      (it) => {
        done.set(name, it)
        return it
      },
      (error: unknown) => orTimedOut(name, error, options.signal),
    )
    // Whoever waits hears it; when the run ended first, nobody does.
    now.catch(() => {})
    kept.set(name, now)
    return now
  }
  return {
    open,
    documents: async () => (await open('documents')).handle as DocumentsHandle,
    state: async (name) => (name === 'repo' && options.subject.repo !== undefined ? (await repository.find()).state : undefined),
    whole: (name) => name !== 'repo' || repository.found()?.whole() === true,
    versions: () => {
      const found = repository.found()
      const unopened: [string, string][] = found === undefined || kept.has('repo') ? [] : [['repo', found.version]]
      return [...unopened, ...[...done].map(([name, it]): [string, string] => [name, it.version])]
    },
    async changed() {
      const names = new Set<string>()
      for (const [name, it] of done) {
        const same = await it.stillSame?.().catch((error: unknown) => {
          if (error instanceof CannotLook) return false
          throw error
        })
        if (same === false) names.add(name)
      }
      return names
    },
    interrupt: () => running?.interrupt(),
    async close() {
      ending.abort('ended')
      for (const it of done.values()) await it.close?.()
      await repository.found()?.close()
      await engine?.then(
        (it) => it.close(),
        () => {},
      )
    },
  }
}
