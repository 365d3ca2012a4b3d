/** How well a two-class model's scores meet the labels that came: rates at the threshold, ranking, and proper scores. */
import { z } from 'zod'
import type { Fact } from '../../model/fact.ts'
import { found, probe } from '../../model/probe.ts'
import { auc } from '../../stats/auc.ts'
import { f1Interval } from '../../stats/f1.ts'
import { wilson } from '../../stats/proportion.ts'
import { allUnknown, Measured, measured, tell, type Why } from '../log/telling.ts'
import { readSpan } from '../log/times.ts'
import { readBinaryLog } from './quality/binary-log.ts'
import { logLoss, meanLoss, squaredError, worst } from './quality/losses.ts'
import { notProbabilities, probabilities, strayLimit } from './quality/probabilities.ts'
import { type Confusion, confusion, type Ranked, size, together } from './quality/ranked.ts'

const metrics = ['base_rate', 'accuracy', 'precision', 'recall', 'f1', 'auc', 'log_loss', 'brier', 'tp', 'fp', 'fn', 'tn'] as const

const oneClass = (ranked: Ranked): Why => ['one_class', `every label is ${ranked.positives.length === 0 ? 'negative' : 'positive'}`]

const atThreshold = (ranked: Ranked, { tp, fp, fn, tn }: Confusion, threshold: number): { [fact: string]: Fact | Why } => {
  const nothingPredicted: Why = ['undefined', `nothing is predicted positive (no score is ${threshold} or more)`]
  const f1 = tp + fp > 0 && tp + fn > 0 ? f1Interval(tp, fp, fn) : undefined
  return {
    accuracy: wilson(tp + tn, size(ranked)),
    precision: tp + fp === 0 ? nothingPredicted : wilson(tp, tp + fp),
    recall: tp + fn === 0 ? oneClass(ranked) : wilson(tp, tp + fn),
    f1: f1 ?? (tp + fn === 0 ? oneClass(ranked) : nothingPredicted),
    ...{ tp, fp, fn, tn },
  }
}

const ranking = (ranked: Ranked): Fact | Why => {
  const { scores, positive } = together(ranked)
  const area = auc(scores, positive)
  return area === undefined ? oneClass(ranked) : measured(area)
}

const properScores = (ranked: Ranked): { facts: { [fact: string]: Fact | Why }; limits: string[] } => {
  const { inside, stray } = probabilities(ranked)
  const brier = inside && meanLoss(inside, squaredError, worst.squaredError)
  const log_loss = inside && meanLoss(inside, logLoss, worst.logLoss)
  if (brier && log_loss) return { facts: { brier, log_loss }, limits: strayLimit(stray) }
  return { facts: allUnknown(['brier', 'log_loss'], notProbabilities(stray, size(ranked))), limits: [] }
}

export default probe({
  id: 'model.classification',
  version: 1,
  title: 'Quality of a two-class model on a log',
  measures: 'How often the predictions of a log agree with the labels, how well its scores rank them, and how large its errors are.',
  method: 'measured',
  needs: { predictions: { kinds: ['predictions'], with: ['score', 'label'] } },
  options: z.strictObject({}),
  facts: z.object({
    rows: z.number(),
    labelled_rows: z.number(),
    threshold: z.number(),
    base_rate: z.number(),
    accuracy: Measured,
    precision: Measured,
    recall: Measured,
    f1: Measured,
    auc: Measured,
    log_loss: Measured,
    brier: Measured,
    tp: z.number(),
    fp: z.number(),
    fn: z.number(),
    tn: z.number(),
  }),
  async collect({ predictions: log }, { signal }) {
    const { rows, labelled_rows, ranked, why, limits } = await readBinaryLog(log, signal)
    const threshold = log.roles.threshold ?? 0.5
    const until = (await readSpan(log))?.to
    const head = { rows, labelled_rows, threshold }
    if (ranked === undefined)
      return found(head, { limits, until, unknown: allUnknown(metrics, why ?? ['no_rows', 'there is nothing to rank']) })
    const proper = properScores(ranked)
    const guessed = log.roles.threshold === undefined && 'log_loss' in proper.facts && Array.isArray(proper.facts.log_loss)
    const told = tell({
      ...head,
      base_rate: ranked.positives.length / size(ranked),
      ...atThreshold(ranked, confusion(ranked, threshold), threshold),
      auc: ranking(ranked),
      ...proper.facts,
    })
    return found(told.facts, {
      unknown: told.unknown,
      until,
      limits: [
        ...limits,
        ...proper.limits,
        ...(guessed
          ? ['the scores are no probabilities, yet rows are predicted positive from 0.5 on; declare `threshold:` if another is used']
          : []),
        'the log is taken as given: rows that were never logged, or were left out of it, cannot be seen',
      ],
    })
  },
})
