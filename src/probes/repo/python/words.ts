/** Finds the Python sources that hold a word: an index made once of every text, instead of a search through all texts per question. */
import type { PythonSource } from './sources.ts'

/** Made at the first question. Words are runs of ASCII letters, digits and `_`, which is what `\b` and `\w` mean in a pattern. */
export class Words {
  readonly #sources: PythonSource[]
  readonly #found = new Map<string, PythonSource[]>()
  #index: Index | undefined

  constructor(sources: PythonSource[]) {
    this.#sources = sources
  }

  /** The sources in which `word` stands alone, in their order. */
  holding(word: string): PythonSource[] {
    let found = this.#found.get(word)
    if (found === undefined) {
      found = this.#search(word)
      this.#found.set(word, found)
    }
    return found
  }

  /** The sources whose text holds `part`, be it inside a word. */
  holdingPart(part: string): Set<PythonSource> {
    if (!/^\w+$/.test(part)) return new Set(this.#sources.filter(({ text }) => text.includes(part)))
    const at = new Set<number>()
    const { ids, starts, places } = this.#all()
    for (const [word, id] of ids) if (word.includes(part)) for (const one of places.subarray(starts[id], starts[id + 1])) at.add(one)
    return new Set([...at].map((one) => this.#sources[one] as PythonSource))
  }

  #search(word: string): PythonSource[] {
    const parts = word.match(/\w+/g) ?? []
    const longest = parts.reduce((one, other) => (other.length > one.length ? other : one), '')
    const some = longest === '' ? this.#sources : this.#with(longest)
    if (longest === word && word !== '') return some
    // `my-file` stands only where its parts stand as words.
    const pattern = new RegExp(`\\b${word.replaceAll(/[^\w]/g, '\\$&')}\\b`)
    return some.filter(({ text }) => text.includes(word) && pattern.test(text))
  }

  #with(word: string): PythonSource[] {
    const { ids, starts, places } = this.#all()
    const id = ids.get(word)
    return id === undefined ? [] : Array.from(places.subarray(starts[id], starts[id + 1]), (at) => this.#sources[at] as PythonSource)
  }

  #all(): Index {
    this.#index ??= indexOf(this.#sources)
    return this.#index
  }
}

/** Each word's number `id`, and in `places` from `starts[id]` on the numbers of the sources that hold it. */
type Index = { ids: Map<string, number>; starts: Uint32Array; places: Uint32Array }

function indexOf(sources: PythonSource[]): Index {
  const ids = new Map<string, number>()
  const perSource: Uint32Array[] = []
  const count: number[] = []
  const last: number[] = []
  for (const [at, { text }] of sources.entries()) {
    const held: number[] = []
    for (const word of text.match(/\w+/g) ?? []) {
      let id = ids.get(word)
      if (id === undefined) {
        id = ids.size
        ids.set(word, id)
      }
      if (last[id] === at) continue
      last[id] = at
      count[id] = (count[id] ?? 0) + 1
      held.push(id)
    }
    perSource.push(Uint32Array.from(held))
  }
  return { ids, ...grouped(perSource, count) }
}

/** Turns "which words a source holds" into "which sources hold a word". */
function grouped(perSource: Uint32Array[], count: number[]): { starts: Uint32Array; places: Uint32Array } {
  const starts = new Uint32Array(count.length + 1)
  for (const [id, some] of count.entries()) starts[id + 1] = (starts[id] as number) + some
  const next = starts.slice()
  const places = new Uint32Array(starts.at(-1) ?? 0)
  for (const [at, ids] of perSource.entries())
    for (const id of ids) {
      places[next[id] as number] = at
      next[id] = (next[id] as number) + 1
    }
  return { starts, places }
}
