/** A framework: criteria with rules as data, how they add up, and what follows from them. */
import { z } from 'zod'
import { Grade, Rule } from './rule.ts'

export const severities = ['minor', 'major', 'critical'] as const
export const Severity = z.enum(severities)
export type Severity = z.infer<typeof Severity>

export const stages = ['ideation', 'data_collection', 'prototyping', 'tech_transfer', 'monitoring'] as const
export const Stage = z.enum(stages)
export type Stage = z.infer<typeof Stage>

export const levels = ['yes', 'partly', 'automatic', 'recorded', 'by_hand', 'no'] as const
export const Level = z.enum(levels)
export type Level = z.infer<typeof Level>

/** Who puts the questions. */
export const askers = ['investor', 'leader', 'engineering', 'candidate', 'interviewer'] as const
export const Asker = z.enum(askers)
export type Asker = z.infer<typeof Asker>

/** Who can answer a question. */
export const Answerer = z.enum([
  'founder',
  'product',
  'ml_lead',
  'ml_engineer',
  'data_engineer',
  'operations',
  'legal',
  'finance',
  'stakeholder',
  'user',
  'assessor',
  'candidate',
])
export type Answerer = z.infer<typeof Answerer>

/** What a level gives where a criterion does not say otherwise. */
export const levelGrades: { [level in Level]: Grade } = {
  yes: 'met',
  automatic: 'met',
  partly: 'partial',
  recorded: 'partial',
  by_hand: 'unmet',
  no: 'unmet',
}

/** What is given in place of an answer for one fact while a criterion is tried out on a small subject. */
const SampleFact = z.union([
  z.number(),
  z.string(),
  z.boolean(),
  z.array(z.record(z.string(), z.unknown())),
  z.strictObject({ value: z.number(), low: z.number(), high: z.number() }),
])

/** A small subject: evidence as facts by path, `absent` and `not_given` by probe, and statements; with the verdict it must get. */
export const Sample = z.strictObject({
  name: z.enum(['nothing', 'paper', 'by_hand', 'automatic', 'partly', 'good', 'bad']),
  facts: z.record(z.string(), SampleFact).default({}),
  documented: z.record(z.string(), SampleFact).default({}),
  absent: z.array(z.string()).default([]),
  /** As `repo: {complete: true}` in a subject: what is not in the repository is nowhere. */
  complete: z.boolean().default(false),
  /** The subject's own targets, by fact path. */
  targets: z.record(z.string(), z.strictObject({ at_most: z.number().optional(), at_least: z.number().optional() })).default({}),
  level: Level.optional(),
  /** The verdict expected in each reading, as `from` or `from..to`, e.g. `met`, `unmet..met`. */
  claimed: z.string().optional(),
  documented_reading: z.string().optional(),
  measured: z.string(),
})
export type Sample = z.infer<typeof Sample>

export const Criterion = z.strictObject({
  id: z.string(),
  title: z.string(),
  question: z.string(),
  why: z.string(),
  fix: z.string(),
  /** What good looks like, in one sentence: the first sentence of a finding. */
  should: z.string(),
  /** What is, with numbers put in by `fill` (model/say.ts); of several, the first whose facts are all known: `{data.row-overlap.overlap_share|percent} of the test rows stand in train`. */
  tells: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
  /** Slug of the canonical question, or a sub-topic of one (`rollout.canary`). */
  topic: z.string(),
  /** Clauses of standards it answers: `ML Test Score, Table I, Data 1`. */
  refs: z.array(z.string()).default([]),
  /** Ids of frameworks/catalogue.yaml that this criterion asks: `S0-12`. */
  catalogue: z.array(z.string()).default([]),
  /** What a strong and a weak answer sound like, one or two sentences each. */
  strong: z.string().optional(),
  weak: z.string().optional(),
  /** What should make one stop and ask on. */
  red_flag: z.string().optional(),
  /** What one would ask to be shown: a document, a screen, a record; most telling first. */
  shown_by: z.array(z.string()).default([]),
  who: z.array(Answerer).default([]),
  /** How long the question takes to put and to answer. */
  minutes: z.number().positive().default(3),
  /** The question as a job candidate puts it to a team; and as an interviewer puts it to a candidate about a past project. */
  candidate: z.string().optional(),
  interviewer: z.string().optional(),
  /** Shown not to apply when this rule is false; unknown counts as applying. */
  applies: Rule.optional(),
  /** From which stage on it is expected; before that it is `not_expected`. */
  expected: Stage.optional(),
  /** Without it only people can say that it is met; `partial` may still show half of it. */
  met: Rule.optional(),
  partial: Rule.optional(),
  condition: Rule.optional(),
  /** What the condition is about, for the sentence beside the verdict. */
  condition_says: z.string().optional(),
  /** What a statement's level gives in the claimed reading; the default is yes/automatic met, partly/recorded partial, by_hand/no unmet. */
  levels: z.partialRecord(Level, Grade).default({}),
  severity: Severity.default('major'),
  weight: z.number().positive().default(1),
  /** Evidence older than this many days cannot satisfy a rule. */
  fresh_for: z.number().positive().optional(),
  /** `false`: a no is a fork in the road and no fault, so that it makes no finding. */
  fault: z.boolean().default(true),
  remedy: z.strictObject({ do: z.string(), effort: z.enum(['hours', 'days', 'weeks']) }),
  samples: z.array(Sample).default([]),
})
export type Criterion = z.infer<typeof Criterion>

/** Hours by which efforts are compared: half a day, three days, two weeks of work. */
export const efforts = { hours: 4, days: 24, weeks: 80 } as const

export const Section = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** Of a section that is a stage of a project: what it is for, what goes in and comes out, how long it may take, how it usually fails. */
  stage: z
    .strictObject({
      is: Stage.optional(),
      goals: z.array(z.string()),
      inputs: z.array(z.string()),
      outputs: z.array(z.string()),
      timeline: z.string(),
      goes_wrong: z.array(z.string()),
    })
    .optional(),
  criteria: z.array(Criterion).min(1),
})
export type Section = z.infer<typeof Section>

export const Gate = z.strictObject({
  id: z.string(),
  title: z.string().optional(),
  reading: z.enum(['claimed', 'documented', 'measured']).default('measured'),
  require: z
    .array(
      z.union([
        z.strictObject({ criterion: z.string(), at_least: Grade, framework: z.string().optional() }),
        /** `score: total` or a section id. */
        z.strictObject({ score: z.string(), at_least: z.number(), framework: z.string().optional() }),
      ]),
    )
    .min(1),
})
export type Gate = z.infer<typeof Gate>

export const ConclusionTable = z.strictObject({
  id: z.string(),
  title: z.string().optional(),
  /** The reading to lead with; it is worked out in all three. */
  reading: z.enum(['claimed', 'documented', 'measured']).default('measured'),
  catalogue: z.array(z.string()).default([]),
  /** Told only of a subject at one of these stages. */
  stages: z.array(Stage).min(1).optional(),
  /** The first case whose rule holds; the last should have no `when`. `why` and `do` follow what is said. */
  cases: z
    .array(
      z.strictObject({
        when: Rule.optional(),
        say: z.string(),
        why: z.string().optional(),
        do: z.string().optional(),
        /** All is well here: told in one line with others of its kind. */
        fine: z.boolean().default(false),
      }),
    )
    .min(1),
})
export type ConclusionTable = z.infer<typeof ConclusionTable>

/** Edges as the source has them: a score belongs to the first band whose `up_to` it does not exceed; the last has none. */
export const Band = z.strictObject({ up_to: z.number().optional(), says: z.string() })
export type Band = z.infer<typeof Band>

/** framework.yaml without its sections, which lie one file each beside it. */
export const FrameworkHead = z.strictObject({
  id: z.string(),
  version: z.number().int().positive(),
  title: z.string(),
  asks: z.string(),
  source: z.string(),
  license: z.string(),
  /** Where it stands among others in a report: the lowest leads. */
  rank: z.number().int().default(100),
  /** Who puts these questions, unless a criterion has a wording of its own for somebody. */
  asked_by: z.array(Asker).default([]),
  /** `answers`: asked without being named only of a subject for which somebody has answered one of its topics. */
  by_default: z.enum(['bearing', 'answers']).default('bearing'),
  /** What an answer may be: yes, partly, no; or for practices automatic, recorded, by hand, no. */
  answers: z.enum(['plain', 'practice']).default('plain'),
  sections: z.array(z.string()).min(1),
  worths: z.strictObject({ unmet: z.number(), partial: z.number(), met: z.number() }).default({ unmet: 0, partial: 0.5, met: 1 }),
  /** How a section adds up (`mean` of weight, or plain `sum`), and how sections combine into the total. */
  section_score: z.enum(['mean', 'sum']).default('mean'),
  combine: z.enum(['mean', 'minimum']).default('mean'),
  /** What is out of what, for the ruler. */
  scale: z.strictObject({ from: z.number(), to: z.number(), unit: z.string().default('') }).default({ from: 0, to: 1, unit: '' }),
  bands: z.array(Band).default([]),
  /** `paper`: stage and applicability are ignored, because the source knows none. */
  stages: z.enum(['observed', 'ignored']).default('observed'),
  /** `unknown`: what one repository does not show counts as unknown, unless the subject says `repo: {complete: true}`. */
  absence: z.enum(['counts', 'unknown']).default('counts'),
  gates: z.array(Gate).default([]),
  conclusions: z.array(ConclusionTable).default([]),
})
export type FrameworkHead = z.infer<typeof FrameworkHead>

export type Framework = Omit<FrameworkHead, 'sections'> & { sections: Section[] }
