/** Walks the instructions of a pickle without running any, to tell a pickle from other bytes and to see what it would import. */

/** `imports`: `module.name` of everything that the seen part would import; unpickling calls such names. */
export type Pickle = { protocol: number; imports: string[] }

type Reader = { bytes: Uint8Array; at: number; cut: boolean }

/** Bytes that follow an instruction of fixed length; 0 for none. Names and numbers as in Python's `pickletools`. */
const fixed: { [opcode: string]: number } = {
  '(': 0,
  '.': 0,
  '0': 0,
  '1': 0,
  '2': 0,
  G: 8,
  J: 4,
  K: 1,
  M: 2,
  N: 0,
  Q: 0,
  R: 0,
  a: 0,
  b: 0,
  d: 0,
  '}': 0,
  e: 0,
  h: 1,
  j: 4,
  l: 0,
  ']': 0,
  o: 0,
  q: 1,
  r: 4,
  s: 0,
  t: 0,
  ')': 0,
  u: 0,
  '\x80': 1,
  '\x81': 0,
  '\x82': 1,
  '\x83': 2,
  '\x84': 4,
  '\x85': 0,
  '\x86': 0,
  '\x87': 0,
  '\x88': 0,
  '\x89': 0,
  '\x8f': 0,
  '\x90': 0,
  '\x91': 0,
  '\x92': 0,
  '\x93': 0,
  '\x94': 0,
  '\x95': 8,
  '\x97': 0,
  '\x98': 0,
}
/** Instructions with a length and as many bytes: how long the length is. */
const counted: { [opcode: string]: number } = {
  T: 4,
  U: 1,
  X: 4,
  B: 4,
  C: 1,
  '\x8a': 1,
  '\x8b': 4,
  '\x8c': 1,
  '\x8d': 8,
  '\x8e': 8,
  '\x96': 8,
}
/** Instructions that end at a line break: protocol 0. */
const lines: { [opcode: string]: number } = { F: 1, I: 1, L: 1, P: 1, S: 1, V: 1, g: 1, p: 1, c: 2, i: 2 }

const mostSteps = 20_000

/** Undefined when the bytes are no pickle. `whole`: the bytes are the whole file, so it must end where a pickle ends. */
export function readPickle(bytes: Uint8Array, whole: boolean): Pickle | undefined {
  const reader: Reader = { bytes, at: 0, cut: false }
  const out: Pickle = { protocol: bytes[0] === 0x80 ? (bytes[1] ?? 0) : 0, imports: [] }
  if (out.protocol > 5) return undefined
  // Strings on top of the stack, and those put aside: an import of protocol 4 takes its two names from there.
  const strings: (string | undefined)[] = []
  const aside = new Map<number, string | undefined>()
  let steps = 0
  let built = false
  for (; steps < mostSteps && reader.at < bytes.length; steps++) {
    const opcode = String.fromCharCode(bytes[reader.at] as number)
    reader.at++
    // The older protocols are text without a mark of their own: they must end with the file.
    if (opcode === '.') return built && (out.protocol > 1 || (whole && bytes.length - reader.at < 2)) ? out : undefined
    const value = argumentOf(opcode, reader)
    // joblib writes arrays between the instructions.
    if (value === undefined && out.imports.some((name) => name.startsWith('joblib.numpy_pickle'))) return out
    if (value === undefined) return reader.cut && !whole && steps > 4 && (out.protocol > 1 || built) ? out : undefined
    if (opcode === 'c' || opcode === 'i') out.imports.push(value.replace('\n', '.'))
    if (opcode === '\x93') out.imports.push(`${strings.at(-2) ?? '?'}.${strings.at(-1) ?? '?'}`)
    if (opcode !== '\x80' && opcode !== '\x95') built = true
    if (/[XU\x8c\x8dSVT]/.test(opcode)) strings.push(value)
    else if (opcode === '\x94') aside.set(aside.size, strings.at(-1))
    else if (opcode === 'q' || opcode === 'r') aside.set(Number(value), strings.at(-1))
    else if (opcode === 'h' || opcode === 'j') strings.push(aside.get(Number(value)))
    else if (!/[\x80\x95p]/.test(opcode)) strings.push(undefined)
  }
  return whole ? undefined : out
}

/** The instruction's argument; undefined when there is no such instruction or the bytes end first (`cut`). */
function argumentOf(opcode: string, reader: Reader): string | undefined {
  if (Object.hasOwn(fixed, opcode)) return take(reader, fixed[opcode] as number, /[hjqr]/.test(opcode))
  if (Object.hasOwn(counted, opcode)) {
    const length = take(reader, counted[opcode] as number, true)
    return length === undefined ? undefined : take(reader, Number(length), false)
  }
  if (!Object.hasOwn(lines, opcode)) return undefined
  const out: string[] = []
  for (let left = lines[opcode] as number; left > 0; left--) {
    const end = reader.bytes.indexOf(10, reader.at)
    if (end < 0) {
      reader.cut = true
      return undefined
    }
    out.push(latin(reader.bytes.subarray(reader.at, end)))
    reader.at = end + 1
  }
  const text = out.join('\n')
  return fits(opcode, text) ? text : undefined
}

/** Protocol 0 is text: its arguments have a form, which keeps prose from being read as one. */
const fits = (opcode: string, text: string): boolean =>
  opcode === 'c' || opcode === 'i'
    ? /^[A-Za-z_][\w.]*\n[A-Za-z_][\w.]*$/.test(text)
    : /[FILgp]/.test(opcode)
      ? /^-?[\d.]+([eE][-+]?\d+)?L?$/.test(text)
      : opcode === 'S'
        ? /^(['"]).*\1$/.test(text)
        : true

function take(reader: Reader, length: number, asNumber: boolean): string | undefined {
  const end = reader.at + length
  if (!(end <= reader.bytes.length)) {
    reader.cut = true
    return undefined
  }
  const part = reader.bytes.subarray(reader.at, end)
  reader.at = end
  return asNumber ? String(part.reduceRight((sum, byte) => sum * 256 + byte, 0)) : latin(part.subarray(0, 200))
}

const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, 200))

/** Names that a stored model has no use for: they start programs, run text as code, or open connections. */
export const startsPrograms = (name: string): boolean =>
  /^(os|posix|nt|subprocess|pty|socket|shutil|runpy|webbrowser|commands|requests|urllib|httplib|http)\.|^(builtins|__builtin__)\.(eval|exec|execfile|compile|__import__|open|getattr|breakpoint|input)$|^(importlib|code|codeop|timeit|bdb|pdb|asyncio|ctypes|sys)\./.test(
    name,
  )
