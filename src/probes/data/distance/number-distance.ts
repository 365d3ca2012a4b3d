/** How far two samples of numbers lie apart: Kolmogorov and Smirnov's distance. */
import { kolmogorovSmirnov, ksFloor } from '../../../stats/divergence.ts'
import { kolmogorovUpperQuantile } from '../../../stats/kolmogorov.ts'
import { type Distance, thinness } from './distance.ts'

/** Sorted values of each side, at least one each. */
export function numberDistance(reference: Float64Array, current: Float64Array): Distance {
  const n = reference.length
  const m = current.length
  const { d, p } = kolmogorovSmirnov(reference, current) ?? { d: 0, p: 1 }
  return {
    measure: 'ks',
    n,
    m,
    effect: d,
    p,
    floor: (level) => ksFloor(n, m, level),
    error: Math.sqrt(thinness(n, m)) / 2,
    reach: kolmogorovUpperQuantile,
    counts: true,
  }
}
