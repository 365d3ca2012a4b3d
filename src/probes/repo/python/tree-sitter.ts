/** Parses one Python text with tree-sitter's wasm parser, whose own tree is freed when the small one is made. */
import type { Parser, TreeCursor } from 'web-tree-sitter'
import { type Grammar, perNode, type Tree } from './tree.ts'

/** `looks`: what to do with a node of each type. */
type Loaded = { parser: Parser; grammar: Grammar; looks: Uint8Array }

let loading: Promise<Loaded> | undefined

async function load(): Promise<Loaded> {
  const { Language, Parser } = await import('web-tree-sitter')
  await Parser.init()
  const parser = new Parser()
  const language = await Language.load(new URL(import.meta.resolve('tree-sitter-python/tree-sitter-python.wasm')))
  parser.setLanguage(language)
  const looks = new Uint8Array(0x10000).fill(wanted | below)
  for (const [id, type] of language.types.entries()) looks[id] = language.nodeTypeIsNamed(id) ? lookAt(type) : 0
  return { parser, grammar: { types: language.types, fields: language.fields }, looks }
}

/** The node is kept even when it stands for no field of its parent; what is below it is kept too. */
const wanted = 1
const below = 2

/** Nodes that say nothing to us below them; the first ones say nothing at all. */
function lookAt(type: string): number {
  if (/^(comment|string_start|string_content|string_end|escape_sequence)$/.test(type)) return 0
  return /^(integer|float|identifier)$/.test(type) ? wanted : wanted | below
}

/** Whatever the text is, a tree comes out: what is no Python is of type `ERROR`. */
export async function parse(source: string): Promise<Tree> {
  loading ??= load()
  return parsed(source, await loading)
}

function parsed(source: string, { parser, grammar, looks }: Loaded): Tree {
  const tree = parser.parse(source)
  if (tree === null) throw new Error('tree-sitter gave no tree')
  const cursor = tree.walk()
  try {
    return { source, nodes: flat(cursor, looks), grammar }
  } finally {
    cursor.delete()
    tree.delete()
  }
}

/** Deeper trees than this are machine-made chains; what lies below is left out so that no walk overflows. */
const deepest = 1000

/** Grows as needed; only what a file used is copied out of it. */
let room = new Uint32Array(perNode * 65_536)

/** Walks without recursion, since a long chain of `+` is as deep as it is long. */
function flat(cursor: TreeCursor, looks: Uint8Array): Uint32Array {
  const above: number[] = []
  let count = 0
  while (true) {
    const type = cursor.nodeTypeId
    const look = looks[type] as number
    const field = cursor.currentFieldId
    if ((look & wanted) !== 0 || field !== 0) {
      if ((count + 1) * perNode > room.length) room = doubled(room)
      room[count * perNode] = type | (field << 16)
      room[count * perNode + 1] = cursor.startIndex
      room[count * perNode + 2] = cursor.endIndex
      room[count * perNode + 3] = ++count
    }
    if ((look & below) !== 0 && above.length + 1 < deepest && cursor.gotoFirstChild()) above.push(count - 1)
    else
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) return room.slice(0, count * perNode)
        room[(above.pop() as number) * perNode + 3] = count
      }
  }
}

function doubled(old: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const out = new Uint32Array(old.length * 2)
  out.set(old)
  return out
}
