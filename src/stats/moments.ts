/** Mean and sample standard deviation of many numbers, exact at large offsets and for millions of rows. */

export type Moments = { n: number; mean: number; sd: number | undefined }

/** Neumaier's compensated sum of `at(0)…at(n − 1)`. */
export const sumOf = (n: number, at: (index: number) => number): number => {
  let sum = 0
  let lost = 0
  for (let index = 0; index < n; index += 1) {
    const value = at(index)
    const next = sum + value
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum
    sum = next
  }
  return Number.isFinite(lost) ? sum + lost : sum
}

/** Two passes; `sd` is the sample's (n − 1), undefined below two rows. Undefined for no rows. */
export const momentsOf = (n: number, at: (index: number) => number): Moments | undefined => {
  if (n === 0) return undefined
  const first = at(0)
  const mean = first + sumOf(n, (index) => at(index) - first) / n
  if (n === 1) return { n, mean, sd: undefined }
  const squares = sumOf(n, (index) => (at(index) - mean) ** 2)
  return { n, mean, sd: Math.sqrt(squares / (n - 1)) }
}
