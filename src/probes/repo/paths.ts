/** Sorts the paths of a repository by what they are (vendored, generated, template, docs, example, test…), before anything is read. */

export type PathKind = 'vendored' | 'generated' | 'template' | 'docs' | 'example' | 'test' | 'own'

const vendoredFolder =
  /(^|\/)(vendor|vendored|_vendor|third[_-]?party|3rdparty|external|externals|extern|node_modules|site-packages|bower_components|\.?venv|\.tox|\.eggs|deps)\//i
const generatedFolder = /(^|\/)(__pycache__|\.ipynb_checkpoints|build|dist|_build|htmlcov|\.mypy_cache|target|[^/]+\.egg-info)\//
const generatedFile = /(_pb2(_grpc)?\.pyi?|\.min\.(js|css)|\.bundle\.js|\.pb\.go|_generated\.\w+|\.map)$/
const templateFolder = /(^|\/)(templates?|cookiecutters?)\//i
const docsFolder = /(^|\/)(docs?|documentation|website)\//i
const exampleFolder = /(^|\/)(examples?|demos?|tutorials?|samples?|playground)\//i
const testFolder = /(^|\/)(tests?|unit_?tests?|integration_?tests?|e2e|specs?|__tests__)\//i
const testFile =
  /(^|\/)(test[^/]*\.py|[^/]*_tests?\.(py|go|rb)|conftest\.py|[^/]+\.(test|spec)\.[cm]?[jt]sx?|[^/]*(Test|Tests|Spec)\.(java|kt|scala))$/

/** A path still holding template marks (`{{ cookiecutter.name }}`) is text that a generator will fill in. */
const templateMark = /\{\{|\}\}|\{%|<%|\.(j2|jinja2?|tmpl|tpl|mustache)$/

const kinds = new Map<string, PathKind>()
const mostKinds = 100_000

/** The first kind that fits, most disqualifying first: a test inside a vendored folder is vendored. */
export function pathKind(path: string): PathKind {
  let kind = kinds.get(path)
  if (kind === undefined) {
    kind = kindOf(path)
    if (kinds.size >= mostKinds) kinds.clear()
    kinds.set(path, kind)
  }
  return kind
}

function kindOf(path: string): PathKind {
  if (vendoredFolder.test(path)) return 'vendored'
  if (generatedFolder.test(path) || generatedFile.test(path)) return 'generated'
  if (templateMark.test(path)) return 'template'
  if (testFile.test(path) || testFolder.test(path)) return 'test'
  if (templateFolder.test(path)) return 'template'
  if (docsFolder.test(path)) return 'docs'
  if (exampleFolder.test(path)) return 'example'
  return 'own'
}

/** Somebody else's, machine-made or not yet filled in: nothing in it shows what this repository does. */
export function isForeign(path: string): boolean {
  const kind = pathKind(path)
  return kind === 'vendored' || kind === 'generated' || kind === 'template'
}

export const isPython = (path: string): boolean => /\.(py|pyx)$/.test(path)
export const isNotebook = (path: string): boolean => path.endsWith('.ipynb')

const dataExtension =
  /\.(csv|tsv|parquet|arrow|feather|jsonl|ndjson|h5|hdf5|npy|npz|tfrecords?|zarr|pkl|pickle|xlsx?|sqlite3?|db|avro|orc|mat|nc|tif|tiff|png|jpe?g|wav|flac|mp3|mp4|gz|zip|zst|tar|tgz|bz2|xz|lz4|7z|txt|json|xml)$/i

export const isDataFile = (path: string): boolean => dataExtension.test(path)

const binaryExtension =
  /\.(png|jpe?g|gif|bmp|ico|webp|tiff?|pdf|zip|gz|tgz|bz2|xz|zst|7z|tar|whl|egg|jar|so|dll|dylib|exe|bin|o|a|pyc|pyd|npy|npz|pkl|pickle|joblib|pt|pth|onnx|h5|hdf5|parquet|feather|arrow|avro|orc|woff2?|ttf|otf|eot|mp[34]|wav|flac|ogg|avi|mov|webm|sqlite3?|db|tfrecords?|safetensors|gguf|ckpt|psd|svg)$/i

/** Judged by the name alone: files that no text rule needs to read. */
export const isBinaryName = (path: string): boolean => binaryExtension.test(path)

/** Regular files only: no links, no submodules. */
export const isRegular = (mode: string): boolean => mode === '100644' || mode === '100755' || mode === '100664'

export const folderOf = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '')
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** `a/b` + `../c` → `a/c`; undefined when it leaves the tree. */
export function joinPath(folder: string, relative: string): string | undefined {
  const parts = folder === '' ? [] : folder.split('/')
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return undefined
  }
  return parts.join('/')
}
