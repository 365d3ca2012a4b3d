/** Finds trackers that a settings file hands to a trainer: `TrainingArguments(**conf["arguments"])` beside `report_to: mlflow`. */
import type { RepoHandle } from '../../../model/handles.ts'
import { isForeign, isRegular, pathKind } from '../paths.ts'
import type { Module } from '../python/module.ts'
import { readEach } from '../python/sources.ts'
import { reportTo } from './trackers.ts'
import type { TrackingCall } from './tracking-calls.ts'

const mostFiles = 400
const handsOver = /(Arguments|Config)\(\s*\*\*|parse_(yaml|json|dict|args)/

/** Text that may take the settings of a trainer from elsewhere. */
export const mayHandOver = (text: string): boolean => handsOver.test(text) && /transformers|trl|sentence_transformers/.test(text)

/** Tools that settings files name under `report_to`; read only when some code hands settings over. */
export async function toolsInSettings(repo: RepoHandle, signal: AbortSignal): Promise<Set<string>> {
  const paths = repo.files
    .filter(({ path, mode, bytes }) => isRegular(mode) && bytes < 50_000 && /\.(ya?ml|json|toml|sh)$/.test(path) && !isForeign(path))
    .map(({ path }) => path)
    .filter((path) => !['test', 'docs', 'example'].includes(pathKind(path)))
  const out = new Set<string>()
  for (const { text } of await readEach(repo, paths.slice(0, mostFiles), signal))
    for (const [, list] of (text ?? '').matchAll(/^[^#\n]*?["']?report_to["']?\s*[:= ]\s*(\[[^\]]*\]|(?:\s*\n\s*-\s*\w+)+|["']?\w+)/gm))
      for (const word of list?.match(/\w+/g) ?? []) if (Object.hasOwn(reportTo, word)) out.add(reportTo[word] as string)
  return out
}

/** Calls that take a trainer's arguments as a whole, told as calls of these tools. */
export const handedOver = (module: Module, tools: ReadonlySet<string>): TrackingCall[] =>
  module.calls
    .filter(
      ({ callee, args, dead }) =>
        !dead &&
        ((/(TrainingArguments|SFTConfig|\w+TrainingArguments)$/.test(callee) && args.some(({ type }) => type === 'dictionary_splat')) ||
          (/HfArgumentParser\b/.test(callee) && /parse_(yaml_file|json_file|dict|args_into_dataclasses)$/.test(callee))),
    )
    .flatMap((call) => [...tools].map((tool) => ({ tool, call, metrics: true, params: true })))
