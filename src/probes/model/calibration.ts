/** Whether scores mean what they say: of the rows scored 0.7, are 70 % positive? */
import { z } from 'zod'
import type { Row } from '../../model/fact.ts'
import { found, probe } from '../../model/probe.ts'
import { type CalibrationBin, calibrationBins, ece, eceFloor, logisticRecalibration } from '../../stats/calibration.ts'
import { wilson } from '../../stats/proportion.ts'
import { allUnknown, cells, Measured, measured, tell, type Why } from '../log/telling.ts'
import { readSpan } from '../log/times.ts'
import { readBinaryLog } from './quality/binary-log.ts'
import { neighbours } from './quality/neighbours.ts'
import { notProbabilities, probabilities, strayLimit } from './quality/probabilities.ts'
import { type Ranked, size, together } from './quality/ranked.ts'

const names = ['ece', 'ece_floor', 'slope', 'intercept', 'slope_interval', 'intercept_interval', 'bins'] as const

/** Empty bins have no line. */
const linesOf = (bins: CalibrationBin[]): Row[] =>
  bins.flatMap((bin, index) =>
    bin.n === 0
      ? []
      : [
          cells({
            bin: index + 1,
            from: bin.low,
            to: bin.high,
            n: bin.n,
            mean_score: bin.scoreSum / bin.n,
            share_positive: wilson(bin.positives, bin.n),
          }),
        ],
  )

const noLine = (ranked: Ranked): Why => {
  if (ranked.positives.length === 0 || ranked.negatives.length === 0) return ['one_class', 'every label is the same']
  return ['undefined', 'the scores are all the same, or part the two classes without error']
}

const facts = (ranked: Ranked) => {
  const { scores, positive } = together(ranked)
  const bins = calibrationBins(scores, positive)
  const line = logisticRecalibration(neighbours(ranked))
  const without = noLine(ranked)
  return tell({
    ece: ece(bins) ?? ['no_rows', 'no row has a score within 0–1'],
    ece_floor: eceFloor(bins) ?? ['no_rows', 'no row has a score within 0–1'],
    slope: line?.slope.value ?? without,
    intercept: line?.intercept.value ?? without,
    slope_interval: line ? measured(line.slope) : without,
    intercept_interval: line ? measured(line.intercept) : without,
    bins: linesOf(bins),
  })
}

export default probe({
  id: 'model.calibration',
  version: 2,
  title: 'Calibration of scores',
  measures: 'How far the share of positive labels lies from the scores, beside the distance that chance alone gives.',
  method: 'measured',
  needs: { predictions: { kinds: ['predictions'], with: ['score', 'label'] } },
  options: z.strictObject({}),
  facts: z.object({
    rows: z.number(),
    labelled_rows: z.number(),
    ece: z.number(),
    ece_floor: z.number(),
    slope: z.number(),
    intercept: z.number(),
    slope_interval: Measured,
    intercept_interval: Measured,
    bins: z.array(
      z.object({ bin: z.number(), from: z.number(), to: z.number(), n: z.number(), mean_score: z.number(), share_positive: Measured }),
    ),
  }),
  async collect({ predictions: log }, { signal }) {
    const { rows, labelled_rows, ranked, why, limits } = await readBinaryLog(log, signal)
    const until = (await readSpan(log))?.to
    const head = { rows, labelled_rows }
    if (ranked === undefined)
      return found(head, { limits, until, unknown: allUnknown(names, why ?? ['no_rows', 'there is nothing to bin']) })
    const { inside, stray } = probabilities(ranked)
    if (inside === undefined) return found(head, { limits, until, unknown: allUnknown(names, notProbabilities(stray, size(ranked))) })
    const told = facts(inside)
    return found(
      { ...head, ...told.facts },
      {
        unknown: told.unknown,
        until,
        limits: [
          ...limits,
          ...strayLimit(stray),
          'ECE over ten bins of equal width, closed on the left, the last on both sides; ece_floor is the mean ECE of a perfectly calibrated model on these scores',
          'slope and intercept of the logistic line through the labels over the logit of the score, scores held within 0.000001 of 0 and 1',
        ],
      },
    )
  },
})
