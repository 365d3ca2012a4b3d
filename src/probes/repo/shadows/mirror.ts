/** One place at which live requests are copied to a version nobody answers with. */

/** `enabled`: some share is copied, to a side that is there. `compared`: something holds its answers against those of the first. */
export type Mirror = { path: string; line: number; kind: 'mirror' | 'shadow'; enabled: boolean; compared: boolean; note: string }

export type Text = { path: string; text: string }
export const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length
