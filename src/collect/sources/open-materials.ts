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
import type { Engine } from './tables/index.ts'

type Opened = { handle: Handle; version: string; stillSame?: () => Promise<boolean>; close?: () => Promise<void> }

export type Materials = {
  /** Throws CannotLook; the same throw again for a material that could not be opened. */
  open(name: string): Promise<{ handle: Handle; version: string }>
  documents(): Promise<DocumentsHandle>
  /** Versions of what was opened, by name. */
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
const openers = (options: MaterialsOptions, engine: () => Promise<Engine>) => {
  const { subject, root, allowOutside, rolesOfAll = false, signal } = options
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
    if (name === 'repo' && subject.repo !== undefined)
      return (await import('./repo/index.ts')).openRepo({
        ...request,
        material: name,
        path: resolve(root, subject.repo.path),
        complete: subject.repo.complete,
        commit: subject.repo.commit,
        signal,
      })
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
  const opener = openers({ ...options, signal }, startEngine)
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
      // Stopped, but not by the user: the time of the measurement that opened it ran out.
      (error: unknown) => {
        if (error instanceof CannotLook && error.code === 'cancelled' && options.signal?.aborted !== true)
          throw new CannotLook('timed_out', `${name} could not be opened within the time of one measurement`)
        throw error
      },
    )
    // Whoever waits hears it; when the run ended first, nobody does.
    now.catch(() => {})
    kept.set(name, now)
    return now
  }
  return {
    open,
    documents: async () => (await open('documents')).handle as DocumentsHandle,
    versions: () => [...done].map(([name, it]) => [name, it.version]),
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
      await engine?.then(
        (it) => it.close(),
        () => {},
      )
    },
  }
}
