/** Reads one YAML file into plain data, keeping the place of every key, so that every mistake can be named by line and column. */
import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml'
import type { Place } from '../model/index.ts'
import { parseYaml } from './parse-yaml.ts'
import { readText } from './read-text.ts'
import { type Data, keyText, toData } from './to-data.ts'

export type Path = readonly (string | number)[]

/** `place` points at the key of a path when it exists, else at its nearest existing parent. */
export type YamlFile = { file: string; data: unknown; place(path: Path, of?: 'key' | 'value'): Place }

type Walk = { node: Node | null; key: Node | null }

/** The node at a path and the key that leads to it; stops at the last that exists. Inside an alias, the place is where it was written. */
const walk = (root: Node | null, path: Path, target: Data['target']): Walk => {
  let at: Walk = { node: root, key: null }
  for (const step of path) {
    const node = isAlias(at.node) ? target(at.node) : at.node
    if (isMap(node)) {
      const pair = node.items.find((it) => isScalar(it.key) && keyText(it.key) === String(step))
      if (pair === undefined) return at
      at = { node: pair.value as Node | null, key: pair.key as Node }
    } else if (isSeq(node) && typeof step === 'number') {
      const item = node.items[step] as Node | undefined
      if (item === undefined) return at
      at = { node: item, key: item }
    } else return at
  }
  return at
}

/** `shown` names the file in messages. Throws Problem at the exact place for whatever is not one plain YAML document. */
export const readYaml = async (file: string, shown: string = file): Promise<YamlFile> => yamlOf(await readText(file, shown), shown)

/** As `readYaml`, of a text that was read already. */
export const yamlOf = (text: string, shown: string): YamlFile => {
  const { document, at } = parseYaml(text, shown)
  const { data, target } = toData(document.contents, at)
  return {
    file: shown,
    data,
    place(path, of = 'key') {
      const { node, key } = walk(document.contents, path, target)
      const offset = (of === 'key' ? (key ?? node) : (node ?? key))?.range?.[0]
      return offset === undefined ? { file: shown, line: 1, column: 1 } : at(offset)
    },
  }
}
