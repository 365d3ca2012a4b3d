/** Rules as data: what a criterion asks of facts, in three values. Exact meaning: ARCHITECTURE.md, Judging. */
import { z } from 'zod'

export const Scalar = z.union([z.number(), z.string(), z.boolean()])
export type Scalar = z.infer<typeof Scalar>

/** `{target: true}` takes the limit from the subject's own `targets:`. */
const Limit = z.union([z.number(), z.strictObject({ target: z.literal(true) })])

export const Comparison = z.strictObject({
  is: Scalar.optional(),
  one_of: z.array(Scalar).min(1).optional(),
  at_least: Limit.optional(),
  at_most: Limit.optional(),
  above: Limit.optional(),
  below: Limit.optional(),
  exists: z.boolean().optional(),
})
export type Comparison = z.infer<typeof Comparison>

/** Column → what its cell must satisfy; all must hold. */
export const RowTest = z.record(z.string(), Comparison)
export type RowTest = z.infer<typeof RowTest>

/** `of` names a material; without it every instance must hold; `{any: kind or prefix}` takes the best. */
export const Of = z.union([z.string(), z.strictObject({ any: z.string() })])
export type Of = z.infer<typeof Of>

export const Atom = z.strictObject({
  fact: z.string(),
  of: Of.optional(),
  as: z.enum(['claimed', 'documented', 'measured']).optional(),
  where: RowTest.optional(),
  every: RowTest.optional(),
  some: RowTest.optional(),
  count: Comparison.optional(),
  ...Comparison.shape,
})
export type Atom = z.infer<typeof Atom>

export type Rule = Atom | { all: Rule[] } | { any: Rule[] } | { none: Rule[] }
export const Rule: z.ZodType<Rule> = z
  .lazy(() =>
    z.union([
      Atom,
      z.strictObject({ all: z.array(Rule).min(1) }),
      z.strictObject({ any: z.array(Rule).min(1) }),
      z.strictObject({ none: z.array(Rule).min(1) }),
    ]),
  )
  .meta({ id: 'Rule', description: 'A question to facts: one fact compared, or all, any or none of several rules.' })

/** All atoms of a rule, in order. */
export const atomsOf = (rule: Rule): Atom[] => ('fact' in rule ? [rule] : (Object.values(rule)[0] as Rule[]).flatMap(atomsOf))

/** `serving.latency.p95_ms` → probe `serving.latency`, fact `p95_ms`. */
export const splitFact = (path: string): { probe: string; fact: string } => {
  const dot = path.lastIndexOf('.')
  return { probe: path.slice(0, dot), fact: path.slice(dot + 1) }
}
