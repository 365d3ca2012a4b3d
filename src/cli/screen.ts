/** What stdout can show. */

/** Colours only on a terminal, and not where NO_COLOR is set. */
export const screen = (): { width: number; colour: boolean } => ({
  width: process.stdout.columns ?? 80,
  colour: process.stdout.isTTY === true && (process.env.NO_COLOR ?? '') === '',
})
