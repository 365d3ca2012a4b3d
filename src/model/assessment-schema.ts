/** assessment.json as a schema: what the JSON Schema is made from, and what a saved assessment is held against when it is read. */
import { z } from 'zod'
import { type Assessment, schemaVersion } from './assessment.ts'
import { type FailureCode, type MaterialKind, methods } from './evidence.ts'
import type { Unknown } from './fact.ts'
import { Severity } from './framework.ts'
import { Grade, Scalar } from './rule.ts'
import { Subject } from './subject.ts'

// Later versions add keys, so a reader takes those it does not know as they are.
const open = z.looseObject

const Reading = z.enum(methods).describe('claimed: they say; documented: they show; measured: we measured.')
const SuppliedBy = z.enum(['target', 'assessor', 'third_party'])
const Ids = z.array(z.string()).describe('Ids of evidence.')

const kinds = ['repo', 'table', 'predictions', 'ci', 'documents', 'mlflow', 'prometheus', 'endpoint'] as const satisfies MaterialKind[]

const failures = [
  'not_built',
  'not_found',
  'not_readable',
  'damaged',
  'not_supported',
  'missing_role',
  'timed_out',
  'cancelled',
  'too_large',
  'changed_while_reading',
  'disk_full',
  'outside_folder',
  'shallow',
  'missing_object',
  'internal',
] as const satisfies FailureCode[]

const unknowns = [
  'too_small',
  'one_class',
  'no_rows',
  'no_role',
  'undefined',
  'not_given',
  'failed',
  'not_built',
  'stale',
  'no_target',
  'person',
] as const satisfies Unknown[]
const Reason = z.enum(unknowns)

const Measured = open({ value: z.number(), low: z.number(), high: z.number() }).describe('A number with its 95 % interval.')
const Plain = z.union([z.number(), z.string(), z.boolean()])
const Row = z.record(z.string(), z.union([Plain, z.null(), Measured]))
const Fact = z.union([Plain, Measured, z.array(Row)])

export const EvidenceRecord = open({
  id: z.string().describe('A hash of everything but the times.'),
  probe: z.string(),
  probe_version: z.number(),
  options: z.record(z.string(), z.unknown()),
  method: Reading,
  state: z.enum(['found', 'absent', 'not_given', 'failed']),
  facts: z.record(z.string(), Fact),
  unknown: z.record(z.string(), Reason).exactOptional().describe('Facts that could not be worked out, each with its reason.'),
  unbounded: z
    .record(z.string(), z.enum(['above', 'both']))
    .exactOptional()
    .describe('Facts whose interval has too few rows to end: the value may lie anywhere above it, or on both sides.'),
  items: z.array(
    open({
      path: z.string().exactOptional(),
      line: z.number().exactOptional(),
      cell: z.number().exactOptional().describe('In a notebook: the cell that holds the line, counted from 1 over all cells.'),
      cell_line: z.number().exactOptional().describe("The line in that cell's source."),
      end_line: z.number().exactOptional(),
      column: z.string().exactOptional().describe('The name of a column of a table.'),
      commit: z.string().exactOptional(),
      table: z.string().exactOptional(),
      note: z.string(),
    }),
  ),
  inputs: z.array(open({ material: z.string(), version: z.string().nullable(), slot: z.string().exactOptional() })),
  until: z.string().exactOptional().describe('The last moment the material speaks of, ISO 8601 in UTC.'),
  observed_at: z.string(),
  limits: z.array(z.string()),
  error: open({ code: z.enum(failures), message: z.string() }).exactOptional(),
})

const VerdictLine = open({
  framework: z.string(),
  criterion: z.string(),
  topic: z.string(),
  reading: Reading,
  outcome: z.enum([...Grade.options, 'unknown', 'not_applicable', 'not_expected']),
  from: Grade,
  to: Grade,
  reason: Reason.exactOptional(),
  condition: z.enum(['ok', 'failing', 'unknown']).exactOptional(),
  because: z.string(),
  evidence: Ids,
})

const ClaimLine = open({
  says: z.string(),
  by: z.string().nullable(),
  on: z.string().nullable(),
  fact: z.string(),
  of: z.string().nullable(),
  limit: open({
    at_most: z.number().exactOptional(),
    at_least: z.number().exactOptional(),
    above: z.number().exactOptional(),
    below: z.number().exactOptional(),
    is: Scalar.exactOptional(),
  }),
  outcome: z.enum(['supported', 'refuted', 'undecided', 'not_comparable']),
  measured: Measured.exactOptional(),
  ratio: z.number().exactOptional().describe('Measured divided by the limit.'),
  needed: z.number().exactOptional().describe('The number of rows that would settle it.'),
  because: z.string(),
  evidence: Ids,
})

const ScoreLine = open({
  framework: z.string(),
  section: z.string().nullable().describe('null is the total.'),
  reading: Reading,
  value: z.number().nullable().describe('Only when low equals high.'),
  low: z.number().nullable(),
  high: z.number().nullable(),
  coverage: z.number(),
  band: open({ low: z.string(), high: z.string() }).exactOptional(),
})

const GateLine = open({
  framework: z.string().nullable(),
  id: z.string(),
  reading: Reading,
  outcome: z.enum(['passed', 'failed', 'undecided']),
  because: z.string(),
  decided_by: z.array(z.string()),
})

const ConclusionLine = open({
  framework: z.string(),
  id: z.string(),
  reading: Reading,
  possible: z.array(z.string()),
  because: z.string(),
  decided_by: z.array(z.string()),
})

const FindingLine = open({
  severity: Severity,
  framework: z.string().nullable(),
  criterion: z.string().nullable(),
  should: z.string(),
  is: z.string(),
  so_what: z.string(),
  do: z.string(),
  evidence: Ids,
})

const StepLine = open({
  framework: z.string(),
  from: z.number(),
  to: z.number(),
  band: z.string().exactOptional(),
  effort_hours: z.number(),
  changes: z.array(open({ criterion: z.string(), from: Grade, to: Grade, gain: z.number() })),
})

/** The parts that judging adds are there, empty, after `assay collect` too. */
export const AssessmentFile = open({
  schema_version: z.literal(schemaVersion),
  assay_version: z.string(),
  as_of: z.string().describe('The moment it is judged for, ISO 8601 in UTC.'),
  subject: Subject,
  materials: z.array(open({ name: z.string(), kind: z.enum(kinds), version: z.string().nullable(), supplied_by: SuppliedBy })),
  frameworks: z.array(open({ id: z.string(), version: z.number(), title: z.string(), source: z.string() })),
  plan: z.array(open({ probe: z.string(), inputs: z.array(z.string()) })),
  evidence: z.array(EvidenceRecord),
  verdicts: z.array(VerdictLine),
  claims: z.array(ClaimLine),
  scores: z.array(ScoreLine),
  gates: z.array(GateLine),
  conclusions: z.array(ConclusionLine),
  opinions: z.array(open({ about: z.string(), says: z.string(), by: z.string(), on: z.string() })),
  findings: z.array(FindingLine),
  steps: z.array(StepLine).default([]).describe('Changes that raise the low end of a measured score, with the least effort.'),
}) satisfies z.ZodType<Assessment>
