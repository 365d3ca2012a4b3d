/** Fits data to a schema, or says at which line which thing is wrong, what was expected, and what to do. */
import type { z } from 'zod'
import { Problem } from '../model/index.ts'
import type { Path, YamlFile } from './read-yaml.ts'
import { enough, type Mistake, sayIssue, valueAt } from './say-mistake.ts'
import { branchesOf, branchFor, schemaAt } from './schema-branch.ts'

/** All mistakes; of a union those of the branch that the writer meant. */
const mistakesIn = (schema: z.ZodType, data: unknown, prefix: Path): Mistake[] => {
  const parsed = schema.safeParse(data)
  if (parsed.success) return []
  return parsed.error.issues.slice(0, enough).flatMap((issue) => {
    const path = issue.path as (string | number)[]
    const at = issue.code === 'invalid_union' ? schemaAt(schema, data, path) : undefined
    const branches = at === undefined ? undefined : branchesOf(at)
    const value = valueAt(data, path)
    const meant = branches === undefined ? undefined : branchFor(branches, value)
    return meant === undefined ? sayIssue(issue, data, schema, prefix) : mistakesIn(meant, value, [...prefix, ...path])
  })
}

const same = (a: Path, b: Path): boolean => a.length === b.length && a.every((step, index) => step === b[index])

/** Throws Problem for the first mistake in the order of the file, at its place. A mistyped key is told as that, not as one missing. */
export const conform = <S extends z.ZodType>(schema: S, yaml: YamlFile): z.infer<S> => {
  const parsed = schema.safeParse(yaml.data)
  if (parsed.success) return parsed.data
  const mistakes = mistakesIn(schema, yaml.data, [])
  const mistyped = (it: Mistake) =>
    mistakes.some(
      (other) => other.hinted !== undefined && other.hinted === it.missing && same(other.path.slice(0, -1), it.path.slice(0, -1)),
    )
  const placed = mistakes.filter((it) => !mistyped(it)).map((it) => ({ what: it.what, place: yaml.place(it.path) }))
  placed.sort((a, b) => (a.place.line ?? 0) - (b.place.line ?? 0) || (a.place.column ?? 0) - (b.place.column ?? 0))
  const first = placed[0]
  throw first === undefined ? new Problem('does not fit.', { file: yaml.file }) : new Problem(first.what, first.place)
}
