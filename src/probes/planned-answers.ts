/** Measurements that the questions to people name and this version cannot make yet: what would bear an answer out, or contradict it. */
import { z } from 'zod'
import type { MaterialKind, PlannedProbe } from '../model/index.ts'

const text = z.string()
const yes = z.boolean()
const count = z.number().int().nonnegative()
const number = z.number()
const share = z.number().min(0).max(1)
const measured = z.object({ value: z.number(), low: z.number(), high: z.number() })

const planned = (
  id: string,
  title: string,
  needs: MaterialKind[],
  facts: z.ZodRawShape,
  method: PlannedProbe['method'] = 'measured',
): PlannedProbe => ({ id, title, needs, method, facts: z.object(facts) })

export const plannedAnswers: PlannedProbe[] = [
  // `about`: problem, value, success, roadmap, components, data_sources, labels, privacy, model, evaluation, alternatives, monitoring,
  // retraining, mistakes, experiments, stages, roles, hiring, service_level, costs, users, decisions.
  planned(
    'documents.about',
    'What the documents are about, and when each was last changed',
    ['documents'],
    { documents: z.array(z.object({ path: text, about: text, changed_at: text, words: count })) },
    'documented',
  ),
  planned('serving.throughput', 'Answers a second, on average and at the peak', ['predictions'], {
    mean_per_second: number,
    peak_per_second: number,
  }),
  planned('serving.versions', 'Which model versions answered, and which at the same time', ['predictions'], {
    versions: z.array(z.object({ version: text, rows: count, rows_share: share })),
    at_once: count,
  }),
  planned('endpoint.load', 'Answers under rising load: rate, time and failures', ['endpoint'], {
    steady_per_second: number,
    p95_ms: measured,
    failed_share: share,
  }),
  planned('endpoint.strange-inputs', 'What the service answers to inputs that make no sense', ['endpoint'], {
    sent: count,
    refused: count,
    answered_as_usual: count,
  }),
  planned(
    'monitoring.alerts',
    'What is watched and what wakes somebody: latency, memory, cpu, downtime, requests, cost, data, quality',
    ['prometheus'],
    {
      signals: z.array(z.object({ about: text, collected: yes, alerts: yes })),
    },
  ),
  planned('monitoring.service-level', 'The promised service level, held against the series', ['prometheus'], {
    kept_share: share,
    days: count,
  }),
  planned('training.runs', 'Trainings of the models in production: how often, how long, at what cost', ['mlflow'], {
    runs: count,
    between_days: number,
    duration_minutes: number,
    cost_usd: number,
  }),
  planned('experiments.runs', 'Recorded runs of experiments and what is recorded of each', ['mlflow'], {
    runs: count,
    with_parameters_share: share,
    with_metrics_share: share,
    per_week: number,
  }),
  planned('data.label-agreement', 'How far people who labelled the same item agree', ['table'], { items: count, kappa: measured }),
  planned('data.detectable-difference', 'The smallest improvement that a test set of this size can show', ['predictions'], {
    rows: count,
    smallest_visible: number,
  }),
  planned('data.field-coverage', 'The fields that the use case needs, held against those that are there', ['table'], {
    needed: count,
    present: count,
  }),
  planned('data.freshness', 'How old the newest row of each table is', ['table'], { newest_at: text, age_days: number }),
  planned('model.version-comparison', 'A new version against what older ones predicted, on the same rows', ['predictions'], {
    rows: count,
    difference: measured,
    newly_wrong_rows: count,
  }),
  planned(
    'project.records',
    'The records that projects keep of themselves: stage, owner, where the idea came from, moves back, lessons',
    ['repo'],
    {
      projects: z.array(
        z.object({
          project: text,
          stage: text,
          owner_named: yes,
          origin_recorded: yes,
          moved_back: count,
          lesson_recorded: yes,
          pitfalls_reviewed: yes,
          last_checkin_at: text,
        }),
      ),
    },
  ),
]
