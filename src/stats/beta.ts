/** The regularised incomplete beta function and its inverse, with both tails accurate. */
import { risingRoot } from './root.ts'
import { binomialWeight } from './saddle-point.ts'

const tiny = 1e-300

/** Continued fraction of the incomplete beta function (modified Lentz); quick for x below the mean. */
const fraction = (x: number, a: number, b: number): number => {
  const sum = a + b
  let c = 1
  let d = 1 - (sum * x) / (a + 1)
  d = 1 / (Math.abs(d) < tiny ? tiny : d)
  let h = d
  const multiply = (term: number): number => {
    d = 1 + term * d
    d = 1 / (Math.abs(d) < tiny ? tiny : d)
    c = 1 + term / c
    if (Math.abs(c) < tiny) c = tiny
    h *= d * c
    return d * c
  }
  for (let m = 1; m < 1e7; m += 1) {
    multiply((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)))
    const delta = multiply((-(a + m) * (sum + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)))
    if (Math.abs(delta - 1) < 2e-16) break
  }
  return h
}

/** x^a y^b / B(a, b), with y = 1 − x given. */
const kernel = (x: number, y: number, a: number, b: number): number => (binomialWeight(a, b, x, y) * a * b) / (a + b)

/** I_x(a, b) with y = 1 − x given apart, so that an x within rounding of 1 loses nothing. */
export const betaLowerPair = (x: number, y: number, a: number, b: number): number => {
  if (x <= 0) return 0
  if (y <= 0) return 1
  const front = kernel(x, y, a, b)
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(y, b, a)) / b
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
