/** The subject file, `assay.yaml`, as data. Messages for a person are made in `declare`. */
import { z } from 'zod'
import { Gate, Level, Stage } from './framework.ts'
import { Scalar } from './rule.ts'

const SuppliedBy = z.enum(['target', 'assessor', 'third_party']).optional()
const Path = z.string().min(1)
const When = z.string()

const roles = {
  id: z.string().optional(),
  label: z.string().optional(),
  time: z.string().optional(),
  entity: z.string().optional(),
  features: z.array(z.string()).optional(),
  sensitive: z.array(z.string()).optional(),
  weight: z.string().optional(),
  positive: Scalar.optional(),
}
const predictionRoles = {
  ...roles,
  score: z.string().optional(),
  model: z.string().optional(),
  latency_ms: z.string().optional(),
  cost_usd: z.string().optional(),
  threshold: z.number().optional(),
}
const Labels = z.strictObject({ path: Path, id: z.string(), label: z.string() })

export const TableEntry = z.strictObject({ path: Path, ...roles, supplied_by: SuppliedBy })
export const PredictionsEntry = z.strictObject({ path: Path, ...predictionRoles, labels: Labels.optional(), supplied_by: SuppliedBy })
export type TableEntry = z.infer<typeof TableEntry>
export type PredictionsEntry = z.infer<typeof PredictionsEntry>

/** The keys that `--set` accepts for every probe and applies to each input. */
export const RoleKeys = z.strictObject(predictionRoles)

/** `at_most: 50`, `at_least: 0.7`, `is: true`. */
const limit = {
  at_most: z.number().optional(),
  at_least: z.number().optional(),
  above: z.number().optional(),
  below: z.number().optional(),
  is: Scalar.optional(),
}
export const Target = z.strictObject({ fact: z.string(), of: z.string().optional(), ...limit, by: z.string().optional() })
export type Target = z.infer<typeof Target>
export const ClaimOnFact = z.strictObject({ fact: z.string(), of: z.string().optional(), ...limit })
export type ClaimOnFact = z.infer<typeof ClaimOnFact>

export const Statement = z.strictObject({
  topic: z.string().optional(),
  level: Level.optional(),
  says: z.string().optional(),
  by: z.string().optional(),
  on: When.optional(),
  /** A document that is said to bear it out; counts as documented only when the quoted words are found in it. */
  document: Path.optional(),
  /** The words to look for in the document, when they differ from `says`. */
  quote: z.string().optional(),
  claim: ClaimOnFact.optional(),
})
export type Statement = z.infer<typeof Statement>

export const Opinion = z.strictObject({ about: z.string(), says: z.string(), by: z.string(), on: When })
export type Opinion = z.infer<typeof Opinion>

export const Subject = z.strictObject({
  assay: z.literal(1),
  subject: z.strictObject({
    name: z.string().min(1),
    kind: z.enum(['company', 'team', 'system', 'model']).optional(),
    about: z.string().optional(),
  }),
  stage: Stage.optional(),
  company: z
    .strictObject({ people: z.number().optional(), engineers: z.number().optional(), ml_engineers: z.number().optional() })
    .optional(),
  repo: z
    .strictObject({ path: Path, complete: z.boolean().default(false), commit: z.string().optional(), supplied_by: SuppliedBy })
    .optional(),
  tables: z.record(z.string(), TableEntry).optional(),
  predictions: z.record(z.string(), PredictionsEntry).optional(),
  ci: z.strictObject({ runs: Path, supplied_by: SuppliedBy }).optional(),
  mlflow: z.strictObject({ uri: z.string(), experiment: z.string().optional(), supplied_by: SuppliedBy }).optional(),
  prometheus: z.strictObject({ url: z.string(), job: z.string().optional(), supplied_by: SuppliedBy }).optional(),
  endpoint: z
    .strictObject({ url: z.string(), body: Path.optional(), rate: z.number().positive().optional(), supplied_by: SuppliedBy })
    .optional(),
  documents: z.strictObject({ path: Path, supplied_by: SuppliedBy }).optional(),
  targets: z.array(Target).optional(),
  statements: z.array(Statement).optional(),
  answers: z.array(Path).optional(),
  frameworks: z.array(z.string()).optional(),
  errors: z.strictObject({ false_positive: z.number(), false_negative: z.number(), currency: z.string().optional() }).optional(),
  opinions: z.array(Opinion).optional(),
  gates: z.array(Gate).optional(),
})
export type Subject = z.infer<typeof Subject>
