import { describe, expect, it } from 'vitest'
import {
  powerOfMeans,
  powerOfShares,
  rowsForMeans,
  rowsForPaired,
  rowsForShares,
  smallestPairedGain,
  smallestVisibleShare,
} from './power.ts'
import { expectClose } from './reference/expect-close.ts'
import r from './reference/r.json' with { type: 'json' }

describe('power', () => {
  it.each(r.power.shares)('rows for $p1 against $p2', ({ p1, p2, power, n }) => expectClose(rowsForShares(p1, p2, { power }), n, 1e-9))
  it.each(r.power.share_power)('power of $p1 against $p2', ({ p1, p2, n, power }) => expectClose(powerOfShares(p1, p2, n), power))
  it.each(r.power.visible)('share that $n rows show from $p', ({ p, n, p2 }) => expectClose(smallestVisibleShare(p, n), p2, 1e-9))
  it.each(r.power.means)('rows for means $difference apart', ({ difference, sd, power, n }) =>
    expectClose(rowsForMeans(difference, sd, { power }), n, 1e-9),
  )
  it.each(r.power.mean_power)('power of means $difference apart', ({ difference, sd, n, power }) =>
    expectClose(powerOfMeans(difference, sd, n), power, 1e-10),
  )

  it('rows for a paired gain, and back', () => {
    expect(Math.ceil(rowsForPaired(0.1, 0.02))).toBe(1960)
    for (const [discordant, gain] of [
      [0.1, 0.02],
      [0.3, 0.001],
      [0.05, 0.04],
    ] as const) {
      expectClose(smallestPairedGain(discordant, rowsForPaired(discordant, gain)), gain)
    }
  })

  it('shows no share when there are too few rows', () => expect(smallestVisibleShare(0.9, 3)).toBe(1))
})
