/** Measurements that frameworks ask for by name and this version cannot make yet: their evidence ends `failed: not_built`. */
import { z } from 'zod'
import type { MaterialKind, PlannedProbe } from '../model/index.ts'
import { plannedAnswers } from './planned-answers.ts'

const text = z.string()
const yes = z.boolean()
const count = z.number().int().nonnegative()
const share = z.number().min(0).max(1)
const measured = z.object({ value: z.number(), low: z.number(), high: z.number() })

/**
 * One time that somebody or something did it. `at`: ISO 8601 in UTC. `automatic`: started without a person.
 * `recorded`: the result was written down where the team can read it.
 */
const run = { at: text, automatic: yes, recorded: yes }

/**
 * A planned measurement of a practice: the records of its runs, as a machine wrote them.
 * `described`: a document or a configuration says that it is done, which shows no run.
 */
const practice = (
  id: string,
  title: string,
  needs: MaterialKind[],
  columns: z.ZodRawShape = {},
  facts: z.ZodRawShape = {},
): PlannedProbe => ({
  id: `practice.${id}`,
  title,
  needs,
  method: 'measured',
  facts: z.object({ runs: z.array(z.object({ ...run, ...columns })), described: yes, ...facts }),
})

const dataPractices: PlannedProbe[] = [
  practice('feature-value', 'Runs that measured what each feature adds', ['mlflow'], { features: count }),
  practice('feature-cost', 'Runs that held the cost of each feature against its gain', ['mlflow'], { features: count }),
  practice('feature-lead-time', 'Measurements of the time from a feature idea to production', ['repo', 'ci']),
]

const modelPractices: PlannedProbe[] = [
  practice(
    'metric-link',
    'Studies of the offline metric beside the outcome in use',
    ['mlflow', 'documents'],
    {},
    { correlation: measured },
  ),
  practice('tuning', 'Searches over hyperparameters', ['mlflow'], { trials: count }),
  practice('age-curve', 'Runs that measured quality against the age of the model', ['mlflow'], { ages: count }),
  practice('baseline', 'Runs that measured a simpler model by the same metric', ['mlflow'], { same_metric: yes }),
  practice('slices', 'Runs that measured quality by slice', ['mlflow'], { slices: count, against_limit: yes }),
  practice('inclusion', 'Runs that compared the treatment of groups of people', ['mlflow'], { groups: count }),
]

const infraPractices: PlannedProbe[] = [
  practice('reproduction', 'Trainings that were repeated and compared', ['mlflow'], {}, { difference: measured }),
  practice('release-gate', 'Evaluations that had to pass before a model was released', ['mlflow', 'ci'], {
    before_release: yes,
    could_stop: yes,
  }),
  practice('trace', 'Single predictions that were followed step by step', ['mlflow', 'documents']),
  practice('rollback', 'Returns to the version before, real or practised', ['mlflow', 'ci'], { minutes: z.number().nonnegative() }),
]

const monitorPractices: PlannedProbe[] = [
  practice('live-validation', 'Live inputs held against written expectations', ['prometheus'], { alerts: yes }),
  practice(
    'skew',
    'Served feature values computed again by the training code',
    ['mlflow', 'prometheus'],
    { rows: count },
    { mismatch_share: share },
  ),
  practice('model-age', 'Readings of the age of the model in service', ['prometheus', 'mlflow'], { against_limit: yes }),
  practice('numerics', 'Looks for NaN, infinity and implausible weights', ['prometheus', 'mlflow'], {
    during: z.enum(['training', 'service']),
  }),
  practice('performance', 'Speed and memory compared with the versions before', ['prometheus'], { trend: yes }),
  practice('live-quality', 'Measurements of quality on served predictions', ['prometheus', 'mlflow'], { alerts: yes }),
]

/** Reads expectations as data and holds tables against them, so that having a suite and keeping it are two facts. */
const expectations: PlannedProbe = {
  id: 'data.expectations',
  title: 'The written expectations of data, held against the tables',
  needs: ['repo', 'table'],
  method: 'measured',
  facts: z.object({ expectations: count, broken: count, breaking_rows: count }),
}

/** What a declared endpoint would tell under a bounded load, its latency counted from the moment each request was due. */
const endpointAnswers: PlannedProbe = {
  id: 'endpoint.answers',
  title: 'Time and correctness of answers of the live endpoint',
  needs: ['endpoint'],
  method: 'measured',
  facts: z.object({ n: count, failed: count, p50_ms: measured, p95_ms: measured, p99_ms: measured }),
}

export const planned: PlannedProbe[] = [
  expectations,
  endpointAnswers,
  ...dataPractices,
  ...modelPractices,
  ...infraPractices,
  ...monitorPractices,
  ...plannedAnswers,
]
