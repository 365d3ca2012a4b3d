/** Small questions about a plain Python tree: text, fields, literals, dotted names. */
import type { Syntax } from './parser.ts'

export const textOf = (node: Syntax): string => node.source.slice(node.start, node.end)
export const field = (node: Syntax, name: string): Syntax | undefined => node.child(name)
export const fields = (node: Syntax, name: string): Syntax[] => node.children.filter((child) => child.field === name)

/** Every node below and including this one, parents first. */
export function* walk(node: Syntax): Generator<Syntax> {
  const open = [node]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    yield next
    for (let at = next.children.length - 1; at >= 0; at--) open.push(next.children[at] as Syntax)
  }
}

/** The value of a plain string, number, True, False or None; undefined for everything else (f-strings too). */
export function literalOf(node: Syntax | undefined): string | number | boolean | null | undefined {
  if (node === undefined) return undefined
  const text = textOf(node)
  switch (node.type) {
    case 'string':
      return node.children.some((child) => child.type === 'interpolation') ? undefined : stringValue(text)
    case 'concatenated_string': {
      const parts = node.children.map(literalOf)
      return parts.every((part) => typeof part === 'string') ? parts.join('') : undefined
    }
    case 'integer':
    case 'float':
      return Number(text.replaceAll('_', ''))
    case 'true':
      return true
    case 'false':
      return false
    case 'none':
      return null
    case 'parenthesized_expression':
      return literalOf(node.children[0])
    default:
      return undefined
  }
}

/** Without prefix and quotes; escapes are left as written, which is enough for names and paths. */
function stringValue(text: string): string {
  const opened = /^[A-Za-z]*('''|"""|'|")/.exec(text)
  if (opened?.[1] === undefined) return text
  const quote = opened[1]
  return text.slice(opened[0].length, text.endsWith(quote) && text.length >= opened[0].length + quote.length ? -quote.length : undefined)
}

/** `a.b.c` for names and attributes, `a().b` through calls, `a[].b` through subscripts; undefined for other expressions. */
export function dotted(node: Syntax | undefined): string | undefined {
  if (node === undefined) return undefined
  if (node.type === 'identifier' || node.type === 'dotted_name') return textOf(node)
  if (node.type === 'parenthesized_expression' || node.type === 'await') return dotted(node.children[0])
  const inner = field(node, node.type === 'attribute' ? 'object' : node.type === 'call' ? 'function' : 'value')
  const base = inner === undefined ? undefined : dotted(inner)
  if (base === undefined) return undefined
  if (node.type === 'attribute') return `${base}.${textOf(field(node, 'attribute') ?? node)}`
  if (node.type === 'call') return `${base}()`
  return node.type === 'subscript' ? `${base}[]` : undefined
}

/** Positional and keyword arguments of a call, in order; `*args` and comments left out. */
export function argumentsOf(call: Syntax): { name: string | null; value: Syntax }[] {
  const list = field(call, 'arguments')
  if (list === undefined) return []
  if (list.type === 'generator_expression') return [{ name: null, value: list }]
  return list.children.flatMap((child): { name: string | null; value: Syntax }[] => {
    if (child.type !== 'keyword_argument') return child.type === 'comment' ? [] : [{ name: null, value: child }]
    const value = field(child, 'value')
    return value === undefined ? [] : [{ name: textOf(field(child, 'name') ?? child), value }]
  })
}

/** The statements of a suite, without comments and strings that stand alone. */
export const statements = (block: Syntax | undefined): Syntax[] =>
  (block?.children ?? []).filter(
    (child) => child.type !== 'comment' && !(child.type === 'expression_statement' && child.children[0]?.type === 'string'),
  )

/** True for conditions that never hold when the file runs: False, 0, None, "", TYPE_CHECKING. */
export function neverHolds(condition: Syntax | undefined): boolean {
  if (condition === undefined) return false
  const value = literalOf(condition)
  if (value !== undefined) return !value
  return /^(typing\.)?TYPE_CHECKING$/.test(textOf(condition))
}
