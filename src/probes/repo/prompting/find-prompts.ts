/** Finds the prompts that calls to language models are given, and whether their words stand in the tree. */
import { isPython, pathKind } from '../paths.ts'
import { fileLine, type PythonSource } from '../python/sources.ts'
import { argumentsOf } from '../python/syntax.ts'
import type { Origin, Trace } from '../values/trace.ts'
import type { Asked } from '../vendors/find-calls.ts'

/** `kind`: words in code, words in a file that code reads, or words that something outside gives. */
export type Prompt = { path: string; line: number; versioned: boolean; kind: 'constant' | 'file' | 'fetched' }
/** `unfollowed`: calls of which no words of a prompt were found. */
export type Prompts = { prompts: Prompt[]; unfollowed: number }

type Called = Awaited<ReturnType<Trace['calls']>>[number]

const promptNames =
  /^(messages?|prompts?|input|contents?|instructions?|system|system_prompt|system_instruction|system_message|state_modifier|template|user_prompt)$/
/** Calls that only put words of a prompt in order. */
const making =
  /^(langchain\w*|langgraph|llama_index|haystack\w*|semantic_kernel)\.(\w+\.)*((Chat)?PromptTemplate(\.(from_template|from_messages))?|(System|Human|AI)Message(PromptTemplate\.from_template)?|create_(react_)?agent|create_tool_calling_agent)$/
const makers = /\b(langchain\w*|langgraph|llama_index|haystack\w*|semantic_kernel)\b/
/** Asks for vectors, pictures or a client, not for words. */
const wordless = /embed|rerank|moderation|transcription|speech|images?\.|InferenceClient$|Router$/i
const outside =
  /(^|\.)(hub\.pull|pull_prompt|get_prompt|get_prompt_template|load_prompt|get_secret_value|get_parameter)$|^(requests|httpx)\.get$/
const most = 200
/** A name that is called everywhere is many functions' name. */
const mostNaming = 25

export async function findPrompts(
  asked: Asked[],
  files: Map<string, PythonSource>,
  trace: Trace,
  tree: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Prompts> {
  const out = new Map<string, Prompt>()
  let unfollowed = 0
  for (const call of await promptCalls(asked, files, trace)) {
    signal.throwIfAborted()
    const given = partsOf(call)
    if (given.length === 0) continue
    const origins = (await Promise.all(given.map((value) => trace.origins(value, call.at, false)))).flat()
    const direct = origins.flatMap((one) => promptOf(one, files, tree) ?? [])
    const found = direct.length > 0 ? direct : (await givenToWrapper(call, files, trace)).flatMap((one) => promptOf(one, files, tree) ?? [])
    if (found.length === 0) unfollowed++
    for (const one of found) if (out.size < most) out.set(`${one.path}:${one.line}`, one)
  }
  return { prompts: [...out.values()], unfollowed }
}

/** The calls themselves, and in files that use a library of prompts the calls that make one. */
async function promptCalls(asked: Asked[], files: Map<string, PythonSource>, trace: Trace): Promise<Called[]> {
  const lines = new Map<string, Set<number>>()
  for (const { path, line } of asked) lines.set(path, (lines.get(path) ?? new Set()).add(line))
  const out: Called[] = []
  for (const source of files.values()) {
    const here = lines.get(source.path)
    const makes = makers.test(source.text) && lines.size > 0 && pathKind(source.path) !== 'test'
    if (here === undefined && !makes) continue
    for (const call of await trace.calls(source)) {
      const asks = here?.has(fileLine(source, call.node.line)) === true && !wordless.test(call.callee)
      if (asks || (makes && making.test(call.callee))) out.push(call)
    }
  }
  return out
}

/** What callers give to the function around this call, or to the one around that, when the repository has one function of that name. */
async function givenToWrapper(call: Called, files: Map<string, PythonSource>, trace: Trace, depth = 0): Promise<Origin[]> {
  const around = call.at.module.scopes[call.at.scope]
  const name = around?.kind === 'function' ? around.name : ''
  const defined = new RegExp(`\\bdef ${name}\\(`, 'g')
  const sources = [...files.values()].filter(({ path, text }) => pathKind(path) !== 'test' && text.includes(`${name}(`))
  if (name.length < 3 || sources.length > mostNaming || sources.flatMap(({ text }) => text.match(defined) ?? []).length !== 1) return []
  const out: Origin[] = []
  for (const source of sources)
    for (const one of await trace.calls(source)) {
      if (one.callee.slice(one.callee.lastIndexOf('.') + 1) !== name) continue
      for (const { value } of argumentsOf(one.node)) out.push(...(await trace.origins(value, one.at, false)))
      if (depth === 0 && source.path === call.at.source.path) out.push(...(await givenToWrapper(one, files, trace, 1)))
    }
  return out
}

function partsOf(call: Called) {
  const args = argumentsOf(call.node)
  const named = args.filter(({ name }) => name !== null && promptNames.test(name)).map(({ value }) => value)
  const body = args.find(({ name }) => name === 'json' || name === 'data')?.value
  if (named.length > 0 || body !== undefined) return body === undefined ? named : [...named, body]
  const first = args.find(({ name }) => name === null)?.value
  return first !== undefined && /Message$|PromptTemplate|from_(template|messages)$|generate_content$/.test(call.callee) ? [first] : []
}

function promptOf(one: Origin, files: Map<string, PythonSource>, tree: ReadonlySet<string>): Prompt | undefined {
  if (pathKind(one.path) === 'test') return undefined
  const line = fileLine(files.get(one.path), one.line)
  if (one.kind === 'text') {
    if (isProse(one.text) && !isGivenElse(one, files)) return { path: one.path, line, versioned: true, kind: 'constant' }
    const file = fileCalled(one.text, tree)
    return file === undefined ? undefined : { path: file, line: 1, versioned: true, kind: 'file' }
  }
  return one.kind === 'call' && !one.beside && outside.test(one.text)
    ? { path: one.path, line, versioned: false, kind: 'fetched' }
    : undefined
}

/** A prompt is a sentence: not a role, a key or the name of a model. */
const isProse = (text: string): boolean =>
  text.trim().length >= 20 && (text.match(/[\p{L}]{2,}/gu) ?? []).length >= 4 && /\s/.test(text.trim())

/** On the way lie words that are given to something else: `description="…"`, `notes="…"`. */
function isGivenElse({ path, line, text }: Origin, files: Map<string, PythonSource>): boolean {
  const whole = files.get(path)?.text.split('\n')[line - 1] ?? ''
  const before = whole.slice(0, Math.max(0, whole.indexOf((text.split('\n')[0] ?? '').slice(0, 40))))
  const name = /\b(\w+)=[a-z]*["']+$/i.exec(before)?.[1]
  return name !== undefined && !/prompt|message|content|text|template|query|question|instruction|system|input|goal|task/i.test(name)
}

/** The one text file of the tree that ends so; code is none. */
function fileCalled(text: string, tree: ReadonlySet<string>): string | undefined {
  if (!/\.(txt|md|j2|jinja2?|prompt|ya?ml|json|xml|mustache)$/i.test(text)) return undefined
  const end = text.replace(/^(\.{0,2}\/)+/, '')
  const fits = [...tree].filter((path) => !isPython(path) && (path === end || path.endsWith(`/${end}`)))
  return fits.length === 1 ? fits[0] : undefined
}
