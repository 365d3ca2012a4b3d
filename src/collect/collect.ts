/** Framework + Subject → Evidence[]: opens what is declared, runs the plan within its time, and writes down everything that was seen. */
import {
  type Collected,
  company,
  type Evidence,
  type Framework,
  type Material,
  type MaterialKind,
  type Subject,
  schemaVersion,
} from '../model/index.ts'
import { collectHeadcount } from './headcount.ts'
import { type Memory, memoryIn } from './memory.ts'
import { bearing, type Catalogue, plan, probesIn } from './plan.ts'
import { type Progress, runAll } from './run-all.ts'
import type { Draft } from './run-pair.ts'
import { identify } from './sources/digest.ts'
import { type Materials, openMaterials } from './sources/open-materials.ts'
import { collectStatements } from './statements.ts'

export type { Progress } from './run-all.ts'

export type CollectOptions = {
  subject: Subject
  /** Paths of the subject are relative to this folder. */
  root: string
  /** Loaded frameworks; when `chosen` is false only those on which something bears are kept. */
  frameworks: readonly Framework[]
  chosen: boolean
  /** Frameworks that an edition tells: asked though nothing bears on them yet. */
  also?: readonly string[]
  catalogue: Catalogue
  assayVersion: string
  asOf: string
  now: () => string
  allowOutside?: boolean
  /** A folder of this user's in which evidence is kept between runs, and looked for; nothing is kept without one. */
  keepIn?: string | undefined
  /** Milliseconds for the whole run and for one measurement. */
  budget?: { run: number; probe: number }
  /** Fires to stop the run. */
  signal?: AbortSignal
  onProgress?: Progress
  onBug?: (error: unknown) => void
}

const declaredMaterials = (subject: Subject): Material[] => {
  const one = (name: string, kind: MaterialKind, entry: { supplied_by?: Material['supplied_by'] | undefined } | undefined): Material[] =>
    entry === undefined ? [] : [{ name, kind, version: null, supplied_by: entry.supplied_by ?? 'target' }]
  return [
    ...one('repo', 'repo', subject.repo),
    ...Object.entries(subject.tables ?? {}).flatMap(([name, it]) => one(`tables.${name}`, 'table', it)),
    ...Object.entries(subject.predictions ?? {}).flatMap(([name, it]) => one(`predictions.${name}`, 'predictions', it)),
    ...(['ci', 'documents', 'mlflow', 'prometheus', 'endpoint'] as const).flatMap((it) => one(it, it, subject[it])),
  ]
}

/** What changed under our hands while we read it cannot be trusted: its records become failed. */
const holdStill = async (drafts: Draft[], changed: ReadonlySet<string>): Promise<Draft[]> =>
  drafts.map((draft) => {
    const moved = draft.inputs.find((it) => changed.has(it.material))
    if (moved === undefined || (draft.state !== 'found' && draft.state !== 'absent')) return draft
    const { unknown: _, until: __, ...rest } = draft
    return {
      ...rest,
      state: 'failed',
      facts: {},
      items: [],
      error: { code: 'changed_while_reading', message: `${moved.material} changed or vanished while it was read; run again` },
    }
  })

/** The code that keeps is loaded only where something is kept. */
const memoryOf = async ({ keepIn, assayVersion, now }: CollectOptions, materials: Materials): Promise<Memory | undefined> => {
  if (keepIn === undefined) return undefined
  const { openKept, ownCode } = await import('./sources/kept/index.ts')
  return memoryIn(openKept(keepIn), ownCode(assayVersion), materials, now)
}

const byId = (a: Evidence, b: Evidence): number => (a.probe === b.probe ? (a.id < b.id ? -1 : 1) : a.probe < b.probe ? -1 : 1)

/** In the order in which they were loaded, which is that of their rank. */
const askedOf = ({ catalogue, frameworks, subject, also = [] }: CollectOptions, declared: readonly Material[]): Framework[] => {
  const bear = new Set(bearing(catalogue, frameworks, subject, declared))
  return frameworks.filter((it) => bear.has(it) || also.includes(it.id))
}

export const collect = async (options: CollectOptions): Promise<{ collected: Collected; frameworks: Framework[] }> => {
  const { subject, catalogue } = options
  const declared = declaredMaterials(subject)
  const frameworks = options.chosen ? [...options.frameworks] : askedOf(options, declared)
  const pairs = plan(catalogue, frameworks, subject, declared)
  const materials = await openMaterials({
    subject,
    root: options.root,
    allowOutside: options.allowOutside ?? false,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
  try {
    const asksHeads = frameworks.some((it) => probesIn(it).has(company.id))
    const said = [
      ...collectHeadcount(subject, asksHeads, options.now()),
      ...(await collectStatements(subject, materials.documents, options.now())),
    ]
    const memory = await memoryOf(options, materials)
    const { now, budget, signal, onProgress, onBug } = options
    const drafts = await runAll(pairs, materials, { now, memory, budget, signal, onProgress, onBug })
    const still = await holdStill(drafts, await materials.changed())
    await memory?.keep(pairs, still)
    const seen = new Map(materials.versions())
    return {
      frameworks,
      collected: {
        schema_version: schemaVersion,
        assay_version: options.assayVersion,
        as_of: options.asOf,
        subject,
        materials: declared.map((it) => ({ ...it, version: seen.get(it.name) ?? null })),
        frameworks: frameworks.map(({ id, version, title, source }) => ({ id, version, title, source })),
        plan: [...said.map(({ probe }) => ({ probe, inputs: [] })), ...pairs.map(({ probe, inputs }) => ({ probe, inputs }))],
        evidence: [...said, ...still].map(identify).sort(byId),
      },
    }
  } finally {
    await materials.close()
  }
}
