/** Relative comparison for tests: says both numbers when they differ. */
import { expect } from 'vitest'

/** Fails unless |got − wanted| ≤ tolerance · |wanted|; where 0 is wanted, `tolerance` is absolute. */
export const expectClose = (got: number | undefined, wanted: number, tolerance = 1e-12, about = ''): void => {
  const scale = wanted === 0 ? 1 : Math.abs(wanted)
  const off = got === wanted ? 0 : Math.abs((got ?? Number.NaN) - wanted) / scale
  expect(off <= tolerance, `${about} got ${got}, wanted ${wanted}, off by ${off.toExponential(1)}`).toBe(true)
}
