import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binOf, calibrationBins, ece, eceFloor, meanDeviation } from './calibration.ts'
import { expectClose } from './reference/expect-close.ts'
import { seededUniform } from './resampled-floor.ts'

/** E|X − Σp| summed over the exact distribution of the number of hits. */
const exactDeviation = (chances: number[]): number => {
  let distribution = [1]
  for (const p of chances) {
    const next = new Array<number>(distribution.length + 1).fill(0)
    for (const [k, mass] of distribution.entries()) {
      next[k] = (next[k] as number) + mass * (1 - p)
      next[k + 1] = (next[k + 1] as number) + mass * p
    }
    distribution = next
  }
  const mean = chances.reduce((sum, p) => sum + p, 0)
  return distribution.reduce((sum, mass, k) => sum + mass * Math.abs(k - mean), 0)
}

const binFrom = (chances: number[]): { n: number; scoreSum: number; spreadSum: number } => ({
  n: chances.length,
  scoreSum: chances.reduce((sum, p) => sum + p, 0),
  spreadSum: chances.reduce((sum, p) => sum + p * (1 - p), 0),
})

describe('bins', () => {
  it('close on the left, the last on both sides', () => {
    for (let k = 0; k < 10; k += 1) expect(binOf(k / 10)).toBe(k)
    expect([binOf(1), binOf(0.9999999999999999), binOf(0.29999999999999993), binOf(0.6999999999999998)]).toEqual([9, 9, 2, 6])
  })

  it('hold every row once', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), fc.integer({ min: 1, max: 40 }), (scores, count) => {
        const bins = calibrationBins(Float64Array.from(scores), new Uint8Array(scores.length), count)
        expect(bins.reduce((sum, bin) => sum + bin.n, 0)).toBe(scores.length)
        for (const bin of bins)
          if (bin.n > 0) expect(bin.scoreSum / bin.n >= bin.low - 1e-12 && bin.scoreSum / bin.n <= bin.high + 1e-12).toBe(true)
      }),
    )
  })
})

describe('ece', () => {
  it('adds the gaps of the bins by rows', () => {
    const bins = calibrationBins(Float64Array.of(0.1, 0.15, 0.9, 0.95), Uint8Array.of(0, 1, 1, 1))
    expectClose(ece(bins), (Math.abs(1 - 0.25) + Math.abs(2 - 1.85)) / 4)
    expect(ece([])).toBeUndefined()
    expect(eceFloor([])).toBeUndefined()
  })
})

describe('ece floor', () => {
  it.each([1, 2, 5, 12, 40, 150])('is exact for %i equal scores', (n) => {
    for (const p of [0.003, 0.05, 0.37, 0.5, 0.93])
      expectClose(meanDeviation(binFrom(new Array<number>(n).fill(p))), exactDeviation(new Array<number>(n).fill(p)), 1e-10)
  })

  it('is within 2 % of exact for scores that differ inside a bin of ten', () => {
    const uniform = seededUniform(5)
    for (const n of [2, 3, 7, 20, 100]) {
      for (let low = 0; low < 10; low += 1) {
        const chances = Array.from({ length: n }, () => (low + uniform()) / 10)
        expectClose(meanDeviation(binFrom(chances)), exactDeviation(chances), 0.02, `${n} rows from ${low / 10}`)
      }
    }
  })

  it('is nothing for scores of 0 and 1', () =>
    expect(
      eceFloor([
        { n: 5, scoreSum: 0, spreadSum: 0 },
        { n: 5, scoreSum: 5, spreadSum: 0 },
      ]),
    ).toBe(0))

  it.each([30, 300, 5000])('is the mean ECE that perfect scores show, %i rows', (rows) => {
    const uniform = seededUniform(rows)
    const scores = Float64Array.from({ length: rows }, () => uniform() ** 2)
    const tries = Math.round(600000 / rows) + 400
    let sum = 0
    let squares = 0
    for (let t = 0; t < tries; t += 1) {
      const seen =
        ece(
          calibrationBins(
            scores,
            Uint8Array.from(scores, (p) => (uniform() < p ? 1 : 0)),
          ),
        ) ?? Number.NaN
      sum += seen
      squares += seen * seen
    }
    const mean = sum / tries
    const error = Math.sqrt((squares / tries - mean * mean) / tries)
    const floor = eceFloor(calibrationBins(scores, new Uint8Array(rows))) ?? Number.NaN
    expect(Math.abs(floor - mean)).toBeLessThan(4 * error + 0.004 * mean)
  })
})
