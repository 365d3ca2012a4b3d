/** p-values adjusted for how many questions were asked, in the order they came. */

/** Benjamini and Hochberg: keeps the expected share of false discoveries below the level. */
export const benjaminiHochberg = (p: number[]): number[] => {
  const order = p.map((_, i) => i).sort((a, b) => (p[b] as number) - (p[a] as number))
  const out = new Array<number>(p.length)
  let least = 1
  order.forEach((at, down) => {
    least = Math.min(least, ((p[at] as number) * p.length) / (p.length - down))
    out[at] = least
  })
  return out
}

/** Holm: keeps the chance of any false alarm at all below the level. */
export const holm = (p: number[]): number[] => {
  const order = p.map((_, i) => i).sort((a, b) => (p[a] as number) - (p[b] as number))
  const out = new Array<number>(p.length)
  let most = 0
  order.forEach((at, up) => {
    most = Math.max(most, Math.min(1, (p[at] as number) * (p.length - up)))
    out[at] = most
  })
  return out
}
