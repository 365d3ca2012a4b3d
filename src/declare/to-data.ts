/** A YAML document → plain data, with every key refused that could stand for two things, and every alias within bounds. */
import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml'
import { isPrintable, type Place, Problem } from '../model/index.ts'
import { deepest } from './parse-yaml.ts'
import { quoted } from './quoted.ts'

/** Values after all aliases are written out. */
const most = 200_000

/** `size`: values in it, itself counted; `depth`: levels in it. */
type Converted = { data: unknown; size: number; depth: number }

export type Data = { data: unknown /** What an alias stands for. */; target: (alias: Alias) => Node | undefined }

/** A key as it was written, so that 1 and 1.0 are two. */
export const keyText = (key: unknown): string => (isScalar(key) ? (key.value === null ? '' : (key.source ?? String(key.value))) : '')

type At = (offset: number) => Place

const offsetOf = (node: unknown): number => (node as Node | null)?.range?.[0] ?? 0

const faultOfKey = (key: unknown): string | undefined => {
  if (!isScalar(key)) return 'a key is a list, a map or an alias; text was expected. Write the key out.'
  const text = keyText(key)
  if (text === '') return 'a key is empty; a name was expected. Name it.'
  if (text === '<<' && (key as Scalar).type === 'PLAIN') return '`<<` merges nothing in YAML 1.2. Write the keys out here.'
  if (text === '__proto__') return '`__proto__` cannot be a name. Choose another.'
  if (!isPrintable(text)) return `the key ${quoted(text)} holds a character that cannot be seen. Take it out.`
  return undefined
}

const offsetOfKey = (pair: Pair): number => offsetOf(isScalar(pair.key) || pair.key !== null ? pair.key : pair.value)

const holdKeys = (map: YAMLMap, at: At): void => {
  const seen = new Map<string, number>()
  for (const pair of map.items) {
    const fault = faultOfKey(pair.key)
    if (fault !== undefined) throw new Problem(fault, at(offsetOfKey(pair)))
    const text = keyText(pair.key)
    const first = seen.get(text)
    const offset = offsetOf(pair.key)
    if (first !== undefined)
      throw new Problem(`${quoted(text)} stands here a second time; the first is on line ${at(first).line}. Keep one.`, at(offset))
    seen.set(text, offset)
  }
}

/** Throws Problem at the place of the key or the alias. */
export const toData = (root: Node | null, at: At): Data => {
  const anchors = new Map<string, { node: Node; converted: Converted | undefined }>()
  const targets = new Map<Alias, Node>()
  const follow = (alias: Alias): Converted => {
    const name = quoted(`*${alias.source}`)
    const anchor = anchors.get(alias.source)
    if (anchor === undefined)
      throw new Problem(`${name} stands for nothing that was named before. Write the value out.`, at(offsetOf(alias)))
    if (anchor.converted === undefined) throw new Problem(`${name} holds itself. Write the value out.`, at(offsetOf(alias)))
    targets.set(alias, anchor.node)
    return anchor.converted
  }
  const gather = (parts: { part: Node | null; put: (data: unknown) => void }[], data: unknown): Converted => {
    let [size, depth] = [1, 0]
    for (const { part, put } of parts) {
      const inner = convert(part)
      put(inner.data)
      size += inner.size
      depth = Math.max(depth, inner.depth)
      if (size > most || depth >= deepest)
        throw new Problem('written out, this grows past all bounds. Write the values out without aliases.', at(offsetOf(part)))
    }
    return { data, size, depth: depth + 1 }
  }
  const fresh = (node: Node): Converted => {
    if (isMap(node)) {
      holdKeys(node, at)
      const data: Record<string, unknown> = {}
      return gather(
        node.items.map((it) => ({ part: it.value as Node | null, put: (value) => (data[keyText(it.key)] = value) })),
        data,
      )
    }
    if (isSeq(node)) {
      const data: unknown[] = []
      return gather(
        node.items.map((it) => ({ part: it as Node | null, put: (value) => data.push(value) })),
        data,
      )
    }
    return { data: (node as Scalar).value, size: 1, depth: 0 }
  }
  const convert = (node: Node | null): Converted => {
    if (node === null) return { data: null, size: 1, depth: 0 }
    if (isAlias(node)) return follow(node)
    const name = (node as Scalar).anchor
    if (name === undefined) return fresh(node)
    const anchor: { node: Node; converted: Converted | undefined } = { node, converted: undefined }
    anchors.set(name, anchor)
    anchor.converted = fresh(node)
    return anchor.converted
  }
  return { data: convert(root).data, target: (alias) => targets.get(alias) }
}
