/** Mean and variance of the Jensen–Shannon divergence of two samples whose rows are dealt out by chance, rare categories included. */
import { hypergeometric } from './hypergeometric.ts'

/** One category's part of the divergence, natural logarithm, when it has `a` of n rows and `b` of m rows. */
export function divergencePart(a: number, b: number, n: number, m: number): number {
  const p = a / n
  const q = b / m
  const middle = (p + q) / 2
  return ((p === 0 ? 0 : p * Math.log(p / middle)) + (q === 0 ? 0 : q * Math.log(q / middle))) / 2
}

/** Where both sides expect at least this many rows, the limiting form is used: a square of a normal value. */
const many = 50

type Moments = { mean: number; variance: number; slope: number }

/**
 * The counts of each category over both sides stay as they are. Each category's own moments are exact (hypergeometric);
 * what binds the categories, the fixed number of rows, is taken out of the linear and the quadratic parts.
 * In the limit of many rows this is h/8 · χ² with k − 1 degrees of freedom, h = 1/n + 1/m.
 */
export function chanceDivergence(
  cells: readonly { a: number; b: number; count: number }[],
  n: number,
  m: number,
): { mean: number; variance: number } {
  const rows = n + m
  const side = n / rows
  const square = (1 / n + 1 / m) / 8
  const byTotal = new Map<number, number>()
  for (const { a, b, count } of cells) byTotal.set(a + b, (byTotal.get(a + b) ?? 0) + count)
  const sums = { mean: 0, variance: 0, slope: 0, slopeSquared: 0, share: 0, shareSquared: 0 }
  for (const [total, count] of byTotal) {
    const share = total / rows
    const large = total * Math.min(side, 1 - side) >= many
    const own = large ? limiting(square * (1 - share)) : exact(n, m, total)
    const spread = (total * (1 - share) * side * (1 - side) * rows) / Math.max(1, rows - 1)
    sums.mean += count * own.mean
    sums.variance += count * Math.max(0, own.variance - own.slope ** 2 * spread)
    sums.slope += count * own.slope * total
    sums.slopeSquared += count * own.slope ** 2 * total
    if (total > 1) {
      sums.share += count * share
      sums.shareSquared += count * share * share
    }
  }
  const linear = ((side * (1 - side) * rows) / Math.max(1, rows - 1)) * Math.max(0, sums.slopeSquared - sums.slope ** 2 / rows)
  const bound = 2 * square * square * (sums.share ** 2 - sums.shareSquared)
  return { mean: sums.mean, variance: sums.variance + linear + bound }
}

const limiting = (mean: number): Moments => ({ mean, variance: 2 * mean * mean, slope: 0 })

function exact(n: number, m: number, total: number): Moments {
  const { least, weights } = hypergeometric(n, m, total)
  let mean = 0
  let square = 0
  let rows = 0
  let rowsSquare = 0
  let product = 0
  weights.forEach((weight, i) => {
    const a = least + i
    const part = divergencePart(a, total - a, n, m)
    mean += weight * part
    square += weight * part * part
    rows += weight * a
    rowsSquare += weight * a * a
    product += weight * a * part
  })
  const spread = rowsSquare - rows * rows
  return { mean, variance: Math.max(0, square - mean * mean), slope: spread > 0 ? (product - rows * mean) / spread : 0 }
}
