/** How far the shares of missing values lie apart. */
import { chiSquaredQuantile, chiSquaredUpper } from '../../../stats/chi-squared.ts'
import { fisher } from '../../../stats/fisher.ts'
import { chiSquaredReach, type Distance, exactDistance, noDistance, thinness } from './distance.ts'

const measure = 'missing_share'

/** `a` of n rows and `b` of m rows have no value. The effect is the absolute difference of shares; both sides have rows. */
export function missingDistance([a, n]: [number, number], [b, m]: [number, number]): Distance {
  const share = (a + b) / (n + m)
  if (share === 0) return { ...noDistance(measure, n, m), error: (level) => leastVisible(n, m, level) }
  if (share === 1) return noDistance(measure, n, m)
  const error = Math.sqrt(share * (1 - share) * thinness(n, m))
  const rest = { error, reach: chiSquaredReach(1), counts: true }
  const effectOf = (x: number, y: number) => Math.abs(x / n - y / m)
  const expected = (Math.min(n, m) * Math.min(a + b, n + m - a - b)) / (n + m)
  if (expected < 5) return { ...exactDistance(measure, [a, n], [b, m], effectOf), ...rest }
  const effect = effectOf(a, b)
  const floor = (level: number) => Math.sqrt(chiSquaredQuantile(1 - level, 1)) * error
  return { measure, n, m, effect, p: chiSquaredUpper((effect / error) ** 2, 1), floor, ...rest }
}

/** With nothing missing so far: the smallest share that would be beyond chance. Null when m rows are too few for any. */
function leastVisible(n: number, m: number, level: number): number | null {
  for (let b = 1; b <= m && b <= 1000; b += 1) if (fisher(0, n, b, m - b) <= level) return b / m
  return null
}
