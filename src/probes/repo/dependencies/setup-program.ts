/** Reads what `setup(install_requires=…)` of a setup.py is given, through the names, sums and files it is made from. */
import { parsePython, type Syntax } from '../python/parser.ts'
import { argumentsOf, dotted, field, literalOf, textOf, walk } from '../python/syntax.ts'

/** Requirement lines as written, and files of requirements that are read. */
export type SetupRequires = { lines: string[]; files: string[] }

const isFile = /^[\w./-]*\.(?:txt|in)$/
const cuts = /\.(clear|remove|pop)$/
const grows = /\.(append|extend|insert)$/
const copying = /^(list|sorted|set|tuple|dict)$|\.(copy|split|splitlines)$/

/** Undefined when the program gives `setup` no requirements, or none that can be followed. */
export async function setupRequires(text: string): Promise<SetupRequires | undefined> {
  const root = await parsePython(text)
  const call = [...walk(root)].find((node) => node.type === 'call' && /(^|\.)setup$/.test(dotted(field(node, 'function')) ?? ''))
  if (call === undefined) return undefined
  const reader = new Reader(root)
  const given = argumentsOf(call).find(({ name }) => name === 'install_requires')?.value ?? reader.ofOptions(call)
  if (given === undefined) return undefined
  const found = reader.of(given)
  return found.lines.length + found.files.length === 0 ? undefined : { lines: [...new Set(found.lines)], files: [...new Set(found.files)] }
}

const nothing = (): SetupRequires => ({ lines: [], files: [] })
const joined = (all: SetupRequires[]): SetupRequires => ({
  lines: all.flatMap(({ lines }) => lines),
  files: all.flatMap(({ files }) => files),
})

class Reader {
  readonly #nodes: Syntax[]
  readonly #asked = new Set<string>()

  constructor(root: Syntax) {
    this.#nodes = [...walk(root)]
  }

  /** `setup(**options)` with a dictionary of this file. */
  ofOptions(call: Syntax): Syntax | undefined {
    const splat = (field(call, 'arguments')?.children ?? []).find(({ type }) => type === 'dictionary_splat')
    const options = splat?.children.at(-1)
    return options === undefined ? undefined : this.#entry(options, 'install_requires')
  }

  of(node: Syntax | undefined): SetupRequires {
    switch (node?.type) {
      case 'string':
      case 'concatenated_string': {
        const text = literalOf(node)
        // A version put in by name is one version, as the text around it says.
        return { lines: (typeof text === 'string' ? text : textOf(node).replace(/^\w?["']+|["']+$/g, '')).split('\n'), files: [] }
      }
      case 'identifier':
        return this.#once(textOf(node), () => this.#named(textOf(node)))
      case 'subscript': {
        const key = literalOf(node.children.at(-1))
        const entry = typeof key === 'string' ? this.#entry(field(node, 'value'), key) : undefined
        return entry === undefined ? nothing() : this.of(entry)
      }
      case 'call':
        return this.#called(node)
      case 'list_comprehension':
      case 'generator_expression':
        return this.#comprehended(node)
      case 'list':
      case 'tuple':
      case 'set':
      case 'list_splat':
      case 'binary_operator':
      case 'parenthesized_expression':
      case 'conditional_expression':
      case 'boolean_operator':
        return joined(node.children.map((child) => this.of(child)))
      default:
        return nothing()
    }
  }

  #once(name: string, read: () => SetupRequires): SetupRequires {
    if (this.#asked.has(name)) return nothing()
    this.#asked.add(name)
    const found = read()
    this.#asked.delete(name)
    return found
  }

  /** What the statements of the file leave in a name, in their order; a name that something is taken out of is not known. */
  #named(name: string): SetupRequires {
    let out: SetupRequires[] = []
    for (const node of this.#nodes) {
      const left = textOf(field(node, 'left') ?? node)
      if (node.type === 'assignment' && left === name) {
        const value = field(node, 'right')
        const before = out
        out = [this.of(value)]
        if (value?.type === 'binary_operator' && namesIn(value).includes(name)) out = [...before, ...out]
      } else if (node.type === 'augmented_assignment' && left === name) out.push(this.of(field(node, 'right')))
      else if (node.type === 'as_pattern' && textOf(field(node, 'alias') ?? node) === name)
        out.push({ lines: [], files: filesIn(node.children[0]) })
      else if (node.type === 'call') {
        const callee = dotted(field(node, 'function')) ?? ''
        if (callee.startsWith(`${name}.`) && grows.test(callee)) out.push(...argumentsOf(node).map(({ value }) => this.of(value)))
        if (callee.startsWith(`${name}.`) && cuts.test(callee)) return nothing()
      } else if (node.type === 'delete_statement' && namesIn(node).includes(name)) return nothing()
    }
    return joined(out)
  }

  /** The value under a key of a dictionary that is written out. */
  #entry(holder: Syntax | undefined, key: string): Syntax | undefined {
    if (holder?.type === 'dictionary')
      return field(holder.children.find((pair) => pair.type === 'pair' && literalOf(field(pair, 'key')) === key) ?? holder, 'value')
    if (holder?.type === 'call' && dotted(field(holder, 'function')) === 'dict')
      return argumentsOf(holder).find(({ name }) => name === key)?.value
    const name = holder?.type === 'identifier' ? textOf(holder) : undefined
    const value = this.#nodes.find(
      (node) => node.type === 'assignment' && name !== undefined && textOf(field(node, 'left') ?? node) === name,
    )
    const right = value === undefined ? undefined : field(value, 'right')
    return right === undefined || right.type === 'identifier' ? undefined : this.#entry(right, key)
  }

  /** `list(x)` is x; what opens a file by name, or hands its name to a helper, reads that file; a helper of this file is followed. */
  #called(node: Syntax): SetupRequires {
    const callee = field(node, 'function')
    const name = dotted(callee) ?? ''
    const files = filesIn(node)
    if (files.length > 0) return { lines: [], files }
    if (copying.test(name)) return joined([...argumentsOf(node).map(({ value }) => this.of(value)), this.of(objectOf(callee))])
    const helper = this.#nodes.find((one) => one.type === 'function_definition' && textOf(field(one, 'name') ?? one) === name)
    if (helper !== undefined)
      return this.#once(`${name}()`, () => {
        const inside = filesIn(field(helper, 'body'))
        if (inside.length > 0) return { lines: [], files: inside }
        return joined([...walk(helper)].filter(({ type }) => type === 'return_statement').map((one) => this.of(one.children[0])))
      })
    return joined([
      this.of(objectOf(callee)),
      ...argumentsOf(node).map(({ value }) => (value.type === 'string' ? nothing() : this.of(value))),
    ])
  }

  /** `[line.strip() for line in file]`: the file; lines that are chosen by a question are not known. */
  #comprehended(node: Syntax): SetupRequires {
    const files = filesIn(node)
    if (files.length > 0) return { lines: [], files }
    const from = joined(node.children.filter(({ type }) => type === 'for_in_clause').map((one) => this.of(field(one, 'right'))))
    const plain = !node.children.some(({ type }) => type === 'if_clause') && field(node, 'body')?.type === 'identifier'
    return plain ? from : { lines: [], files: from.files }
  }
}

const objectOf = (callee: Syntax | undefined): Syntax | undefined => (callee?.type === 'attribute' ? field(callee, 'object') : undefined)

const filesIn = (node: Syntax | undefined): string[] =>
  node === undefined
    ? []
    : [...walk(node)].flatMap((one) => {
        const text = one.type === 'string' ? literalOf(one) : undefined
        return typeof text === 'string' && isFile.test(text) ? [text] : []
      })

const namesIn = (node: Syntax): string[] => [...walk(node)].filter(({ type }) => type === 'identifier').map(textOf)
