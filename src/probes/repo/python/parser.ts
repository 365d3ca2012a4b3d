/** Parses Python tolerantly into a plain tree: tree-sitter's wasm parser is asked once per file and its own tree freed at once. */
import type { Parser, TreeCursor } from 'web-tree-sitter'

/** One named node (or an operator). `line` and `end_line` count from 1; `start` and `end` index into `source`. */
export type Syntax = {
  type: string
  field: string | null
  start: number
  end: number
  line: number
  end_line: number
  children: Syntax[]
  source: string
}

let loading: Promise<Parser> | undefined

async function load(): Promise<Parser> {
  const { Language, Parser } = await import('web-tree-sitter')
  await Parser.init()
  const parser = new Parser()
  parser.setLanguage(await Language.load(new URL(import.meta.resolve('tree-sitter-python/tree-sitter-python.wasm'))))
  return parser
}

/** Nodes that say nothing to us below them. */
const leaves = new Set(['comment', 'string_start', 'string_content', 'string_end', 'escape_sequence', 'integer', 'float', 'identifier'])

export async function parsePython(source: string): Promise<Syntax> {
  loading ??= load()
  const tree = (await loading).parse(source)
  if (tree === null) throw new Error('tree-sitter gave no tree')
  const cursor = tree.walk()
  try {
    return plain(cursor, source)
  } finally {
    cursor.delete()
    tree.delete()
  }
}

/** Walks without recursion, since a long chain of `+` is as deep as it is long. */
function plain(cursor: TreeCursor, source: string): Syntax {
  const root = nodeAt(cursor, source)
  const above: Syntax[] = [root]
  let descend = true
  while (true) {
    const parent = above.at(-1) as Syntax
    if (descend && above.length < deepest && !leaves.has(parent.type) && cursor.gotoFirstChild()) above.push(enter(parent, cursor, source))
    else {
      while (!cursor.gotoNextSibling()) {
        cursor.gotoParent()
        above.pop()
        if (above.length <= 1) return root
      }
      above.pop()
      above.push(enter(above.at(-1) as Syntax, cursor, source))
    }
    descend = (above.at(-1) as Syntax).children !== nothing
  }
}

/** Deeper trees than this are machine-made chains; what lies below is left out so that no walk overflows. */
const deepest = 1000

/** Marks a node whose children are not wanted; never added to. */
const nothing: Syntax[] = []

function enter(parent: Syntax, cursor: TreeCursor, source: string): Syntax {
  const node = nodeAt(cursor, source)
  const wanted =
    (cursor.nodeIsNamed && !leaves.has(node.type)) || node.type === 'identifier' || node.type === 'integer' || node.type === 'float'
  if (wanted || node.field !== null) parent.children.push(node)
  if (!cursor.nodeIsNamed) node.children = nothing
  return node
}

function nodeAt(cursor: TreeCursor, source: string): Syntax {
  return {
    type: cursor.nodeType,
    field: cursor.currentFieldName,
    start: cursor.startIndex,
    end: cursor.endIndex,
    line: cursor.startPosition.row + 1,
    end_line: cursor.endPosition.row + 1,
    children: [],
    source,
  }
}
