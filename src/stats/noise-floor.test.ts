import { describe, expect, it } from 'vitest'
import { jsDistance, psi } from './divergence.ts'
import { jsDistanceFloor, ksFloor, psiFloor, wassersteinFloor } from './noise-floor.ts'
import { expectClose } from './reference/expect-close.ts'
import { resampledFloor, seededUniform } from './resampled-floor.ts'
import { kolmogorovSmirnov, wasserstein } from './two-samples.ts'

const even = (k: number): number[] => new Array<number>(k).fill(1000)

const normals = (rows: number, uniform: () => number): Float64Array =>
  Float64Array.from({ length: rows }, () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())).sort()

/** Share of `tries` in which two samples of one normal lie further apart than `floor`. */
const alarms = (n: number, m: number, tries: number, beyond: (a: Float64Array, b: Float64Array) => boolean): number => {
  const uniform = seededUniform(3)
  let count = 0
  for (let t = 0; t < tries; t += 1) if (beyond(normals(n, uniform), normals(m, uniform))) count += 1
  return count / tries
}

describe('noise floor', () => {
  it('has the closed forms', () => {
    expectClose(psiFloor(10, 1000, 1000), 0.002 * 16.918977604620448)
    expectClose(jsDistanceFloor(10, 1000, 1000, 0.05, Math.E), Math.sqrt((0.002 / 8) * 16.918977604620448))
    expectClose(jsDistanceFloor(10, 1000, 1000) * Math.sqrt(Math.LN2), jsDistanceFloor(10, 1000, 1000, 0.05, Math.E))
    expect(ksFloor(5000, 500)).toBeCloseTo(1.358 * Math.sqrt(1 / 5000 + 1 / 500), 4)
    expect([psiFloor(1, 10, 10), ksFloor(1, 1)]).toEqual([0, 1])
  })

  it('is met by redrawing, where no bin is rare', () => {
    expect(resampledFloor(even(10), 1000, 1000, psi) / psiFloor(10, 1000, 1000)).toBeCloseTo(1, 1)
    expect(resampledFloor(even(50), 5000, 500, jsDistance) / jsDistanceFloor(50, 5000, 500)).toBeCloseTo(1, 1)
  })

  it('runs low for rare bins, which redrawing sees', () => {
    // 500 bins, ten rows each: 0.221 by the closed form, 0.238 by simulation.
    expect(psiFloor(500, 5000, 5000)).toBeCloseTo(0.221, 3)
    expect(resampledFloor(even(500), 5000, 5000, psi)).toBeCloseTo(0.238, 2)
  })

  it('is passed about one time in twenty when nothing changed', () => {
    const ks = alarms(400, 300, 2000, (a, b) => (kolmogorovSmirnov(a, b)?.d ?? 1) > ksFloor(400, 300))
    expect(ks).toBeGreaterThan(0.02)
    expect(ks).toBeLessThan(0.06)
    const w1 = alarms(500, 200, 1500, (a, b) => wasserstein(a, b) > wassersteinFloor(Float64Array.of(...a, ...b).sort(), 500, 200))
    expect(w1).toBeGreaterThan(0.02)
    expect(w1).toBeLessThan(0.08)
  })

  it('redraws the same each time, and differently with another seed', () => {
    expect(resampledFloor([5, 9, 2], 40, 30, psi)).toBe(resampledFloor([5, 9, 2], 40, 30, psi))
    expect(resampledFloor([5, 9, 2], 40, 30, psi, { seed: 2 })).not.toBe(resampledFloor([5, 9, 2], 40, 30, psi))
    expect(resampledFloor([5, 0], 40, 30, psi)).toBe(0)
  })
})

describe('seeded uniform', () => {
  it('fills 0–1 evenly and without memory', () => {
    const uniform = seededUniform(11)
    const values = Float64Array.from({ length: 20000 }, uniform)
    const flat = Float64Array.from({ length: 20000 }, (_, i) => (i + 0.5) / 20000)
    expect(kolmogorovSmirnov(Float64Array.from(values).sort(), flat)?.d).toBeLessThan(0.012)
    const lag = values.slice(1).reduce((sum, v, i) => sum + (v - 0.5) * ((values[i] as number) - 0.5), 0) / 20000 / (1 / 12)
    expect(Math.abs(lag)).toBeLessThan(0.03)
  })
})
