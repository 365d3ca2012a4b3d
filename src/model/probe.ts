/** A probe: one measurement, with what it needs, what facts it gives, and how they are worked out. */
import type { z } from 'zod'
import type { Item, MaterialKind, Method, Unbounded } from './evidence.ts'
import type { Facts, Unknown } from './fact.ts'
import type { CiHandle, DocumentsHandle, Handle, RepoHandle, Roles, TableHandle } from './handles.ts'

type HandleOf<K extends MaterialKind> = K extends 'repo'
  ? RepoHandle
  : K extends 'table' | 'predictions'
    ? TableHandle
    : K extends 'ci'
      ? CiHandle
      : K extends 'documents'
        ? DocumentsHandle
        : Handle

/**
 * One slot of a probe. `kinds`: which materials fit. `named`: only materials whose last name is one of these
 * (`tables.train` fits `['train']`), in order of preference; given by kind, the other kinds fit whatever their name. `with`: only materials that declare these roles
 * (`['latency_ms']`), so that a log that never served is not asked for its latency. `optional`: the probe also runs without it.
 */
export type Need<K extends MaterialKind = MaterialKind> = {
  kinds: readonly K[]
  named?: readonly string[] | { readonly [kind in K]?: readonly string[] }
  with?: readonly (keyof Roles)[]
  optional?: true
}
export type Needs = { [slot: string]: Need }

export type Given<N extends Needs> = {
  [S in keyof N]: N[S] extends { optional: true } ? HandleOf<N[S]['kinds'][number]> | undefined : HandleOf<N[S]['kinds'][number]>
}

/** The two ways a probe ends well; the third way is a throw (CannotLook, or a bug). */
export type Finding =
  | {
      state: 'found'
      facts: Facts
      items: Item[]
      limits: string[]
      unknown: { [fact: string]: Unknown }
      unbounded: { [fact: string]: Unbounded }
      until: string | undefined
    }
  | { state: 'absent'; searched: string; items: Item[]; limits: string[] }

export type FoundExtras = {
  items?: Item[]
  /** Sentences: what was guessed, left out or not looked at, and which definition was used. */
  limits?: string[]
  /** Facts that could not be worked out: name → [reason, sentence]. */
  unknown?: { [fact: string]: readonly [Unknown, string] }
  /** Facts whose interval has too few rows to end on a side. */
  unbounded?: { [fact: string]: Unbounded }
  /** The newest moment the material speaks of, ISO 8601 in UTC. */
  until?: string | undefined
}

export const found = (facts: Facts, extras: FoundExtras = {}): Finding => ({
  state: 'found',
  facts,
  items: extras.items ?? [],
  limits: [...(extras.limits ?? []), ...Object.entries(extras.unknown ?? {}).map(([fact, [, why]]) => `${fact}: not known, ${why}`)],
  unknown: Object.fromEntries(Object.entries(extras.unknown ?? {}).map(([fact, [reason]]) => [fact, reason])),
  unbounded: extras.unbounded ?? {},
  until: extras.until,
})

/** The whole scope was searched and the thing is not there; `searched` says what was searched. */
export const absent = (searched: string, extras: { items?: Item[]; limits?: string[] } = {}): Finding => ({
  state: 'absent',
  searched,
  items: extras.items ?? [],
  limits: extras.limits ?? [],
})

export type Context<O> = { options: O; signal: AbortSignal }

/**
 * `facts` is a zod object whose keys are the fact names; a table fact is `z.array(z.object({...}))`.
 * Fact paths in rules are `<probe id>.<fact name>`. `version` goes up whenever the same material would give other facts.
 */
export type Probe<N extends Needs = Needs, O extends z.ZodType = z.ZodType> = {
  id: string
  version: number
  title: string
  /** One plain sentence: what is measured. */
  measures: string
  /** The strongest method that its facts can bear. */
  method: Method
  needs: N
  /** It waits long for git and is begun before others. */
  early?: true
  /** What `--set` may set beside the role keys; an empty strict object for none. */
  options: O
  facts: z.ZodObject
  collect(given: Given<N>, context: Context<z.infer<O>>): Promise<Finding>
}

/** Keeps a probe's types while checking its form. */
export const probe = <const N extends Needs, O extends z.ZodType>(it: Probe<N, O>): Probe<N, O> => it

/** A measurement that this version names but cannot make yet: its facts load in rules and end `failed: not_built`. */
export type PlannedProbe = { id: string; title: string; needs: readonly MaterialKind[]; method: Method; facts: z.ZodObject }
