/** One sign that data is kept in versions. */

/** `pinned`: one exact version is named. `used`: code, a pipeline or a command takes that version. */
export type Version = { tool: string; path: string; line: number; pinned: boolean; used: boolean; note: string }
