/** Tells by its first bytes how a model or data file is stored, and whether loading it can run code. */
import { nameOf } from '../paths.ts'
import { readPickle, startsPrograms } from './pickle.ts'

/** `unsafe`: loading it in the usual way can run code that the file names; null where only a pointer to it is here. */
export type Form = { format: string; unsafe: boolean | null; starts_programs: boolean }

export const headBytes = 16 * 1024

const plain = (format: string, unsafe: boolean | null = false): Form => ({ format, unsafe, starts_programs: false })
const textAt = (bytes: Uint8Array, from: number, length: number): string => String.fromCharCode(...bytes.subarray(from, from + length))
const startsWith = (bytes: Uint8Array, ...magic: number[]): boolean => magic.every((byte, at) => bytes[at] === byte)

/** Undefined when it is no form of model or numbers that is known here. */
export async function formOf(path: string, bytes: Uint8Array, whole: boolean): Promise<Form | undefined> {
  const start = textAt(bytes, 0, 64)
  if (start.startsWith('version https://git-lfs.github.com/spec/')) return plain('Git LFS pointer', null)
  if (nameOf(path) === 'saved_model.pb') return plain('TensorFlow SavedModel')
  if (/^GGUF/.test(start)) return plain('GGUF')
  if (/^(lmgg|tjgg|fmgg|algg)/.test(start)) return plain('GGML')
  if (start.startsWith('\x89HDF\r\n\x1a\n')) return plain('HDF5')
  if (start.startsWith('\x93NUMPY')) return numpy(bytes)
  if (start.startsWith('PK\x03\x04')) return archive(bytes)
  if (/^.{4}TFL3/s.test(start)) return plain('TensorFlow Lite')
  if (isSafetensors(bytes)) return plain('safetensors')
  if (isOnnx(path, bytes)) return plain('ONNX')
  return (await compressed(path, bytes)) ?? pickled(bytes, whole, 'pickle')
}

function pickled(bytes: Uint8Array, whole: boolean, format: string): Form | undefined {
  const pickle = readPickle(bytes, whole)
  if (pickle === undefined) return undefined
  const joblib = pickle.imports.some((name) => name.startsWith('joblib.numpy_pickle'))
  const torch =
    /ctorch\._utils|torch\._utils/.test(textAt(bytes, 0, 4000)) || startsWith(bytes, 0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9)
  const name = torch ? 'PyTorch (pickle)' : joblib ? 'joblib (pickle)' : format
  return { format: name, unsafe: true, starts_programs: pickle.imports.some(startsPrograms) }
}

/** The header is a Python literal; `|O` says that the values are pickled objects. */
const numpy = (bytes: Uint8Array): Form => {
  const objects = /'descr':\s*(\[.*)?'\|O/.test(textAt(bytes, 8, 400))
  return objects ? plain('NumPy objects (pickle)', true) : plain('NumPy')
}

/** What a zip holds is told by the names of its first members. */
function archive(bytes: Uint8Array): Form | undefined {
  const names: string[] = []
  const text = textAt(bytes, 0, bytes.length)
  for (let at = text.indexOf('PK\x03\x04'); at >= 0 && names.length < 40; at = text.indexOf('PK\x03\x04', at + 4)) {
    const length = (bytes[at + 26] ?? 0) + 256 * (bytes[at + 27] ?? 0)
    names.push(text.slice(at + 30, at + 30 + length))
  }
  if (names.some((name) => /(^|\/)constants\.pkl$/.test(name)) || names.some((name) => /(^|\/)code\/__torch__/.test(name)))
    return plain('TorchScript')
  if (names.some((name) => /(^|\/)data\.pkl$/.test(name))) {
    const from = text.indexOf('data.pkl')
    const named = [...text.slice(from, from + 8000).matchAll(/c([A-Za-z_][\w.]*)\n([A-Za-z_]\w*)\n/g)].map(
      ([, module, name]) => `${module}.${name}`,
    )
    return { format: 'PyTorch (zip with pickle)', unsafe: true, starts_programs: named.some(startsPrograms) }
  }
  if (names.includes('metadata.json') && names.includes('config.json')) {
    return plain('Keras')
  }
  if (names.length > 0 && names.every((name) => name.endsWith('.npy'))) {
    const objects = /'descr':\s*(\[.*)?'\|O/.test(text)
    return objects ? plain('NumPy objects (pickle)', true) : plain('NumPy archive')
  }
  return undefined
}

/** Eight bytes of length, then a JSON header of that length. */
function isSafetensors(bytes: Uint8Array): boolean {
  if (bytes.length < 10 || bytes[5] !== 0 || bytes[6] !== 0 || bytes[7] !== 0) return false
  return bytes[8] === 0x7b && /^\{\s*("__metadata__"|"[^"]{1,300}":\s*\{\s*"(dtype|shape|data_offsets)"|\})/.test(textAt(bytes, 8, 400))
}

/** Its first field is the version of the form, a small number; a name alone shows nothing, so the next field must fit too. */
const isOnnx = (path: string, bytes: Uint8Array): boolean => {
  if (bytes[0] !== 0x08 || (bytes[1] ?? 0) < 1 || (bytes[1] ?? 99) > 20) return false
  return path.endsWith('.onnx') || (bytes[2] === 0x12 && /^(pytorch|tf2onnx|skl2onnx|onnx|keras2onnx|CNTK)/i.test(textAt(bytes, 4, 12)))
}

const pickleName = /\.(pkl|pickle|joblib|pkl|sav|dill|pt|pth|p|jl|model|bin)(\.(z|gz|bz2|xz|lzma|lz4|zst))?$/i

/** joblib packs pickles; what cannot be opened here is told by name and packing together. */
async function compressed(path: string, bytes: Uint8Array): Promise<Form | undefined> {
  const kind = startsWith(bytes, 0x1f, 0x8b)
    ? 'gzip'
    : bytes[0] === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(bytes[1] ?? -1)
      ? 'zlib'
      : startsWith(bytes, 0x42, 0x5a, 0x68)
        ? 'bz2'
        : startsWith(bytes, 0xfd, 0x37, 0x7a, 0x58, 0x5a) || startsWith(bytes, 0x5d, 0, 0)
          ? 'lzma'
          : startsWith(bytes, 0x04, 0x22, 0x4d, 0x18)
            ? 'lz4'
            : undefined
  if (kind === undefined) return undefined
  if (kind === 'gzip' || kind === 'zlib') {
    const opened = await opening(bytes, kind === 'gzip' ? 'gzip' : 'deflate')
    const form = pickled(opened, false, 'pickle')
    return form === undefined ? undefined : { ...form, format: `${form.format}, ${kind}` }
  }
  return /\.(pkl|pickle|joblib)\b/i.test(path) && pickleName.test(path) ? plain(`pickle by its name, ${kind}`, true) : undefined
}

/** The first bytes of what is packed; the stream's end is missing, so its failure at the end is expected. */
async function opening(bytes: Uint8Array, format: 'gzip' | 'deflate'): Promise<Uint8Array> {
  const packed = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream(format))
  const reader = packed.getReader()
  const parts: number[] = []
  try {
    while (parts.length < headBytes) {
      const { done, value } = await reader.read()
      if (done) break
      for (const byte of value.subarray(0, headBytes - parts.length)) parts.push(byte)
    }
    await reader.cancel()
  } catch {
    // Cut short, as it must be: what came out before stands.
  }
  return Uint8Array.from(parts)
}
