/** For tests: a seeded generator, so that a simulation is the same on every machine. */

/** Uniform on [0, 1), by a 32-bit mixing counter. */
export function uniform(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
    return ((z ^ (z >>> 16)) >>> 0) / 4294967296
  }
}

/** Standard normal, by Box and Muller. */
export const normal = (next: () => number) => (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())

/** Counts of `rows` draws from categories with the given shares. */
export function counts(next: () => number, shares: readonly number[], rows: number): number[] {
  const out = shares.map(() => 0)
  const upTo: number[] = []
  for (const share of shares) upTo.push((upTo.at(-1) ?? 0) + share)
  for (let row = 0; row < rows; row += 1) {
    const u = next()
    let low = 0
    let high = upTo.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (u < (upTo[middle] as number)) high = middle
      else low = middle + 1
    }
    out[low] = (out[low] as number) + 1
  }
  return out
}
