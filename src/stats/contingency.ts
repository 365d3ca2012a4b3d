/** Whether two groups fall into the same categories: Pearson's test of a 2 × k table, and Cramér's V without its upward bias. */
import { chiSquaredUpper } from './chi-squared.ts'

type Counts = ArrayLike<number>

const total = (counts: Counts): number => Array.from(counts).reduce((sum, v) => sum + v, 0)

/** The categories that either side has. */
const columns = (a: Counts, b: Counts): [number, number][] =>
  Array.from(a, (v, i): [number, number] => [v, b[i] ?? 0]).filter(([v, w]) => v + w > 0)

/**
 * Counts of each category, in the same order on both sides; categories that neither side has are left out.
 * Undefined when a side is empty. With one category the statistic and df are 0 and p is 1. `yates` applies to 2 × 2 only.
 */
export const chiSquaredContingency = (
  a: Counts,
  b: Counts,
  correction: 'none' | 'yates' = 'none',
): { statistic: number; df: number; p: number } | undefined => {
  const n = total(a)
  const m = total(b)
  if (n === 0 || m === 0) return undefined
  const cells = columns(a, b)
  const df = cells.length - 1
  if (df === 0) return { statistic: 0, df, p: 1 }
  const statistic = cells.reduce((sum, [v, w]) => {
    const off = Math.abs(v * m - w * n) / (n + m)
    const gap = correction === 'yates' && df === 1 ? Math.max(0, off - 0.5) : off
    // Both cells of a column miss their expected count by the same amount.
    return sum + ((gap * gap * (n + m)) / (v + w)) * (1 / n + 1 / m)
  }, 0)
  return { statistic, df, p: chiSquaredUpper(statistic, df) }
}

/** Bergsma's bias-corrected Cramér's V of a 2 × k table, 0 to 1; undefined when a side is empty. */
export const cramersV = (a: Counts, b: Counts): number | undefined => {
  const test = chiSquaredContingency(a, b)
  if (test === undefined) return undefined
  if (test.df === 0) return 0
  const n = total(a) + total(b)
  const kinds = test.df + 1
  const phi2 = Math.max(0, test.statistic / n - test.df / (n - 1))
  const corrected = Math.min(kinds - test.df ** 2 / (n - 1), 2 - 1 / (n - 1)) - 1
  return corrected <= 0 ? 0 : Math.min(1, Math.sqrt(phi2 / corrected))
}
