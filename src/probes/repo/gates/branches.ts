/** Gates of orchestrators: a function whose verdict says which task comes next, or that none does. */
import { field } from '../python/syntax.ts'
import { type Body, type Gate, type Verdicts, verdictNames } from './verdicts.ts'

const deciding = /\b(BranchPythonOperator|ShortCircuitOperator|BranchPythonVirtualenvOperator)\b|\btask\.(branch|short_circuit)\b/
const releasing =
  /task_id\s*=\s*["'][^"'\n]*(deploy|regist|promot|publish|release|push)|^\s*(?:async )?def (deploy|regist|promot|publish|release|push)\w*\(/im

/** None where no operator takes the function's answer, or the answer rests on no figure. */
export function branchOf(body: Body, known: Verdicts): Gate[] {
  const { source } = body.node
  if (body.name === '' || !deciding.test(source) || !decides(body.name, source)) return []
  const { of } = verdictNames(body, known)
  for (const node of body.nodes) {
    const asked =
      node.type === 'return_statement'
        ? node.children[0]
        : /^(if_statement|elif_clause|conditional_expression)$/.test(node.type)
          ? (field(node, 'condition') ?? node.children[1])
          : undefined
    const found = of(asked)
    if (found !== undefined)
      return [
        {
          path: body.path,
          line: found.line,
          metric: found.metric,
          decides: true,
          fails: false,
          guards: releasing.test(source),
          cancels: false,
          body,
        },
      ]
  }
  return []
}

/** Is it the operator's function, or decorated as one? */
const decides = (name: string, source: string): boolean =>
  new RegExp(`\\b(?:Branch|ShortCircuit)\\w*Operator\\([^)]*python_callable\\s*=\\s*(?:self\\.)?${name}\\b`).test(source) ||
  new RegExp(`@task\\.(?:branch|short_circuit)\\b[^\\n]*\\n\\s*(?:async )?def ${name}\\(`).test(source)
