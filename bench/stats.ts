/** How much faster our exact AUC and Kolmogorov–Smirnov distance are than sorting rows as pairs: prints the seconds and their ratio. */
import { auc } from '../src/stats/auc.ts'
import { seededUniform } from '../src/stats/resampled-floor.ts'
import { kolmogorovSmirnov } from '../src/stats/two-samples.ts'

const rows = Number(process.argv[2] ?? 1e6)
const uniform = seededUniform(1)
const scores = Float64Array.from({ length: rows }, uniform)
const positive = Uint8Array.from(scores, (score) => (uniform() < score ? 1 : 0))

/** The rank formula over rows sorted as objects; no ties and no interval, so it does less. */
const byPairs = (): number => {
  const pairs = Array.from(scores, (score, i) => ({ score, label: positive[i] as number })).sort((a, b) => a.score - b.score)
  let ranks = 0
  let positives = 0
  for (const [i, { label }] of pairs.entries()) {
    if (label === 0) continue
    ranks += i + 1
    positives += 1
  }
  return (ranks - (positives * (positives + 1)) / 2) / positives / (rows - positives)
}

/** The distance over both classes sorted as objects. */
const distanceByPairs = (): number => {
  const pairs = Array.from(scores, (score, i) => ({ score, label: positive[i] as number })).sort((a, b) => a.score - b.score)
  const positives = positive.reduce((sum, v) => sum + v, 0)
  let seen = 0
  let most = 0
  for (const [i, { label }] of pairs.entries()) {
    seen += label
    most = Math.max(most, Math.abs(seen / positives - (i + 1 - seen) / (rows - positives)))
  }
  return most
}

const timed = (run: () => number): { value: number; seconds: number } => {
  const times: number[] = []
  let value = Number.NaN
  for (let round = 0; round < 3; round += 1) {
    const start = performance.now()
    value = run()
    times.push((performance.now() - start) / 1000)
  }
  return { value, seconds: Math.min(...times) }
}

const distance = (): number => {
  const side = (label: number): Float64Array => scores.filter((_, i) => positive[i] === label).sort()
  return kolmogorovSmirnov(side(1), side(0))?.d ?? Number.NaN
}

for (const [name, ours, theirs] of [
  ['AUC with interval', (): number => auc(scores, positive)?.value ?? Number.NaN, byPairs],
  ['KS distance', distance, distanceByPairs],
] as const) {
  const a = timed(ours)
  const b = timed(theirs)
  if (Math.abs(a.value - b.value) > 1e-9) throw new Error(`${name}: ${a.value} is not ${b.value}`)
  console.log(
    `${name}, ${rows} rows: ${a.seconds.toFixed(2)} s, pairs ${b.seconds.toFixed(2)} s, ratio ${(b.seconds / a.seconds).toFixed(1)}`,
  )
}
