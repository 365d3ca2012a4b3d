import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cramersV, hellinger, jsDistance, psi, totalVariation } from './divergence.ts'
import data from './reference/columns.json' with { type: 'json' }
import { expectClose } from './reference/expect-close.ts'
import { kolmogorovSmirnov, wasserstein } from './two-samples.ts'

/** Counts between edges, each closed on the left, the last on both sides. */
const histogram = (values: number[], edges: number[]): number[] => {
  const counts = new Array<number>(edges.length - 1).fill(0)
  for (const value of values) {
    const at = edges.findIndex((edge, i) => value >= edge && (value < (edges[i + 1] as number) || i === edges.length - 2))
    counts[at] = (counts[at] as number) + 1
  }
  return counts
}

const sides = (name: keyof typeof data.columns): { reference: number[]; current: number[] } => ({
  reference: data.columns[name].slice(0, data.reference_rows),
  current: data.columns[name].slice(data.reference_rows),
})

// scipy 1.17.1, and the peers' own functions, on the same rows; binning: Sturges' edges of both sides together.
const columns = [
  {
    name: 'mean radius',
    psi: 0.10993803301469077,
    js: 0.11653517744629456,
    w1: 0.7163695415117719,
    d: 0.12619578686493185,
    p: 0.019453286588253946,
  },
  {
    name: 'worst concavity',
    psi: 0.11545071008556078,
    js: 0.11775743525774934,
    w1: 0.05922834342007437,
    d: 0.15749690210656753,
    p: 0.0015010474867217494,
  },
] as const

const digits = [
  {
    side: 'a',
    psi: 0.0003577313300304891,
    js: 0.006686886893561982,
    js2: 0.008031769692877708,
    hellinger: 0.006686960165425175,
    tvd: 0.007748793530716058,
    v: 0,
  },
  {
    side: 'b',
    psi: 0.07299743463520884,
    js: 0.09536149413841309,
    js2: 0.11454082754500565,
    hellinger: 0.09544219382756479,
    tvd: 0.13296737870508363,
    v: 0.09948598742288652,
  },
] as const

describe('distances on public data', () => {
  it.each(columns)('$name: PSI, JS, W1, KS', ({ name, ...wanted }) => {
    const { reference, current } = sides(name)
    const edges = data.sturges_edges[name]
    const binned = [histogram(reference, edges), histogram(current, edges)] as const
    expectClose(psi(...binned), wanted.psi, 1e-9)
    expectClose(jsDistance(...binned, Math.E), wanted.js, 1e-9)
    const sorted = [Float64Array.from(reference).sort(), Float64Array.from(current).sort()] as const
    expectClose(wasserstein(...sorted), wanted.w1, 1e-11)
    const ks = kolmogorovSmirnov(...sorted)
    expectClose(ks?.d, wanted.d)
    expectClose(ks?.p, wanted.p, 1e-9)
  })

  it.each(digits)('digits $side: PSI, JS, Hellinger, TVD, V', ({ side, ...wanted }) => {
    const reference = data.digits.reference
    const current = data.digits[side]
    expectClose(psi(reference, current), wanted.psi, 1e-9)
    expectClose(jsDistance(reference, current, Math.E), wanted.js, 1e-9)
    expectClose(jsDistance(reference, current), wanted.js2, 1e-9)
    expectClose(hellinger(reference, current), wanted.hellinger, 1e-9)
    expectClose(totalVariation(reference, current), wanted.tvd, 1e-9)
    // Deepchecks first scales the larger side down and rounds its counts.
    const rows = current.reduce((sum, v) => sum + v, 0)
    const scaled = reference.map((v) => Math.round((v * rows) / 1100))
    expectClose(cramersV(scaled, current), wanted.v, 1e-9)
  })
})

describe('distances', () => {
  const pair = fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 500 })), { minLength: 1, maxLength: 30 })

  it('are 0 for the same, symmetric, within bounds, and do not mind counts or shares', () => {
    fc.assert(
      fc.property(pair, (list) => {
        const a = list.map(([v]) => v)
        const b = list.map(([, v]) => v)
        fc.pre(a.some((v) => v > 0) && b.some((v) => v > 0))
        for (const distance of [psi, jsDistance, totalVariation, hellinger]) {
          expect(distance(a, a)).toBeCloseTo(0, 12)
          expectClose(distance(a, b), distance(b, a), 1e-9)
          const share = (of: number[]): number[] => of.map((v) => v / of.reduce((sum, w) => sum + w, 0))
          expect(distance(share(a), share(b))).toBeCloseTo(distance(a, b), 7)
          expect(distance(a, b)).toBeGreaterThanOrEqual(0)
          if (distance !== psi) expect(distance(a, b)).toBeLessThanOrEqual(1 + 1e-12)
        }
        // Le Cam's inequalities tie Hellinger's distance to the total variation.
        const h = hellinger(a, b)
        expect(h * h).toBeLessThanOrEqual(totalVariation(a, b) + 1e-12)
        expect(totalVariation(a, b)).toBeLessThanOrEqual(h * Math.sqrt(2) + 1e-12)
      }),
    )
  })

  it('reach their ends where nothing is shared', () => {
    expect([jsDistance([5, 0], [0, 3]), totalVariation([5, 0], [0, 3]), hellinger([5, 0], [0, 3])]).toEqual([1, 1, 1])
    expectClose(jsDistance([5, 0], [0, 3], Math.E), Math.sqrt(Math.LN2))
  })
})
