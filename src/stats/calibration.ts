/** Whether scores mean what they say: bins, expected calibration error, and the error that a perfect model would show by chance. */
import { binomialWeight } from './saddle-point.ts'

/** Rows whose score falls in one bin: their number, how many are positive, Σ score and Σ score·(1 − score). */
export type CalibrationBin = { low: number; high: number; n: number; positives: number; scoreSum: number; spreadSum: number }

/** Which of `count` equal bins a score of 0–1 falls in: closed on the left, the last on both sides. */
export const binOf = (score: number, count = 10): number => {
  const at = Math.floor(score * count)
  // score · count may have been rounded up onto an edge that the score itself lies below.
  return Math.min(count - 1, score < at / count ? at - 1 : at)
}

/** Empty bins stay in, with n = 0. */
export const calibrationBins = (scores: Float64Array, positive: Uint8Array, count = 10): CalibrationBin[] => {
  const bins = Array.from({ length: count }, (_, i) => ({
    low: i / count,
    high: (i + 1) / count,
    n: 0,
    positives: 0,
    scoreSum: 0,
    spreadSum: 0,
  }))
  for (let i = 0; i < scores.length; i += 1) {
    const score = scores[i] as number
    const bin = bins[binOf(score, count)] as CalibrationBin
    bin.n += 1
    bin.positives += positive[i] as number
    bin.scoreSum += score
    bin.spreadSum += score * (1 - score)
  }
  return bins
}

/** Σ over bins of |positives − Σ score|, by row; undefined with no rows. */
export const ece = (bins: { n: number; positives: number; scoreSum: number }[]): number | undefined => {
  const rows = bins.reduce((sum, bin) => sum + bin.n, 0)
  if (rows === 0) return undefined
  return bins.reduce((sum, bin) => sum + Math.abs(bin.positives - bin.scoreSum), 0) / rows
}

/** E|X − np| of a binomial, by De Moivre's closed form. */
const binomialDeviation = (n: number, p: number): number => {
  const above = Math.min(n, Math.floor(n * p) + 1)
  return 2 * above * (1 - p) * binomialWeight(above, n - above, p, 1 - p)
}

/** E|X − Σp| for X the number of hits of rows with chances averaging scoreSum/n and variance spreadSum. */
export const meanDeviation = (bin: { n: number; scoreSum: number; spreadSum: number }): number => {
  const p = bin.scoreSum / bin.n
  if (bin.n === 0 || p <= 0 || p >= 1) return 0
  // The hits vary a little less than a binomial's, since the scores of a bin differ among themselves.
  return binomialDeviation(bin.n, p) * Math.sqrt(bin.spreadSum / (bin.n * p * (1 - p)))
}

/** Mean ECE of a perfectly calibrated model with these scores in these bins; undefined with no rows. */
export const eceFloor = (bins: { n: number; scoreSum: number; spreadSum: number }[]): number | undefined => {
  const rows = bins.reduce((sum, bin) => sum + bin.n, 0)
  if (rows === 0) return undefined
  return bins.reduce((sum, bin) => sum + meanDeviation(bin), 0) / rows
}

export { logisticRecalibration } from './recalibration.ts'
