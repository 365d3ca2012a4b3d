/** What was looked at and what was seen: materials, the plan, and evidence records. */
import type { Facts, Unknown } from './fact.ts'

/** They say · they show · we measured, weakest first. */
export const methods = ['claimed', 'documented', 'measured'] as const
export type Method = (typeof methods)[number]

/** The kinds of material a subject file can declare. */
export type MaterialKind = 'repo' | 'table' | 'predictions' | 'ci' | 'documents' | 'mlflow' | 'prometheus' | 'endpoint'

export type SuppliedBy = 'target' | 'assessor' | 'third_party'

/**
 * A named thing of the subject that can be looked at: `repo`, `tables.train`, `predictions.current`.
 * `version` is a commit, a content digest or a model version; null when it could not be opened.
 */
export type Material = { name: string; kind: MaterialKind; version: string | null; supplied_by: SuppliedBy }

/** One planned pair of a probe and the materials it would read; it ends in exactly one evidence record. */
export type Planned = { probe: string; inputs: string[] }

/** On which side an interval does not end. */
export type Unbounded = 'above' | 'both'

export type State = 'found' | 'absent' | 'not_given' | 'failed'

/**
 * A place worth looking at. Paths are relative to the material; notes never hold a raw value of a row or a secret.
 * `cell`, `cell_line`: in a notebook, where its reader finds `line`: the cell, counted from 1 over all cells, and the line in it.
 */
export type Item = {
  path?: string
  line?: number
  cell?: number
  cell_line?: number
  end_line?: number
  column?: string
  commit?: string
  table?: string
  note: string
}

/** `slot` is the name under which the probe was given it (`train`, `reference`). */
export type Input = { material: string; version: string | null; slot?: string }

/** Why we could not look. `not_built`: no probe of this version does it. */
export type FailureCode =
  | 'not_built'
  | 'not_found'
  | 'not_readable'
  | 'damaged'
  | 'not_supported'
  | 'missing_role'
  | 'timed_out'
  | 'cancelled'
  | 'too_large'
  | 'changed_while_reading'
  | 'disk_full'
  | 'outside_folder'
  | 'shallow'
  | 'missing_object'
  | 'internal'

/**
 * One record of looking. `id` is a hash of everything but the times, so the same material gives the same id.
 * `until` is the last moment the material speaks of (newest row, date of a document), ISO 8601 in UTC.
 */
export type Evidence = {
  id: string
  probe: string
  probe_version: number
  options: { [name: string]: unknown }
  method: Method
  state: State
  facts: Facts
  /** Facts that could not be worked out, each with its reason; the sentence for a person stands in `limits`. */
  unknown?: { [fact: string]: Unknown }
  /** Facts whose interval has too few rows to end: the true value may lie anywhere above it, or on both sides. */
  unbounded?: { [fact: string]: Unbounded }
  items: Item[]
  inputs: Input[]
  until?: string
  observed_at: string
  limits: string[]
  error?: { code: FailureCode; message: string }
}

/** The line as a reader of the file looks for it: `12`, or `cell 4:12` in a notebook; undefined for the whole file. */
export const lineText = ({ line, cell, cell_line }: Pick<Item, 'line' | 'cell' | 'cell_line'>): string | undefined => {
  if (cell === undefined) return line === undefined ? undefined : `${line}`
  return cell_line === undefined ? `cell ${cell}` : `cell ${cell}:${cell_line}`
}

/** How many rows the numbers of a record rest on, where it says so. */
export const rowsBehind = ({ facts }: Evidence): number | undefined => {
  const n = facts.n ?? facts.labelled_rows ?? facts.rows
  return typeof n === 'number' ? n : undefined
}

/** What people said, what of it stands in a document, and the heads they count: words, not measurements. */
export const isSaid = ({ probe }: Evidence): boolean => probe === 'statement' || probe === 'document.quote' || probe === 'company'
