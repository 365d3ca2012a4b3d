/** One thing that somebody could see of a running service, and whether it gets to where people look. */

export type About = 'latency' | 'cpu_mem' | 'traffic' | 'errors' | 'downtime' | 'prediction' | 'drift' | 'other'

/** `collected`: sent and taken in. `alerts`: a rule over it is loaded. `note`: why it is or is not collected. */
export type Signal = {
  path: string
  line: number
  about: About
  kind: string
  collected: boolean
  alerts: boolean
  note: string
}

/** A text file with its path; line comments blanked, lines kept. */
export type Text = { path: string; text: string }

export const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length
