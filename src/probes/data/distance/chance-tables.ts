/** Every way in which chance can deal a small table's rows to two sides, when there are few enough ways to go through. */
import { logGamma } from '../../../stats/gamma.ts'
import { divergencePart } from './chance-divergence.ts'

/** Ways gone through at most. */
const most = 20_000

/** Divergences in falling order, and the chance of one at least as large. */
export type Chances = { divergence: Float64Array; p: Float64Array }

/** `totals` are the rows of each category over both sides. Undefined when there are too many ways. */
export function everyTable(totals: readonly number[], n: number, m: number): Chances | undefined {
  const few = Math.min(n, m)
  const many = Math.max(n, m)
  // The last category takes what is left, so it should be the one with the most ways.
  const sorted = totals.toSorted((a, b) => a - b)
  const ways = sorted.slice(0, -1).reduce((product, total) => product * (Math.min(total, few) + 1), 1)
  if (ways > most) return undefined
  const tables: { divergence: number; chance: number }[] = []
  const whole = logChoose(few + many, few)
  const deal = (at: number, left: number, divergence: number, log: number): void => {
    const total = sorted[at] as number
    const last = at === sorted.length - 1
    const least = last ? left : 0
    if (last && left > total) return
    for (let k = least; k <= Math.min(total, left); k += 1) {
      const parted = divergence + divergencePart(k, total - k, few, many)
      const chance = log + logChoose(total, k)
      if (last) tables.push({ divergence: parted, chance: Math.exp(chance - whole) })
      else deal(at + 1, left - k, parted, chance)
    }
  }
  deal(0, few, 0, 0)
  tables.sort((a, b) => b.divergence - a.divergence)
  const p = new Float64Array(tables.length)
  let sum = 0
  tables.forEach((table, i) => {
    sum += table.chance
    p[i] = sum
  })
  return { divergence: Float64Array.from(tables, (table) => table.divergence), p }
}

const logChoose = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)

/** Chance of a divergence at least as large, ties and their rounding included. */
export function chanceOf({ divergence, p }: Chances, observed: number): number {
  const limit = observed * (1 - 1e-9) - 1e-12
  let last = -1
  while (last + 1 < divergence.length && (divergence[last + 1] as number) >= limit) last += 1
  return last < 0 ? 0 : Math.min(1, p[last] as number)
}

/** The largest divergence that is reached, or passed, with a chance of more than `level`. */
export function reachedWith({ divergence, p }: Chances, level: number): number {
  const at = p.findIndex((chance) => chance > level)
  return at < 0 ? 0 : (divergence[at] as number)
}
