/** Fisher's exact test of a 2 × 2 table of counts. */
import { binomialWeight } from './saddle-point.ts'

/** Two-sided p of [[a, b], [c, d]]: all tables with the same margins that are no likelier than this one. */
export const fisher = (a: number, b: number, c: number, d: number): number => {
  const drawn = a + b
  const marked = a + c
  const n = a + b + c + d
  const least = Math.max(0, drawn - (n - marked))
  const most = Math.min(drawn, marked)
  if (least === most) return 1
  const p = drawn / n
  const q = (c + d) / n
  const weight = (k: number): number =>
    (binomialWeight(k, marked - k, p, q) * binomialWeight(drawn - k, n - marked - drawn + k, p, q)) / binomialWeight(drawn, n - drawn, p, q)
  // Tables that are equally likely must not part over a rounding.
  const limit = weight(a) * (1 + 1e-7)
  let sum = 0
  for (let k = least; k <= most; k += 1) {
    const w = weight(k)
    if (w <= limit) sum += w
  }
  return Math.min(1, sum)
}
