/** Finds stored models and numbers by their first bytes, and where code loads things that can run code; nothing is ever loaded. */
import { z } from 'zod'
import type { Item } from '../../model/evidence.ts'
import { CannotLook, type RepoHandle, type TreeFile } from '../../model/handles.ts'
import { absent, found, probe } from '../../model/probe.ts'
import { mustBeWhole } from './monitoring/settings.ts'
import { isRegular, nameOf, pathKind } from './paths.ts'
import { pythonSources, unreadLimit, withoutExamples } from './python/sources.ts'
import { findLoads, type Load } from './serialised/find-loads.ts'
import { type Form, formOf, headBytes } from './serialised/forms.ts'
import { loadsWeightsOnly } from './serialised/torch-floor.ts'

type File = { path: string; format: string; unsafe: boolean | null; bytes: number; loaded_at: string | null; starts_programs: boolean }

/** Names of models and numbers, looked at first; then everything whose name does not say that it is something else. */
const modelName =
  /\.(pkl|pickle|joblib|sav|dill|pt|pth|ckpt|bin|model|onnx|pb|h5|hdf5|keras|safetensors|gguf|ggml|npy|npz|tflite|mar|z)(\.\w+)?$/i
const otherName =
  /\.(py|pyi|pyx|ipynb|md|rst|txt|csv|tsv|jsonl?|ya?ml|toml|cfg|ini|lock|sh|bat|ps1|js|jsx|ts|tsx|mjs|css|scss|html?|xml|svg|png|jpe?g|gif|bmp|ico|webp|tiff?|pdf|mp[34]|wav|flac|ogg|avi|mov|webm|woff2?|ttf|otf|eot|zip|tar|tgz|7z|jar|whl|so|dll|exe|class|java|scala|kt|go|rs|c|cc|cpp|h|hpp|cu|R|r|Rd|jl|rb|php|tf|tfvars|sql|proto|parquet|arrow|feather|avro|orc|docx?|xlsx?|pptx?|tex|bib|cls|sty|ml|cs|csproj|sln|fs|dvc|map|rda|rds|rdata|nii|dcm|mat|ps|eps|wasm)$/i
const mostFiles = 1000
const mostRows = 200

export default probe({
  id: 'repo.model-files',
  version: 1,
  title: 'Stored models, and loading that can run code',
  measures:
    'How the models and arrays in the tree are stored, by their first bytes, and where code loads something in a way that can run code, from where.',
  method: 'measured',
  needs: { repo: { kinds: ['repo'] } },
  options: z.strictObject({}),
  facts: z.object({
    files: z.array(
      z.object({
        path: z.string(),
        format: z.string(),
        unsafe: z.boolean().nullable(),
        bytes: z.number(),
        loaded_at: z.string().nullable(),
        starts_programs: z.boolean(),
      }),
    ),
    loads: z.array(
      z.object({
        path: z.string(),
        line: z.number(),
        call: z.string(),
        from: z.enum(['internet', 'request', 'store', 'tree', 'own', 'unknown']),
        outside: z.boolean(),
        digest_held: z.boolean(),
      }),
    ),
    unsafe_files: z.number(),
    unsafe_outside: z.number(),
  }),
  async collect({ repo }, { signal }) {
    const { files: all, unread } = await pythonSources(repo, signal)
    const sources = withoutExamples(all)
    const { forms, limits: cut, looked } = await formsOf(repo, signal)
    const loads = await findLoads(sources, new Set(forms.map(([{ path }]) => nameOf(path))), await loadsWeightsOnly(repo, signal), signal)
    const files = forms.map(([file, form]) => rowOf(file, form, loads))
    const limits = [...repo.limits, ...unreadLimit(unread), ...cut, howTold]
    if (files.length === 0 && loads.length === 0) {
      mustBeWhole(repo, unread)
      return absent(
        `searched ${looked} files by their first bytes for pickle, PyTorch, joblib, NumPy, HDF5, ONNX, safetensors, GGUF and SavedModel, and ${sources.size} Python files and notebooks for calls that unpickle or trust code of a hub`,
        { limits },
      )
    }
    const unsafe = files.filter(({ unsafe }) => unsafe === true)
    const open = loads.filter(({ outside, digest_held }) => outside && !digest_held)
    return found(
      {
        files: files.slice(0, mostRows),
        loads: loads
          .slice(0, mostRows)
          .map(({ path, line, call, from, outside, digest_held }) => ({ path, line, call, from, outside, digest_held })),
        unsafe_files: unsafe.length,
        unsafe_outside: open.length,
      },
      { items: itemsOf(files, loads), limits },
    )
  },
})

const howTold =
  'Files are told by their first bytes and never loaded. From outside: a public address, a hub or a request leads to it by name; what a bucket or registry gives is told as a store. Loads in tests, examples and documents are left out, and so is what MLflow and other registries load by themselves.'

async function formsOf(repo: RepoHandle, signal: AbortSignal): Promise<{ forms: [TreeFile, Form][]; limits: string[]; looked: number }> {
  const wanted = repo.files.filter(
    ({ path, mode, bytes }) =>
      isRegular(mode) &&
      bytes > 0 &&
      (modelName.test(path) || (!otherName.test(path) && nameOf(path).includes('.') && !/^\.|^[A-Z]+$/.test(nameOf(path)))),
  )
  const ordered = [...wanted.filter(({ path }) => modelName.test(path)), ...wanted.filter(({ path }) => !modelName.test(path))]
  const forms: [TreeFile, Form][] = []
  let lacking = 0
  for (const file of ordered.slice(0, mostFiles)) {
    signal.throwIfAborted()
    const head = await headOf(repo, file.path)
    if (head === undefined) lacking++
    const form = head === undefined ? undefined : await formOf(file.path, head, file.bytes <= headBytes)
    if (form !== undefined) forms.push([file, form])
  }
  const limits = [
    ...(lacking === 0 ? [] : [`${lacking} files that may be models are not in this clone and were not looked at`]),
    ...(ordered.length > mostFiles ? [`only ${mostFiles} of ${ordered.length} files that may be models were looked at`] : []),
  ]
  return { forms, limits, looked: Math.min(ordered.length, mostFiles) - lacking }
}

async function headOf(repo: RepoHandle, path: string): Promise<Uint8Array | undefined> {
  try {
    return await repo.head(path, headBytes)
  } catch (error) {
    if (error instanceof CannotLook && error.code === 'missing_object') return undefined
    throw error
  }
}

function rowOf({ path, bytes }: TreeFile, { format, unsafe, starts_programs }: Form, loads: Load[]): File {
  const load = loads.find(({ names }) => names.has(nameOf(path)))
  return { path, format, unsafe, bytes, loaded_at: load === undefined ? null : `${load.path}:${load.line}`, starts_programs }
}

function itemsOf(files: File[], loads: Load[]): Item[] {
  const grave = [...loads].sort((a, b) => Number(b.outside && !b.digest_held) - Number(a.outside && !a.digest_held))
  const shown = files.filter(({ unsafe, path }) => unsafe === true && pathKind(path) !== 'test')
  return [
    ...grave.slice(0, 40).map(({ path, line, call, from, digest_held }) => ({
      path,
      line,
      note: `${call.slice(0, 60)} can run code; what it loads comes from ${words[from]}${digest_held ? ', and a digest is held against it' : ''}`,
    })),
    ...shown.slice(0, 30).map(({ path, format, starts_programs }) => ({
      path,
      note: `${format}: loading it can run code${starts_programs ? '; it names functions that start programs' : ''}`,
    })),
  ]
}

const words: { [from in Load['from']]: string } = {
  internet: 'the internet',
  request: 'a request',
  store: 'a bucket or registry',
  tree: 'this repository',
  own: 'a file that code here writes',
  unknown: 'a path that could not be followed',
}
