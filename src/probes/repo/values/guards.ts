/** Lists the flags that must be on for a line of Python to run: conditions around it, and returns before it. */
import { parsePython, type Syntax } from '../python/parser.ts'
import { textOf } from '../python/syntax.ts'

/** `name`: last part of what is asked, as `push` of `args.push`. `equals`: the text that it must be; undefined when it must only be on. `bare`: a name of the code's own, no part of anything. */
export type Flag = { name: string; equals?: string; bare?: boolean }

/** Flags before the first piece of this line that holds `what`; empty when it always runs. */
export async function flagsBefore(source: string, line: number, what: string): Promise<Flag[]> {
  const out: Flag[] = []
  let node: Syntax | undefined = await parsePython(source)
  while (node !== undefined) {
    const inside: Syntax | undefined = node.children.find((child) => covers(child, line, what))
    if (inside === undefined) break
    out.push(...conditionOf(node, inside))
    // What a function asks is not asked where it is only defined.
    node = inside
    if (inside.type === 'function_definition' || inside.type === 'lambda') out.length = 0
  }
  return out
}

const covers = (node: Syntax, line: number, what: string): boolean =>
  node.line <= line && line <= node.end_line && textOf(node).includes(what)

/** What must hold for `inside`, a part of `node`, to run. */
function conditionOf(node: Syntax, inside: Syntax): Flag[] {
  const condition = node.child('condition')
  switch (node.type) {
    case 'if_statement':
      if (condition === undefined || inside === condition) return []
      return needs(condition, inside.field === 'consequence')
    case 'elif_clause':
      return condition === undefined || inside === condition ? [] : needs(condition, true)
    case 'conditional_expression': {
      const [first, asked, last] = node.children
      if (asked === undefined || inside === asked) return []
      return inside === first ? needs(asked, true) : inside === last ? needs(asked, false) : []
    }
    case 'boolean_operator': {
      const left = node.child('left')
      return left !== undefined && inside === node.child('right') ? needs(left, operatorOf(node) === 'and') : []
    }
    case 'block':
    case 'module':
      return node.children.flatMap((child) => (child.end < inside.start ? endedBy(child) : []))
    default:
      return []
  }
}

/** `if not flag: return` stands before what follows it. */
function endedBy(node: Syntax): Flag[] {
  if (node.type !== 'if_statement' || node.children.some(({ type }) => /^(else|elif)_clause$/.test(type))) return []
  const last = node.child('consequence')?.children.at(-1)
  const condition = node.child('condition')
  if (last === undefined || condition === undefined) return []
  const ends = /^(return|raise|continue)_statement$/.test(last.type) || /^(sys\.)?exit\(/.test(textOf(last))
  return ends ? needs(condition, false) : []
}

function operatorOf(node: Syntax): 'and' | 'or' {
  const [left, right] = [node.child('left'), node.child('right')]
  return left !== undefined && right !== undefined && /\bor\b/.test(node.source.slice(left.end, right.start)) ? 'or' : 'and'
}

function needs(condition: Syntax, truth: boolean): Flag[] {
  const [first] = condition.children
  if (condition.type === 'parenthesized_expression' && first !== undefined) return needs(first, truth)
  if (condition.type === 'not_operator') {
    const asked = condition.child('argument') ?? first
    return asked === undefined ? [] : needs(asked, !truth)
  }
  if (condition.type === 'boolean_operator') {
    // Of `a or b` one is enough.
    if ((operatorOf(condition) === 'and') !== truth) return []
    return [condition.child('left'), condition.child('right')].flatMap((part) => (part === undefined ? [] : needs(part, truth)))
  }
  const text = textOf(condition).trim()
  if (condition.type === 'comparison_operator') return compared(text, truth)
  const name = truth ? nameIn(text) : undefined
  return name === undefined ? [] : [{ name, bare: name === text }]
}

function compared(text: string, truth: boolean): Flag[] {
  const match = /^(.+?)\s*(==|!=|\bis\s+not\b|\bis\b)\s*(True|False|None|["'][^"']*["'])$/s.exec(text)
  const asked = match?.[1]?.trim() ?? ''
  const name = nameIn(asked)
  if (match === null || name === undefined) return []
  const bare = name === asked
  const same = /^(==|is)$/.test(match[2] as string) === truth
  const value = match[3] as string
  if (value === 'True') return same ? [{ name, bare }] : []
  if (/^(False|None|""|'')$/.test(value)) return same ? [] : [{ name, bare }]
  return same ? [{ name, bare, equals: value.slice(1, -1) }] : []
}

/** `args.push`, `conf["push"]`, `conf.get("push", False)`, `getattr(args, "push", None)`; what the environment holds is given from outside. */
export function nameIn(text: string): string | undefined {
  if (/environ|getenv|\bsecrets?\b/i.test(text)) return undefined
  const bare = /^(?:bool|str2bool|strtobool)\((.*)\)$/s.exec(text)?.[1] ?? text
  return (
    /^(?:[\w.]+(?:\[[^\]]*\])*\.)?(\w+)$/.exec(bare)?.[1] ??
    /\[["'](\w+)["']\]$/.exec(bare)?.[1] ??
    /\.get\(\s*["']([\w-]+)["'](?:\s*,[^,()]*)?\)$/.exec(bare)?.[1] ??
    /^getattr\([^,]+,\s*["'](\w+)["'](?:\s*,[^,()]*)?\)$/.exec(bare)?.[1]
  )
}
