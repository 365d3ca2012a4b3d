/** Looks into a schema: which keys it knows at a path, and which branch of a union a piece of data was meant for. */
import type { z } from 'zod'
import { nearest } from '../model/nearest.ts'
import type { Path } from './read-yaml.ts'

/** The parts of a zod definition that are looked at. */
type Def = {
  type: string
  innerType?: z.ZodType
  getter?: () => z.ZodType
  shape?: Record<string, z.ZodType>
  element?: z.ZodType
  valueType?: z.ZodType
  options?: z.ZodType[]
  values?: unknown[]
  entries?: Record<string, unknown>
  checks?: unknown[]
}

const defOf = (schema: z.ZodType): Def => {
  const def = schema.def as unknown as Def
  if (def.innerType !== undefined) return defOf(def.innerType)
  return def.type === 'lazy' && def.getter !== undefined ? defOf(def.getter()) : def
}

/** A union's branches, those of unions in it too; undefined when it is none. */
export const branchesOf = (schema: z.ZodType): z.ZodType[] | undefined =>
  defOf(schema).options?.flatMap((option) => branchesOf(option) ?? [option])

const shapeOf = (schema: z.ZodType): Record<string, z.ZodType> => defOf(schema).shape ?? {}

const isRequired = (schema: z.ZodType): boolean => !schema.safeParse(undefined).success

const takes = (schema: z.ZodType, value: unknown): boolean => {
  const { type } = defOf(schema)
  if (value === null) return type === 'null'
  if (Array.isArray(value)) return type === 'array'
  return type === typeof value || ((type === 'literal' || type === 'enum') && typeof value !== 'object')
}

/** Of branches that are maps, the one whose keys the writer used: first by keys known, then by near misses, then by fewest missing. */
const branchOfMap = (branches: z.ZodType[], value: object): z.ZodType | undefined => {
  const maps = branches.filter((it) => ['object', 'record'].includes(defOf(it).type))
  if (maps.length < 2) return maps[0]
  const written = Object.keys(value)
  const ranked = maps.map((branch) => {
    const shape = shapeOf(branch)
    const keys = Object.keys(shape)
    const known = written.filter((it) => keys.includes(it))
    const near = written.filter((it) => nearest(it, keys) !== undefined)
    const missing = keys.filter((it) => !written.includes(it) && isRequired(shape[it] as z.ZodType))
    return { branch, known: known.length, near: near.length, missing: missing.length }
  })
  const best = ranked.reduce((a, b) => ((b.known - a.known || b.near - a.near || a.missing - b.missing) > 0 ? b : a))
  return best.near > 0 ? best.branch : undefined
}

/** The branch that a value was meant for; undefined when it fits none more than another. */
export const branchFor = (branches: z.ZodType[], value: unknown): z.ZodType | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? branchOfMap(branches, value)
    : branches.find((it) => takes(it, value))

/** The schema that stands at a path, through lists, records and the branches that the data was meant for. */
export const schemaAt = (schema: z.ZodType, data: unknown, path: Path): z.ZodType | undefined => {
  const branches = branchesOf(schema)
  const [step, ...rest] = path
  if (step === undefined) return schema
  const meant = branches === undefined ? schema : branchFor(branches, data)
  if (meant === undefined) return undefined
  const def = defOf(meant)
  const shape = def.shape ?? {}
  const known = Object.hasOwn(shape, step) ? shape[step] : undefined
  const next = def.type === 'object' ? known : def.type === 'array' ? def.element : def.valueType
  const inner = typeof data === 'object' && data !== null ? (data as Record<string | number, unknown>)[step] : undefined
  return next === undefined ? undefined : schemaAt(next, inner, rest)
}

/** The keys a map may have there; empty when any may stand. */
export const keysOf = (schema: z.ZodType, value: unknown): string[] => {
  const branches = branchesOf(schema)
  const meant = branches === undefined ? schema : branchFor(branches, value)
  return meant === undefined ? [...new Set((branches ?? []).flatMap((it) => Object.keys(shapeOf(it))))] : Object.keys(shapeOf(meant))
}

const words: { [type: string]: string } = {
  string: 'text',
  number: 'a number',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'a map of keys',
  record: 'a map of keys',
}

/** `text`, `a number`, `one of minor, major, critical`: what a schema takes, in words. */
export const wantedOf = (schema: z.ZodType): string => {
  const branches = branchesOf(schema)
  if (branches !== undefined) return [...new Set(branches.map(wantedOf))].join(' or ')
  const def = defOf(schema)
  if (def.type === 'enum') return `one of ${Object.values(def.entries ?? {}).join(', ')}`
  if (def.type === 'literal') return (def.values ?? []).map((it) => `\`${String(it)}\``).join(' or ')
  if (def.type === 'object') {
    const required = Object.entries(shapeOf(schema)).filter(([, it]) => isRequired(it))
    if (required.length > 0) return `a map with ${required.map(([key]) => `\`${key}\``).join(' and ')}`
  }
  if (def.type === 'number' && schema.safeParse(0.5).error?.issues[0]?.code === 'invalid_type') return 'a whole number'
  return words[def.type] ?? def.type
}
