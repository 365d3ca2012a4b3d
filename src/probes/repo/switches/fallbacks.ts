/** Finds what answers in place of a model that fails: handlers around a model call that give a simpler answer, and settings that name one. */
import { pathKind } from '../paths.ts'
import { parsedModule } from '../python/parsed-modules.ts'
import type { Syntax } from '../python/parser.ts'
import { fileLine, type PythonSource } from '../python/sources.ts'
import { argumentsOf, field, literalOf, textOf, walk } from '../python/syntax.ts'
import { scopeAt } from '../values/bindings.ts'
import type { Trace } from '../values/trace.ts'
import { functionTexts, mayLeadToModel } from './asking-functions.ts'
import type { ModelCalls } from './model-calls.ts'

export type Fallback = { path: string; line: number; kind: 'handler' | 'setting'; scope: number }

const simpler =
  /fall_?back|default|baseline|heuristic|rule_?based|rules?\b|simple|cached|popular|keyword|previous|last_known|prior|backup|secondary/i
const failing = /HTTPException|abort\(|\braise\b|status_code\s*=\s*[45]|JSONResponse|["']error["']|error_response|traceback|Error\(/

export async function findFallbacks(
  files: Map<string, PythonSource>,
  trace: Trace,
  models: ModelCalls,
  names: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Fallback[]> {
  const out: Fallback[] = []
  for (const source of files.values()) {
    signal.throwIfAborted()
    if (pathKind(source.path) === 'test' || source.path.endsWith('.ipynb') || !mayHold(source, names)) continue
    const module = await parsedModule(source)
    const { root } = await trace.parsed(source, module)
    for (const node of walk(root)) {
      const scope = scopeAt(module, node.line)
      const row = (line: number, kind: Fallback['kind']): Fallback => ({ path: source.path, line: fileLine(source, line), kind, scope })
      if (node.type === 'call' && namesFallbacks(node)) out.push(row(node.line, 'setting'))
      if (node.type !== 'try_statement' || module.scopes[scope]?.kind !== 'function') continue
      const body = field(node, 'body')
      const answer = node.children
        .filter(({ type }) => type === 'except_clause')
        .map((clause) => answerIn(clause, body !== undefined && givesValue(body)))
        .find((one) => one !== undefined)
      if (body !== undefined && answer !== undefined && (await models.within(source, body))) out.push(row(answer, 'handler'))
    }
  }
  return out
}

const mayHold = (source: PythonSource, names: ReadonlySet<string>): boolean =>
  /\b(with|default|context_window)?_?fallbacks\b/.test(source.text) ||
  (/\bexcept\b/.test(source.text) &&
    functionTexts(source).some(({ text }) => /\btry:[\s\S]*\bexcept\b/.test(text) && mayLeadToModel(text, names)))

/** `.with_fallbacks([…])` of LangChain, `fallbacks=[…]` of LiteLLM. */
function namesFallbacks(call: Syntax): boolean {
  if (/\.with_fallbacks$/.test(textOf(field(call, 'function') ?? call).slice(-40))) return true
  return argumentsOf(call).some(
    ({ name, value }) =>
      /^(fallbacks|default_fallbacks|context_window_fallbacks)$/.test(name ?? '') && value.type === 'list' && value.children.length > 0,
  )
}

const isNumber = (node: Syntax): boolean => /^-?[\d.]+$/.test(textOf(node))

/** Where success is a plain number too, numbers are exit codes. */
function givesValue(body: Syntax): boolean {
  for (const node of walk(body))
    if (node.type === 'return_statement' && node.children[0] !== undefined && !isNumber(node.children[0])) return true
  return false
}

/** The line on which the handler gives an answer of its own: one that is called simpler, or a plain value; not an error. */
function answerIn(clause: Syntax, givesValues: boolean): number | undefined {
  const text = textOf(clause)
  if (failing.test(text)) return undefined
  for (const node of walk(clause)) {
    const value = node.type === 'return_statement' ? node.children[0] : node.type === 'assignment' ? field(node, 'right') : undefined
    if (value === undefined) continue
    const literal = literalOf(value)
    if (simpler.test(textOf(value)) || (typeof literal === 'number' && givesValues && node.type === 'return_statement')) return node.line
  }
  return undefined
}
