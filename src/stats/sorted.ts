/** Places in sorted numbers, by halving. */

/** Index of the first value >= bound in a sorted array. */
export const firstAtLeast = (sorted: Float64Array, bound: number): number => {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) < bound) low = middle + 1
    else high = middle
  }
  return low
}

/** Index of the first value > bound in a sorted array. */
export const firstAbove = (sorted: Float64Array, bound: number): number => {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) <= bound) low = middle + 1
    else high = middle
  }
  return low
}
