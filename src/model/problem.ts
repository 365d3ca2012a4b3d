/** The user's own mistakes: one clear line with the thing, the place and the next step. Exit code 2. */

export type Place = { file: string; line?: number; column?: number }

export class Problem extends Error {
  readonly place: Place | undefined
  /** `what`: the thing and what was expected, with the next step; printed as `file:line:column: what`. */
  constructor(what: string, place?: Place) {
    super(what)
    this.name = 'Problem'
    this.place = place
  }
  line(): string {
    const at = this.place
    if (at === undefined) return this.message
    return `${[at.file, at.line, at.column].filter((part) => part !== undefined).join(':')}: ${this.message}`
  }
}
