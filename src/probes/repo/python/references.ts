/** Uses of names in one file, in a few bytes each: a large repository has millions of them. */
import { interned } from './interned.ts'

/** A use of a name or attribute that is no definition: `name` as written last (`b` of `a.b`), `full` resolved. */
export type Reference = { name: string; written: string; full: string; scope: number; line: number; dead: boolean }

/** `name`, `written` and `full` by their number in the file's own list, `scope`, and `line` with `dead` below it. */
const perReference = 5

/** Add all, then seal. Handed out one by one, made anew each time. */
export class References implements Iterable<Reference> {
  readonly #names: string[] = []
  #ids: Map<string, number> | undefined = new Map()
  #numbers: number[] | Uint32Array = []

  add({ name, written, full, scope, line, dead }: Reference): void {
    if (!Array.isArray(this.#numbers)) throw new Error('these references are sealed')
    this.#numbers.push(this.#idOf(name), this.#idOf(written), this.#idOf(full), scope, line * 2 + (dead ? 1 : 0))
  }

  seal(): void {
    this.#numbers = Uint32Array.from(this.#numbers)
    this.#ids = undefined
  }

  *[Symbol.iterator](): IterableIterator<Reference> {
    for (let at = 0; at < this.#numbers.length; at += perReference) yield this.#at(at)
  }

  /** In the order of the file. */
  named(name: string): Reference[] {
    const id = this.#names.indexOf(name)
    const out: Reference[] = []
    for (let at = 0; id >= 0 && at < this.#numbers.length; at += perReference) if (this.#numbers[at] === id) out.push(this.#at(at))
    return out
  }

  #at(at: number): Reference {
    const number = (column: number): number => this.#numbers[at + column] as number
    const name = (column: number): string => this.#names[number(column)] as string
    const line = number(4)
    return { name: name(0), written: name(1), full: name(2), scope: number(3), line: line >> 1, dead: (line & 1) === 1 }
  }

  #idOf(name: string): number {
    let id = this.#ids?.get(name)
    if (id === undefined) {
      id = this.#names.push(interned(name)) - 1
      this.#ids?.set(this.#names[id] as string, id)
    }
    return id
  }
}
