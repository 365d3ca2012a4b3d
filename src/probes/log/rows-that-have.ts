/** Says how many rows have something, in a limit; nothing when none has. */

/** `what` goes on behind `3 rows have`. */
export const rowsThatHave = (n: number, what: string): string[] => (n === 0 ? [] : [`${n} ${n === 1 ? 'row has' : 'rows have'} ${what}`])
