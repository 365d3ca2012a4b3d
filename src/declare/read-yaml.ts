/** Reads one YAML file into plain data, keeping the place of every key, so that every mistake can be named by line and column. */
import { readFile, stat } from 'node:fs/promises'
import { isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { type Place, Problem } from '../model/index.ts'

export type Path = readonly (string | number)[]

/** `place` points at the key of a path when it exists, else at its nearest existing parent. */
export type YamlFile = { file: string; data: unknown; place(path: Path, of?: 'key' | 'value'): Place }

const largest = 2_000_000

const readText = async (file: string): Promise<string> => {
  try {
    const { size } = await stat(file)
    if (size > largest)
      throw new Problem(`is ${size} bytes; a file of at most ${largest} bytes was expected. Keep tables and logs outside it.`, { file })
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file))
  } catch (error) {
    if (error instanceof Problem) throw error
    if (error instanceof TypeError) throw new Problem('is not UTF-8 text. Save it as UTF-8.', { file })
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT') throw new Problem('does not exist. Name another file, or write one with `assay init`.', { file })
    if (code === 'EACCES') throw new Problem('may not be read. Give this user permission to read it.', { file })
    if (code === 'EISDIR') throw new Problem('is a folder, and a file was expected.', { file })
    throw error
  }
}

type Walk = { node: Node | null; key: Node | null }

/** The node at a path and the key that leads to it; stops at the last that exists. */
const walk = (root: Node | null, path: Path): Walk => {
  let at: Walk = { node: root, key: null }
  for (const step of path) {
    if (isMap(at.node)) {
      const pair = at.node.items.find((it) => isPair(it) && isScalar(it.key) && String(it.key.value) === String(step))
      if (pair === undefined) return at
      at = { node: pair.value as Node | null, key: pair.key as Node }
    } else if (isSeq(at.node) && typeof step === 'number') {
      const item = at.node.items[step] as Node | undefined
      if (item === undefined) return at
      at = { node: item, key: item }
    } else return at
  }
  return at
}

/** Throws Problem at the exact place for what is not YAML, repeats a key, nests an alias into itself, or expands past bounds. */
export const readYaml = async (file: string, shown: string = file): Promise<YamlFile> => {
  const text = await readText(file).catch((error: unknown) => {
    throw error instanceof Problem ? new Problem(error.message, { file: shown }) : error
  })
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2', logLevel: 'silent' })
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { file: shown, line, column: col }
  }
  const fault = document.errors[0]
  if (fault !== undefined) throw new Problem(`${fault.message.replace(/\s+/g, ' ')}. YAML was expected here.`, at(fault.pos[0]))
  let data: unknown
  try {
    data = document.toJS({ maxAliasCount: 100 })
    JSON.stringify(data)
  } catch (error) {
    throw new Problem(`cannot be expanded: ${error instanceof Error ? error.message.split('\n')[0] : 'an alias'}. Write the values out.`, {
      file: shown,
      line: 1,
      column: 1,
    })
  }
  return {
    file: shown,
    data,
    place(path, of = 'key') {
      const { node, key } = walk(document.contents, path)
      const offset = (of === 'key' ? (key ?? node) : (node ?? key))?.range?.[0]
      return offset === undefined ? { file: shown, line: 1, column: 1 } : at(offset)
    },
  }
}
