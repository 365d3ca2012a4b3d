/** The noise floor of any distance between two tables of counts, by drawing both again from what they have in common; for rare bins, where closed forms run low. */

/** A seeded stream of numbers in (0, 1), the same on every machine (Marsaglia's xorshift with a Weyl step). */
export const seededUniform = (seed: number): (() => number) => {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1
  let weyl = 0
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    weyl = (weyl + 0x61c88647) >>> 0
    return (((state ^ weyl) >>> 0) + 0.5) / 4294967296
  }
}

/** Standard normal, by Box and Muller. */
const gaussian = (uniform: () => number): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())

/** A binomial draw: exact by walking up from 0 while few hits are expected, a rounded normal where that is no longer told apart. */
const binomialDraw = (n: number, p: number, uniform: () => number): number => {
  if (p <= 0 || n === 0) return 0
  if (p > 0.5) return n - binomialDraw(n, 1 - p, uniform)
  const mean = n * p
  if (mean > 200) return Math.min(n, Math.max(0, Math.round(mean + Math.sqrt(mean * (1 - p)) * gaussian(uniform))))
  let left = uniform()
  let chance = Math.exp(n * Math.log1p(-p))
  let k = 0
  while (left > chance && k < n) {
    left -= chance
    chance *= ((n - k) / (k + 1)) * (p / (1 - p))
    k += 1
  }
  return k
}

const draw = (shares: number[], rows: number, uniform: () => number): number[] => {
  let left = rows
  let mass = 1
  return shares.map((share) => {
    const hits = mass <= share ? left : binomialDraw(left, share / mass, uniform)
    left -= hits
    mass -= share
    return hits
  })
}

/**
 * The distance that chance alone exceeds `alpha` of the time. `pooled` holds the counts of both sides added up; `distance` takes two lists of
 * counts. The same arguments give the same answer.
 */
export const resampledFloor = (
  pooled: ArrayLike<number>,
  n: number,
  m: number,
  distance: (a: number[], b: number[]) => number,
  { alpha = 0.05, draws = 999, seed = 1 }: { alpha?: number; draws?: number; seed?: number } = {},
): number => {
  const counts = Array.from(pooled).filter((v) => v > 0)
  const total = counts.reduce((sum, v) => sum + v, 0)
  if (counts.length < 2) return 0
  const shares = counts.map((v) => v / total)
  const uniform = seededUniform(seed)
  const seen = Float64Array.from({ length: draws }, () => distance(draw(shares, n, uniform), draw(shares, m, uniform))).sort()
  return seen[Math.min(draws - 1, Math.ceil((1 - alpha) * (draws + 1)) - 1)] as number
}
