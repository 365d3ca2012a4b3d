/** One distance between the two tables in one column: what it is, how likely by chance, and how far chance alone goes. */
import { chiSquaredQuantile } from '../../../stats/chi-squared.ts'
import { exactPs } from './hypergeometric.ts'

/** `n` and `m` are the rows that were compared on each side. */
export type Distance = {
  measure: string
  n: number
  m: number
  effect: number
  p: number
  /** The effect that chance alone exceeds with probability `level`. */
  floor(level: number): number
  /** Standard error of the effect, or the smallest effect that would be seen at a level, where that can be worked out exactly. */
  error: number | ((level: number) => number | null)
  /** How far out `p` lies, in the unit in which effects grow; settles a floor that is near the effect. */
  reach(p: number): number
  /** False where there is nothing to tell apart, so that no correction is due. */
  counts: boolean
}

export const thinness = (n: number, m: number): number => 1 / n + 1 / m

/** Nothing differs and nothing could. */
export const noDistance = (measure: string, n: number, m: number): Distance => ({
  measure,
  n,
  m,
  effect: 0,
  p: 1,
  floor: () => 0,
  error: 0,
  reach: () => 0,
  counts: false,
})

export const chiSquaredReach =
  (df: number) =>
  (p: number): number =>
    Math.sqrt(chiSquaredQuantile(1 - p, df))

/**
 * Of two counts out of n and m rows, by Fisher's exact test; `effectOf(a, b)` grows on either side of equal shares. The
 * floor is the largest effect, on the side where the counts lie, that chance reaches more often than `level`.
 */
export function exactDistance(
  measure: string,
  [a, n]: [number, number],
  [b, m]: [number, number],
  effectOf: (a: number, b: number) => number,
): Pick<Distance, 'measure' | 'n' | 'm' | 'effect' | 'p' | 'floor'> {
  const marked = a + b
  const { least, p } = exactPs(n, m, marked)
  const side = (k: number) => Math.sign(k * m - (marked - k) * n)
  return {
    measure,
    n,
    m,
    effect: effectOf(a, b),
    p: p[a - least] as number,
    floor: (level) => {
      let floor = 0
      for (let i = 0; i < p.length; i += 1) {
        const k = least + i
        if (side(k) * side(a) < 0 || (p[i] as number) <= level) continue
        floor = Math.max(floor, effectOf(k, marked - k))
      }
      return floor
    },
  }
}
