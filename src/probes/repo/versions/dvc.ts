/** Reads what DVC tracks: single .dvc files, and pipelines with their lock. */
import type { RepoHandle } from '../../../model/handles.ts'
import { folderOf, isForeign, isRegular, joinPath, nameOf, pathKind } from '../paths.ts'
import { readEach } from '../python/sources.ts'
import { dvcCommands, mentions, type Text } from './mentions.ts'
import type { Version } from './version.ts'

type Map_ = { [key: string]: unknown }
const table = (value: unknown): Map_ => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Map_) : {})
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** A digest or a version of the store, written down. */
const digested = (out: unknown): boolean =>
  ['md5', 'etag', 'checksum', 'version_id', 'hash'].some((key) => typeof table(out)[key] === 'string' && table(out)[key] !== '') ||
  'files' in table(out) ||
  'cloud' in table(out)

async function yaml(text: string): Promise<Map_> {
  const { parseDocument } = await import('yaml')
  try {
    return table(parseDocument(text, { uniqueKeys: false, logLevel: 'silent' }).toJS({ maxAliasCount: 100 }))
  } catch {
    // It grows without measure when its aliases are followed, or is nested too deep: no tool of data reads it either.
    return {}
  }
}

export async function dvcVersions(
  repo: RepoHandle,
  texts: Text[],
  signal: AbortSignal,
): Promise<{ versions: Version[]; limits: string[] }> {
  const paths = repo.files
    .filter(({ path, mode }) => isRegular(mode) && !isForeign(path) && pathKind(path) !== 'test')
    .map(({ path }) => path)
  const tracked = paths.filter((path) => path.endsWith('.dvc') && nameOf(path) !== '.dvc')
  const pipelines = paths.filter((path) => nameOf(path) === 'dvc.yaml')
  if (tracked.length + pipelines.length === 0) return { versions: await remoteAlone(repo), limits: [] }
  const command = dvcCommands(texts)
  const versions: Version[] = []
  for (const { path, text } of await readEach(repo, tracked, signal))
    if (text !== undefined) versions.push(...(await ofFile(path, text, texts, command)))
  for (const path of pipelines) versions.push(...(await ofPipeline(repo, path, texts, command)))
  const config = await repo.read('.dvc/config')
  const limits =
    config === undefined || /^\s*url\s*=/m.test(config)
      ? []
      : ['DVC has no remote configured, so nobody else can fetch the data it tracks.']
  return { versions, limits }
}

/** A store is named and nothing is kept in it yet, or nothing that was committed. */
async function remoteAlone(repo: RepoHandle): Promise<Version[]> {
  const path = '.dvc/config'
  const lines = repo.files.some((file) => file.path === path) ? ((await repo.read(path)) ?? '').split('\n') : []
  const at = lines.findIndex((line) => /^\s*url\s*=\s*\S/.test(line))
  return at < 0 ? [] : [{ tool: 'DVC', path, line: at + 1, pinned: false, used: false, note: 'a remote is named and no file is tracked' }]
}

/** Weights of a trained model are no data that it was trained on. */
const isModel = (path: string): boolean =>
  /\.(pt|pth|ckpt|safetensors|onnx|keras|gguf|tflite)$|(^|\/)(models?|weights|checkpoints)\/[^/]*\.(pkl|pickle|joblib|h5|hdf5|bin|pb|zip|tar|gz)$/i.test(
    path,
  )

/** What tests are fed with, which CI fetches for them; a test split among the data stands under another folder. */
const testData = /^(tests?\/)?(test[_-]?data|fixtures)\//

async function ofFile(path: string, text: string, texts: Text[], command: string | undefined): Promise<Version[]> {
  const data = await yaml(text)
  const outs = list(data.outs).filter((out) => !isModel(joinPath(folderOf(path), String(table(out).path ?? '')) ?? ''))
  const line = text.split('\n').findIndex((one) => /^\s*(-\s+)?(md5|etag|hash|version_id):/.test(one)) + 1
  return outs.slice(0, 1).map((): Version => {
    const names = outs.map((out) => String(table(out).path ?? path.replace(/\.dvc$/, '')))
    const full = names.flatMap((name) => joinPath(folderOf(path), name) ?? [])
    const ofTests = full.length > 0 && full.every((one) => testData.test(one))
    const named = full.some((one) =>
      mentions(ofTests ? texts.filter(({ path: by }) => !by.startsWith('.')) : texts, one, /\.dvc$|(^|\/)\.gitignore$/),
    )
    const pinned = outs.every(digested)
    return {
      tool: 'DVC',
      path,
      line: Math.max(line, 1),
      pinned,
      used: named || (command !== undefined && !ofTests),
      note: `DVC tracks ${names[0]}${named ? ', which code or a pipeline names' : command === undefined ? ', and nothing was found that reads it' : `, fetched at ${command}`}`,
    }
  })
}

/** A stage is held when dvc.lock has digests for it. */
async function ofPipeline(repo: RepoHandle, path: string, texts: Text[], command: string | undefined): Promise<Version[]> {
  const stages = table((await yaml((await repo.read(path)) ?? '')).stages)
  const names = Object.keys(stages)
  if (names.length === 0) return []
  const lockPath = path.replace(/dvc\.yaml$/, 'dvc.lock')
  const lockText = await repo.read(lockPath)
  const locked = table((await yaml(lockText ?? '')).stages)
  const held = names.filter((name) => Object.keys(locked).some((one) => one === name || one.startsWith(`${name}@`)))
  const digests = Object.values(locked).flatMap((stage) => [...list(table(stage).deps), ...list(table(stage).outs)])
  const pinned = held.length === names.length && digests.length > 0 && digests.every(digested)
  const commands = Object.values(stages).map((stage) => String(table(stage).cmd ?? table(table(stage).do).cmd ?? ''))
  const runs = commands.some((cmd) =>
    [...cmd.matchAll(/[\w./-]+\.(?:py|ipynb|sh|R|jl)\b|-m\s+[\w.]+/g)].some(
      ([word]) => word.startsWith('-m') || repo.files.some((file) => file.path.endsWith(word.replace(/^\.?\//, ''))),
    ),
  )
  const why =
    lockText === undefined
      ? 'without dvc.lock, so no version is held'
      : pinned
        ? `all ${names.length} stages held in dvc.lock`
        : `${held.length} of ${names.length} stages held in dvc.lock`
  const used = runs || command !== undefined || mentions(texts, path, /dvc\.(yaml|lock)$/)
  return [{ tool: 'DVC', path: pinned ? lockPath : path, line: 1, pinned, used, note: `DVC pipeline ${why}` }]
}
