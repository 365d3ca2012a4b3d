/** Lists the places where the repository fits a model of its own, and whether each starts from weights of a hub. */
import { mayTrain, trains } from '../learning/training.ts'
import { pathKind } from '../paths.ts'
import { parsedModule } from '../python/parsed-modules.ts'
import { fileLine, type PythonSource } from '../python/sources.ts'

export type Training = { path: string; line: number; call: string; on_hub_weights: boolean }

const finetuning = /^(transformers|peft|trl|sentence_transformers|setfit|unsloth|adapters)\b/

/** One for each function that fits a model, at its first such call. */
export async function ownTraining(
  files: Map<string, PythonSource>,
  hubFiles: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Training[]> {
  const out: Training[] = []
  for (const source of files.values()) {
    signal.throwIfAborted()
    if (pathKind(source.path) === 'test' || !mayTrain.test(source.text)) continue
    const module = await parsedModule(source)
    const seen = new Set<number>()
    for (const call of module.calls) {
      if (!trains(call) || seen.has(call.scope)) continue
      seen.add(call.scope)
      const on_hub_weights = hubFiles.has(source.path) || finetuning.test(call.callee)
      out.push({ path: source.path, line: fileLine(source, call.line), call: call.callee.slice(0, 80), on_hub_weights })
    }
  }
  return out
}
