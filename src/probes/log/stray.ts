/** When scores outside 0–1 are a few stray ones, and when they say that the scores are no probabilities. */

/** At most 1 % of the rows, or 3 rows, and never more than one row in ten. */
export const isFew = (stray: number, rows: number): boolean => stray <= Math.max(0.01 * rows, 3) && stray <= 0.1 * rows
