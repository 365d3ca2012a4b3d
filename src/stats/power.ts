/** How many rows a question takes, and how small a difference a given number of rows can show. Two-sided; counts come unrounded, as R gives them. */
import { noncentralStudentUpper } from './noncentral.ts'
import { normalCdf, normalQuantile } from './normal.ts'
import { risingRoot } from './root.ts'
import { studentQuantile } from './student.ts'

export type Aim = { power?: number; alpha?: number }

const points = ({ power = 0.8, alpha = 0.05 }: Aim): { a: number; b: number } => ({
  a: -normalQuantile(alpha / 2),
  b: normalQuantile(power),
})

const binomialSpread = (p: number): number => p * (1 - p)

/** Chance to see p1 and p2 apart with n rows on each side, not the same rows (R's power.prop.test). */
export const powerOfShares = (p1: number, p2: number, n: number, alpha = 0.05): number => {
  const together = Math.sqrt(2 * binomialSpread((p1 + p2) / 2))
  const apart = Math.sqrt(binomialSpread(p1) + binomialSpread(p2))
  return normalCdf((Math.sqrt(n) * Math.abs(p1 - p2) + normalQuantile(alpha / 2) * together) / apart)
}

/** Rows on each side to tell share p1 from p2 on different rows; 6038.5 for 0.80 against 0.82. */
export const rowsForShares = (p1: number, p2: number, aim: Aim = {}): number => {
  const { a, b } = points(aim)
  const together = Math.sqrt(2 * binomialSpread((p1 + p2) / 2))
  const apart = Math.sqrt(binomialSpread(p1) + binomialSpread(p2))
  return ((a * together + b * apart) / (p1 - p2)) ** 2
}

/** The nearest share above p that n rows on each side would show; 1 when none would. */
export const smallestVisibleShare = (p: number, n: number, aim: Aim = {}): number => {
  const { power = 0.8, alpha = 0.05 } = aim
  if (powerOfShares(p, 1 - 1e-12, n, alpha) < power) return 1
  return risingRoot((x) => [powerOfShares(p, x, n, alpha) - power, 0], p, 1, (1 + p) / 2)
}

/** Rows, scored by both models, to see a gain when they differ on a share `discordant` of them; 1960 for a gain of 0.02 at 0.10. */
export const rowsForPaired = (discordant: number, gain: number, aim: Aim = {}): number => {
  const { a, b } = points(aim)
  return ((a * Math.sqrt(discordant) + b * Math.sqrt(Math.max(0, discordant - gain * gain))) / gain) ** 2
}

/** The smallest gain that n rows scored by both models would show: `rowsForPaired` solved for the gain. */
export const smallestPairedGain = (discordant: number, n: number, aim: Aim = {}): number => {
  const { a, b } = points(aim)
  const middle = a * Math.sqrt(discordant * n)
  const whole = n + b * b
  return (middle + Math.sqrt(middle * middle - whole * discordant * (a * a - b * b))) / whole
}

/** Chance to see two means `difference` apart with n rows on each side (R's power.t.test). */
export const powerOfMeans = (difference: number, sd: number, n: number, alpha = 0.05): number => {
  const df = 2 * (n - 1)
  return noncentralStudentUpper(-studentQuantile(alpha / 2, df), df, (Math.sqrt(n / 2) * Math.abs(difference)) / sd)
}

/** Rows on each side to tell two means apart; 2102.4 for a tenth of an sd at power 0.9. */
export const rowsForMeans = (difference: number, sd: number, aim: Aim = {}): number => {
  const { power = 0.8, alpha = 0.05 } = aim
  const { a, b } = points(aim)
  const start = 2 * (((a + b) * sd) / difference) ** 2
  return risingRoot((n) => [powerOfMeans(difference, sd, n, alpha) - power, 0], 2, start * 2 + 50, start)
}
