/** The subject file, `assay.yaml`, as data. Messages for a person are made in `declare`. */
import { z } from 'zod'
import { Gate, Level, Stage } from './framework.ts'
import { Scalar } from './rule.ts'

const SuppliedBy = z
  .enum(['target', 'assessor', 'third_party'])
  .optional()
  .describe('Who handed this over: the party that is assessed (the default), the assessor, or a third party.')
const Path = z.string().min(1).describe('Relative to this file; it may not leave its folder.')
const Pattern = z.string().min(1).describe('Relative to this file; may be a pattern such as logs/2026-*.parquet.')

/** A date that exists, alone or with a time and a zone. YAML 1.2 leaves it text, quoted or not. */
const When = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/, 'a date such as 2026-05-04 was expected')
  .refine((text) => {
    const day = new Date(`${text.slice(0, 10)}T00:00:00Z`)
    return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10))
  }, 'a date that the calendar has was expected')
  .describe('A date such as 2026-05-04.')

const roles = {
  id: z.string().optional().describe('Column that names the row.'),
  label: z.string().optional().describe('Column that holds the answer.'),
  time: z.string().optional().describe('Column that says when the row is of.'),
  entity: z.string().optional().describe('Column that names whom or what the row is about; no entity may be in train and test.'),
  features: z.array(z.string()).optional().describe('Columns that the model is given.'),
  sensitive: z.array(z.string()).optional().describe('Columns by which people must not be treated worse.'),
  weight: z.string().optional().describe('Column that says how much the row counts.'),
  positive: Scalar.optional().describe('The value of the label that counts as positive; 1, true or yes unless given.'),
}
const predictionRoles = {
  ...roles,
  score: z.string().optional().describe('Column of what the model said: a probability, a score or a number.'),
  model: z.string().optional().describe('Column of the version that answered.'),
  latency_ms: z.string().optional().describe('Column of how long the answer took, in milliseconds.'),
  cost_usd: z.string().optional().describe('Column of what the answer cost, in US dollars.'),
  threshold: z.number().optional().describe('A row is predicted positive when its score is at least this; 0.5 unless given.'),
}
const Labels = z.strictObject({ path: Pattern, id: z.string(), label: z.string() }).describe('Labels that came later, joined by id.')

export const TableEntry = z.strictObject({ path: Pattern, ...roles, supplied_by: SuppliedBy })
export const PredictionsEntry = z.strictObject({ path: Pattern, ...predictionRoles, labels: Labels.optional(), supplied_by: SuppliedBy })
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
const on = {
  fact: z.string().describe('Path of a fact, such as serving.latency.p95_ms; `assay probes` lists them.'),
  of: z.string().optional().describe('The material it is measured on, such as predictions.current.'),
}
export const Target = z.strictObject({ ...on, ...limit, by: z.string().optional().describe('Who says that this is good enough.') })
export type Target = z.infer<typeof Target>
export const ClaimOnFact = z.strictObject({ ...on, ...limit }).describe('What was said, as one limit on one fact.')
export type ClaimOnFact = z.infer<typeof ClaimOnFact>

export const Statement = z.strictObject({
  topic: z.string().optional().describe('Slug of the question it answers; frameworks/topics.yaml lists them.'),
  level: Level.optional().describe('How far it is so. Without a level the statement is prose.'),
  says: z.string().optional().describe('The words that were said.'),
  by: z.string().optional().describe('Who said it.'),
  on: When.optional(),
  document: Path.optional().describe('A document that bears it out; it counts only when the words are found in it.'),
  quote: z.string().optional().describe('The words to look for in the document, when they differ from `says`.'),
  claim: ClaimOnFact.optional(),
  note: z.string().optional().describe('A remark for whoever reads on; never evidence.'),
  contests: z.string().optional().describe('Id of the evidence record that this person disputes.'),
})
export type Statement = z.infer<typeof Statement>

/** A file of statements, such as a filled-in request list. */
export const AnswersFile = z.strictObject({ answers: z.literal(1).optional(), statements: z.array(Statement) })
export type AnswersFile = z.infer<typeof AnswersFile>

export const Opinion = z.strictObject({ about: z.string(), says: z.string(), by: z.string(), on: When })
export type Opinion = z.infer<typeof Opinion>

export const Subject = z.strictObject({
  assay: z.literal(1).describe('The version of this format.'),
  subject: z
    .strictObject({
      name: z.string().min(1),
      kind: z.enum(['company', 'team', 'system', 'model']).optional(),
      about: z.string().optional(),
    })
    .describe('What is assessed.'),
  stage: Stage.optional().describe('How far it has come; what is expected only later is not asked.'),
  company: z
    .strictObject({
      people: z.number().nonnegative().optional(),
      engineers: z.number().nonnegative().optional(),
      ml_engineers: z.number().nonnegative().optional().describe('Those who build models; counted among the engineers.'),
      ml_platform_engineers: z
        .number()
        .nonnegative()
        .optional()
        .describe('Those who build the platform for models; counted among the engineers, not among ml_engineers.'),
    })
    .optional()
    .describe('Whose system it is, in heads.'),
  repo: z
    .strictObject({
      path: Path,
      complete: z.boolean().default(false).describe('Nothing of this system lives elsewhere: what is not in it is nowhere.'),
      commit: z.string().optional(),
      supplied_by: SuppliedBy,
    })
    .optional()
    .describe('A git repository: a working tree, a bare one, or a bundle.'),
  tables: z.record(z.string(), TableEntry).optional().describe('Tables by name. `train`, `test`, `reference` and `current` are compared.'),
  predictions: z.record(z.string(), PredictionsEntry).optional().describe('Logs with one row for each prediction served or scored.'),
  ci: z.strictObject({ runs: Path, supplied_by: SuppliedBy }).optional().describe('An export of workflow runs, as the forge gives it.'),
  mlflow: z
    .strictObject({ uri: z.string(), experiment: z.string().optional(), supplied_by: SuppliedBy })
    .optional()
    .describe(`A tracking server, a folder or a database file. Secrets are written \${NAME} and come from the environment.`),
  prometheus: z
    .strictObject({ url: z.string(), job: z.string().optional(), supplied_by: SuppliedBy })
    .optional()
    .describe('A monitoring server, and the job in it that is this system.'),
  endpoint: z
    .strictObject({ url: z.string(), body: Path.optional(), rate: z.number().positive().optional(), supplied_by: SuppliedBy })
    .optional()
    .describe('A served model; `rate` is in requests a second.'),
  documents: z.strictObject({ path: Path, supplied_by: SuppliedBy }).optional().describe('A folder of Markdown and text.'),
  targets: z.array(Target).optional().describe('What is good enough, and who says so.'),
  statements: z.array(Statement).optional().describe('What people said.'),
  answers: z.array(Path).optional().describe('Files with more statements.'),
  frameworks: z
    .array(z.string())
    .optional()
    .describe('What to ask; every framework that bears on the subject unless given. A name with a slash is a folder of your own.'),
  errors: z
    .strictObject({ false_positive: z.number(), false_negative: z.number(), currency: z.string().optional() })
    .optional()
    .describe('What each mistake costs.'),
  opinions: z.array(Opinion).optional().describe('What the assessor thinks; shown apart, and never evidence.'),
  gates: z.array(Gate).optional().describe('What must hold, beside the gates of the frameworks.'),
})
export type Subject = z.infer<typeof Subject>

/** Names of all materials a subject declares, as evidence names them. */
export const materialNames = (subject: Subject): string[] => [
  ...(subject.repo === undefined ? [] : ['repo']),
  ...Object.keys(subject.tables ?? {}).map((it) => `tables.${it}`),
  ...Object.keys(subject.predictions ?? {}).map((it) => `predictions.${it}`),
  ...(['ci', 'mlflow', 'prometheus', 'endpoint', 'documents'] as const).filter((it) => subject[it] !== undefined),
]
