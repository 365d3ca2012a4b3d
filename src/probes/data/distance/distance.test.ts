import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chiSquaredContingency, jsDistance } from '../../../stats/divergence.ts'
import { fisher } from '../../../stats/fisher.ts'
import { counts, normal, uniform } from '../testing/random.ts'
import { type Cell, categoryDistance } from './category-distance.ts'
import { chanceDivergence, divergencePart } from './chance-divergence.ts'
import { chanceOf, everyTable } from './chance-tables.ts'
import { exactPs } from './hypergeometric.ts'
import { missingDistance } from './missing-distance.ts'
import { numberDistance } from './number-distance.ts'

const cellsOf = (a: readonly number[], b: readonly number[]): Cell[] =>
  a.map((count, at) => ({ a: count, b: b[at] as number, count: 1 })).filter((cell) => cell.a + cell.b > 0)
const equal = (k: number): number[] => Array<number>(k).fill(1 / k)

describe('categories', () => {
  test('effect and p are those of the definitions', () => {
    const [a, b] = [
      [130, 370, 55],
      [240, 260, 61],
    ]
    const distance = categoryDistance(cellsOf(a as number[], b as number[]))
    expect(distance.effect).toBeCloseTo(jsDistance(a as number[], b as number[], 2), 14)
    expect(distance.p).toBeCloseTo(chiSquaredContingency(a as number[], b as number[])?.p as number, 20)
  })
  test('χ² of R on [130 370; 240 260]', () => {
    expect(categoryDistance(cellsOf([130, 370], [240, 260])).p).toBeCloseTo(5.81318047289984e-13, 24)
  })
  test('two rare categories: Fisher', () => {
    const distance = categoryDistance(cellsOf([3, 1], [1, 3]))
    expect(distance.p).toBeCloseTo(0.485714285714286, 12)
    expect(distance.effect).toBeCloseTo(jsDistance([3, 1], [1, 3], 2), 14)
  })
  test('grouping equal cells changes nothing', () => {
    const spread = Array.from({ length: 40 }, (_, at) => ({ a: at % 3, b: (at % 2) + 1, count: 1 }))
    const grouped = [...Map.groupBy(spread, ({ a, b }) => `${a} ${b}`).values()].map((those) => ({
      ...(those[0] as Cell),
      count: those.length,
    }))
    expect(categoryDistance(grouped).effect).toBeCloseTo(categoryDistance(spread).effect, 12)
    expect(categoryDistance(grouped).p).toBeCloseTo(categoryDistance(spread).p, 10)
  })
  test('one category, or the same shares: nothing', () => {
    expect(categoryDistance([{ a: 5, b: 9, count: 1 }])).toMatchObject({ effect: 0, p: 1, counts: false })
    expect(categoryDistance(cellsOf([10, 20], [100, 200]))).toMatchObject({ effect: 0, p: 1 })
  })
  test('values that never come twice are as far apart as chance puts them', () => {
    const distance = categoryDistance([
      { a: 1, b: 0, count: 700 },
      { a: 0, b: 1, count: 300 },
    ])
    expect(distance.effect).toBeCloseTo(1, 12)
    expect(distance.p).toBe(1)
    expect(distance.floor(0.05)).toBeCloseTo(1, 12)
  })
})

describe('chance, gone through and by its moments', () => {
  test('mean and variance of small tables are those of every table there is', () => {
    for (const [totals, n] of [
      [[4, 6, 3], 5],
      [[2, 2, 2, 7], 6],
      [[1, 3, 9], 10],
    ] as const) {
      const m = totals.reduce((x, y) => x + y, 0) - n
      const every = everyTable(totals, n, m)
      if (every === undefined) throw new Error('too many tables')
      const chances = every.p.map((p, at) => p - (every.p[at - 1] ?? 0))
      const mean = chances.reduce((sum, chance, at) => sum + chance * (every.divergence[at] as number), 0)
      expect(every.p.at(-1)).toBeCloseTo(1, 10)
      expect(
        chanceDivergence(
          totals.map((a) => ({ a, b: 0, count: 1 })),
          n,
          m,
        ).mean,
      ).toBeCloseTo(mean, 10)
    }
  })
  test('with many rows it is h/8 · χ² with k − 1 degrees of freedom', () => {
    const k = 12
    const { mean, variance } = chanceDivergence([{ a: 500, b: 500, count: k }], 6000, 6000)
    const h = 2 / 6000
    expect(mean / (((k - 1) * h) / 8)).toBeCloseTo(1, 2)
    expect(variance / (2 * (k - 1) * (h / 8) ** 2)).toBeCloseTo(1, 2)
  })
  test('p of a small table is that of dealing its rows out again and again', () => {
    const [a, b] = [
      [4, 0, 2],
      [1, 5, 1],
    ]
    const observed = [0, 1, 2].reduce((sum, at) => sum + divergencePart(a[at] as number, b[at] as number, 6, 7), 0)
    const rows = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2]
    const next = uniform(3)
    let beyond = 0
    const times = 20_000
    for (let time = 0; time < times; time += 1) {
      for (let at = rows.length - 1; at > 0; at -= 1) {
        const other = Math.floor(next() * (at + 1))
        ;[rows[at], rows[other]] = [rows[other] as number, rows[at] as number]
      }
      const dealt = [0, 1, 2].map((kind) => rows.slice(0, 6).filter((row) => row === kind).length)
      const divergence = [5, 5, 3].reduce(
        (sum, total, at) => sum + divergencePart(dealt[at] as number, total - (dealt[at] as number), 6, 7),
        0,
      )
      if (divergence >= observed - 1e-12) beyond += 1
    }
    const every = everyTable([5, 5, 3], 6, 7)
    expect(every && chanceOf(every, observed)).toBeCloseTo(beyond / times, 1.8)
  })
  test("Fisher's p for every table at once", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.nat(), (n, m, seed) => {
        const marked = seed % (n + m + 1)
        const { least, p } = exactPs(n, m, marked)
        p.forEach((it, at) => {
          const a = least + at
          expect(it).toBeCloseTo(fisher(a, n - a, marked - a, m - marked + a), 9)
        })
      }),
    )
  })
})

describe('missing shares', () => {
  test.each([
    ['a jump', [0, 1000], [300, 1000], 0.3, 0, 1e-50],
    ['the other way', [300, 1000], [0, 1000], 0.3, 0, 1e-50],
    ['a few of few: Fisher', [3, 4], [1, 4], 0.5, 0.4857, 0.4858],
    ['all and none', [4, 4], [0, 4], 1, 0.0285, 0.0286],
  ] as const)('%s', (_, reference, current, effect, least, most) => {
    const distance = missingDistance([...reference], [...current])
    expect(distance.effect).toBeCloseTo(effect, 12)
    expect(distance.p).toBeGreaterThanOrEqual(least)
    expect(distance.p).toBeLessThanOrEqual(most)
  })
  test('nothing missing: what would be seen', () => {
    const { error, counts: told, effect, p } = missingDistance([0, 1000], [0, 1000])
    expect({ told, effect, p }).toEqual({ told: false, effect: 0, p: 1 })
    // Six of a thousand against none is the first beyond 0.05 by Fisher's test.
    expect(typeof error === 'function' && error(0.05)).toBe(0.006)
    const few = missingDistance([0, 3], [0, 3]).error
    expect(typeof few === 'function' && few(0.05)).toBe(null)
  })
  test('effect above floor says the same as p below level', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), fc.nat(), fc.nat(), (n, m, x, y) => {
        const distance = missingDistance([x % (n + 1), n], [y % (m + 1), m])
        if (distance.counts) expect(distance.effect > distance.floor(0.05)).toBe(distance.p <= 0.05)
      }),
    )
  })
})

/** Share of seeded repetitions in which two samples of one distribution part beyond 0.05. */
const alarms = (repetitions: number, seed: number, draw: (next: () => number) => { p: number }): number => {
  const next = uniform(seed)
  let alarm = 0
  for (let time = 0; time < repetitions; time += 1) if (draw(next).p <= 0.05) alarm += 1
  return alarm / repetitions
}

describe('false alarms are at most twice as many as promised', () => {
  const sizes = [
    [1000, 1000],
    [500, 500],
    [300, 300],
    [1000, 5000],
    [1000, 200],
    [5000, 100],
    [50, 50],
    [20, 10],
  ] as const
  for (const [n, m] of sizes)
    for (const k of [2, 3, 10, 50, 500])
      test(`${k} equal categories, ${n} and ${m} rows`, () => {
        const rate = alarms(200, n + m + k, (next) => categoryDistance(cellsOf(counts(next, equal(k), n), counts(next, equal(k), m))))
        expect(rate).toBeLessThanOrEqual(0.1)
      })
  test.each([
    ['one common, two rare', [0.98, 0.01, 0.01], 5000, 20],
    ['a long tail', Array.from({ length: 8 }, (_, at) => 2 ** -(at + 1) + (at === 7 ? 2 ** -8 : 0)), 400, 300],
  ])('%s', (_, shares, n, m) => {
    const rate = alarms(300, 5, (next) => categoryDistance(cellsOf(counts(next, shares, n), counts(next, shares, m))))
    expect(rate).toBeLessThanOrEqual(0.1)
  })
  test.each([
    [5000, 50],
    [1000, 200],
    [200, 200],
    [50, 50],
    [100, 50],
    [7, 5],
  ])('numbers, normal and lognormal, %i and %i rows', (n, m) => {
    for (const of of [(x: number) => x, (x: number) => Math.exp(1.5 * x)]) {
      const rate = alarms(150, n + m, (next) => {
        const draw = normal(next)
        const sample = (rows: number) => Float64Array.from({ length: rows }, () => of(draw())).sort()
        return numberDistance(sample(n), sample(m))
      })
      expect(rate).toBeLessThanOrEqual(0.1)
    }
  })
  test.each([
    [0.3, 200, 100],
    [0.01, 300, 300],
    [0.001, 5000, 1000],
  ])('missing shares of %f in %i and %i rows', (share, n, m) => {
    const rate = alarms(400, n, (next) => {
      const missing = (rows: number) => counts(next, [share, 1 - share], rows)[0] as number
      return missingDistance([missing(n), n], [missing(m), m])
    })
    expect(rate).toBeLessThanOrEqual(0.1)
  })
})

describe('a real change is seen', () => {
  test('a shift of 0.2 sd at 1,000 and 1,000 rows', () => {
    const seen = alarms(100, 11, (next) => {
      const draw = normal(next)
      const sample = (shift: number) => Float64Array.from({ length: 1000 }, () => draw() + shift).sort()
      return numberDistance(sample(0), sample(0.2))
    })
    expect(seen).toBeGreaterThan(0.9)
  })
  test('5 points of mass moved among 100 categories, 5,000 and 5,000 rows', () => {
    const moved = equal(100).map((share, at) => share * 0.95 + (at === 0 ? 0.05 : 0))
    const seen = alarms(50, 12, (next) => categoryDistance(cellsOf(counts(next, equal(100), 5000), counts(next, moved, 5000))))
    expect(seen).toBe(1)
  })
  test('a tenth of 2,000 rare categories swapped for others', () => {
    const half = Array.from({ length: 2000 }, (_, at) => (at < 1000 ? 1 / 1000 : 0))
    const other = half.map((share, at) => (at < 900 ? share : at >= 1000 && at < 1100 ? 1 / 1000 : 0))
    const seen = alarms(50, 13, (next) => categoryDistance(cellsOf(counts(next, half, 2000), counts(next, other, 2000))))
    expect(seen).toBeGreaterThan(0.95)
  })
})
