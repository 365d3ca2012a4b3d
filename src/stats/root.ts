/** A safeguarded Newton search for the root of a rising function: keeps a bracket and halves it when a step leaves it. */

/**
 * `at(x)` gives [value, slope] of a function that rises through 0 between `low` and `high`.
 * Stops when a step no longer moves x by more than a few units in the last place of `scale`.
 */
export const risingRoot = (at: (x: number) => [number, number], low: number, high: number, start: number): number => {
  let lo = low
  let hi = high
  let x = start > lo && start < hi ? start : (lo + hi) / 2
  for (let step = 0; step < 200; step += 1) {
    const [value, slope] = at(x)
    if (value === 0) return x
    if (value < 0) lo = x
    else hi = x
    const newton = x - value / slope
    const next = newton > lo && newton < hi ? newton : (lo + hi) / 2
    if (Math.abs(next - x) <= 2e-16 * Math.max(1, Math.abs(x))) return next
    x = next
  }
  return x
}
