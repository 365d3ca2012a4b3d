/** Follows the answer of a comparison of quality (a verdict) to what it decides: a failure, an early end, a release. */
import type { Syntax } from '../python/parser.ts'
import { dotted, field, fields, textOf } from '../python/syntax.ts'
import { cancels, endsPlainly, fails, keepsBest, metricAsserted, metricCompared, releases, stops } from './metrics.ts'

/** One function, or the statements of a file outside functions, with the nodes that are its own. */
export type Body = { path: string; name: string; node: Syntax; nodes: Syntax[] }
/** `fails`: the program ends in failure; `guards`: a release runs, or does not, by it; `cancels`: later steps of a pipeline service do not run. */
export type Gate = {
  path: string
  line: number
  metric: string
  decides: boolean
  fails: boolean
  guards: boolean
  cancels: boolean
  body: Body
}
/** Functions that give a verdict back, by name, with the first comparison in them. */
export type Verdicts = Map<string, { metric: string; path: string; line: number }>

export function bodiesOf(path: string, root: Syntax): Body[] {
  const out: Body[] = []
  const collect = (name: string, node: Syntax): void => {
    const body: Body = { path, name, node, nodes: [] }
    out.push(body)
    const open = [...node.children].reverse()
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (at.type === 'function_definition') collect(textOf(field(at, 'name') ?? at), at)
      else {
        body.nodes.push(at)
        for (let child = at.children.length - 1; child >= 0; child--) open.push(at.children[child] as Syntax)
      }
    }
  }
  collect('', root)
  return out
}

type Found = { metric: string; line: number; path: string }

const namesIn = (node: Syntax | undefined): string[] => (node === undefined ? [] : (textOf(node).match(/[A-Za-z_]\w*/g) ?? []))

/** Takes one figure out of recorded ones, or works one out. */
const figure = /\bmetrics?["'\])]*(\[|\.get\(|\.\w)|\bget_metric\w*\(|\w_score\(/

/** Libraries whose suites of tests say whether a model is good enough, where the suite is about that. */
const suites =
  /\bdeepchecks\b[\s\S]*(model_evaluation|full_suite|Performance)|\bevidently\b[\s\S]*(Test(Accuracy|F1|Precision|Recall|RocAuc|LogLoss|RMSE|MAE|ValueMAE|ValueMAPE|ValueR2)\w*|(Regression|Classification)\w*(Test)?Preset)|\bgiskard\b[\s\S]*(Suite|test_(f1|auc|accuracy|rmse))/
export const suiteMetric = 'a suite of tests of the model'
export const askingSuites = /\bpassed(_\w+)?\(|["']all_passed["']\]/
const suitePassed = (node: Syntax, name: string | undefined): boolean =>
  /(^|\.)(passed|all_passed|passed_conditions)$/.test(name ?? '') ||
  (node.type === 'subscript' && /["']all_passed["']\]$/.test(textOf(node)))

/** The name that a loop gives to each thing, with what it goes through; of a pair the last, which is the value. */
function loopsOf({ nodes }: Body): Map<string, string> {
  const out = new Map<string, string>()
  for (const node of nodes) {
    if (node.type !== 'for_in_clause' && node.type !== 'for_statement') continue
    const name = namesIn(field(node, 'left')).at(-1)
    const right = field(node, 'right')
    if (name !== undefined && right !== undefined) out.set(name, textOf(right).slice(0, 120))
  }
  // `new = client.get_run(a).data.metrics["f1"]`: the name stands for the figure.
  for (const node of nodes) {
    const left = node.type === 'assignment' ? field(node, 'left') : undefined
    const right = node.type === 'assignment' ? field(node, 'right') : undefined
    if (left?.type !== 'identifier' || right === undefined || out.has(textOf(left))) continue
    if (figure.test(textOf(right).slice(0, 120))) out.set(textOf(left), textOf(right).slice(0, 120))
  }
  return out
}

/** Names of the body that hold a verdict, and every expression that is one. */
export function verdictNames(
  body: Body,
  known: Verdicts,
): { names: Map<string, Found>; of(node: Syntax | undefined): Found | undefined; asserted(node: Syntax): Found | undefined } {
  const around = textOf(body.node)
  const loops = loopsOf(body)
  const names = new Map<string, Found>()
  const of = (node: Syntax | undefined): Found | undefined => {
    if (node === undefined) return undefined
    const open = [node]
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const metric = metricCompared(at, around, loops)
      if (metric !== undefined) return { metric, line: at.line, path: body.path }
      const name = at.type === 'call' ? dotted(field(at, 'function')) : undefined
      if (suitePassed(at, name) && suites.test(body.node.source)) return { metric: suiteMetric, line: at.line, path: body.path }
      const there = name === undefined ? undefined : known.get(name.slice(name.lastIndexOf('.') + 1))
      if (there !== undefined && name !== body.name) return there
      if (at.type === 'identifier' && names.has(textOf(at))) return names.get(textOf(at))
      if (at.type !== 'lambda' && at.type !== 'subscript') open.push(...at.children)
      if (at.type === 'subscript') open.push(...fields(at, 'value'))
    }
    return undefined
  }
  for (let turn = 0; turn < 2; turn++)
    for (const node of body.nodes) {
      if (node.type === 'assignment' || node.type === 'augmented_assignment') {
        const found = of(field(node, 'right'))
        if (found !== undefined) for (const name of namesIn(field(node, 'left'))) names.set(name, found)
      }
      // `if auc < 0.8: failures.append(…)` and `…: ok = False`: the list, or the flag, is the verdict.
      const condition = node.type === 'if_statement' ? of(field(node, 'condition')) : undefined
      if (condition === undefined || keepsBest(field(node, 'condition') as Syntax, field(node, 'consequence'))) continue
      for (const text of textOf(field(node, 'consequence') ?? node).matchAll(
        /(?:^|\n|:)\s*([A-Za-z_]\w*)(?:\.append\(|\.add\(|\s*=\s*(?:True|False)\b)/g,
      ))
        names.set(text[1] as string, condition)
    }
  /** What a method of a test case holds: two things in order, or one verdict. */
  const asserted = (node: Syntax): Found | undefined => {
    const metric = metricAsserted(node, around, loops)
    if (metric !== undefined) return { metric, line: node.line, path: body.path }
    return node.type === 'call' && /(^|\.)assert(True|_)$/.test(dotted(field(node, 'function')) ?? '')
      ? of(field(node, 'arguments'))
      : undefined
  }
  return { names, of, asserted }
}

/** Adds the functions of these bodies that return a verdict; true when there were new ones. */
export function addVerdicts(bodies: Body[], known: Verdicts): boolean {
  let more = false
  for (const body of bodies) {
    if (body.name === '' || known.has(body.name) || common.test(body.name) || ofDrift(body)) continue
    const { of } = verdictNames(body, known)
    let found: Found | undefined
    for (const node of body.nodes) {
      if (node.type === 'return_statement') found ??= of(node.children[0])
      // `if auc > champion: return True`
      if (node.type === 'if_statement' && /^\s*return \(?(True|False)\b/m.test(textOf(field(node, 'consequence') ?? node)))
        found ??= of(field(node, 'condition'))
    }
    if (found === undefined) continue
    known.set(body.name, found)
    more = true
  }
  return more
}

/** How well two samples are told apart is a measure of drift, whichever metric says it; what promotes or retrains says so in its name. */
const ofDrift = ({ name, path }: Body): boolean => /drift/i.test(name) || (/drift/i.test(path.replace(/^.*\//, '')) && !gateName.test(name))

const common = /^(main|run|get|evaluate|compute|train|fit|predict|forward|step|call|update|process|test|__\w+__)$/
const gateName = /gate|accept|ready|readi|promot|approv|deploy|better|champion|release|production/i

/** What the verdicts of one body decide. */
export function gatesIn(body: Body, known: Verdicts): Gate[] {
  if (ofDrift(body)) return []
  const { of, asserted } = verdictNames(body, known)
  const out: Gate[] = []
  const add = (found: Found, line: number, more: Pick<Gate, 'decides' | 'fails' | 'guards'> & { cancels?: boolean }): void => {
    out.push({ path: body.path, line, metric: found.metric, cancels: false, ...more, body })
  }
  const later = (line: number): boolean => body.nodes.some((node) => node.line > line && releases(node))
  for (const node of body.nodes) {
    if (node.type === 'assert_statement') {
      const found = of(node.children[0])
      if (found !== undefined) add(found, node.line, { decides: true, fails: true, guards: later(node.line) })
    } else if (node.type === 'if_statement' || node.type === 'elif_clause' || node.type === 'conditional_expression') {
      const condition = node.type === 'conditional_expression' ? node.children[1] : field(node, 'condition')
      const found = of(condition)
      if (found === undefined || condition === undefined || keepsBest(condition, field(node, 'consequence'))) continue
      const inside = insideOf(node)
      const ends = inside.some(stops)
      const guards = inside.some(releases) || (ends && later(node.end_line))
      const counts = inside.some(fails) || guards || inside.some(endsPlainly) || (ends && gateName.test(body.name))
      if (counts) add(found, node.line, { decides: true, fails: inside.some(fails), guards, cancels: inside.some(cancels) })
    } else if (asserted(node) !== undefined) {
      add(asserted(node) as Found, node.line, { decides: true, fails: true, guards: later(node.line) })
    } else if (releases(node)) {
      // The verdict is handed to what releases: `register(model, promote=passed)`.
      const found = of(field(node, 'arguments'))
      if (found !== undefined) add(found, node.line, { decides: true, fails: false, guards: true })
    }
  }
  if (out.length === 0 && gateName.test(body.name)) {
    const first = body.nodes.map((node) => of(node.type === 'comparison_operator' ? node : undefined)).find((found) => found !== undefined)
    if (first !== undefined) add(first, first.line, { decides: false, fails: false, guards: false })
  }
  return out
}

/** The nodes of both branches, without what other functions inside do. */
function insideOf(node: Syntax): Syntax[] {
  const out: Syntax[] = []
  const open = node.children.filter(({ field: name }) => name !== 'condition')
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    out.push(at)
    if (at.type !== 'function_definition') open.push(...at.children)
  }
  return out
}
