/** Works out the shell text that a Python expression stands for; what only a run knows becomes a shell variable of its name. */
import type { Syntax } from '../../python/parser.ts'
import { argumentsOf, dotted, field, literalOf, textOf } from '../../python/syntax.ts'

/** Names that a file gives one plain value, at its top. */
export type Constants = ReadonlyMap<string, Syntax>

export const constantsOf = (root: Syntax): Constants => {
  const out = new Map<string, Syntax>()
  const twice = new Set<string>()
  for (const statement of root.children) {
    const assignment = statement.type === 'expression_statement' ? statement.children[0] : undefined
    const name = assignment?.type === 'assignment' ? field(assignment, 'left') : undefined
    const value = assignment && field(assignment, 'right')
    if (name?.type !== 'identifier' || value === undefined) continue
    if (out.has(textOf(name))) twice.add(textOf(name))
    out.set(textOf(name), value)
  }
  for (const name of twice) out.delete(name)
  return out
}

const deepest = 6

/** Undefined when nothing of the text is known. */
export const shellText = (node: Syntax | undefined, constants: Constants, depth = 0): string | undefined => {
  if (node === undefined || depth > deepest) return undefined
  const plain = literalOf(node)
  if (typeof plain === 'string') return unescaped(node, plain)
  if (typeof plain === 'number') return String(plain)
  switch (node.type) {
    case 'string':
      return interpolated(node, constants, depth)
    case 'concatenated_string':
      return joinedTexts(node.children, constants, depth)
    case 'parenthesized_expression':
      return shellText(node.children[0], constants, depth)
    case 'binary_operator':
      return added(node, constants, depth)
    case 'identifier': {
      const value = constants.get(textOf(node))
      return value === undefined ? undefined : shellText(value, constants, depth + 1)
    }
    case 'call':
      return called(node, constants, depth)
    default:
      return undefined
  }
}

/** A list of words; undefined when it is no list. What a word holds that only a run knows becomes `$name`. */
export const wordsOf = (node: Syntax | undefined, constants: Constants): string[] | undefined => {
  if (node?.type === 'identifier') {
    const value = constants.get(textOf(node))
    return value === undefined || value.type === 'identifier' ? undefined : wordsOf(value, constants)
  }
  if (node?.type === 'binary_operator') {
    const sides = [wordsOf(field(node, 'left'), constants), wordsOf(field(node, 'right'), constants)]
    return sides.every((side) => side === undefined) ? undefined : sides.flatMap((side) => side ?? ['$given'])
  }
  if (node?.type !== 'list' && node?.type !== 'tuple') return undefined
  return node.children
    .filter(({ type }) => type !== 'comment')
    .map((item) => (dotted(item) === 'sys.executable' ? 'python' : (shellText(item, constants) ?? variable(item))))
}

/** A variable that stands for what is not known, named as the expression is. */
const variable = (node: Syntax): string => `$${(dotted(node) ?? 'given').replace(/\W+/g, '_')}`

/** `\\\n` joins lines in Python as it does in the shell; the other escapes that matter to a command are quotes and line ends. */
const unescaped = (node: Syntax, text: string): string =>
  /^[A-Za-z]*[rR]/.test(textOf(node))
    ? text
    : text
        .replace(/\\(["'\\])/g, '$1')
        .replace(/\\n/g, '\n')
        .replace(/\\t/g, '\t')

const interpolated = (node: Syntax, constants: Constants, depth: number): string => {
  const whole = textOf(node)
  const opened = /^[A-Za-z]*('''|"""|'|")/.exec(whole)?.[0] ?? ''
  const quote = opened.replace(/^[A-Za-z]*/, '')
  let at = node.start + opened.length
  let out = ''
  for (const child of node.children.filter(({ type }) => type === 'interpolation')) {
    out += node.source.slice(at, child.start)
    const inner = child.children[0]
    const value = inner === undefined ? undefined : shellText(inner, constants, depth + 1)
    out += value ?? (inner === undefined ? '$given' : `\${${variable(inner).slice(1)}}`)
    at = child.end
  }
  out += node.source.slice(at, node.end - quote.length)
  return unescaped(node, out.replace(/\{\{/g, '{').replace(/\}\}/g, '}'))
}

const joinedTexts = (nodes: readonly Syntax[], constants: Constants, depth: number): string | undefined => {
  const texts = nodes.map((one) => shellText(one, constants, depth + 1))
  return texts.every((one) => one === undefined) ? undefined : texts.map((one, at) => one ?? variable(nodes[at] as Syntax)).join('')
}

const added = (node: Syntax, constants: Constants, depth: number): string | undefined => {
  const left = field(node, 'left')
  const right = field(node, 'right')
  if (left === undefined || right === undefined) return undefined
  const operator = node.source.slice(left.end, right.start)
  if (operator.includes('%'))
    return shellText(left, constants, depth + 1)?.replace(/%\(?(\w*)\)?[sdrif]/g, (_, name) => `$${name || 'given'}`)
  return operator.includes('+') ? joinedTexts([left, right], constants, depth) : undefined
}

/** Calls that hand a text on: `dedent(…)`, `"…".format(…)`, `" ".join([…])`. */
const called = (node: Syntax, constants: Constants, depth: number): string | undefined => {
  const method = field(node, 'function')
  const name = dotted(method) ?? ''
  const args = argumentsOf(node)
  const on = method?.type === 'attribute' ? field(method, 'object') : undefined
  const last = method?.type === 'attribute' ? textOf(field(method, 'attribute') ?? method) : name
  if (/^(dedent|str|Template|quote)$/.test(last) && args[0]) return shellText(args[0].value, constants, depth + 1)
  if (last === 'join' && args[0]) {
    const words = wordsOf(args[0].value, constants)
    return words?.join((on && literalOf(on) !== undefined ? String(literalOf(on)) : ' ').replace(/\\n/g, '\n'))
  }
  const text = on === undefined ? undefined : shellText(on, constants, depth + 1)
  if (text === undefined) return undefined
  if (last === 'format') {
    const given = args.map(({ value }) => shellText(value, constants, depth + 1))
    return text.replace(/\{(\w*)(?:[:!][^{}]*)?\}/g, (_, place: string) => {
      const at = place === '' ? 0 : /^\d+$/.test(place) ? Number(place) : args.findIndex((one) => one.name === place)
      return given[at] ?? `$${/^[A-Za-z_]/.test(place) ? place : 'given'}`
    })
  }
  return /^(strip|lstrip|rstrip|replace|encode)$/.test(last) ? text : undefined
}
