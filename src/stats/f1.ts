/** F1 with an interval that stays sane when few or none were hit. */
import { type Interval, wilson } from './proportion.ts'

/**
 * F1 = 2s / (1 + s) rises with s = tp / (tp + fp + fn), a plain share of the rows that are either predicted or truly positive;
 * so Wilson's interval of s carries over. Undefined when there is no such row.
 */
export const f1Interval = (tp: number, fp: number, fn: number, confidence = 0.95): Interval | undefined => {
  const rows = tp + fp + fn
  if (rows === 0) return undefined
  const share = wilson(tp, rows, confidence)
  const f1 = (s: number): number => (2 * s) / (1 + s)
  return { value: f1(share.value), low: f1(share.low), high: f1(share.high) }
}
