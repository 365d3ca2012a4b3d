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

/** Aliases followed, a document may hold this many values; one that holds itself holds more than any. */
const mostValues = 200_000

/** How many values the node holds when each alias stands for its whole target; Infinity when it holds itself. */
const sizeOf = (node: unknown, doc: Document, known: Map<unknown, number>): number => {
  const before = known.get(node)
  if (before !== undefined) return before
  known.set(node, Number.POSITIVE_INFINITY)
  let size = 1
  if (isAlias(node)) size = sizeOf(node.resolve(doc), doc, known)
  else if (isMap(node)) for (const { key, value } of node.items) size += sizeOf(key, doc, known) + sizeOf(value, doc, known)
  else if (isSeq(node)) for (const item of node.items) size += sizeOf(item, doc, known)
  known.set(node, size)
  return size
}

const isReadable = (doc: Document, text: string): boolean => !text.includes('*') || sizeOf(doc.contents, doc, new Map()) <= mostValues

/** All documents of a file; undefined when it is not YAML, larger than 1 MB, or grows without measure when its aliases are followed. */
export const readYaml = (text: string): YamlValue[] | undefined => {
  if (text.length > mostText) return undefined
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: false, logLevel: 'silent', strict: false })
  if (!Array.isArray(documents)) return []
  if (documents.some((doc) => doc.errors.length > 0 || !isReadable(doc, text))) return undefined
  return documents.flatMap((doc) => (doc.contents ? [new YamlValue(doc.contents as Node, doc, lines)] : []))
}

/** Marks of a program that fills a text in before it is YAML: Jinja, Go, ERB, cookiecutter, JSON with directives. */
const filledIn = /\{\{|\{%|<%|\[\[\s|^\s*(#if|#for|@if)\b/m

/**
 * Whether nobody could read the text as YAML: it breaks the grammar as it stands, and nothing shows that it is filled in first. A provider
 * starts nothing from such a file. A text that is only too large is none of these.
 */
export const isRefused = (text: string): boolean => text.length <= mostText && !filledIn.test(text) && readYaml(text) === undefined
