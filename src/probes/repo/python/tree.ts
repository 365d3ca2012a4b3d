/** A Python tree in a few bytes a node: four numbers each, parents before children, made into nodes as somebody looks. */

/** The names behind the numbers of one grammar; `types` has no name for what could not be parsed. */
export type Grammar = { types: readonly (string | undefined)[]; fields: readonly (string | null)[] }

/**
 * `nodes`: for each node its type and (shifted by 16) field, its start and end in `source`, and which node stands behind it and all below it.
 * The first is the root.
 */
export type Tree = { source: string; nodes: Uint32Array; grammar: Grammar }

export const perNode = 4

/** One named node (or an operator). `line` and `end_line` count from 1; `start` and `end` index into `source`. */
export class Syntax {
  readonly type: string
  readonly field: string | null
  readonly start: number
  readonly end: number
  readonly #of: Tree & { lines?: Uint32Array }
  readonly #at: number
  readonly #passing: boolean
  #children: Syntax[] | undefined

  /** `at` counts nodes. `passing`: what is below is made anew each time it is asked for, so that a walk through it holds no more than its way down. */
  constructor(tree: Tree, at = 0, passing = false) {
    const { nodes, grammar } = tree
    const kind = nodes[at * perNode] as number
    this.type = grammar.types[kind & 0xffff] ?? 'ERROR'
    this.field = grammar.fields[kind >>> 16] ?? null
    this.start = nodes[at * perNode + 1] as number
    this.end = nodes[at * perNode + 2] as number
    this.#of = tree
    this.#at = at
    this.#passing = passing
  }

  get source(): string {
    return this.#of.source
  }

  get children(): Syntax[] {
    if (this.#passing) return this.#made()
    this.#children ??= this.#made()
    return this.#children
  }

  /** The same node for a walk that passes through once. */
  passing(): Syntax {
    return new Syntax(this.#of, this.#at, true)
  }

  /** The first child that stands for `field`. */
  child(field: string): Syntax | undefined {
    if (!this.#passing) return this.children.find((child) => child.field === field)
    const { nodes, grammar } = this.#of
    const behind = nodes[this.#at * perNode + 3] as number
    for (let at = this.#at + 1; at < behind; at = nodes[at * perNode + 3] as number) {
      const kind = nodes[at * perNode] as number
      if (kind > 0xffff && grammar.fields[kind >>> 16] === field) return new Syntax(this.#of, at, true)
    }
    return undefined
  }

  /** Nodes of the `wanted` types in their order, none below another; below the `closed` types nothing is looked for. */
  below(wanted: RegExp, closed: RegExp): Syntax[] {
    const { nodes, grammar } = this.#of
    const known = new Map<number, 'wanted' | 'closed' | 'open'>()
    const out: Syntax[] = []
    const behind = nodes[this.#at * perNode + 3] as number
    for (let at = this.#at; at < behind; ) {
      const id = (nodes[at * perNode] as number) & 0xffff
      const name = grammar.types[id] ?? 'ERROR'
      const kind = known.get(id) ?? (wanted.test(name) ? 'wanted' : closed.test(name) ? 'closed' : 'open')
      known.set(id, kind)
      if (kind === 'wanted') out.push(new Syntax(this.#of, at, true))
      at = kind === 'open' ? at + 1 : (nodes[at * perNode + 3] as number)
    }
    return out
  }

  get line(): number {
    return this.#lineOf(this.start)
  }

  get end_line(): number {
    return this.#lineOf(this.end)
  }

  #made(): Syntax[] {
    const { nodes } = this.#of
    const behind = nodes[this.#at * perNode + 3] as number
    const out: Syntax[] = []
    for (let at = this.#at + 1; at < behind; at = nodes[at * perNode + 3] as number) out.push(new Syntax(this.#of, at, this.#passing))
    return out
  }

  #lineOf(place: number): number {
    this.#of.lines ??= lineStarts(this.source)
    const starts = this.#of.lines
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] as number) <= place) low = middle
      else high = middle
    }
    return low + 1
  }
}

function lineStarts(source: string): Uint32Array {
  const out = [0]
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) out.push(at + 1)
  return Uint32Array.from(out)
}
