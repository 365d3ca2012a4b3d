/** What a model adds to the simplest predictor there is, row by row. */
import { z } from 'zod'
import type { TableHandle } from '../../model/handles.ts'
import { found, probe } from '../../model/probe.ts'
import { caveats, readRepeatedIds } from '../log/caveats.ts'
import { allUnknown, Measured, tell, type Why } from '../log/telling.ts'
import { readSpan } from '../log/times.ts'
import { readBinaryLog } from './quality/binary-log.ts'
import { classGain, type Gain, gainNames } from './quality/class-baseline.ts'
import { numberGain } from './quality/number-baseline.ts'
import { probabilities } from './quality/probabilities.ts'
import { readSingleFeatures } from './quality/single-features.ts'
import { readTask } from './quality/task.ts'

const ofClasses = async (log: TableHandle, signal: AbortSignal): Promise<Gain> => {
  const { labelled_rows, ranked, sql, why, limits } = await readBinaryLog(log, signal)
  const none = allUnknown([...gainNames, 'single_features'], why ?? ['no_rows', 'no row has both a score and a label'])
  if (ranked === undefined || sql === undefined) return { facts: { labelled_rows, ...none }, limits }
  const gain = classGain(ranked, log.roles.threshold ?? 0.5)
  const noFeatures: Why = ['no_role', 'no features are declared (`features: [column, …]`), or the scores are no probabilities']
  const possible = log.roles.features !== undefined && probabilities(ranked).inside !== undefined && gain.facts.metric === 'brier'
  const features = possible ? await readSingleFeatures(log, sql, signal) : undefined
  return {
    facts: { labelled_rows, ...gain.facts, single_features: features?.lines ?? noFeatures },
    limits: [...limits, ...gain.limits, ...(features?.limits ?? [])],
  }
}

const ofNumbers = async (log: TableHandle, signal: AbortSignal): Promise<Gain> => {
  const gain = await numberGain(log, signal)
  const why: Why = ['undefined', 'rules on one feature are worked out for two classes only']
  return { facts: { ...gain.facts, single_features: why }, limits: [...caveats(log, await readRepeatedIds(log)), ...gain.limits] }
}

const read = async (log: TableHandle, signal: AbortSignal): Promise<Gain> => {
  const task = await readTask(log)
  if (task === 'classes') return ofClasses(log, signal)
  if (task === 'numbers') return ofNumbers(log, signal)
  return { facts: allUnknown([...gainNames, 'single_features'], task), limits: [] }
}

export default probe({
  id: 'model.baseline-gain',
  version: 1,
  title: 'Gain over the simplest predictor',
  measures: 'How much smaller the errors of a model are than those of a constant answer, the value before, or a rule on one feature.',
  method: 'measured',
  needs: { predictions: { kinds: ['predictions'], with: ['score', 'label'] } },
  options: z.strictObject({}),
  facts: z.object({
    rows: z.number(),
    labelled_rows: z.number(),
    baseline: z.string(),
    metric: z.string(),
    gain: Measured,
    relative_gain: Measured,
    model_value: z.number(),
    baseline_value: z.number(),
    single_features: z.array(z.object({ column: z.string(), metric: z.string(), value: z.number(), gain: Measured.nullable() })),
  }),
  async collect({ predictions: log }, { signal }) {
    const { facts, limits } = await read(log, signal)
    const told = tell({ rows: log.rows, ...facts })
    return found(told.facts, { unknown: told.unknown, limits, until: (await readSpan(log))?.to })
  },
})
