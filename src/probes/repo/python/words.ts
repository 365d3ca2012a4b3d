/** Finds the Python sources that hold a word: an index made once of every text, instead of a search through all texts per question. */
import type { PythonSource } from './sources.ts'

/** Made at the first question. Words are runs of ASCII letters, digits and `_`, which is what `\b` and `\w` mean in a pattern. */
export class Words {
  readonly #sources: PythonSource[]
  readonly #found = new Map<string, PythonSource[]>()
  #index: Map<string, number[]> | undefined

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
    for (const [word, sources] of this.#all()) if (word.includes(part)) for (const one of sources) at.add(one)
    return new Set([...at].map((one) => this.#sources[one] as PythonSource))
  }

  #search(word: string): PythonSource[] {
    const parts = word.match(/\w+/g) ?? []
    const longest = parts.reduce((one, other) => (other.length > one.length ? other : one), '')
    const places = this.#all().get(longest)
    const some = longest === '' ? this.#sources : (places ?? []).map((at) => this.#sources[at] as PythonSource)
    if (longest === word && word !== '') return some
    // `my-file` stands only where its parts stand as words.
    const pattern = new RegExp(`\\b${word.replaceAll(/[^\w]/g, '\\$&')}\\b`)
    return some.filter(({ text }) => text.includes(word) && pattern.test(text))
  }

  #all(): Map<string, number[]> {
    if (this.#index !== undefined) return this.#index
    this.#index = new Map()
    for (const [at, { text }] of this.#sources.entries())
      for (const word of new Set(text.match(/\w+/g))) {
        const some = this.#index.get(word)
        if (some === undefined) this.#index.set(word, [at])
        else some.push(at)
      }
    return this.#index
  }
}
