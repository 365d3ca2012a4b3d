/** Finds calls that read data at a version: which library, and whether one exact version is named. */
import type { Argument, Call, Module } from '../python/module.ts'

/** `used` is the caller's to say. `by`: the argument that pins it. */
export type VersionCall = { tool: string; call: Call; pinned: boolean; note: string; by?: Argument | undefined }
type Judged = { pinned: boolean; note: string; by?: Argument | undefined }

const given = (call: Call, ...names: string[]): Argument | undefined => call.args.find(({ name }) => name !== null && names.includes(name))
const moving = /^["']?(main|master|latest|HEAD|none|active)["']?$/i
/** Named, and not a branch that moves: a literal, or a value that comes from settings. */
const named = (arg: Argument | undefined): boolean =>
  arg !== undefined && arg.literal !== null && arg.literal !== '' && !moving.test(arg.text)

/** What a model gave, or what was measured of it, is no data that it learnt from, whatever type it is put away under. */
const madeByModel = /result|predict|forecast|metric|report|eval|score|plot|figure/i

type Rule = { tool: string; callee: RegExp; judge(call: Call): Judged | undefined }

const byArgument = (tool: string, callee: RegExp, names: string[], always: boolean): Rule => ({
  tool,
  callee,
  judge: (call) => {
    const arg = given(call, ...names)
    if (arg === undefined && !always) return undefined
    return { pinned: named(arg), note: named(arg) ? `${arg?.name} is named` : `no exact ${names[0]}`, by: arg }
  },
})

const first = (call: Call): Argument | undefined => call.args.find(({ name }) => name === null) ?? call.args[0]

const rules: Rule[] = [
  byArgument('Hugging Face datasets', /^datasets\.(load_dataset|load_dataset_builder)$/, ['revision'], false),
  {
    tool: 'Hugging Face Hub',
    callee: /^huggingface_hub\.(snapshot_download|hf_hub_download)$/,
    judge: (call) =>
      given(call, 'repo_type')?.literal === 'dataset'
        ? { pinned: named(given(call, 'revision')), note: 'data set of the hub', by: given(call, 'revision') }
        : undefined,
  },
  {
    tool: 'Delta Lake or Iceberg',
    callee: /\.option$/,
    judge: (call) => {
      const option = call.args[0]?.literal
      if (typeof option !== 'string' || !/^(versionAsOf|timestampAsOf|snapshot-id|as-of-timestamp|startingVersion|tag)$/.test(option))
        return undefined
      return { pinned: named(call.args[1]), note: `read with ${option}` }
    },
  },
  byArgument('Delta Lake', /(^|\.)DeltaTable$/, ['version'], false),
  {
    tool: 'Delta Lake',
    callee: /\.(load_as_version|load_version|load_with_datetime)$/,
    judge: (call) => ({ pinned: named(call.args[0]), note: 'loaded at a version' }),
  },
  byArgument('Iceberg', /\.scan$/, ['snapshot_id'], false),
  {
    tool: 'W&B artifact',
    callee: /(^|\.)use_artifact$/,
    judge: (call) => {
      if (given(call, 'type')?.literal === 'model') return undefined
      const text = first(call)?.text ?? ''
      return {
        pinned: /:v\d+["']?$|:\{|:[0-9a-f]{32}/.test(text),
        note: /:latest/.test(text) ? 'takes the newest version' : 'artifact taken',
      }
    },
  },
  {
    tool: 'W&B artifact',
    callee: /(^|\.)wandb\.Artifact$/,
    judge: (call) =>
      /data/i.test(given(call, 'type')?.text ?? call.args[1]?.text ?? '') &&
      !madeByModel.test(given(call, 'name')?.text ?? first(call)?.text ?? '')
        ? { pinned: false, note: 'a data set is put away in versions' }
        : undefined,
  },
  {
    tool: 'MLflow dataset',
    callee: /^mlflow\.log_input$/,
    judge: () => ({ pinned: false, note: 'the digest of the data is recorded with the run' }),
  },
  {
    tool: 'ClearML dataset',
    callee: /(^|\.)clearml\.Dataset\.(get|create)$/,
    judge: (call) => ({
      pinned: /get$/.test(call.callee) && (named(given(call, 'dataset_id')) || named(given(call, 'dataset_version'))),
      note: 'ClearML data set',
      by: given(call, 'dataset_id', 'dataset_version'),
    }),
  },
  byArgument('Quilt', /^quilt3?\.(Package\.)?(browse|install)$/, ['top_hash'], true),
  byArgument('pooch', /^pooch\.(retrieve|create)$/, ['known_hash', 'registry'], true),
  byArgument(
    'torchvision download',
    /(^|\.)(download_and_extract_archive|download_url|check_integrity)$/,
    ['md5', 'sha256', 'hash_prefix'],
    false,
  ),
  byArgument('Comet artifact', /(^|\.)get_artifact$/, ['version', 'version_or_alias'], false),
  byArgument('Keras get_file', /(^|\.)utils\.(\w+\.)?get_file$/, ['file_hash', 'md5_hash'], false),
  {
    tool: 'TensorFlow Datasets',
    callee: /^tensorflow_datasets\.(load|builder)$/,
    judge: (call) => (/:\d+\.\d+\.\d+["']?$/.test(first(call)?.text ?? '') ? { pinned: true, note: 'version named' } : undefined),
  },
  {
    tool: 'OpenML',
    callee: /(^|\.)fetch_openml$|^openml\.datasets\.get_dataset$/,
    judge: (call) => ({
      pinned: named(given(call, 'data_id', 'version')) || typeof call.args[0]?.literal === 'number',
      note: 'OpenML data set',
    }),
  },
  {
    tool: 'Kaggle',
    callee: /^kagglehub\.dataset_(download|load)$/,
    judge: (call) => (/\/versions\/\d+/.test(first(call)?.text ?? '') ? { pinned: true, note: 'version named' } : undefined),
  },
  {
    tool: 'lakeFS',
    callee: /^lakefs(_client|_sdk|_spec)?\./,
    judge: (call) => {
      const at = /\.(ref|tag)$/.exec(call.callee) !== null
      return { pinned: at && named(first(call)), note: at ? 'read at a ref' : 'data kept in lakeFS' }
    },
  },
  byArgument('DVC', /^dvc\.api\.(open|read|get_url|DVCFileSystem)$/, ['rev'], false),
  {
    tool: 'Azure ML data asset',
    callee: /(^|\.)(Dataset\.get_by_name|data\.get)$/,
    judge: (call) =>
      given(call, 'version', 'label') === undefined
        ? undefined
        : { pinned: named(given(call, 'version')), note: 'data asset of the workspace', by: given(call, 'version') },
  },
  {
    tool: 'SQL time travel',
    callee: /(^|\.)(sql|execute|read_sql|read_sql_query|query|read_gbq)$/,
    judge: (call) => {
      const text = call.args.map(({ text: one }) => one).join(' ')
      return /\b(VERSION|TIMESTAMP|SYSTEM_TIME|SYSTEM_VERSION)\s+AS\s+OF\b/i.test(text)
        ? { pinned: !/AS\s+OF\s+(CURRENT|NOW)/i.test(text), note: 'a query at a version or moment' }
        : undefined
    },
  },
]

/** Text that may hold such a call; saves parsing the rest. */
export const mayVersion =
  /\b(load_dataset|snapshot_download|hf_hub_download|versionAsOf|timestampAsOf|snapshot-id|as-of-timestamp|DeltaTable|load_as_version|load_version|snapshot_id|use_artifact|Artifact|log_input|clearml|quilt3?|pooch|get_file|tensorflow_datasets|fetch_openml|openml|kagglehub|lakefs\w*|dvc\.api|get_by_name|get_artifact|MLClient|download_and_extract_archive|download_url|AS\s+OF)\b/i

export function versionCalls(module: Module): VersionCall[] {
  return module.calls.flatMap((call) => {
    if (call.dead) return []
    for (const { tool, callee, judge } of rules) {
      const judged = callee.test(call.callee) ? judge(call) : undefined
      if (judged !== undefined) return [{ tool, call, ...judged }]
    }
    return []
  })
}
