/** Finds evaluations of answers of language models: by known tools or by own programs over a set of cases, and whether CI starts them. */

import type { Reached } from '../ci/model.ts'
import { testCommandOf } from '../ci/test-command.ts'
import { folderOf, isNotebook, nameOf, pathKind } from '../paths.ts'
import { Ahead } from '../python/ahead.ts'
import { ModuleIndex } from '../python/modules.ts'
import { parsedModule } from '../python/parsed-modules.ts'
import { programOf, startedFile } from '../python/programs.ts'
import { fileLine, type PythonSource } from '../python/sources.ts'
import { argumentsOf, literalOf } from '../python/syntax.ts'
import type { Trace } from '../values/trace.ts'
import type { Asked } from '../vendors/find-calls.ts'

/** `set`: the file or the name of the cases, null when it was not found; `pinned`: it stands in the tree or a revision is named. */
export type Evaluation = { path: string; line: number; tool: string; set: string | null; pinned: boolean; in_ci: boolean }

type Called = Awaited<ReturnType<Trace['calls']>>[number]
export type Looked = {
  asked: Asked[]
  files: Map<string, PythonSource>
  trace: Trace
  tree: ReadonlySet<string>
  commands: Reached[]
}

const tools: [tool: string, callee: RegExp][] = [
  ['DeepEval', /^deepeval(\.\w+)*\.(evaluate|assert_test)$/],
  ['Ragas', /^ragas(\.\w+)*\.(evaluate|aevaluate)$/],
  ['LangSmith', /^langsmith(\.\w+)*\.(evaluate|aevaluate)$|^langsmith\b.*\(\)\.(evaluate|aevaluate|run_on_dataset)$/],
  ['Inspect', /^inspect_ai(\.\w+)*\.(Task|eval|eval_async)$/],
  ['Braintrust', /^braintrust\.(Eval|EvalAsync)$/],
]
const toolWord = /\b(deepeval|ragas|langsmith|inspect_ai|braintrust)\b/
const promptfoo = /(^|\/)promptfooconfig[\w.-]*\.(ya?ml|json)$/
const evaluating = /(^|[/_-])(evals?|evaluat\w*|benchmarks?|judge\w*)([/_.-]|$)/i
const reading = /(^|\.)(open|read_text|read_csv|read_json|load_dataset|json_dataset|csv_dataset|read_parquet|JsonlReader|Path)$|^open$/
const caseFile = /\.(jsonl?|csv|tsv|ya?ml|parquet|txt)$/i
const scoring = /accura|score|metric|recall|precision|passed|exact_match|f1\b|bleu|rouge|similarity|correct/i

export async function findEvaluations(looked: Looked, signal: AbortSignal): Promise<Evaluation[]> {
  const index = new ModuleIndex(looked.files.keys())
  const ahead = new Ahead(looked.files, index)
  const out = byPromptfoo(looked)
  const started = new Set<string>()
  for (const source of looked.files.values()) {
    signal.throwIfAborted()
    if (pathKind(source.path) === 'docs' || isNotebook(source.path)) continue
    const one = (await byTool(source, looked)) ?? (await byOwnProgram(source, looked, ahead, signal))
    if (one !== undefined) out.push(one)
  }
  if (out.some(({ tool }) => tool !== 'promptfoo')) for (const path of await startedInCi(looked, ahead, index, signal)) started.add(path)
  return out.map((one) => ({ ...one, in_ci: one.in_ci || started.has(one.path) }))
}

/** The files of all programs that CI starts by itself, and those that they lead to. */
async function startedInCi({ commands, files }: Looked, ahead: Ahead, index: ModuleIndex, signal: AbortSignal): Promise<string[]> {
  const programs = new Set(
    commands.flatMap(({ words, cwd, enabled, automatic }) => (enabled && automatic ? (startedFile(words, cwd, files, index) ?? []) : [])),
  )
  const out: string[] = []
  for (const path of programs) {
    const source = files.get(path)
    if (source === undefined) continue
    const module = await parsedModule(source)
    out.push(path, ...(await ahead.from(programOf(module), new Set(), signal)).map((place) => place.module.path))
  }
  return out
}

function byPromptfoo({ tree, commands }: Looked): Evaluation[] {
  const runs = commands.some(
    ({ words, enabled, automatic }) => enabled && automatic && /(^|\/)promptfoo(@[\w.]+)?$/.test(words[0] ?? '') && words.includes('eval'),
  )
  return [...tree]
    .filter((path) => promptfoo.test(path))
    .map((path) => ({ path, line: 1, tool: 'promptfoo', set: path, pinned: true, in_ci: runs }))
}

async function byTool(source: PythonSource, looked: Looked): Promise<Evaluation | undefined> {
  if (!toolWord.test(source.text)) return undefined
  for (const call of await looked.trace.calls(source)) {
    const tool = tools.find(([, callee]) => callee.test(call.callee))?.[0]
    if (tool === undefined) continue
    const set = (await setIn(call, looked)) ?? (await firstSet(source, looked))
    return rowOf(source, call, tool, set, looked)
  }
  return undefined
}

/** Named for evaluating, reads cases that stand in the tree, scores, and leads to a call of a language model. */
async function byOwnProgram(source: PythonSource, looked: Looked, ahead: Ahead, signal: AbortSignal): Promise<Evaluation | undefined> {
  if (!evaluating.test(source.path) || !scores(source, looked) || !caseMention.test(source.text)) return undefined
  const set = await firstSet(source, looked)
  if (set === undefined) return undefined
  const module = await parsedModule(source)
  const starts = [...programOf(module), ...module.scopes.map((_, scope) => ({ module, scope }))]
  const places = await ahead.from(starts, new Set(), signal)
  const asking = new Set(looked.asked.map(({ path, scope }) => `${path}#${scope}`))
  if (!places.some(({ module, scope }) => asking.has(`${module.path}#${scope}`))) return undefined
  return rowOf(source, set.call, 'own program', set, looked)
}

/** The answers may be scored by a file beside it. */
const scores = ({ path, text }: PythonSource, { files }: Looked): boolean =>
  scoring.test(text) || [...files.values()].some((one) => folderOf(one.path) === folderOf(path) && scoring.test(one.text))

const caseMention = /\.(jsonl?|csv|tsv|ya?ml|parquet)\b|load_dataset/

type CaseSet = { name: string; pinned: boolean; call: Called }

async function firstSet(source: PythonSource, looked: Looked): Promise<CaseSet | undefined> {
  for (const call of await looked.trace.calls(source)) {
    if (!reading.test(call.callee) || writes(call)) continue
    const set = await setIn(call, looked)
    if (set !== undefined) return set
  }
  return undefined
}

const writes = (call: Called): boolean =>
  argumentsOf(call.node).some(
    ({ name, value }, at) => (name === 'mode' || (name === null && at === 1)) && /^[wax]/.test(String(literalOf(value) ?? '')),
  )

/** The cases that a call is given: a file of the tree, or a set of a hub with or without a revision. */
async function setIn(call: Called, { trace, tree }: Looked): Promise<CaseSet | undefined> {
  const args = argumentsOf(call.node)
  for (const { value } of args) {
    const texts = (await trace.origins(value, call.at, false)).filter(({ kind }) => kind === 'text').map(({ text }) => text)
    const path = texts.flatMap((text) => fileCalled(text, texts, tree) ?? [])[0]
    if (path !== undefined) return { name: path, pinned: true, call }
    if (/load_dataset$|hf_dataset$/.test(call.callee) && texts[0] !== undefined) {
      const revision = literalOf(args.find(({ name }) => name === 'revision')?.value)
      return { name: texts[0].slice(0, 100), pinned: typeof revision === 'string' && /^[0-9a-f]{7,40}$|\d/.test(revision), call }
    }
  }
  return undefined
}

/** Among files of that name the one whose folders are named beside it. */
function fileCalled(text: string, beside: string[], tree: ReadonlySet<string>): string | undefined {
  const end = text.replace(/^(\.{0,2}\/)+/, '')
  if (!caseFile.test(end) || /config|settings|requirements|package/i.test(nameOf(end))) return undefined
  const fits = [...tree].filter((path) => path === end || path.endsWith(`/${end}`))
  if (fits.length <= 1) return fits[0]
  return fits.find((path) => beside.some((part) => part !== text && part.length > 2 && path.split('/').includes(part)))
}

const rowOf = (source: PythonSource, call: Called, tool: string, set: CaseSet | undefined, looked: Looked): Evaluation => ({
  path: source.path,
  line: fileLine(source, call.node.line),
  tool,
  set: set?.name ?? null,
  pinned: set?.pinned ?? false,
  in_ci: isTested(source.path, looked),
})

/** Whether a test command of CI runs this file. */
function isTested(path: string, { commands }: Looked): boolean {
  if (pathKind(path) !== 'test') return false
  return commands.some(({ words, cwd, enabled, automatic, variables }) => {
    if (!enabled || !automatic) return false
    const test = testCommandOf(words, variables)
    const targets = words[0] === 'deepeval' && words[1] === 'test' ? words.slice(3) : test?.language === 'python' ? test.targets : undefined
    if (targets === undefined) return false
    const here = targets.map((target) => [cwd ?? '', target.replace(/^\.\//, '')].filter(Boolean).join('/').replace(/\/$/, ''))
    return here.length === 0 || here.some((target) => path === target || path.startsWith(`${target}/`))
  })
}
