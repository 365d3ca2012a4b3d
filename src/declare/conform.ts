/** Fits data to a schema, or says at which line which thing is wrong, what was expected, and what to do. */
import type { z } from 'zod'
import { Problem } from '../model/index.ts'
import { nearest } from '../model/nearest.ts'
import type { Path, YamlFile } from './read-yaml.ts'

type Issue = z.core.$ZodIssue

const dotted = (path: Path): string =>
  path.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`), '')

const kindOf = (value: unknown): string => {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a map'
  return typeof value === 'string' ? 'text' : `a ${typeof value}`
}

const expectation: { [type: string]: string } = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys',
  record: 'a map of keys',
}

const valueAt = (data: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Record<string | number, unknown>)[step] : undefined),
    data,
  )

/** Of the branches of a union, the one that got furthest: it is the one the writer meant. */
const deepest = (issue: Issue): Issue => {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue
  const branches = issue.errors.map((branch) => branch[0]).filter((it): it is Issue => it !== undefined)
  const inner = branches.map((it) => deepest({ ...it, path: [...issue.path, ...it.path] } as Issue))
  return inner.reduce((best, it) => (it.path.length > best.path.length ? it : best), inner[0] ?? issue)
}

const shapeKeys = (schema: z.ZodType, path: Path): string[] => {
  let at: unknown = schema
  const open = (it: unknown): unknown => {
    const def = (it as { def?: { type?: string; innerType?: unknown; getter?: () => unknown } } | undefined)?.def
    if (def?.innerType !== undefined) return open(def.innerType)
    return def?.type === 'lazy' && def.getter !== undefined ? open(def.getter()) : it
  }
  for (const step of path) {
    const def = (
      open(at) as { def?: { type?: string; shape?: Record<string, unknown>; valueType?: unknown; element?: unknown } } | undefined
    )?.def
    if (def?.type === 'object') at = def.shape?.[String(step)]
    else if (def?.type === 'record') at = def.valueType
    else if (def?.type === 'array') at = def.element
    else return []
  }
  const shape = (open(at) as { def?: { shape?: Record<string, unknown> } } | undefined)?.def?.shape
  return shape === undefined ? [] : Object.keys(shape)
}

const sayIssue = (issue: Issue, data: unknown, schema: z.ZodType): { what: string; path: Path } => {
  const path = issue.path as (string | number)[]
  const name = dotted(path) || 'the file'
  const value = valueAt(data, path)
  switch (issue.code) {
    case 'unrecognized_keys': {
      const key = issue.keys[0] ?? ''
      const known = shapeKeys(schema, path)
      const near = nearest(key, known)
      const hint =
        near !== undefined ? `did you mean \`${near}\`?` : known.length > 0 ? `known keys here: ${known.join(', ')}.` : 'remove it.'
      return { what: `unknown key \`${key}\`${path.length > 0 ? ` in \`${name}\`` : ''}; ${hint}`, path: [...path, key] }
    }
    case 'invalid_type': {
      const wanted = expectation[issue.expected] ?? issue.expected
      return value === undefined
        ? { what: `\`${name}\` is missing; ${wanted} was expected.`, path }
        : { what: `\`${name}\` is ${kindOf(value)}; ${wanted} was expected.`, path }
    }
    case 'invalid_value': {
      const near = typeof value === 'string' ? nearest(value, issue.values.map(String)) : undefined
      const list = issue.values.map(String).join(', ')
      return {
        what: `\`${name}\` is ${value === undefined ? 'missing' : `\`${String(value).slice(0, 60)}\``}; expected ${issue.values.length === 1 ? list : `one of ${list}`}${near === undefined ? '.' : `; did you mean \`${near}\`?`}`,
        path,
      }
    }
    case 'too_small':
      return {
        what: `\`${name}\` is ${issue.origin === 'array' ? 'an empty list' : 'too small or empty'}; at least ${issue.minimum} was expected.`,
        path,
      }
    default:
      return { what: `\`${name}\`: ${issue.message}.`, path }
  }
}

/** Throws Problem for the first mistake, at its place in the file. */
export const conform = <S extends z.ZodType>(schema: S, yaml: YamlFile): z.infer<S> => {
  const parsed = schema.safeParse(yaml.data)
  if (parsed.success) return parsed.data
  const first = parsed.error.issues[0]
  if (first === undefined) throw new Problem('does not fit.', { file: yaml.file })
  const { what, path } = sayIssue(deepest(first), yaml.data, schema)
  throw new Problem(what, yaml.place(path))
}
