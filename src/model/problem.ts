/** The user's own mistakes: one clear line with the thing, the place and the next step. Exit code 2. */
import { printable } from './printable.ts'

export type Place = { file: string; line?: number; column?: number }

export class Problem extends Error {
  readonly place: Place | undefined
  /** `what`: the thing and what was expected, with the next step; printed as `file:line:column: what`. */
  constructor(what: string, place?: Place) {
    super(what)
    this.name = 'Problem'
    this.place = place
  }
  /** Always one line, whatever the names in it hold. */
  line(): string {
    const at = this.place
    if (at === undefined) return printable(this.message)
    return printable(`${[at.file, at.line, at.column].filter((part) => part !== undefined).join(':')}: ${this.message}`)
  }
}
