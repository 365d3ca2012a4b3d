/** What facts exist, by path, and whether a rule names only those: a rule that names an unknown fact or column does not load. */
import type { z } from 'zod'
import { type Atom, company, type PlannedProbe, type Probe, type Rule } from '../model/index.ts'
import { nearest } from '../model/nearest.ts'
import { quoted } from './quoted.ts'

/** A fact's kind; tables carry their columns. */
export type FactKind = { kind: 'number' | 'text' | 'boolean' | 'measured' | 'table'; columns: string[] }
export type FactIndex = Map<string, FactKind & { probe: string }>

type Def = { type: string; innerType?: z.ZodType; shape?: Record<string, z.ZodType>; element?: z.ZodType; options?: z.ZodType[] }
const defOf = (schema: z.ZodType): Def => {
  const def = schema.def as unknown as Def
  return def.innerType !== undefined && ['optional', 'nullable', 'default'].includes(def.type) ? defOf(def.innerType) : def
}

const kindOf = (schema: z.ZodType): FactKind => {
  const def = defOf(schema)
  switch (def.type) {
    case 'array':
      return { kind: 'table', columns: def.element === undefined ? [] : Object.keys(defOf(def.element).shape ?? {}) }
    case 'object':
      return { kind: 'measured', columns: [] }
    case 'boolean':
      return { kind: 'boolean', columns: [] }
    case 'number':
    case 'int':
      return { kind: 'number', columns: [] }
    default:
      return { kind: 'text', columns: [] }
  }
}

export const factIndex = (probes: readonly (Probe | PlannedProbe)[]): FactIndex =>
  new Map(
    [...probes, company].flatMap((it) =>
      Object.entries(it.facts.shape as Record<string, z.ZodType>).map(
        ([fact, schema]) => [`${it.id}.${fact}`, { ...kindOf(schema), probe: it.id }] as const,
      ),
    ),
  )

const faultOfAtom = (atom: Atom, facts: FactIndex): { what: string; path: string[] } | undefined => {
  const kind = facts.get(atom.fact)
  if (kind === undefined) {
    const near = nearest(atom.fact, [...facts.keys()])
    return {
      what: `no probe gives the fact ${quoted(atom.fact)}; ${near === undefined ? '`assay probes` lists the facts there are.' : `did you mean \`${near}\`?`}`,
      path: ['fact'],
    }
  }
  for (const key of ['where', 'every', 'some'] as const) {
    const test = atom[key]
    if (test === undefined) continue
    if (kind.kind !== 'table') return { what: `\`${atom.fact}\` is not a table, so \`${key}\` cannot be asked of it.`, path: [key] }
    const column = Object.keys(test).find((name) => !kind.columns.includes(name))
    if (column !== undefined) {
      const near = nearest(column, kind.columns)
      return {
        what: `\`${atom.fact}\` has no column ${quoted(column)}; ${near === undefined ? `it has ${kind.columns.join(', ')}.` : `did you mean \`${near}\`?`}`,
        path: [key, column],
      }
    }
  }
  const quantified = atom.every !== undefined || atom.some !== undefined || atom.count !== undefined
  const compared = (['is', 'one_of', 'at_least', 'at_most', 'above', 'below', 'exists'] as const).some((it) => atom[it] !== undefined)
  if (kind.kind === 'table' && !quantified && atom.exists === undefined)
    return { what: `\`${atom.fact}\` is a table; ask \`some\`, \`every\` or \`count\` of it.`, path: ['fact'] }
  if (!quantified && !compared)
    return {
      what: `the rule on \`${atom.fact}\` compares with nothing; add \`at_least\`, \`at_most\`, \`is\` or another comparison.`,
      path: ['fact'],
    }
  if (atom.where !== undefined && !quantified)
    return { what: `\`where\` needs \`count\`, \`some\` or \`every\` beside it.`, path: ['where'] }
  return undefined
}

/** The first fault of a rule and where in it, or undefined. */
export const faultOfRule = (rule: Rule, facts: FactIndex): { what: string; path: (string | number)[] } | undefined => {
  if ('fact' in rule) return faultOfAtom(rule, facts)
  // What they name (topics, criteria, frameworks) is held where those are known.
  if (!('all' in rule || 'any' in rule || 'none' in rule)) return undefined
  const [key, parts] = Object.entries(rule)[0] as ['all' | 'any' | 'none', Rule[]]
  for (const [index, part] of parts.entries()) {
    const fault = faultOfRule(part, facts)
    if (fault !== undefined) return { what: fault.what, path: [key, index, ...fault.path] }
  }
  return undefined
}
