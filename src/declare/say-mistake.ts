/** One mistake of a file in words: the thing, what was expected, and what to do. */
import type { z } from 'zod'
import { nearest } from '../model/nearest.ts'
import { quoted } from './quoted.ts'
import type { Path } from './read-yaml.ts'
import { keysOf, schemaAt, wantedOf } from './schema-branch.ts'

export type Issue = z.core.$ZodIssue

/** `missing` and `hinted`: a key that is not there, and the known key that a stranger was probably meant for. */
export type Mistake = { what: string; path: Path; missing?: string; hinted?: string }

const dotted = (path: Path): string => path.reduce<string>((text, step) => join(text, step), '')

const join = (text: string, step: string | number): string => {
  if (typeof step === 'number') return `${text}[${step}]`
  const short = step.length > 40 ? `${step.slice(0, 39)}…` : step
  return text === '' ? short : `${text}.${short}`
}

const nameOf = (path: Path): string => (path.length === 0 ? 'the file' : `\`${dotted(path)}\``)

export const valueAt = (data: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Record<string | number, unknown>)[step] : undefined),
    data,
  )

/** Text is not shown: it might be what should not be read over a shoulder. */
const kindOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'string') return value === '' ? 'empty text' : 'text'
  if (typeof value === 'number') return Number.isFinite(value) ? `the number ${value}` : 'not a finite number'
  return typeof value === 'boolean' ? `\`${value}\`` : 'a map of keys'
}

const hintFor = (value: unknown, wanted: string): string => {
  if (wanted.includes('text') && (typeof value === 'number' || typeof value === 'boolean')) return ` Put it in quotes: "${value}".`
  if (wanted.includes('a number') && typeof value === 'string' && value !== '' && Number.isFinite(Number(value)))
    return ' Take the quotes away.'
  if (wanted.includes('`true`') && typeof value === 'string' && /^(yes|on|y)$/i.test(value)) return ' Write `true`.'
  if (wanted.includes('`true`') && typeof value === 'string' && /^(no|off|n)$/i.test(value)) return ' Write `false`.'
  if (wanted === 'a list' && value !== undefined && typeof value !== 'object') return ' Put it in brackets: `[…]`.'
  if (wanted === 'a list' && !Array.isArray(value)) return ' Begin each entry with `- `.'
  return ''
}

export const sayUnfit = (path: Path, value: unknown, wanted: string): Mistake => {
  const name = nameOf(path)
  const last = path.at(-1)
  if (value === undefined)
    return {
      what: `${name} is missing; ${wanted} was expected. Add it.`,
      path,
      ...(typeof last === 'string' ? { missing: last } : {}),
    }
  if (value === null) return { what: `${name} has no value; ${wanted} was expected. Fill it in, or take the key out.`, path }
  const hint = hintFor(value, wanted)
  return { what: `${name} is ${kindOf(value)}; ${wanted} was expected.${hint === '' ? ' Change it.' : hint}`, path }
}

/** Words that people try, and what to do instead. */
const reserved = new Map([['systems', 'one file is one system. Write an assay.yaml for each.']])

const sayStranger = (key: string, path: Path, known: string[]): Mistake => {
  const where = path.length > 0 ? ` in \`${dotted(path)}\`` : ''
  const near = nearest(key, known)
  const kept = path.length === 0 ? reserved.get(key) : undefined
  const listed =
    known.length > 0 ? `known here: ${known.join(', ')}. Take it out, or use one of these.` : 'no key is known here. Take it out.'
  return {
    what: `unknown key ${quoted(key)}${where}; ${kept ?? (near !== undefined ? `did you mean \`${near}\`?` : listed)}`,
    path: [...path, key],
    ...(near === undefined ? {} : { hinted: near }),
  }
}

const sayValue = (path: Path, value: unknown, values: readonly unknown[]): Mistake => {
  const list = values.map((it) => `\`${String(it)}\``)
  const wanted = list.length === 1 ? (list[0] as string) : `one of ${list.join(', ')}`
  if (value === undefined || value === null || typeof value === 'object') return sayUnfit(path, value, wanted)
  // The right words of the wrong kind: `assay: "1"`.
  if (values.some((it) => it !== value && String(it) === value)) {
    return { what: `${nameOf(path)} is text; the ${typeof values[0]} ${wanted} was expected. Take the quotes away.`, path }
  }
  const near = typeof value === 'string' ? nearest(value, values.map(String)) : undefined
  const step = near === undefined ? '.' : `; did you mean \`${near}\`?`
  return { what: `${nameOf(path)} is ${quoted(String(value))}; expected ${wanted}${step}`, path }
}

const saySmall = (issue: Extract<Issue, { code: 'too_small' }>, path: Path, value: unknown): Mistake => {
  const name = nameOf(path)
  if (issue.origin === 'array') return { what: `${name} is an empty list; at least ${issue.minimum} entry was expected. Add it.`, path }
  if (issue.origin === 'string') return { what: `${name} is empty; text was expected. Fill it in.`, path }
  return {
    what: `${name} is ${String(value)}; a number ${issue.inclusive === true ? 'of at least' : 'above'} ${issue.minimum} was expected.`,
    path,
  }
}

/** So many mistakes are looked at to find the first of a file; more would only take time. */
export const enough = 100

/** Every mistake that one issue of zod tells of; `prefix` is where the data stands in the file. */
export const sayIssue = (issue: Issue, data: unknown, schema: z.ZodType, prefix: Path): Mistake[] => {
  const inner = issue.path as (string | number)[]
  const path = [...prefix, ...inner]
  const value = valueAt(data, inner)
  const at = schemaAt(schema, data, inner)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.slice(0, enough).map((key) => sayStranger(key, path, at === undefined ? [] : keysOf(at, value)))
    case 'invalid_value':
      return [sayValue(path, value, issue.values)]
    case 'too_small':
      return [saySmall(issue, path, value)]
    case 'invalid_type':
    case 'invalid_union':
      return [sayUnfit(path, value, at === undefined ? 'another value' : wantedOf(at))]
    default:
      return [{ what: `${nameOf(path)}: ${issue.message}.`, path }]
  }
}
