/** Tells whether a script keeps a command's exit code in a variable and ends with it later. */
import type { Node, Simple } from './parse.ts'

/** `node` is a statement, `later` those that follow it in the same list. */
export const capturesFailure = (node: Node, later: readonly Node[]): boolean => {
  const [next] = later
  if (next?.kind === 'simple' && leavesWithIt(next)) return true
  const kept = [...keptIn(node), ...(next ? keptIn(next) : [])]
  return kept.some((name) => later.some((statement) => simples(statement).some((simple) => decidesBy(simple, name))))
}

// `exit`, `exit $?`, `exit ${PIPESTATUS[0]}` or a test of it, right behind the command.
const leavesWithIt = ({ words }: Simple): boolean => {
  const [name, ...rest] = words.map(({ text }) => text)
  if (name === 'exit' || name === 'return') return rest.length === 0 || /^\$(\?|\{\?\}|\{PIPESTATUS\[0\]\})$/.test(rest[0] ?? '')
  return (
    (name === 'test' || name === '[') &&
    rest.some((text) => /^\$(\?|\{PIPESTATUS\[0\]\})$/.test(text)) &&
    /(-eq|=|==) 0/.test(rest.join(' '))
  )
}

/** Names that take `$?` or a failing figure: `rc=$?`, `pytest || failed=1`. */
const keptIn = (node: Node): string[] => {
  if (node.kind === 'chain') return node.operators.at(-1) === '||' ? keptIn(node.parts.at(-1) as Node) : []
  if (node.kind === 'group') return node.body.items.flatMap((item) => keptIn(item.node))
  if (node.kind !== 'simple' || node.words.length > 0) return []
  return node.assigns.flatMap(
    ({ text }) => /^([A-Za-z_]\w*)=(\$\?|\$\{\?\}|\$\{PIPESTATUS\[0\]\}|[1-9]\d*|true|failed?)$/.exec(text)?.[1] ?? [],
  )
}

const decidesBy = ({ words }: Simple, name: string): boolean => {
  const [command, ...rest] = words.map(({ text }) => text)
  const named = new RegExp(`\\$(${name}\\b|\\{${name}\\b)`)
  if (command === 'exit' || command === 'return') return rest.some((text) => named.test(text))
  return (
    (command === 'test' || command === '[' || (command ?? '').startsWith('[[')) && [command, ...rest].some((text) => named.test(text ?? ''))
  )
}

const simples = (node: Node): Simple[] => {
  switch (node.kind) {
    case 'simple':
      return [node]
    case 'pipeline':
    case 'chain':
      return node.parts.flatMap(simples)
    case 'list':
      return node.items.flatMap((item) => simples(item.node))
    case 'group':
      return simples(node.body)
    case 'if':
      return [...node.tests, ...node.bodies, ...(node.otherwise ? [node.otherwise] : [])].flatMap(simples)
    case 'loop':
    case 'case':
      return (node.kind === 'case' ? node.bodies : [node.body]).flatMap(simples)
    case 'function':
      return []
  }
}
