/** Sums of doubles in SQL that come out the same in whatever order the engine adds them: as whole steps of a power of two. */

export type Steps = { size: number; sql(value: string): string; total(steps: unknown): number }

/** For values of at most `largest`: 2^90 steps hold every bit that matters, and 2^37 rows still fit a 128-bit integer. */
export const stepsFor = (largest: number): Steps => {
  const size = 2 ** (Math.ceil(Math.log2(largest > 0 ? largest : 1)) - 88)
  return {
    size,
    sql: (value) => `CAST(sum(CAST((${value}) / CAST('${size}' AS DOUBLE) AS HUGEINT)) AS VARCHAR)`,
    total: (steps) => (typeof steps === 'string' || typeof steps === 'number' ? Number(steps) * size : 0),
  }
}
