/** Recognises code that asks a model for an answer, itself or through a function of the repository. */
import type { PythonSource } from '../python/sources.ts'
import type { Trace } from '../values/trace.ts'

const asking =
  /(^|\.)(predict|predict_proba|predict_one|predict_batch|run_inference|get_prediction|generate_content|chat_completion|text_generation|ainvoke|acompletion|invoke_model|invoke_endpoint|rawPredict|score_samples)$|^litellm\.(completion|acompletion)$|(chat\.completions|responses|messages)\.(create|stream|parse)$/

/** A word of every call that asks; text without one asks nothing itself. */
export const mayAsk =
  /\b(predict\w*|run_inference|get_prediction|rawPredict|score_samples|generate_content|chat_completion|text_generation|a?completion|ainvoke|invoke_(model|endpoint)|(completions|responses|messages)\.(create|stream|parse)|requests\.post)\b/

type Called = Awaited<ReturnType<Trace['calls']>>[number]

export class ModelCalls {
  readonly #trace: Trace
  readonly #names: ReadonlySet<string>
  readonly #known = new Map<string, Promise<boolean>>()

  /** `names`: of functions that may ask; calls of others are not followed. */
  constructor(trace: Trace, names: ReadonlySet<string>) {
    this.#trace = trace
    this.#names = names
  }

  /** Whether some call between these two ends of the file asks a model, at most two functions away. */
  async within(source: PythonSource, part: { start: number; end: number }, depth = 0): Promise<boolean> {
    for (const call of await this.#trace.calls(source))
      if (call.node.start >= part.start && call.node.end <= part.end && (await this.#asks(call, depth))) return true
    return false
  }

  async #asks(call: Called, depth: number): Promise<boolean> {
    if (call.callee === 'requests.post')
      return /predict|invocations|score|infer|completions/i.test(call.node.source.slice(call.node.start, call.node.end))
    if (asking.test(call.callee)) return true
    if (depth > 1 || !this.#names.has(call.callee.slice(call.callee.lastIndexOf('.') + 1))) return false
    const place = await this.#trace.placeOf(call.callee, call.at)
    const scope = place?.module.scopes[place.scope]
    const source = place === undefined ? undefined : this.#trace.sourceOf(place.module)
    if (place === undefined || scope?.kind !== 'function' || source === undefined) return false
    const key = `${source.path}#${place.scope}#${depth}`
    const known = this.#known.get(key) ?? this.#inFunction(source, scope.line, scope.end_line, depth)
    this.#known.set(key, known)
    return known
  }

  async #inFunction(source: PythonSource, from: number, to: number, depth: number): Promise<boolean> {
    const calls = (await this.#trace.calls(source)).filter(({ node }) => node.line >= from && node.line <= to)
    for (const call of calls) if (await this.#asks(call, depth + 1)) return true
    return false
  }
}
