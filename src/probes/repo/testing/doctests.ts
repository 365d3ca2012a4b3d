/** Finds doctests in a module: examples in docstrings that call something and write down the answer expected. */
import { parsePython } from '../python/parser.ts'
import type { PythonSource } from '../python/sources.ts'
import { textOf, walk } from '../python/syntax.ts'
import type { FoundTest } from './collect-tests.ts'
import { literal, own } from './kinds.ts'

/** One test a docstring, as doctest counts. An example without an expected answer asserts nothing. */
export async function doctestsIn(source: PythonSource): Promise<FoundTest[]> {
  if (!source.text.includes('>>>')) return []
  const out: FoundTest[] = []
  for (const node of walk(await parsePython(source.text))) {
    if (node.type !== 'string' || !/^\s*>>> /m.test(textOf(node))) continue
    const text = textOf(node)
    const expected = [...text.matchAll(/^[ \t]*>>> (.*)\n((?:[ \t]*\.\.\. .*\n)*)[ \t]*(?!>>>|\.\.\.|"""|''')(\S.*)$/gm)]
    const asserting = expected.filter(([, call]) => !/\+SKIP/.test(call ?? '') && /[A-Za-z_]\w*/.test(call ?? ''))
    const skipped = /\+SKIP/.test(text) && asserting.length === 0
    out.push({
      name: 'doctest',
      line: node.line,
      end_line: node.end_line,
      skipped,
      key: text.replace(/\s+/g, ''),
      rests: asserting.length === 0 ? undefined : asserting.some(([, call]) => /\(|\./.test(call ?? '')) ? own : literal,
    })
  }
  return out
}
