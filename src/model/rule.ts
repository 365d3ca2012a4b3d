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

export const grades = ['unmet', 'partial', 'met'] as const
export const Grade = z.enum(grades)
export type Grade = z.infer<typeof Grade>

const graded = { at_least: Grade.optional(), at_most: Grade.optional() }

/** What people answered on a topic, by the grade its level gives: `{said: build_or_buy.vendor_api, at_least: met}`. */
export const Said = z.strictObject({ said: z.string(), ...graded })
export type Said = z.infer<typeof Said>

/** How another framework, or a section of it, adds up: `{score: ml-test-score, section: data, above: 2}`. */
export const Scored = z.strictObject({
  score: z.string(),
  section: z.string().optional(),
  at_least: z.number().optional(),
  above: z.number().optional(),
})
export type Scored = z.infer<typeof Scored>

/** For conclusions: the verdict of a criterion, of this framework unless another is named. */
export const Judged = z.strictObject({ criterion: z.string(), framework: z.string().optional(), ...graded })
export type Judged = z.infer<typeof Judged>

/** For conclusions: how many findings of a severity or graver, how many claims with an outcome, or a gate's outcome. */
export const Findings = z.strictObject({ findings: z.enum(['minor', 'major', 'critical']), at_most: z.number().int().nonnegative() })
export type Findings = z.infer<typeof Findings>
export const Claims = z.strictObject({ claims: z.enum(['supported', 'refuted']), at_most: z.number().int().nonnegative() })
export type Claims = z.infer<typeof Claims>

export const Gated = z.strictObject({ gate: z.string(), framework: z.string(), is: z.enum(['passed', 'failed']) })
export type Gated = z.infer<typeof Gated>

/** Everything a rule can end in. A criterion asks facts, answers and scores; only a conclusion asks what was judged. */
export type Leaf = Atom | Said | Scored | Judged | Findings | Claims | Gated

export type Rule = Leaf | { all: Rule[] } | { any: Rule[] } | { none: Rule[] }
export const Rule: z.ZodType<Rule> = z
  .lazy(() =>
    z.union([
      Atom,
      Said,
      Scored,
      Judged,
      Findings,
      Claims,
      Gated,
      z.strictObject({ all: z.array(Rule).min(1) }),
      z.strictObject({ any: z.array(Rule).min(1) }),
      z.strictObject({ none: z.array(Rule).min(1) }),
    ]),
  )
  .meta({ id: 'Rule', description: 'A question to facts: one fact compared, or all, any or none of several rules.' })

const isCompound = (rule: Rule): rule is { all: Rule[] } | { any: Rule[] } | { none: Rule[] } =>
  'all' in rule || 'any' in rule || 'none' in rule

/** All leaves of a rule, in order. */
export const leavesOf = (rule: Rule): Leaf[] => (isCompound(rule) ? (Object.values(rule)[0] as Rule[]).flatMap(leavesOf) : [rule])

/** The leaves that ask facts, in order. */
export const atomsOf = (rule: Rule): Atom[] => leavesOf(rule).filter((it): it is Atom => 'fact' in it)

/** `serving.latency.p95_ms` → probe `serving.latency`, fact `p95_ms`. */
export const splitFact = (path: string): { probe: string; fact: string } => {
  const dot = path.lastIndexOf('.')
  return { probe: path.slice(0, dot), fact: path.slice(dot + 1) }
}
