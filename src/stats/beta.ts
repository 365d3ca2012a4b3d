/** The regularised incomplete beta function and its inverse, with both tails accurate. */
import { risingRoot } from './root.ts'
import { binomialWeight } from './saddle-point.ts'

const tiny = 1e-300

/**
 * What x^a y^b / B(a, b) must be divided by: the even part of the classical continued fraction (modified Lentz), quick for x below the mean.
 * Written with a·y − b·x rather than a − (a + b)·x, so that nothing cancels when x is next to 1.
 */
const divisor = (x: number, y: number, a: number, b: number): number => {
  const part = (m: number): number =>
    m + (m * (b - m) * x) / (a + 2 * m - 1) + ((a + m) * (a * y - b * x + 1 + m * (1 + y))) / (a + 2 * m + 1)
  // The middle term vanishes at m = 0, where a = 1 would make it 0 / 0.
  let value = (a * (a * y - b * x + 1)) / (a + 1)
  if (value === 0) value = tiny
  let c = value
  let d = 0
  for (let m = 1; m < 1e7; m += 1) {
    const step = a + 2 * m - 1
    const over = ((a + m - 1) * (a + b + m - 1) * m * (b - m) * x * x) / (step * step)
    const under = part(m)
    d = under + over * d
    d = 1 / (d === 0 ? tiny : d)
    c = under + over / c
    if (c === 0) c = tiny
    value *= c * d
    if (!(Math.abs(c * d - 1) >= 2e-16)) break
  }
  return value
}

/** x^a y^b / B(a, b), with y = 1 − x given. */
const kernel = (x: number, y: number, a: number, b: number): number => (binomialWeight(a, b, x, y) * a * b) / (a + b)

/** I_x(a, b) with y = 1 − x given apart, so that an x within rounding of 1 loses nothing. */
export const betaLowerPair = (x: number, y: number, a: number, b: number): number => {
  if (x <= 0) return 0
  if (y <= 0) return 1
  const front = kernel(x, y, a, b)
  return (a + 1) * y > (b + 1) * x ? front / divisor(x, y, a, b) : 1 - front / divisor(y, x, b, a)
}

/** I_x(a, b), the lower tail of a Beta(a, b); NaN for an x outside 0–1 or a, b not above 0. */
export const betaRegularised = (x: number, a: number, b: number): number => {
  if (!(x >= 0 && x <= 1 && a > 0 && b > 0)) return Number.NaN
  return betaLowerPair(x, 1 - x, a, b)
}

/** The smaller side of the answer, found on a logarithmic scale where the function is nearly straight. */
const solveSmall = (p: number, q: number, a: number, b: number): number => {
  const lower = p <= q
  const goal = Math.log(lower ? p : q)
  const at = (u: number): [number, number] => {
    const x = Math.exp(u)
    const y = -Math.expm1(u)
    const tail = lower ? betaLowerPair(x, y, a, b) : betaLowerPair(y, x, b, a)
    const slope = kernel(x, y, a, b) / y / tail
    return lower ? [Math.log(tail) - goal, slope] : [goal - Math.log(tail), slope]
  }
  return Math.exp(risingRoot(at, -740, -1e-17, Math.log(Math.min(0.5, a / (a + b)))))
}

/** The point with lower tail p and upper tail q = 1 − p, as {x, y = 1 − x}, each to full relative accuracy. */
export const betaQuantilePair = (p: number, q: number, a: number, b: number): { x: number; y: number } => {
  if (p <= 0) return { x: 0, y: 1 }
  if (q <= 0) return { x: 1, y: 0 }
  if (betaLowerPair(0.5, 0.5, a, b) >= p) {
    const x = solveSmall(p, q, a, b)
    return { x, y: 1 - x }
  }
  const y = solveSmall(q, p, b, a)
  return { x: 1 - y, y }
}

/** The x with I_x(a, b) = p. */
export const betaQuantile = (p: number, a: number, b: number): number => {
  if (!(p >= 0 && p <= 1 && a > 0 && b > 0)) return Number.NaN
  return betaQuantilePair(p, 1 - p, a, b).x
}
