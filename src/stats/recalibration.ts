/** The line that would make scores honest: logit(true chance) = intercept + slope · logit(score), fitted by iterated least squares. */
import { type Interval, twoSidedPoint } from './proportion.ts'

/** Rows of one score (0–1). */
export type RecalibrationGroup = { score: number; n: number; positives: number }

/** Scores are taken no nearer to 0 and 1 than this, so that a few certain ones do not rule the line. */
const nearest = 1e-6

type Point = { x: number; n: number; positives: number }
type Line = { intercept: number; slope: number }

/** Score vector and information matrix of the binomial log-likelihood. */
const derivatives = (points: Point[], line: Line): { u0: number; u1: number; i00: number; i01: number; i11: number } => {
  const sum = { u0: 0, u1: 0, i00: 0, i01: 0, i11: 0 }
  for (const { x, n, positives } of points) {
    const chance = 1 / (1 + Math.exp(-(line.intercept + line.slope * x)))
    const miss = positives - n * chance
    const weight = n * chance * (1 - chance)
    sum.u0 += miss
    sum.u1 += miss * x
    sum.i00 += weight
    sum.i01 += weight * x
    sum.i11 += weight * x * x
  }
  return sum
}

const logLikelihood = (points: Point[], line: Line): number =>
  points.reduce((sum, { x, n, positives }) => {
    const eta = line.intercept + line.slope * x
    const logSum = Math.max(eta, 0) + Math.log1p(Math.exp(-Math.abs(eta)))
    return sum + positives * eta - n * logSum
  }, 0)

/** Newton's steps, halved while they make things worse; undefined when the classes part so that no line is best. */
const bestLine = (points: Point[]): (Line & { varIntercept: number; varSlope: number }) | undefined => {
  // Scores of 0 and 1 alone lie so far out that the honest line is a hopeless start; then the flat one serves.
  const starts = [1, 0].map((slope): [Line, number] => [{ intercept: 0, slope }, logLikelihood(points, { intercept: 0, slope })])
  let [line, best] = starts.reduce((a, b) => (b[1] > a[1] ? b : a))
  for (let step = 0; step < 60; step += 1) {
    const { u0, u1, i00, i01, i11 } = derivatives(points, line)
    const determinant = i00 * i11 - i01 * i01
    if (!(determinant > 1e-12 * i00 * i11)) return undefined
    const move = { intercept: (i11 * u0 - i01 * u1) / determinant, slope: (i00 * u1 - i01 * u0) / determinant }
    let size = 1
    let next = line
    for (; size > 1e-9; size /= 2) {
      next = { intercept: line.intercept + size * move.intercept, slope: line.slope + size * move.slope }
      const now = logLikelihood(points, next)
      if (now >= best - 1e-12 * Math.abs(best)) {
        best = now
        break
      }
    }
    line = next
    if (Math.abs(line.slope) > 1e3 || Math.abs(line.intercept) > 1e4) return undefined
    const done =
      Math.abs(move.intercept) < 1e-12 * (1 + Math.abs(line.intercept)) && Math.abs(move.slope) < 1e-12 * (1 + Math.abs(line.slope))
    if (done) return { ...line, varIntercept: i11 / determinant, varSlope: i00 / determinant }
  }
  return undefined
}

/**
 * Perfectly calibrated scores give slope 1 and intercept 0; a slope below 1 means that scores are too sure of themselves. Wald intervals.
 * Undefined when there is one class only, one distinct score only, or the scores part the classes without error.
 */
export const logisticRecalibration = (
  groups: Iterable<RecalibrationGroup>,
  confidence = 0.95,
): { slope: Interval; intercept: Interval } | undefined => {
  const points: Point[] = []
  for (const { score, n, positives } of groups) {
    const p = Math.min(1 - nearest, Math.max(nearest, score))
    if (n > 0) points.push({ x: Math.log(p / (1 - p)), n, positives })
  }
  const found = bestLine(points)
  if (found === undefined) return undefined
  const z = twoSidedPoint(confidence)
  const around = (value: number, variance: number): Interval => ({
    value,
    low: value - z * Math.sqrt(variance),
    high: value + z * Math.sqrt(variance),
  })
  return { slope: around(found.slope, found.varSlope), intercept: around(found.intercept, found.varIntercept) }
}
