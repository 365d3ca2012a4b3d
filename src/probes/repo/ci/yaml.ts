/** Reads YAML with a line number at every value, without ever expanding aliases as a whole. */
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  Scalar,
} from 'yaml'

/** One value of a YAML document. Absent values are `undefined` nodes, so reads can be chained with `?.`. */
export class YamlValue {
  #node: Node
  #doc: Document
  #lines: LineCounter
  constructor(node: Node, doc: Document, lines: LineCounter) {
    this.#node = node
    this.#doc = doc
    this.#lines = lines
  }

  get line(): number {
    return this.#lines.linePos(this.#node.range?.[0] ?? 0).line
  }
  /** The line on which a scalar's text begins: one further down for block scalars. */
  get textLine(): number {
    const block = isScalar(this.#node) && (this.#node.type === Scalar.BLOCK_LITERAL || this.#node.type === Scalar.BLOCK_FOLDED)
    return this.line + (block ? 1 : 0)
  }
  get tag(): string | undefined {
    return this.#node.tag?.startsWith('!') ? this.#node.tag : undefined
  }
  get isMap(): boolean {
    return isMap(this.#node)
  }
  get isList(): boolean {
    return isSeq(this.#node)
  }
  /** A scalar as text; undefined for maps, lists and null. */
  get text(): string | undefined {
    if (!isScalar(this.#node) || this.#node.value === null) return undefined
    return typeof this.#node.value === 'string' ? this.#node.value : (this.#node.source ?? String(this.#node.value))
  }
  get isNull(): boolean {
    return isScalar(this.#node) && this.#node.value === null
  }
  get isTrue(): boolean {
    return isScalar(this.#node) && (this.#node.value === true || /^(true|yes|on)$/i.test(String(this.#node.value)))
  }
  get isFalse(): boolean {
    return isScalar(this.#node) && (this.#node.value === false || /^(false|no|off|never)$/i.test(String(this.#node.value)))
  }
  get items(): YamlValue[] {
    return isSeq(this.#node) ? (this.#node.items as Node[]).flatMap((item) => this.#wrap(item) ?? []) : []
  }
  /** Members with merge keys (`<<`) resolved; a later and an own one win. */
  get entries(): [string, YamlValue][] {
    if (!isMap(this.#node)) return []
    const merged = new Map<string, YamlValue>()
    const own = new Map<string, YamlValue>()
    for (const pair of this.#node.items as Pair<Node, Node | null>[]) {
      const key = isScalar(pair.key) ? String(pair.key.value) : ''
      const value = this.#wrap(pair.value ?? undefined)
      if (key === '<<')
        for (const from of value?.isList ? value.items : value ? [value] : []) for (const [name, it] of from.entries) merged.set(name, it)
      else if (value) own.set(key, value)
    }
    return [...new Map([...merged, ...own])]
  }
  get(key: string): YamlValue | undefined {
    return this.entries.find(([name]) => name === key)?.[1]
  }
  /** A scalar or a list of scalars, one text each. */
  get texts(): string[] {
    return this.isList ? this.items.flatMap(({ text }) => text ?? []) : this.text === undefined ? [] : [this.text]
  }

  #wrap(node: Node | undefined): YamlValue | undefined {
    if (!node) return undefined
    const target = isAlias(node) ? (node as Alias).resolve(this.#doc) : node
    return target ? new YamlValue(target, this.#doc, this.#lines) : undefined
  }
}

const mostText = 1_000_000

/** All documents of a file; undefined when it is not YAML or larger than 1 MB. */
export const readYaml = (text: string): YamlValue[] | undefined => {
  if (text.length > mostText) return undefined
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: false, logLevel: 'silent', strict: false })
  if (!Array.isArray(documents)) return []
  if (documents.some(({ errors }) => errors.length > 0)) return undefined
  return documents.flatMap((doc) => (doc.contents ? [new YamlValue(doc.contents as Node, doc, lines)] : []))
}
