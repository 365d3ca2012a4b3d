/** What a test says and what it is about, as one text: two tests with the same text are one test, wherever the second one was copied to. */
import { folderOf } from '../paths.ts'
import type { Syntax } from '../python/parser.ts'
import { dotted, field, textOf } from '../python/syntax.ts'
import type { Definition, FileWorld } from './file-world.ts'

/**
 * Its parameters, decorators and body without docstring, comments and space (not its name), the helpers, fixtures and values of the
 * tests that it leads to, and what is imported: code of the repository by its own text, so that equal tests of two services are two.
 * A test that names its code by no import is the same only in its own folder.
 * `around`: the classes whose tests it is one of, which count when it asks for anything of theirs.
 */
export function sameTestKey({ node, decorators }: Definition, world: FileWorld, around: readonly Definition[]): string {
  const body = field(node, 'body')
  const params = field(node, 'parameters')
  const parts = [...decorators, ...(params === undefined ? [] : [params]), ...withoutDocstring(body)]
  const own = parts.map(textOf).join('\n')
  const asks = /\b(self|cls)\b\.(?!assert|subTest|fail\b|skipTest)/.test(own) || /\w/.test(textOf(params ?? node).replace(/\bself\b/, ''))
  const behind = new Map<string, string>()
  for (const part of parts) lookBehind(part, world, behind, 0)
  if (asks) for (const one of around) lookBehind(one.node, world, behind, 1)
  const place = [...behind.keys()].some((name) => name.startsWith(ownCode)) ? '' : folderOf(world.path)
  return JSON.stringify([squeezed(own), asks ? around.map((one) => squeezed(classText(one))) : [], [...behind.values()].sort(), place])
}

const ownCode = 'own '

/** Puts the texts behind a node's names into `out`, those of the helpers and fixtures they lead to as well. */
function lookBehind(node: Syntax, world: FileWorld, out: Map<string, string>, depth: number): void {
  for (const name of names(node)) {
    const found = out.size > 300 ? undefined : world.behind(name)
    if (found === undefined) continue
    if ('text' in found) out.set(`${found.own ? ownCode : ''}${world.path} ${name}`, squeezed(found.text))
    else {
      const key = `${found.world.path}:${found.node.start}`
      if (out.has(key)) continue
      out.set(key, squeezed(textOf(found.node)))
      if (depth < 4) lookBehind(found.node, found.world, out, depth + 1)
    }
  }
}

const withoutDocstring = (body: Syntax | undefined): Syntax[] => {
  const [first, ...rest] = (body?.children ?? []).filter(({ type }) => type !== 'comment')
  const isText = first?.type === 'string' || (first?.type === 'expression_statement' && first.children[0]?.type === 'string')
  return first === undefined ? [] : isText ? rest : [first, ...rest]
}

/** `self.x` is the class's; of `pkg.mod.f` the whole is asked. */
function* names(node: Syntax): Generator<string> {
  const name = node.type === 'identifier' || node.type === 'attribute' ? dotted(node) : undefined
  if (name !== undefined && /^[\w.]+$/.test(name)) yield name
  else for (const child of node.children) yield* names(child)
}

/** A class without its tests: what it inherits from, its values, its set-up and its helpers. */
const classText = ({ node, decorators }: Definition): string =>
  [
    ...decorators.map(textOf),
    ...(field(node, 'superclasses')?.children ?? []).map(textOf),
    ...(field(node, 'body')?.children ?? []).map(textOf).filter((text) => !/^(?:@[^\n]*\n\s*)*(?:async\s+)?def\s+test/.test(text)),
  ].join('\n')

const squeezed = (text: string): string => text.replace(/(^|\s)#[^\n]*/g, '').replace(/\s+/g, '')

/** The definition of `name` in a module's text when it has one, the whole text otherwise. */
export function definitionText(text: string, name: string): string {
  const head = name.split('.')[0] ?? name
  if (!/^\w+$/.test(head)) return text
  const found = new RegExp(`^(?:async[ \\t]+)?(?:def|class)[ \\t]+${head}\\b[\\s\\S]*?(?=\\n[A-Za-z_@"'])`, 'm').exec(`${text}\n_`)
  return found?.[0] ?? text
}
