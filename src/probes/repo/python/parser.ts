/** Gives the syntax of a Python text, each text parsed once, wherever parsing is done. */
import { Syntax, type Tree } from './tree.ts'
import { parse } from './tree-sitter.ts'

export type { Syntax } from './tree.ts'

/** Here, until another place is offered. */
let parsing = parse

/** Has texts parsed elsewhere from now on, say in another thread. */
export function parseIn(place: typeof parse): void {
  parsing = place
}

/** Trees of most repositories are small enough to be kept until the last probe has asked: 16 bytes a node, this many bytes in all. */
const mostKept = 48_000_000
const kept = new Map<string, Tree>()
let keptBytes = 0
const underway = new Map<string, Promise<Tree>>()

export async function parsePython(source: string): Promise<Syntax> {
  return new Syntax(kept.get(source) ?? (await parsed(source)))
}

/** Two who ask at once for the same text wait for the same tree. */
function parsed(source: string): Promise<Tree> {
  let tree = underway.get(source)
  if (tree === undefined) {
    tree = parsing(source).then(keep)
    underway.set(source, tree)
    const done = () => underway.delete(source)
    tree.then(done, done)
  }
  return tree
}

/** The oldest make room. */
function keep(tree: Tree): Tree {
  kept.set(tree.source, tree)
  keptBytes += tree.nodes.byteLength
  for (const [oldest, { nodes }] of kept) {
    if (keptBytes <= mostKept) break
    kept.delete(oldest)
    keptBytes -= nodes.byteLength
  }
  return tree
}
