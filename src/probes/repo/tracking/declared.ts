/** One record of runs that no call of a tracker makes: the noun of what settings and CI declare. */

/** `reached`: what runs the training writes it by itself where the run is kept. */
export type Declared = { tool: string; path: string; line: number; reached: boolean; note: string }
